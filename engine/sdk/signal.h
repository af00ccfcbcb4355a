// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <utility>

namespace durable::detail {

/// Wakes one thread once. A binary semaphore, but one that sleeps at once: those of the standard library yield their
/// processor a dozen times first, which costs more than what strands do between two turns. Whoever releases keeps the
/// signal alive until that is done.
class Signal
{
public:
    void release()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_set = true;
        }
        m_changed.notify_one();
    }
    void acquire()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_set; });
        m_set = false;
    }
    /// False: nobody released it in time.
    template <typename Duration>
    [[nodiscard]] bool tryAcquireFor(Duration duration)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, duration, [this] { return m_set; }) && std::exchange(m_set, false);
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_set = false;
};

} // namespace durable::detail
