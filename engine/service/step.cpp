// SPDX-License-Identifier: Apache-2.0
//
// STEP, wait-for-condition too (wire-protocol section 15)
//
//   from              by               to          effects
//   ---------------   --------------   ---------   -----------------------------------------------------------
//   none              START            STARTED     StepStarted
//   none              SUCCEED, FAIL    as below    without a START; begins now
//   none              RETRY            as below
//   STARTED, READY    SUCCEED          SUCCEEDED   StepSucceeded; Attempt+1, Result
//   STARTED, READY    FAIL             FAILED      StepFailed; Attempt+1, Error
//   STARTED, READY    RETRY            PENDING     StepSucceeded or StepFailed with the delay; Attempt+1,
//                                                  Result or Error, the other one cleared; timer
//   PENDING           timer            READY       no event; Result and Error kept
//   READY             START            STARTED     StepStarted; Attempt, Result and Error kept
#include "engine/service/kinds.h"

#include <array>

namespace durascope::service {
namespace {

using core::OperationUpdate;
using core::UpdateAction;
using S = OperationStatus;
using A = UpdateAction;

constexpr std::array<Transition, 11> kTable{{
    {S::NotStarted, A::Start, S::Started},
    {S::NotStarted, A::Succeed, S::Succeeded},
    {S::NotStarted, A::Fail, S::Failed},
    {S::NotStarted, A::Retry, S::Pending},
    {S::Started, A::Succeed, S::Succeeded},
    {S::Started, A::Fail, S::Failed},
    {S::Started, A::Retry, S::Pending},
    {S::Ready, A::Start, S::Started},
    {S::Ready, A::Succeed, S::Succeeded},
    {S::Ready, A::Fail, S::Failed},
    {S::Ready, A::Retry, S::Pending},
}};

const char* refusal(const OperationUpdate& update, OperationStatus before)
{
    const bool retries = update.action == A::Retry;
    if (retries && update.payload && update.error)
        return "Cannot provide both error and payload to RETRY a STEP.";
    if (retries != update.nextAttemptDelay.has_value())
        return "Invalid StepOptions for the given action.";
    if (statusAfter(kStepKind, before, update.action))
        return nullptr;
    if (update.action == A::Start)
        return "Invalid current STEP state to start.";
    return retries ? "Invalid current STEP state to re-attempt." : "Invalid current STEP state to close.";
}

EventType eventOf(const OperationUpdate& update)
{
    if (update.action == A::Start)
        return EventType::StepStarted;
    const bool failed = update.action == A::Fail || (update.action == A::Retry && update.error);
    return failed ? EventType::StepFailed : EventType::StepSucceeded;
}

void apply(ExecutionState& state, const OperationUpdate& update, Position position)
{
    Event event = state.event(eventOf(update), position);
    if (position == kNoPosition)
        event.who = update.identity;
    if (event.type != EventType::StepStarted) {
        event.currentAttempt = position == kNoPosition ? 1 : state.table.at(position).attempt + 1;
        event.nextAttemptDelay = update.nextAttemptDelay;
        event.payload = update.payload;
        event.error = update.error;
        if (event.type == EventType::StepFailed && !event.error)
            event.error = core::errorRef(core::ErrorObject{});
    }
    state.append(std::move(event), position);
}

void start(ExecutionState& state, Position position)
{
    state.timers.disarm(state.table.record(position).deadline);
    state.table.change(position, [](Operation& step) {
        step.status = S::Started;
        step.nextAttempt.reset();
    });
}

void fold(ExecutionState& state, Position position, const Event& event, bool /*replayChildren*/)
{
    const bool begins = position == kNoPosition;
    if (begins)
        position = state.begin(event);
    if (event.type == EventType::StepStarted) {
        if (!begins)
            start(state, position);
        return;
    }
    const bool runsAgain = event.nextAttemptDelay && *event.nextAttemptDelay > 0;
    const bool polls = event.who->subType == kWaitForCondition;
    if (runsAgain || polls)
        state.meter(1);
    state.timers.disarm(state.table.record(position).deadline);
    state.table.change(position, [&](Operation& step) {
        ++step.attempt;
        step.result = event.payload;
        step.error = event.error;
        step.nextAttempt.reset();
        if (runsAgain) {
            step.status = S::Pending;
            step.nextAttempt = after(event.time, *event.nextAttemptDelay);
        } else {
            step.status = event.type == EventType::StepSucceeded ? S::Succeeded : S::Failed;
            step.end = event.time;
        }
    });
    if (runsAgain) {
        state.table.record(position).deadline =
            state.timers.arm(TimerQueue::Kind::Retry, *state.table.at(position).nextAttempt, position);
    }
}

} // namespace

const Kind kStepKind{OperationType::Step, kTable, refusal, apply, fold};

void makeReady(ExecutionState& state, Position step)
{
    state.timers.disarm(state.table.record(step).deadline);
    state.table.change(step, [](Operation& operation) {
        operation.status = S::Ready;
        operation.nextAttempt.reset();
    });
    wake(state);
}

} // namespace durascope::service
