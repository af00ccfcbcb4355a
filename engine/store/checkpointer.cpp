// SPDX-License-Identifier: Apache-2.0
#include "engine/store/checkpointer.h"

namespace durascope::store {
namespace {

constexpr int kRounds = 3;
constexpr int kFew = 200; ///< frames: about a millisecond

} // namespace

Checkpointer::Checkpointer(std::unique_ptr<Connection> connection, CommitQueue& queue)
    : m_connection(std::move(connection))
    , m_queue(queue)
    , m_thread([this] { run(); })
{
}

Checkpointer::~Checkpointer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void Checkpointer::logHas(int frames)
{
    const std::lock_guard lock(m_mutex);
    if (frames < m_frames) // written from its start again
        m_next = kFrames;
    m_frames = frames;
    if (frames < m_next)
        return;
    m_next = frames + kFrames;
    m_due = true;
    m_wake.notify_one();
}

void Checkpointer::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_due || m_stop; });
        if (m_stop)
            return;
        m_due = false;
        lock.unlock();
        if (const auto copied = copy(); !copied) {
            // What was acknowledged is safe in the log, but the disk does not take it: better now than when it is full.
            m_queue.fail(copied.error());
            return;
        }
        lock.lock();
    }
}

int Checkpointer::frames()
{
    const std::lock_guard lock(m_mutex);
    return m_frames;
}

core::Result<void> Checkpointer::copy()
{
    // Each round copies what came during the one before, which is less and less unless commits come faster than that.
    for (int round = 0; round < kRounds; ++round) {
        const auto log = m_connection->checkpoint();
        if (!log)
            return std::unexpected(log.error());
        if (frames() - log->copied < kFew)
            break;
    }
    return m_queue.alone([this]() -> core::Result<void> {
        // Readers may hold the log back; then it is tried again when it has grown by as much again.
        const auto log = m_connection->checkpoint();
        return log ? core::Result<void>() : std::unexpected(log.error());
    });
}

} // namespace durascope::store
