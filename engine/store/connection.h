// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/store/statement.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;

namespace durascope::store {

/// What a connection may do to the file.
enum class Access : std::uint8_t {
    Create, ///< makes it
    Write,  ///< must exist
    Read,   ///< must exist; takes part in SQLite's locking, so that a writer may be at work
    Peek    ///< must exist; looks at the file alone, without its log and without any lock: for a first glance
};

/// One connection to an SQLite file, set up for files from strangers (no triggers, no views, no functions of the schema
/// that reach outside). May be used from any thread, by one at a time.
class Connection
{
public:
    /// Does not yet look at the contents of the file. Errors: Unreadable.
    [[nodiscard]] static core::Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file,
                                                                        Access access);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Runs statements without results.
    [[nodiscard]] core::Result<void> execute(const char* sql);
    /// `lasting`: the statement will be used often.
    [[nodiscard]] core::Result<Statement> prepare(std::string_view sql, bool lasting = true);
    /// The first column of the first row.
    [[nodiscard]] core::Result<std::int64_t> integer(const char* sql);
    [[nodiscard]] core::Result<std::string> text(const char* sql);

    /// While it is set, closing the last connection leaves file and log as they are.
    void leaveLogOnClose(bool leave);
    void setBusyTimeout(int milliseconds);

    struct Log
    {
        int frames = 0; ///< in the write-ahead log
        int copied = 0; ///< of them already in the file
        [[nodiscard]] bool complete() const { return frames == copied; }
    };
    /// Copies what it can from the log into the file, without waiting for readers or a writer.
    [[nodiscard]] core::Result<Log> checkpoint();
    /// Copies all and empties the log. False: somebody is using it.
    [[nodiscard]] core::Result<bool> emptyLog();
    /// Frames in the write-ahead log after the last commit of this connection.
    [[nodiscard]] int logFrames() const { return m_logFrames; }

    [[nodiscard]] std::int64_t lastInsertId() const;
    /// The file could be opened for reading only.
    [[nodiscard]] bool isReadOnly() const;
    /// The last call failed because the pages of the file contradict each other.
    [[nodiscard]] bool hasFoundDamage() const;
    [[nodiscard]] core::Error lastError() const;
    [[nodiscard]] core::Error error(int resultCode) const;
    [[nodiscard]] core::Place place() const { return core::Place{m_file.string()}; }

private:
    Connection(std::filesystem::path file, sqlite3* database);
    [[nodiscard]] core::Error error(int resultCode, const char* reason) const;

    std::filesystem::path m_file;
    sqlite3* m_database;
    int m_logFrames = 0;
};

} // namespace durascope::store
