// SPDX-License-Identifier: Apache-2.0
#include "engine/store/commit_queue.h"

#include <algorithm>

namespace durascope::store {

std::uint64_t CommitQueue::push(EncodedRecord record)
{
    const std::lock_guard lock(m_mutex);
    if (!m_failure)
        m_queue.push_back(std::move(record));
    return ++m_issued;
}

core::Result<void> CommitQueue::commit(std::uint64_t ticket)
{
    if (ticket <= committed())
        return {};
    std::unique_lock lock(m_mutex);
    ticket = std::min(ticket, m_issued);
    while (ticket > committed()) {
        if (m_failure)
            return std::unexpected(*m_failure);
        if (!m_busy && m_waitingAlone == 0)
            writeGroup(lock);
        else
            doneWith(ticket <= m_taken ? m_group : m_group + 1).wait(lock);
    }
    return {};
}

core::Result<void> CommitQueue::commitAll()
{
    std::unique_lock lock(m_mutex);
    const std::uint64_t last = m_issued;
    if (m_failure)
        return std::unexpected(*m_failure);
    lock.unlock();
    return commit(last);
}

void CommitQueue::writeGroup(std::unique_lock<std::mutex>& lock)
{
    std::vector<EncodedRecord> records;
    records.swap(m_queue);
    m_taken = m_issued;
    ++m_group;
    m_busy = true;
    lock.unlock();
    core::Result<void> written = m_write(records);
    lock.lock();
    if (written) {
        m_committed.store(m_taken, std::memory_order_release);
        m_groups.fetch_add(1, std::memory_order_relaxed);
    } else {
        m_failure = std::move(written.error());
        m_queue.clear();
    }
    doneWith(m_group).notify_all();
    handOver();
    // Freeing what was written is no business of those who wait.
    lock.unlock();
    records = {};
    lock.lock();
}

void CommitQueue::handOver()
{
    m_busy = false;
    if (m_failure)
        doneWith(m_group + 1).notify_all();
    if (m_waitingAlone > 0)
        m_free.notify_one();
    else
        doneWith(m_group + 1).notify_one();
}

core::Result<void> CommitQueue::alone(const std::function<core::Result<void>()>& work)
{
    std::unique_lock lock(m_mutex);
    ++m_waitingAlone;
    m_free.wait(lock, [this] { return !m_busy; });
    --m_waitingAlone;
    m_busy = true;
    lock.unlock();
    core::Result<void> result = work();
    lock.lock();
    handOver();
    return result;
}

void CommitQueue::fail(core::Error error)
{
    const std::lock_guard lock(m_mutex);
    if (m_failure)
        return;
    m_failure = std::move(error);
    m_queue.clear();
    for (std::condition_variable& waiting : m_done)
        waiting.notify_all();
}

std::optional<core::Error> CommitQueue::failure() const
{
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

} // namespace durascope::store
