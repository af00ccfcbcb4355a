// SPDX-License-Identifier: Apache-2.0
//
// CHAINED_INVOKE (wire-protocol sections 15 and 19)
//
//   from      by                to                             effects
//   -------   ---------------   ----------------------------   ----------------------------------------------
//   none      START             STARTED                        ChainedInvokeStarted; the owner calls the target
//   STARTED   target answered   SUCCEEDED                      ChainedInvokeSucceeded; Result
//   STARTED   target failed     FAILED, TIMED_OUT or STOPPED   ChainedInvoke…; Error
#include "engine/service/kinds.h"
#include "engine/service/sizes.h"

#include <array>

namespace durascope::service {
namespace {

using core::OperationUpdate;
using S = OperationStatus;
using A = core::UpdateAction;

constexpr std::array<Transition, 1> kTable{{{S::NotStarted, A::Start, S::Started}}};

const char* refusal(const OperationUpdate& update, OperationStatus before)
{
    if (!statusAfter(kChainedInvokeKind, before, update.action))
        return "Cannot start a CHAINED_INVOKE that already exists.";
    return update.functionName ? nullptr : "Update for CHAINED_INVOKE operation requires ChainedInvokeOptions.";
}

void apply(ExecutionState& state, const OperationUpdate& update, Position /*position*/)
{
    Event started = state.event(EventType::ChainedInvokeStarted, kNoPosition);
    started.who = update.identity;
    started.functionName = update.functionName;
    started.tenantId = update.tenantId;
    started.payload = update.payload;
    InvokeRequest request = invokeRequest(state, started);
    if (state.resolver) {
        TargetInfo target = state.resolver(request);
        started.executedVersion = std::move(target.executedVersion);
        started.durableExecutionArn = std::move(target.durableExecutionArn);
    }
    // A target that could not be resolved is named and nothing else (history-format section 4.7).
    started.hasInput = started.payload || started.executedVersion || started.durableExecutionArn;
    state.append(std::move(started), kNoPosition);
    state.addEffect(StartInvoke{std::move(request)});
}

void fold(ExecutionState& state, Position position, const Event& event, bool /*replayChildren*/)
{
    if (event.type == EventType::ChainedInvokeStarted) {
        state.begin(event);
        return;
    }
    state.table.change(position, [&](Operation& invoke) {
        invoke.status = core::statusAfter(event.type);
        invoke.end = event.time;
        invoke.result = event.payload;
        invoke.error = event.error;
    });
}

EventType eventOf(InvokeOutcome::Kind kind)
{
    switch (kind) {
    case InvokeOutcome::Kind::Succeeded:
        return EventType::ChainedInvokeSucceeded;
    case InvokeOutcome::Kind::Failed:
        return EventType::ChainedInvokeFailed;
    case InvokeOutcome::Kind::TimedOut:
        return EventType::ChainedInvokeTimedOut;
    case InvokeOutcome::Kind::Stopped:
        break;
    }
    return EventType::ChainedInvokeStopped;
}

} // namespace

const Kind kChainedInvokeKind{OperationType::ChainedInvoke, kTable, refusal, apply, fold};

InvokeRequest invokeRequest(const ExecutionState& state, const Event& started)
{
    return {started.who->id, started.functionName.value_or(""), started.payload, started.tenantId,
            state.spec.depth + 1};
}

bool completeInvoke(ExecutionState& state, Position invoke, const InvokeOutcome& outcome)
{
    if (!state.open() || invoke == kNoPosition || state.table.at(invoke).type() != OperationType::ChainedInvoke ||
        state.table.at(invoke).status != S::Started)
        return false;
    Event ended = state.event(eventOf(outcome.kind), invoke);
    if (ended.type != EventType::ChainedInvokeSucceeded) {
        ended.error = outcome.error ? validText(outcome.error) : core::errorRef(core::ErrorObject{});
    } else if (payloadSize(outcome.result) > state.limits.operationPayload) {
        ended.type = EventType::ChainedInvokeFailed;
        ended.error = core::errorRef("InvalidParameterValueException",
                                     "CHAINED_INVOKE output payload size must be less than or equal to " +
                                         std::to_string(state.limits.operationPayload) + " bytes.");
    } else {
        ended.payload = validText(outcome.result);
    }
    state.append(std::move(ended), invoke);
    wake(state);
    return true;
}

} // namespace durascope::service
