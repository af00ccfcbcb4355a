// SPDX-License-Identifier: Apache-2.0
#include "engine/store/schema.h"

#include "engine/store/library.h"

#include <array>
#include <string>

namespace durascope::store {
namespace {

// Instants are microseconds since 1970 in UTC; the key of an event is event_key.h's; facts are numbered in the order in
// which they were written last.
constexpr const char* kVersion1 = R"(
CREATE TABLE executions(
    id INTEGER PRIMARY KEY,
    arn TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    function TEXT NOT NULL,
    status TEXT NOT NULL,
    start INTEGER NOT NULL,
    ended INTEGER);
CREATE INDEX executions_by_name ON executions(name);
CREATE INDEX executions_by_start ON executions(start);
CREATE INDEX executions_open ON executions(start) WHERE ended IS NULL;
CREATE INDEX executions_ended ON executions(ended) WHERE ended IS NOT NULL;
CREATE TABLE events(
    key INTEGER PRIMARY KEY,
    json TEXT NOT NULL);
CREATE TABLE facts(
    id INTEGER PRIMARY KEY,
    execution INTEGER NOT NULL,
    kind TEXT NOT NULL,
    operation TEXT NOT NULL,
    event INTEGER NOT NULL,
    time INTEGER NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE(execution, kind, operation, event));
)";

constexpr std::array kMigrations = {
    Migration{1, kVersion1},
};
static_assert(kMigrations.back().version == Library::kSchemaVersion);

core::Result<void> runSteps(Connection& connection, std::span<const Migration> steps)
{
    // Asked inside the transaction, so that the answer still holds when the steps run.
    const auto version = connection.integer("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());
    for (const Migration& step : steps) {
        if (step.version <= *version)
            continue;
        if (auto done = connection.execute(step.sql); !done)
            return done;
    }
    // A pragma takes no parameters.
    return connection.execute(("PRAGMA application_id=" + std::to_string(kApplicationId) +
                               "; PRAGMA user_version=" + std::to_string(steps.back().version))
                                  .c_str());
}

} // namespace

std::span<const Migration> migrations()
{
    return kMigrations;
}

core::Result<void> migrate(Connection& connection, std::span<const Migration> steps)
{
    const auto version = connection.integer("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());
    if (*version >= steps.back().version)
        return {};
    if (auto begun = connection.execute("BEGIN IMMEDIATE"); !begun)
        return begun;
    auto done = runSteps(connection, steps);
    if (done)
        done = connection.execute("COMMIT");
    if (done)
        return done;
    // When this fails, too, the end of the connection does the same.
    (void)connection.execute("ROLLBACK");
    return done;
}

core::Result<void> checkIdentity(Connection& connection, std::int64_t oldest, std::int64_t newest)
{
    const auto application = connection.integer("PRAGMA application_id");
    if (!application)
        return std::unexpected(application.error());
    if (*application != kApplicationId)
        return core::fail(core::ErrorCode::Malformed, "is an SQLite file, but not a library of executions",
                          connection.place(), "name another file");
    const auto version = connection.integer("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());
    if (*version > newest)
        return core::fail(core::ErrorCode::Unsupported,
                          "was written by a later release: it has schema version " + std::to_string(*version) +
                              ", this release knows up to " + std::to_string(newest),
                          connection.place(), "open it with that release; nothing was changed");
    if (*version < 1)
        return core::fail(core::ErrorCode::Malformed, "is damaged: it has no schema version", connection.place());
    if (*version < oldest)
        return core::fail(core::ErrorCode::Unsupported,
                          "was written by an earlier release: it has schema version " + std::to_string(*version) +
                              ", and reading it needs " + std::to_string(oldest),
                          connection.place(), "open it for writing once, which brings it up to date");
    return {};
}

} // namespace durascope::store
