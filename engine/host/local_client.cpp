// SPDX-License-Identifier: Apache-2.0
#include "engine/host/local_client.h"

#include "engine/host/change.h"
#include "engine/host/invocations.h"

#include <thread>

namespace durascope::host {

using core::CheckpointAnswer;
using core::CheckpointRequest;
using core::ServiceError;
using core::StatePage;

LocalClient::LocalClient(EngineState& state, ExecutionRecord& record, std::shared_ptr<RunningInvocation> invocation)
    : m_state(state)
    , m_record(record)
    , m_invocation(std::move(invocation))
{
}

LocalClient::~LocalClient()
{
    m_invocation->waker->set({});
}

void LocalClient::passLatency()
{
    const core::Duration latency = m_state.options.checkpointLatency;
    if (latency <= core::Duration::zero())
        return;
    if (m_state.clock.mode() == TimeMode::Real) {
        std::this_thread::sleep_for(latency);
        return;
    }
    Change change(m_state);
    change.advanceTo(change.now() + latency);
}

/// REQUIRES: the mutex is held.
std::optional<ServiceError> LocalClient::refusal()
{
    if (m_state.failure)
        return ServiceError{"ServiceException", m_state.failure->text(), 500};
    if (isOverdue(*m_invocation, m_state.now())) {
        m_invocation->timedOut = true;
        return ServiceError{"InvalidParameterValueException", "Invalid checkpoint token", 400};
    }
    return std::nullopt;
}

std::expected<CheckpointAnswer, ServiceError> LocalClient::apply(const CheckpointRequest& request)
{
    Change change(m_state);
    if (std::optional<ServiceError> error = refusal())
        return std::unexpected(std::move(*error));
    std::expected<CheckpointAnswer, ServiceError> answer = m_record.execution->checkpoint(request, change.now());
    change.settle(m_record, m_invocation.get());
    if (answer) {
        answer->ticket = m_record.written;
        // When the answer is lost nobody waits until it is stored, but the next invocation is shown it all the same.
        if (!request.updates.empty())
            m_record.told = m_record.written;
    }
    // An error is in the engine by now, and whoever waits for the ticket gets it.
    static_cast<void>(change.finish());
    return answer;
}

std::expected<CheckpointAnswer, ServiceError> LocalClient::checkpoint(const CheckpointRequest& request)
{
    const FaultHooks& faults = m_state.options.faults;
    if (faults.beforeCheckpoint) {
        if (std::optional<ServiceError> error = faults.beforeCheckpoint(request))
            return std::unexpected(std::move(*error));
    }
    passLatency();
    std::expected<CheckpointAnswer, ServiceError> answer = apply(request);
    if (answer && faults.afterCheckpoint) {
        if (std::optional<ServiceError> error = faults.afterCheckpoint(request))
            return std::unexpected(std::move(*error));
    }
    return answer;
}

std::expected<StatePage, ServiceError> LocalClient::state(std::string_view /*executionArn*/, std::string_view token,
                                                          std::string_view marker)
{
    Change change(m_state);
    if (std::optional<ServiceError> error = refusal())
        return std::unexpected(std::move(*error));
    std::expected<StatePage, ServiceError> page = m_record.execution->state(token, marker, 0, change.now());
    change.settle(m_record, m_invocation.get());
    return page;
}

std::expected<void, ServiceError> LocalClient::awaitStored(std::uint64_t ticket)
{
    if (m_state.options.library == nullptr || ticket == 0)
        return {};
    const core::Result<void> stored = m_state.options.library->commit(ticket);
    if (stored)
        return {};
    recordFailure(m_state, stored.error());
    return std::unexpected(ServiceError{"ServiceException", stored.error().text(), 500});
}

bool LocalClient::isStored(std::uint64_t ticket) const
{
    return m_state.isStored(ticket);
}

void LocalClient::setWaker(std::function<void()> waker)
{
    m_invocation->waker->set(std::move(waker));
}

Timestamp LocalClient::now() const
{
    return m_state.now();
}

} // namespace durascope::host
