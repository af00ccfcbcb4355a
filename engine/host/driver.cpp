// SPDX-License-Identifier: Apache-2.0
#include "engine/host/driver.h"

#include "engine/host/chained_invokes.h"
#include "engine/host/change.h"
#include "engine/host/invocations.h"

#include <algorithm>

namespace durascope::host {
namespace {

bool onlyWaitsForItsTimeout(const service::Execution& execution)
{
    // Quick in the common case: an execution may have thousands of timers.
    const Timestamp timeout = execution.startTime() + std::chrono::seconds(execution.spec().executionTimeout);
    return execution.nextTimer() >= timeout && execution.timers().size() == 1;
}

} // namespace

Driver::Driver(EngineState& state)
    : m_state(state)
{
}

Driver::~Driver()
{
    {
        std::unique_lock lock(m_state.mutex);
        m_closing = true;
        ++m_state.epoch;
        m_state.changed.notify_all();
        m_state.timeMoved.notify_all();
        m_state.changed.wait(lock, [&] { return m_drivers == 0; });
    }
    for (std::thread& worker : m_workers)
        worker.join();
    if (m_watcher.joinable())
        m_watcher.join();
}

void Driver::requestStop()
{
    {
        const std::lock_guard lock(m_state.mutex);
        m_stopRequested = true;
        ++m_state.epoch;
    }
    m_state.changed.notify_all();
}

Engine::Idle Driver::drive(const std::function<bool()>& until, Engine::Wait wait)
{
    startWorkers();
    struct Presence
    {
        explicit Presence(Driver& driver)
            : m_driver(driver)
        {
            const std::lock_guard lock(m_driver.m_state.mutex);
            ++m_driver.m_drivers;
            ++m_driver.m_state.epoch;
            m_driver.m_state.changed.notify_all();
        }
        ~Presence()
        {
            const std::lock_guard lock(m_driver.m_state.mutex);
            --m_driver.m_drivers;
            ++m_driver.m_state.epoch;
            m_driver.m_state.changed.notify_all();
        }
        Driver& m_driver;
    };
    const Presence presence(*this);
    for (;;) {
        std::uint64_t seen = 0;
        {
            const std::lock_guard lock(m_state.mutex);
            seen = m_state.epoch;
        }
        if (until && until())
            return Engine::Idle::Done;
        {
            const std::lock_guard lock(m_state.mutex);
            if (m_state.failure)
                return Engine::Idle::Failed;
            if (m_closing)
                return Engine::Idle::Stopped;
            if (m_stopRequested) {
                m_stopRequested = false;
                return Engine::Idle::Stopped;
            }
        }
        const Next next = step();
        if (next == Next::GoOn)
            continue;
        if (next == Next::Nothing && wait == Engine::Wait::Return)
            return Engine::Idle::Nothing;
        std::unique_lock lock(m_state.mutex);
        std::optional<Timestamp> due;
        if (m_state.clock.mode() == TimeMode::Real && m_state.timers.first())
            due = m_state.timers.first()->due;
        m_state.waitForChange(lock, seen, due);
    }
}

Driver::Next Driver::step()
{
    if (fireDue())
        return Next::GoOn;
    if (m_state.options.workers <= 1) {
        if (const std::optional<Job> job = take()) {
            run(*job);
            return Next::GoOn;
        }
    }
    {
        const std::lock_guard lock(m_state.mutex);
        if (m_state.running > 0 || !m_state.jobs.empty())
            return Next::WaitForJobs;
    }
    return jump() ? Next::GoOn : Next::Nothing;
}

bool Driver::driveOneInvocation(const std::string& arn)
{
    for (;;) {
        fireDue();
        ExecutionRecord* record = nullptr;
        {
            const std::lock_guard lock(m_state.mutex);
            record = m_state.executions.find(arn);
            if (record == nullptr || m_state.failure)
                return false;
        }
        if (const std::optional<Job> job = takeFor(*record)) {
            run(*job);
            return true;
        }
        // What others still have to do now may lead to one: targets of its chained invokes.
        const std::optional<Job> other = take();
        if (!other)
            return false;
        run(*other);
    }
}

std::optional<Job> Driver::take()
{
    const std::lock_guard lock(m_state.mutex);
    if (m_state.jobs.empty() || m_state.running >= std::max(1U, m_state.options.workers))
        return std::nullopt;
    Job job = std::move(m_state.jobs.front());
    m_state.jobs.pop_front();
    if (auto* invocation = std::get_if<InvocationJob>(&job))
        invocation->record->queued = false;
    ++m_state.running;
    return job;
}

std::optional<Job> Driver::takeFor(const ExecutionRecord& record)
{
    const std::lock_guard lock(m_state.mutex);
    const auto found = std::ranges::find_if(m_state.jobs, [&](const Job& job) {
        const auto* invocation = std::get_if<InvocationJob>(&job);
        return invocation != nullptr && invocation->record == &record;
    });
    if (found == m_state.jobs.end() || !record.execution->wantsInvocation())
        return std::nullopt;
    Job job = std::move(*found);
    m_state.jobs.erase(found);
    std::get<InvocationJob>(job).record->queued = false;
    ++m_state.running;
    return job;
}

void Driver::run(const Job& job)
{
    if (m_state.clock.mode() == TimeMode::Real)
        watchRealTime();
    if (const auto* invocation = std::get_if<InvocationJob>(&job)) {
        runInvocation(m_state, *invocation->record);
    } else {
        const auto& call = std::get<PlainCallJob>(job);
        const service::InvokeOutcome outcome = callPlain(call);
        Change change(m_state);
        if (call.caller->execution->completeInvoke(call.request.operationId, outcome, change.now()))
            change.settleFromOutside(*call.caller);
    }
    {
        const std::lock_guard lock(m_state.mutex);
        --m_state.running;
        ++m_state.epoch;
    }
    m_state.changed.notify_all();
}

bool Driver::fireDue()
{
    {
        const std::lock_guard lock(m_state.mutex);
        const auto next = m_state.timers.first();
        if (!next || next->due > m_state.now())
            return false;
    }
    Change change(m_state);
    return change.fireDue();
}

/// Skip: to the earliest timer of all executions, when nothing runs or is wanted.
bool Driver::jump()
{
    Change change(m_state);
    if (m_state.clock.mode() != TimeMode::Skip || m_state.running > 0 || !m_state.jobs.empty())
        return false;
    const auto next = m_state.timers.first();
    if (!next)
        return false;
    // The time-out of an execution alone is no reason to jump: it waits for somebody outside.
    const bool somethingElse = std::ranges::any_of(m_state.timers.entries(), [&](const auto& entry) {
        return !onlyWaitsForItsTimeout(*m_state.executions.at(entry.second).execution);
    });
    if (!somethingElse)
        return false;
    // Time cannot pass a deadline without reaching it, so a held one stops it.
    if (!m_state.heldCallbacks.empty()) {
        for (const auto& [due, index] : m_state.timers.entries()) {
            if (due > next->due)
                break;
            if (isHeld(m_state.executions.at(index), due))
                return false;
        }
    }
    change.advanceTo(next->due);
    return true;
}

bool Driver::isHeld(const ExecutionRecord& record, Timestamp due) const
{
    using Kind = service::Execution::Timer::Kind;
    return std::ranges::any_of(record.execution->timers(), [&](const service::Execution::Timer& timer) {
        if (timer.due > due || (timer.kind != Kind::Callback && timer.kind != Kind::Heartbeat))
            return false;
        const core::OperationRef operation = record.execution->find(timer.operationId);
        return operation && operation->callbackId && m_state.heldCallbacks.contains(*operation->callbackId);
    });
}

} // namespace durascope::host
