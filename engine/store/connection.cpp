// SPDX-License-Identifier: Apache-2.0
#include "engine/store/connection.h"

#include <sqlite3.h>
#include <system_error>

namespace durascope::store {
namespace {

/// Another program may hold a lock for the moment that its own transaction takes.
constexpr int kBusyTimeout = 5'000; // milliseconds

std::string uriOf(const std::filesystem::path& file)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string uri = "file://";
    for (const char c : std::filesystem::absolute(file).string()) {
        if (c != '%' && c != '?' && c != '#') {
            uri += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        uri += '%';
        uri += kHex[byte >> 4U];
        uri += kHex[byte & 15U];
    }
    return uri;
}

int flagsOf(Access access)
{
    switch (access) {
    case Access::Create:
        return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case Access::Peek:
        return SQLITE_OPEN_READONLY;
    case Access::Write:
    case Access::Read:
        break;
    }
    // A reader takes part in the log, whose index lies in a file beside; only query_only keeps it from writing.
    return SQLITE_OPEN_READWRITE;
}

void harden(sqlite3* database)
{
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
}

core::ErrorCode codeOf(int resultCode)
{
    switch (resultCode & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR: // SQL is fixed: what it does not find is missing in the file
    case SQLITE_SCHEMA:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return core::ErrorCode::Malformed;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return core::ErrorCode::Unsupported;
    case SQLITE_TOOBIG:
        return core::ErrorCode::TooLarge;
    default:
        return core::ErrorCode::Unreadable;
    }
}

/// What stands before the reason that SQLite gives.
const char* headlineOf(int resultCode)
{
    switch (resultCode & 0xFF) {
    case SQLITE_NOTADB:
        return "is not a library of executions";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return "is locked by another program";
    case SQLITE_TOOBIG:
        return "cannot hold so large a value";
    case SQLITE_CANTOPEN:
        return "cannot be opened";
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return "may not be written";
    default:
        return codeOf(resultCode) == core::ErrorCode::Malformed ? "is damaged" : "cannot be read or written";
    }
}

const char* remedyOf(int resultCode)
{
    switch (resultCode & 0xFF) {
    case SQLITE_FULL:
        return "make room on the disk and start again";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "end the other program and try again";
    default:
        return "";
    }
}

} // namespace

core::Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Access access)
{
    sqlite3* database = nullptr;
    const std::string uri = uriOf(file) + (access == Access::Peek ? "?immutable=1" : "");
    const int flags = flagsOf(access) | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    const int code = sqlite3_open_v2(uri.c_str(), &database, flags, nullptr);
    std::unique_ptr<Connection> connection(new Connection(file, database)); // SQLite wants failed ones closed, too
    if (code != SQLITE_OK)
        return std::unexpected(connection->lastError());
    sqlite3_extended_result_codes(database, 1);
    sqlite3_busy_timeout(database, kBusyTimeout);
    harden(database);
    sqlite3_wal_hook(
        database,
        [](void* self, sqlite3*, const char*, int frames) {
            static_cast<Connection*>(self)->m_logFrames = frames;
            return SQLITE_OK;
        },
        connection.get());
    if (const auto set = connection->execute("PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY"); !set)
        return std::unexpected(set.error());
    if (access == Access::Read || access == Access::Peek) {
        if (const auto set = connection->execute("PRAGMA query_only=ON"); !set)
            return std::unexpected(set.error());
    }
    return connection;
}

Connection::Connection(std::filesystem::path file, sqlite3* database)
    : m_file(std::move(file))
    , m_database(database)
{
}

Connection::~Connection()
{
    sqlite3_close_v2(m_database);
}

core::Result<void> Connection::execute(const char* sql)
{
    if (sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return std::unexpected(lastError());
    return {};
}

core::Result<Statement> Connection::prepare(std::string_view sql, bool lasting)
{
    sqlite3_stmt* statement = nullptr;
    const unsigned flags = lasting ? SQLITE_PREPARE_PERSISTENT : 0U;
    if (sqlite3_prepare_v3(m_database, sql.data(), static_cast<int>(sql.size()), flags, &statement, nullptr) !=
        SQLITE_OK)
        return std::unexpected(lastError());
    return Statement(*this, statement);
}

core::Result<std::int64_t> Connection::integer(const char* sql)
{
    auto statement = prepare(sql, false);
    if (!statement)
        return std::unexpected(statement.error());
    const auto row = statement->step();
    if (!row)
        return std::unexpected(row.error());
    return *row ? statement->integer(0) : 0;
}

core::Result<std::string> Connection::text(const char* sql)
{
    auto statement = prepare(sql, false);
    if (!statement)
        return std::unexpected(statement.error());
    const auto row = statement->step();
    if (!row)
        return std::unexpected(row.error());
    return *row ? std::string(statement->text(0)) : std::string();
}

void Connection::leaveLogOnClose(bool leave)
{
    sqlite3_db_config(m_database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave ? 1 : 0, nullptr);
}

void Connection::setBusyTimeout(int milliseconds)
{
    sqlite3_busy_timeout(m_database, milliseconds);
}

core::Result<Connection::Log> Connection::checkpoint()
{
    Log log;
    const int code =
        sqlite3_wal_checkpoint_v2(m_database, nullptr, SQLITE_CHECKPOINT_PASSIVE, &log.frames, &log.copied);
    if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY)
        return std::unexpected(lastError());
    return log;
}

core::Result<bool> Connection::emptyLog()
{
    const int code = sqlite3_wal_checkpoint_v2(m_database, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if ((code & 0xFF) == SQLITE_BUSY)
        return false;
    if (code != SQLITE_OK)
        return std::unexpected(lastError());
    return true;
}

std::int64_t Connection::lastInsertId() const
{
    return sqlite3_last_insert_rowid(m_database);
}

bool Connection::isReadOnly() const
{
    return sqlite3_db_readonly(m_database, nullptr) != 0;
}

bool Connection::hasFoundDamage() const
{
    return (sqlite3_errcode(m_database) & 0xFF) == SQLITE_CORRUPT;
}

core::Error Connection::lastError() const
{
    return error(sqlite3_extended_errcode(m_database), sqlite3_errmsg(m_database));
}

core::Error Connection::error(int resultCode) const
{
    return error(resultCode, sqlite3_errstr(resultCode));
}

core::Error Connection::error(int resultCode, const char* reason) const
{
    std::string message = std::string(headlineOf(resultCode)) + ": " + reason;
    const int system = sqlite3_system_errno(m_database);
    if (codeOf(resultCode) == core::ErrorCode::Unreadable && system != 0)
        message += ", " + std::generic_category().message(system);
    return core::Error{codeOf(resultCode), std::move(message), place(), remedyOf(resultCode)};
}

} // namespace durascope::store
