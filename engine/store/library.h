// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/service/event.h"
#include "engine/service/execution.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::store {

enum class Durability : std::uint8_t {
    Full,  ///< an acknowledged commit survives loss of power
    Normal ///< … survives the end of the process, not of the machine
};

struct OpenOptions
{
    Durability durability = Durability::Full;
    bool readOnly = false; ///< must exist; never changes the file
};

/// One execution as the list shows it.
struct ExecutionSummary
{
    std::string arn;
    std::string name;
    std::string functionName;
    std::string status; ///< RUNNING, SUCCEEDED, FAILED, TIMED_OUT, STOPPED
    core::Timestamp start;
    std::optional<core::Timestamp> end;
    std::int64_t events = 0;
};

struct ListQuery
{
    std::string functionName;          ///< empty: all
    std::string name;                  ///< exact; empty: all
    std::vector<std::string> statuses; ///< empty: all
    bool newestFirst = true;
    std::uint32_t limit = 0; ///< 0: all
    std::uint32_t offset = 0;
};

/// What is written together: the new events and facts of one execution.
struct Record
{
    std::string arn;
    std::vector<service::Event> events;
    std::vector<service::Fact> facts;
};

struct StoredExecution
{
    std::vector<service::Event> events;
    std::vector<service::Fact> facts;
};

/// A library of executions in one SQLite file (WAL). Events are append-only and stand in the file as lines of AWS JSON;
/// beside them what histories do not carry. Of several facts of one kind and operation only the last one is kept; of
/// Ready and Wanted, the last one for each event they name. They come back in the order in which they were written.
///
/// write() only queues, in order; commit() returns when everything up to its ticket is on the disk. Threads that commit
/// at the same time share one transaction (group commit): one of them writes for all. All functions are thread safe.
/// Questions see what is committed, and wait for no commit.
/// After a failed commit every later call gives the same error, because what is in memory and what is on the disk may
/// differ; only commit() of a ticket that was stored before still succeeds.
///
/// One process writes at a time: a second one that opens the file for writing gets Unsupported ("… is in use by another
/// process"); a lock that a killed process left is none. Any number may open it for reading only, beside the writer or
/// without one; they see each commit, and leave every byte of the file and of its log.
/// A file that is no library, is damaged, or has a newer schema gives Malformed or Unsupported and is not touched; an
/// older schema is migrated in one transaction (opened for reading only: Unsupported). Damage that shows only later
/// gives Malformed with the file's name. A missing file is made whole or not at all.
///
/// While it is open, FILE-wal, FILE-shm and FILE-lock stand beside the file; after the last one closes, none of them.
class Library
{
public:
    [[nodiscard]] static core::Result<std::unique_ptr<Library>> open(const std::filesystem::path& file,
                                                                     OpenOptions options = {});
    /// Stores what is still queued. REQUIRES: nobody is in a call.
    ~Library();
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    /// Queues the record; its events must follow those already written for that execution without a gap, from event 1:
    /// when they do not, the commit fails with Usage. Returns its ticket (> 0).
    [[nodiscard]] std::uint64_t write(Record record);
    /// Blocks until everything up to the ticket is stored. Errors: Unreadable (disk full, I/O), Malformed, Usage (also
    /// when opened for reading only).
    [[nodiscard]] core::Result<void> commit(std::uint64_t ticket);
    [[nodiscard]] core::Result<void> commitAll();
    /// Tickets up to here are stored.
    [[nodiscard]] std::uint64_t committed() const;

    [[nodiscard]] core::Result<std::vector<ExecutionSummary>> list(const ListQuery& query = {});
    /// ARNs of executions that have not ended, oldest first.
    [[nodiscard]] core::Result<std::vector<std::string>> unfinished();
    /// Errors: NotFound, Malformed.
    [[nodiscard]] core::Result<StoredExecution> load(std::string_view arn);
    /// The history in AWS form, without parsing it.
    [[nodiscard]] core::Result<std::string> historyJson(std::string_view arn);
    /// Removes closed executions that ended before that instant (retention), some at a time, so that commits get their
    /// turn in between; returns how many. The file does not shrink, its room is used again.
    [[nodiscard]] core::Result<std::int64_t> removeEndedBefore(core::Timestamp time);
    /// What is written for it afterwards begins with event 1 again. Errors: NotFound.
    [[nodiscard]] core::Result<void> remove(std::string_view arn);

    [[nodiscard]] const std::filesystem::path& file() const;
    [[nodiscard]] std::uint64_t commits() const; ///< transactions so far, for benchmarks

    static constexpr int kSchemaVersion = 1;

private:
    struct Private;
    explicit Library(std::unique_ptr<Private> data);
    std::unique_ptr<Private> d;
};

} // namespace durascope::store
