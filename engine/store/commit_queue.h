// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/store/record_writer.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace durascope::store {

/// Group commit. Records are numbered in the order they come; whoever wants one stored and finds nobody writing writes
/// everything that has come so far, and those who come meanwhile wait and make the next group. Thread safe.
class CommitQueue
{
public:
    using Write = std::function<core::Result<void>(std::span<const EncodedRecord>)>;
    /// `write` is called by one thread at a time. After it has failed once it is not called again.
    explicit CommitQueue(Write write)
        : m_write(std::move(write))
    {
    }

    /// Returns the record's ticket, from 1.
    [[nodiscard]] std::uint64_t push(EncodedRecord record);
    /// Blocks until everything up to the ticket is stored, or for good is not. Tickets never given out count as the
    /// last one given out.
    [[nodiscard]] core::Result<void> commit(std::uint64_t ticket);
    [[nodiscard]] core::Result<void> commitAll();
    /// Does something else with the database while nobody writes. What it returns is returned; when it fails, nothing
    /// else does. Not to be called from within.
    [[nodiscard]] core::Result<void> alone(const std::function<core::Result<void>()>& work);
    /// Everything that is not yet stored will not be.
    void fail(core::Error error);

    [[nodiscard]] std::optional<core::Error> failure() const;
    [[nodiscard]] std::uint64_t committed() const { return m_committed.load(std::memory_order_acquire); }
    [[nodiscard]] std::uint64_t groups() const { return m_groups.load(std::memory_order_relaxed); } ///< written well

private:
    void writeGroup(std::unique_lock<std::mutex>& lock);
    void handOver();
    [[nodiscard]] std::condition_variable& doneWith(std::uint64_t group) { return m_done[group % m_done.size()]; }

    const Write m_write;
    mutable std::mutex m_mutex;
    std::vector<EncodedRecord> m_queue;
    std::uint64_t m_issued = 0; ///< last ticket given out
    std::uint64_t m_taken = 0;  ///< last ticket of the group that is being written, or was written last
    std::uint64_t m_group = 0;  ///< number of that group
    bool m_busy = false;        ///< somebody has the database
    std::uint32_t m_waitingAlone = 0;
    std::optional<core::Error> m_failure;
    /// Those who wait for the group being written, and those who wait for the one after it: when a group is through,
    /// all of it wake up, but only one of the next, to write it.
    std::array<std::condition_variable, 2> m_done;
    std::condition_variable m_free; ///< for alone()
    std::atomic<std::uint64_t> m_committed = 0;
    std::atomic<std::uint64_t> m_groups = 0;
};

} // namespace durascope::store
