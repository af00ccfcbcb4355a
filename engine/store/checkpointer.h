// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/commit_queue.h"
#include "engine/store/connection.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace durascope::store {

/// Copies the write-ahead log into the file on a thread and a connection of its own, so that commits do not wait for
/// it. A log that is copied whole is written again from its start: it stays short, and its blocks stay allocated, which
/// makes syncing it faster. Under steady load there is always one more commit to copy; the last frames are therefore
/// copied while the queue stands still, for about two syncs once in kFrames frames.
class Checkpointer
{
public:
    static constexpr int kFrames = 1'000; ///< copy when the log has grown by as many (of 4 KiB)

    Checkpointer(std::unique_ptr<Connection> connection, CommitQueue& queue);
    ~Checkpointer(); ///< waits for the thread
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    /// After a commit, by one thread at a time: how long the log is now.
    void logHas(int frames);

private:
    void run();
    [[nodiscard]] core::Result<void> copy();
    [[nodiscard]] int frames();

    const std::unique_ptr<Connection> m_connection;
    CommitQueue& m_queue;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_due = false;
    bool m_stop = false;
    int m_frames = 0;     ///< when it was said last
    int m_next = kFrames; ///< length at which to copy again
    std::thread m_thread;
};

} // namespace durascope::store
