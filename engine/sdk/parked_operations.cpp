// SPDX-License-Identifier: Apache-2.0
// The operations that do nothing but wait for the world, execution-model sections 6.3, 6.4 and 6.7:
//
//                    WAIT             CALLBACK (get)            CHAINED_INVOKE
//   none             START            START when created        START with the payload
//   STARTED          park             park                      park
//   SUCCEEDED        return           return the text           return the result
//   FAILED           -                CallbackExternalError     InvokeError
//   TIMED_OUT        -                CallbackTimeoutError      InvokeTimedOutError
//   STOPPED          -                CallbackError             InvokeStoppedError
//   CANCELLED        WaitCancelled…   CallbackError             InvokeError
#include "engine/sdk/operation_call.h"
#include "engine/sdk/operation_error.h"
#include "engine/sdk/validation.h"

namespace durable::detail {

using durascope::core::errorRef;
using durascope::core::payload;

namespace {

ErrorRef errorOf(const Operation& operation)
{
    return operation.error ? operation.error : errorRef(ErrorObject{});
}

const char* callbackError(OperationStatus status)
{
    switch (status) {
    case OperationStatus::Failed:
        return "CallbackExternalError";
    case OperationStatus::TimedOut:
        return "CallbackTimeoutError";
    default:
        return "CallbackError";
    }
}

const char* invokeError(OperationStatus status)
{
    switch (status) {
    case OperationStatus::TimedOut:
        return "InvokeTimedOutError";
    case OperationStatus::Stopped:
        return "InvokeStoppedError";
    default:
        return "InvokeError";
    }
}

std::optional<std::int64_t> seconds(const std::optional<std::chrono::seconds>& timeout)
{
    return timeout ? std::optional<std::int64_t>(timeout->count()) : std::nullopt;
}

} // namespace

void ContextState::wait(const Claim& claim, std::string_view name, std::chrono::seconds duration)
{
    const Done done(*this);
    validateDuration(duration, "wait");
    OperationCall call(*this, claim, OperationType::Wait, "Wait", name);
    OperationRef record = call.meet();
    if (!record) {
        OperationUpdate update = call.update(UpdateAction::Start);
        update.wait = duration.count();
        call.sendStart(std::move(update), Sent::Stored);
        record = call.record();
    }
    if (record->status == OperationStatus::Started)
        record = call.parkWhile(OperationStatus::Started);
    if (record->status != OperationStatus::Succeeded)
        throw WaitCancelledError(errorOf(*record));
}

std::string ContextState::createCallback(const Claim& claim, const CallbackCall& call)
{
    const Done done(*this);
    validateTimeouts(call);
    OperationCall operation(*this, claim, OperationType::Callback, "Callback", call.name);
    OperationRef record = operation.meet();
    if (!record) {
        OperationUpdate update = operation.update(UpdateAction::Start);
        update.callbackTimeout = seconds(call.timeout);
        update.heartbeatTimeout = seconds(call.heartbeatTimeout);
        operation.sendStart(std::move(update), Sent::Stored);
        record = operation.record();
    }
    if (!record->callbackId)
        throw CallbackError(std::string("the service gave the callback no id"));
    return *record->callbackId;
}

Payload ContextState::awaitCallback(const Claim& claim)
{
    m_invocation.checkMayGoOn();
    checkUse();
    return awaitCallbackAnywhere(claim);
}

Payload ContextState::awaitCallbackAnywhere(const Claim& claim)
{
    const Done done(*this);
    OperationRef record = m_invocation.find(claim.id);
    if (record->status == OperationStatus::Started) {
        m_invocation.parkWhile(claim.id, OperationStatus::Started);
        record = m_invocation.find(claim.id);
    }
    if (record->status == OperationStatus::Succeeded)
        return record->result;
    throwOperationError(callbackError(record->status), errorOf(*record));
}

Payload ContextState::invoke(const Claim& claim, const InvokeCall& invoke)
{
    const Done done(*this);
    OperationCall call(*this, claim, OperationType::ChainedInvoke, "ChainedInvoke", invoke.name);
    OperationRef record = call.meet();
    if (!record) {
        OperationUpdate update = call.update(UpdateAction::Start);
        update.payload = payload(invoke.payload(serdesContext(claim)));
        update.functionName = std::string(invoke.functionName);
        update.tenantId = invoke.tenantId;
        call.sendStart(std::move(update), Sent::Stored);
        record = call.record();
    }
    if (record->status == OperationStatus::Started)
        record = call.parkWhile(OperationStatus::Started);
    if (record->status == OperationStatus::Succeeded)
        return record->result;
    throwOperationError(invokeError(record->status), errorOf(*record));
}

} // namespace durable::detail
