// SPDX-License-Identifier: Apache-2.0
// What others than the function do to executions: answers to callbacks (wire-protocol section 11), invokes completed by
// hand, stopping (section 12), waits that are skipped. Nobody is answered before it is stored.
#include "engine/host/change.h"
#include "engine/host/engine_private.h"

namespace durascope::host {
namespace {

core::ServiceError serviceFailed(const core::Error& error)
{
    return {"ServiceException", error.text(), 500};
}

/// The execution that the callback belongs to, or what the service says about such an id.
Answer<ExecutionRecord*> ownerOf(EngineState& state, const std::string& callbackId)
{
    const std::optional<std::string> arn = service::executionOfCallback(callbackId);
    if (!arn)
        return std::unexpected(core::ServiceError{"InvalidParameterValueException", "Invalid callback id", 400});
    if (ExecutionRecord* record = state.executions.find(*arn))
        return record;
    return std::unexpected(
        core::ServiceError{"CallbackTimeoutException", "The callback is either timed out or already completed", 400});
}

template <typename Tell>
Answer<void> tellCallback(EngineState& state, const std::string& callbackId, const Tell& tell)
{
    Change change(state);
    const Answer<ExecutionRecord*> owner = ownerOf(state, callbackId);
    if (!owner)
        return std::unexpected(owner.error());
    const Answer<void> told = tell(*(*owner)->execution, change.now());
    change.settleFromOutside(**owner);
    const core::Result<void> stored = change.finish(Change::Store::All);
    if (told && !stored)
        return std::unexpected(serviceFailed(stored.error()));
    return told;
}

} // namespace

Answer<void> Engine::succeedCallback(const std::string& callbackId, Payload result)
{
    return tellCallback(d->state, callbackId, [&](service::Execution& execution, Timestamp now) {
        return execution.succeedCallback(callbackId, std::move(result), now);
    });
}

Answer<void> Engine::failCallback(const std::string& callbackId, core::ErrorRef error)
{
    return tellCallback(d->state, callbackId, [&](service::Execution& execution, Timestamp now) {
        return execution.failCallback(callbackId, std::move(error), now);
    });
}

Answer<void> Engine::heartbeatCallback(const std::string& callbackId)
{
    return tellCallback(d->state, callbackId, [&](service::Execution& execution, Timestamp now) {
        return execution.heartbeatCallback(callbackId, now);
    });
}

Answer<void> Engine::timeOutCallback(const std::string& callbackId, bool heartbeat)
{
    return tellCallback(d->state, callbackId, [&](service::Execution& execution, Timestamp now) {
        return execution.timeOutCallback(callbackId, heartbeat, now);
    });
}

bool Engine::completeInvoke(const std::string& arn, const std::string& operationId,
                            const service::InvokeOutcome& outcome)
{
    Change change(d->state);
    ExecutionRecord* record = d->state.executions.find(arn);
    if (record == nullptr || !record->execution->completeInvoke(operationId, outcome, change.now()))
        return false;
    change.settleFromOutside(*record);
    return change.finish(Change::Store::All).has_value();
}

void Engine::setManualTarget(const std::string& functionName)
{
    const std::lock_guard lock(d->state.mutex);
    d->state.manualTargets.insert(functionName);
}

Answer<Timestamp> Engine::stop(const std::string& arn, core::ErrorRef error)
{
    Change change(d->state);
    ExecutionRecord* record = d->state.executions.find(arn);
    if (record == nullptr) {
        return std::unexpected(
            core::ServiceError{"ResourceNotFoundException", "Durable Execution does not exist", 404});
    }
    const Timestamp time = record->execution->stop(std::move(error), change.now());
    change.settleFromOutside(*record);
    if (const core::Result<void> stored = change.finish(Change::Store::All); !stored)
        return std::unexpected(serviceFailed(stored.error()));
    return time;
}

bool Engine::skipTimer(const std::string& arn, const std::string& operationId)
{
    Change change(d->state);
    ExecutionRecord* record = d->state.executions.find(arn);
    if (record == nullptr || !record->execution->skipTimer(operationId, change.now()))
        return false;
    change.settleFromOutside(*record);
    return change.finish(Change::Store::All).has_value();
}

} // namespace durascope::host
