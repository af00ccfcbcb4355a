// SPDX-License-Identifier: Apache-2.0
// The threads beside the one in drive(): workers, and the one that watches the clock in Real time.
#include "engine/host/change.h"
#include "engine/host/driver.h"
#include "engine/host/invocations.h"

namespace durascope::host {

void Driver::startWorkers()
{
    if (m_state.options.workers <= 1)
        return;
    const std::lock_guard lock(m_state.mutex);
    while (!m_closing && m_workers.size() < m_state.options.workers)
        m_workers.emplace_back([this] { work(); });
}

void Driver::work()
{
    for (;;) {
        {
            std::unique_lock lock(m_state.mutex);
            m_state.changed.wait(lock, [&] {
                return m_closing || (m_drivers > 0 && !m_state.jobs.empty() && !m_state.failure &&
                                     m_state.running < m_state.options.workers);
            });
            if (m_closing)
                return;
        }
        if (const std::optional<Job> job = take())
            run(*job);
    }
}

/// In Real time timers fire, and the time of invocations passes, while jobs run.
void Driver::watchRealTime()
{
    const std::lock_guard lock(m_state.mutex);
    if (!m_watcher.joinable() && !m_closing)
        m_watcher = std::thread([this] { watch(); });
    m_state.timeMoved.notify_all();
}

void Driver::watch()
{
    std::unique_lock lock(m_state.mutex);
    while (!m_closing) {
        if (m_state.clock.mode() != TimeMode::Real || m_state.running == 0) {
            m_state.timeMoved.wait(lock);
            continue;
        }
        const Timestamp now = m_state.now();
        std::optional<Timestamp> due;
        const auto note = [&](Timestamp time) { due = due ? std::min(*due, time) : time; };
        std::vector<std::shared_ptr<RunningInvocation>> overdue;
        for (const auto& invocation : m_state.invocations) {
            if (invocation->timedOut || !invocation->deadline)
                continue;
            if (*invocation->deadline > now) {
                note(*invocation->deadline);
                continue;
            }
            invocation->timedOut = true;
            overdue.push_back(invocation);
        }
        if (const auto timer = m_state.timers.first())
            note(timer->due);
        if (overdue.empty() && (!due || *due > now)) {
            if (due)
                m_state.timeMoved.wait_for(lock, *due - now);
            else
                m_state.timeMoved.wait(lock);
            continue;
        }
        lock.unlock();
        for (const auto& invocation : overdue)
            invocation->host->stop(invocation->requestId);
        fireDue();
        lock.lock();
    }
}

} // namespace durascope::host
