// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/engine_run.h"

#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace durascope::bench {

/// What a disk can do: 4 KiB at the end of a file, then fdatasync, one after the other.
class SyncedAppends
{
public:
    SyncedAppends();
    ~SyncedAppends();
    [[nodiscard]] double seconds(int count); ///< for that many

private:
    ScratchFile m_file;
    int m_descriptor;
};

/// What SQLite can do on it: transactions of one row of an event's size, WAL, synchronous=FULL.
class SqliteCommits
{
public:
    SqliteCommits();
    ~SqliteCommits();
    [[nodiscard]] double seconds(int count);

private:
    void run(const char* sql);
    ScratchFile m_file;
    sqlite3* m_database = nullptr;
    sqlite3_stmt* m_insert = nullptr;
};

} // namespace durascope::bench
