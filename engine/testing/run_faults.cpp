// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/run_faults.h"

namespace durable::testing {

using durascope::core::CheckpointRequest;
using durascope::core::InvocationEvent;
using durascope::core::InvocationOutcome;
using durascope::core::ServiceError;
using durascope::host::FaultHooks;

namespace {

/// Removes the entry: every fault happens once.
template <typename T>
std::optional<T> take(std::map<std::uint32_t, T>& faults, std::uint32_t nth)
{
    const auto node = faults.extract(nth);
    return node ? std::optional(std::move(node.mapped())) : std::nullopt;
}

} // namespace

void RunFaults::beginRun()
{
    const std::lock_guard lock(m_mutex);
    m_checkpoints = 0;
}

void RunFaults::crashAt(std::uint32_t nth, LocalTestRunner::Moment moment)
{
    const std::lock_guard lock(m_mutex);
    m_crashes.insert_or_assign(nth, moment);
}

void RunFaults::failAt(std::uint32_t nth, ServiceError error)
{
    const std::lock_guard lock(m_mutex);
    m_errors.insert_or_assign(nth, std::move(error));
}

void RunFaults::setHooks(FaultHooks hooks)
{
    const std::lock_guard lock(m_mutex);
    m_hooks = std::move(hooks);
}

std::uint32_t RunFaults::checkpoints() const
{
    const std::lock_guard lock(m_mutex);
    return m_checkpoints;
}

FaultHooks RunFaults::engineHooks()
{
    FaultHooks hooks;
    hooks.beforeCheckpoint = [this](const CheckpointRequest& request) { return before(request); };
    hooks.afterCheckpoint = [this](const CheckpointRequest& request) { return after(request); };
    hooks.beforeAnswer = [this](const InvocationEvent& event, InvocationOutcome& outcome) {
        answering(event, outcome);
    };
    return hooks;
}

std::optional<ServiceError> RunFaults::before(const CheckpointRequest& request)
{
    FaultHooks hooks;
    {
        const std::lock_guard lock(m_mutex);
        const std::uint32_t nth = ++m_checkpoints;
        const auto crash = m_crashes.find(nth);
        if (crash != m_crashes.end() && crash->second == LocalTestRunner::Moment::BeforeStored) {
            m_crashes.erase(crash);
            throw SimulatedExit{};
        }
        if (std::optional<ServiceError> error = take(m_errors, nth))
            return error;
        hooks.beforeCheckpoint = m_hooks.beforeCheckpoint;
    }
    return hooks.beforeCheckpoint ? hooks.beforeCheckpoint(request) : std::nullopt;
}

std::optional<ServiceError> RunFaults::after(const CheckpointRequest& request)
{
    FaultHooks hooks;
    {
        const std::lock_guard lock(m_mutex);
        if (take(m_crashes, m_checkpoints))
            throw SimulatedExit{};
        hooks.afterCheckpoint = m_hooks.afterCheckpoint;
    }
    return hooks.afterCheckpoint ? hooks.afterCheckpoint(request) : std::nullopt;
}

void RunFaults::answering(const InvocationEvent& event, InvocationOutcome& outcome)
{
    FaultHooks hooks;
    {
        const std::lock_guard lock(m_mutex);
        hooks.beforeAnswer = m_hooks.beforeAnswer;
    }
    if (hooks.beforeAnswer)
        hooks.beforeAnswer(event, outcome);
}

} // namespace durable::testing
