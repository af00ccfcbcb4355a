// SPDX-License-Identifier: Apache-2.0
#include "engine/store/library_file.h"

#include "engine/store/schema.h"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>

namespace durascope::store {
namespace {

namespace fs = std::filesystem;

/// Every released version can be brought up to date.
constexpr std::int64_t kOldest = 1;

fs::path beside(const fs::path& file, const char* suffix)
{
    fs::path path = file;
    path += suffix;
    return path;
}

bool isThere(const fs::path& path)
{
    std::error_code ignored; // what cannot be looked at cannot be opened either, and that says why
    return fs::exists(path, ignored);
}

std::unexpected<core::Error> unreadable(const fs::path& file, const char* what, const std::error_code& code)
{
    return core::fail(core::ErrorCode::Unreadable, std::string(what) + ": " + code.message(),
                      core::Place{file.string()});
}

/// A first look that takes no lock and leaves no trace. What it cannot decide, because the log beside the file may hold
/// the truth, is decided by checkIdentity() after opening.
core::Result<void> refuseForeign(const fs::path& file, std::int64_t oldest)
{
    std::error_code code;
    const fs::file_status status = fs::status(file, code);
    if (code)
        return unreadable(file, "cannot be opened", code);
    if (!fs::is_regular_file(status))
        return core::fail(core::ErrorCode::Malformed, "is not a library of executions: it is no regular file",
                          core::Place{file.string()});
    const std::uintmax_t size = fs::file_size(file, code);
    if (code)
        return unreadable(file, "cannot be opened", code);
    if (size == 0)
        return core::fail(core::ErrorCode::Malformed, "is not a library of executions: it is empty",
                          core::Place{file.string()}, "remove it, and a new one is made");
    auto peek = Connection::open(file, Access::Peek);
    if (!peek)
        return std::unexpected(peek.error());
    const auto pageSize = (*peek)->integer("PRAGMA page_size");
    // A process that died while it copied its log into the file leaves a file that only the log makes whole.
    const bool hasLog = isThere(beside(file, "-wal"));
    if (!pageSize && (*peek)->hasFoundDamage() && hasLog)
        return {};
    if (auto known = checkIdentity(**peek, oldest, Library::kSchemaVersion); !known)
        return known;
    // SQLite sees when whole pages are missing, but takes a part of one for a page.
    if (!hasLog && pageSize && *pageSize > 0 && size % static_cast<std::uintmax_t>(*pageSize) != 0)
        return core::fail(core::ErrorCode::Malformed, "is damaged: its end is missing", core::Place{file.string()});
    return {};
}

core::Result<void> syncFolder(const fs::path& file)
{
    const fs::path folder = file.parent_path();
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return unreadable(file, "its folder cannot be opened", {errno, std::generic_category()});
    // Some file systems know no such thing for folders, and say so with EINVAL.
    const int code = ::fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno;
    ::close(descriptor);
    if (code != 0)
        return unreadable(file, "its folder cannot be written", {code, std::generic_category()});
    return {};
}

core::Result<void> writeNew(const fs::path& file)
{
    auto connection = Connection::open(file, Access::Create);
    if (!connection)
        return std::unexpected(connection.error());
    // Nobody sees the file before it is whole: what is needed to undo need not be on the disk.
    if (auto set = (*connection)->execute("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=FULL"); !set)
        return set;
    if (auto made = migrate(**connection, migrations()); !made)
        return made;
    const auto mode = (*connection)->text("PRAGMA journal_mode=WAL");
    if (!mode)
        return std::unexpected(mode.error());
    if (*mode != "wal")
        return core::fail(core::ErrorCode::Unsupported, "this file system has no shared memory for a library",
                          core::Place{file.string()}, "put it on a local disk");
    return {};
}

/// Under another name first: a process that dies here leaves no half a library. REQUIRES: the lock.
core::Result<void> create(const fs::path& file)
{
    // Frames that were left without their file would be taken for the new file's.
    if (isThere(beside(file, "-wal")))
        return core::fail(core::ErrorCode::Malformed,
                          "is missing, but its log \"" + beside(file.filename(), "-wal").string() + "\" is there",
                          core::Place{file.string()}, "put the file back beside it, or remove the log");
    const fs::path unfinished = beside(file, "-new");
    std::error_code code;
    fs::remove(unfinished, code);
    if (code)
        return unreadable(file, "cannot be made", code);
    if (auto made = writeNew(unfinished); !made) {
        fs::remove(unfinished, code); // the error that counts is the first one
        made.error().place = core::Place{file.string()};
        return made;
    }
    fs::rename(unfinished, file, code);
    if (code)
        return unreadable(file, "cannot be made", code);
    return syncFolder(file);
}

/// Everything that may refuse the file. Until it is through, closing the connection would leave all as it is.
core::Result<void> accept(Connection& connection, std::int64_t oldest)
{
    if (auto known = checkIdentity(connection, oldest, Library::kSchemaVersion); !known)
        return known;
    // The first look at the tables: SQLite reads the whole schema and says when it makes no sense.
    if (const auto tables = connection.integer("SELECT count(*) FROM sqlite_schema"); !tables)
        return std::unexpected(tables.error());
    return {};
}

core::Result<void> prepareForWriting(Connection& connection, Durability durability)
{
    const auto mode = connection.text("PRAGMA journal_mode=WAL");
    if (!mode)
        return std::unexpected(mode.error());
    if (*mode != "wal")
        return core::fail(core::ErrorCode::Unsupported, "this file system has no shared memory for a library",
                          connection.place(), "put it on a local disk");
    const char* synchronous = durability == Durability::Full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL";
    if (auto set = connection.execute(synchronous); !set)
        return set;
    return migrate(connection, migrations());
}

} // namespace

core::Result<WritableFile> openForWriting(const fs::path& file, Durability durability)
{
    if (isThere(file)) {
        if (auto known = refuseForeign(file, kOldest); !known)
            return std::unexpected(known.error());
    }
    auto lock = FileLock::take(file);
    if (!lock)
        return std::unexpected(lock.error());
    if (!isThere(file)) {
        if (auto made = create(file); !made)
            return std::unexpected(made.error());
    }
    auto connection = Connection::open(file, Access::Write);
    if (!connection)
        return std::unexpected(connection.error());
    (*connection)->leaveLogOnClose(true);
    if ((*connection)->isReadOnly())
        return core::fail(core::ErrorCode::Unreadable, "may not be written", core::Place{file.string()},
                          "open it for reading only");
    auto ready = accept(**connection, kOldest);
    if (ready && (*connection)->isReadOnly()) // its header says so
        ready = core::fail(core::ErrorCode::Unsupported, "was written by a later release of SQLite",
                           core::Place{file.string()}, "open it for reading only");
    if (ready)
        ready = prepareForWriting(**connection, durability);
    if (!ready)
        return std::unexpected(ready.error());
    return WritableFile{std::move(*lock), std::move(*connection)};
}

core::Result<std::unique_ptr<Connection>> openForReading(const fs::path& file)
{
    if (!isThere(file))
        return core::fail(core::ErrorCode::NotFound, "no such file", core::Place{file.string()});
    if (auto known = refuseForeign(file, Library::kSchemaVersion); !known)
        return std::unexpected(known.error());
    auto connection = Connection::open(file, Access::Read);
    if (!connection)
        return connection;
    (*connection)->leaveLogOnClose(true);
    auto ready = accept(**connection, Library::kSchemaVersion);
    if (!ready && ready.error().code == core::ErrorCode::Unreadable && (*connection)->isReadOnly() &&
        !isThere(beside(file, "-wal"))) {
        // Where nothing may be written, not even the log's index, nobody writes: the file alone is all there is.
        connection = Connection::open(file, Access::Peek);
        if (!connection)
            return connection;
        ready = accept(**connection, Library::kSchemaVersion);
    }
    if (!ready)
        return std::unexpected(ready.error());
    return connection;
}

void closeReader(std::unique_ptr<Connection> connection, const fs::path& file)
{
    // An empty log is one that the reader itself made, or that a writer left to it; SQLite removes it on closing. One
    // that holds frames is the work of a writer that is alive, or has died and will want it.
    std::error_code code;
    const std::uintmax_t size = fs::file_size(beside(file, "-wal"), code);
    if (!code && size == 0)
        connection->leaveLogOnClose(false);
}

} // namespace durascope::store
