// SPDX-License-Identifier: Apache-2.0
//
// EXECUTION: the run itself (wire-protocol sections 15 and 18)
//
//   from      by                           to          effects
//   -------   --------------------------   ---------   ---------------------------------------------------------
//   none      start                        STARTED     ExecutionStarted; timer
//   STARTED   SUCCEED, handler's answer    SUCCEEDED   ExecutionSucceeded; Result
//   STARTED   FAIL, handler's answer, or   FAILED      ExecutionFailed; Error
//             too many failed invocations
//   STARTED   timer                        TIMED_OUT   ExecutionTimedOut without details
//   STARTED   stop                         STOPPED     ExecutionStopped; Error
//
// Every end discards all timers and tokens; operations that are open stay as they are.
#include "engine/service/kinds.h"

#include <array>

namespace durascope::service {
namespace {

using core::OperationUpdate;
using S = OperationStatus;
using A = core::UpdateAction;

constexpr std::array<Transition, 2> kTable{{
    {S::Started, A::Succeed, S::Succeeded},
    {S::Started, A::Fail, S::Failed},
}};

const char* refusal(const OperationUpdate& update, OperationStatus before)
{
    return statusAfter(kExecutionKind, before, update.action) ? nullptr : "Invalid EXECUTION action.";
}

void apply(ExecutionState& state, const OperationUpdate& update, Position /*position*/)
{
    const bool failed = update.action == A::Fail;
    closeExecution(state, failed ? EventType::ExecutionFailed : EventType::ExecutionSucceeded, update.payload,
                   update.error);
}

void foldStart(ExecutionState& state, const Event& event)
{
    const Position execution = state.begin(event);
    state.table.change(execution, [&](Operation& operation) { operation.input = event.payload; });
    if (event.timeout) {
        state.timeout = state.timers.arm(TimerQueue::Kind::Execution, after(event.time, *event.timeout));
    }
}

/// The history says nothing about it; GetDurableExecution does (section 8).
ErrorRef timeoutError(const ExecutionState& state)
{
    core::ErrorObject error;
    error.message = "Execution timed out after " + std::to_string(state.spec.executionTimeout) + " seconds.";
    return core::errorRef(std::move(error));
}

void fold(ExecutionState& state, Position /*position*/, const Event& event, bool /*replayChildren*/)
{
    if (event.type == EventType::ExecutionStarted) {
        foldStart(state, event);
        return;
    }
    state.timers.clear();
    state.timeout = {};
    state.invocations.retry = {};
    state.invocations.due = false;
    state.table.change(kExecutionPosition, [&](Operation& execution) {
        execution.status = core::statusAfter(event.type);
        execution.end = event.time;
        execution.result = event.payload;
        execution.error = event.type == EventType::ExecutionTimedOut ? timeoutError(state) : event.error;
    });
}

/// Operations of contexts that are done may be left running on purpose: the losers of a race.
void warnOfAbandoned(ExecutionState& state)
{
    for (Position position = 1; position < state.table.size(); ++position) {
        const Operation& operation = state.table.at(position);
        if (!core::isTerminal(operation.status) && !state.table.record(position).hidden)
            state.addEffect(AbandonedWarning{operation.id()});
    }
}

} // namespace

const Kind kExecutionKind{OperationType::Execution, kTable, refusal, apply, fold};

void closeExecution(ExecutionState& state, EventType type, Payload result, ErrorRef error)
{
    Event ended = state.event(type, kExecutionPosition);
    ended.payload = std::move(result);
    ended.error = std::move(error);
    const bool needsError = type == EventType::ExecutionFailed || type == EventType::ExecutionStopped;
    if (needsError && !ended.error)
        ended.error = core::errorRef(core::ErrorObject{});
    state.append(std::move(ended), kExecutionPosition);
    state.tokens.revoke();
    if (type == EventType::ExecutionSucceeded)
        warnOfAbandoned(state);
    state.addEffect(Ended{std::string(core::toText(core::statusAfter(type)))});
}

void timeOutExecution(ExecutionState& state)
{
    closeExecution(state, EventType::ExecutionTimedOut, {}, {});
}

} // namespace durascope::service
