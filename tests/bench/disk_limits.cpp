// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/disk_limits.h"

#include <array>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace durascope::bench {

namespace {
constexpr std::size_t kBlock = 4096;
constexpr int kEventBytes = 500;
} // namespace

SyncedAppends::SyncedAppends()
    : m_file("bench.appends")
    , m_descriptor(::open(m_file.path().c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600))
{
    if (m_descriptor < 0)
        giveUp("cannot write " + m_file.path().string());
}

SyncedAppends::~SyncedAppends()
{
    ::close(m_descriptor);
}

double SyncedAppends::seconds(int count)
{
    std::array<char, kBlock> block{};
    return timed([&] {
        for (int i = 0; i < count; ++i) {
            if (::write(m_descriptor, block.data(), block.size()) != static_cast<ssize_t>(block.size()) ||
                ::fdatasync(m_descriptor) != 0)
                giveUp("cannot write " + m_file.path().string());
        }
    });
}

SqliteCommits::SqliteCommits()
    : m_file("bench.sqlite")
{
    if (sqlite3_open(m_file.path().c_str(), &m_database) != SQLITE_OK)
        giveUp("cannot write " + m_file.path().string());
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE events(id INTEGER PRIMARY KEY, line BLOB NOT NULL)");
    if (sqlite3_prepare_v2(m_database, "INSERT INTO events(line) VALUES(zeroblob(?))", -1, &m_insert, nullptr) !=
        SQLITE_OK)
        giveUp(sqlite3_errmsg(m_database));
    sqlite3_bind_int(m_insert, 1, kEventBytes);
    static_cast<void>(seconds(300)); // the first ones of a file cost more
}

SqliteCommits::~SqliteCommits()
{
    sqlite3_finalize(m_insert);
    sqlite3_close(m_database);
}

double SqliteCommits::seconds(int count)
{
    return timed([&] {
        for (int i = 0; i < count; ++i) {
            if (sqlite3_step(m_insert) != SQLITE_DONE)
                giveUp(sqlite3_errmsg(m_database));
            sqlite3_reset(m_insert);
        }
    });
}

void SqliteCommits::run(const char* sql)
{
    if (sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        giveUp(sqlite3_errmsg(m_database));
}

} // namespace durascope::bench
