// SPDX-License-Identifier: Apache-2.0
#include "engine/store/retention.h"

#include "engine/store/event_key.h"

#include <array>
#include <functional>

namespace durascope::store {
namespace {

/// At once: a transaction stays at some milliseconds for histories of usual size.
constexpr std::int64_t kExecutions = 64;
constexpr std::int64_t kEvents = 5'000;

struct Victim
{
    std::int64_t id = 0;
    std::string arn;
    std::int64_t events = 0;
};

core::Result<std::vector<Victim>> select(Connection& connection, const char* condition, auto parameter)
{
    auto statement = connection.prepare(std::string("SELECT id, arn, ") + kLastEventOfId + " FROM executions WHERE " +
                                            condition + " LIMIT " + std::to_string(kExecutions),
                                        false);
    if (!statement)
        return std::unexpected(statement.error());
    statement->bind(1, parameter);
    std::vector<Victim> found;
    auto row = statement->step();
    for (; row && *row; row = statement->step())
        found.push_back({statement->integer(0), std::string(statement->text(1)), statement->integer(2)});
    if (!row)
        return std::unexpected(row.error());
    return found;
}

core::Result<void> removeOne(Connection& connection, std::int64_t id)
{
    constexpr std::array kStatements = {"DELETE FROM events WHERE key BETWEEN ?1 << 32 AND (?1 << 32) + 4294967295",
                                        "DELETE FROM facts WHERE execution = ?1",
                                        "DELETE FROM executions WHERE id = ?1"};
    for (const char* sql : kStatements) {
        auto statement = connection.prepare(sql, false);
        if (!statement)
            return std::unexpected(statement.error());
        statement->bind(1, id);
        if (auto done = statement->run(); !done)
            return done;
    }
    return {};
}

core::Result<void> inOneTransaction(Connection& connection, const std::function<core::Result<void>()>& work)
{
    if (auto begun = connection.execute("BEGIN IMMEDIATE"); !begun)
        return begun;
    auto done = work();
    if (done)
        done = connection.execute("COMMIT");
    if (!done)
        (void)connection.execute("ROLLBACK"); // some failures have undone it already
    return done;
}

} // namespace

core::Result<void> removeExecution(Connection& connection, std::string_view arn)
{
    return inOneTransaction(connection, [&]() -> core::Result<void> {
        const auto found = select(connection, "arn = ?1", arn);
        if (!found)
            return std::unexpected(found.error());
        if (found->empty())
            return core::fail(core::ErrorCode::NotFound, "no such execution: " + std::string(arn), connection.place());
        return removeOne(connection, found->front().id);
    });
}

core::Result<std::vector<std::string>> removeSomeEndedBefore(Connection& connection, core::Timestamp time)
{
    std::vector<std::string> removed;
    const auto done = inOneTransaction(connection, [&]() -> core::Result<void> {
        const auto found = select(connection, "ended < ?1 ORDER BY ended", time.micros);
        if (!found)
            return std::unexpected(found.error());
        std::int64_t events = 0;
        for (const Victim& victim : *found) {
            if (auto gone = removeOne(connection, victim.id); !gone)
                return gone;
            removed.push_back(victim.arn);
            events += victim.events;
            if (events >= kEvents)
                break;
        }
        return {};
    });
    if (!done)
        return std::unexpected(done.error());
    return removed;
}

} // namespace durascope::store
