// SPDX-License-Identifier: Apache-2.0
//
// WAIT (wire-protocol section 15)
//
//   from      by       to          effects
//   -------   ------   ---------   --------------------------------------------------
//   none      START    STARTED     WaitStarted; ScheduledEnd = now + WaitSeconds; timer
//   STARTED   timer    SUCCEEDED   WaitSucceeded
//   STARTED   CANCEL   CANCELLED   WaitCancelled
#include "engine/service/kinds.h"

#include <array>

namespace durascope::service {
namespace {

using core::OperationUpdate;
using S = OperationStatus;
using A = core::UpdateAction;

constexpr std::array<Transition, 2> kTable{{
    {S::NotStarted, A::Start, S::Started},
    {S::Started, A::Cancel, S::Cancelled},
}};

const char* refusal(const OperationUpdate& update, OperationStatus before)
{
    const bool starts = update.action == A::Start;
    if (!statusAfter(kWaitKind, before, update.action)) {
        return starts ? "Cannot start a WAIT that already exists."
                      : "Cannot cancel a WAIT that does not exist or has already completed.";
    }
    return starts && !update.wait ? "Update for WAIT operation requires WaitOptions." : nullptr;
}

void apply(ExecutionState& state, const OperationUpdate& update, Position position)
{
    if (update.action == A::Cancel) {
        Event cancelled = state.event(EventType::WaitCancelled, position);
        cancelled.error = update.error;
        state.append(std::move(cancelled), position);
        return;
    }
    Event started = state.event(EventType::WaitStarted, kNoPosition);
    started.who = update.identity;
    started.duration = update.wait;
    started.scheduledEnd = after(started.time, update.wait.value_or(0));
    state.append(std::move(started), kNoPosition);
}

void fold(ExecutionState& state, Position position, const Event& event, bool /*replayChildren*/)
{
    if (event.type == EventType::WaitStarted) {
        const Timestamp end = event.scheduledEnd.value_or(after(event.time, event.duration.value_or(0)));
        const Position wait = state.begin(event);
        state.table.change(wait, [&](Operation& operation) { operation.scheduledEnd = end; });
        state.table.record(wait).seconds = event.duration.value_or(0);
        state.table.record(wait).deadline = state.timers.arm(TimerQueue::Kind::Wait, end, wait);
        return;
    }
    state.timers.disarm(state.table.record(position).deadline);
    state.table.change(position, [&](Operation& operation) {
        operation.status = core::statusAfter(event.type);
        operation.end = event.time;
        operation.error = event.error;
    });
}

} // namespace

const Kind kWaitKind{OperationType::Wait, kTable, refusal, apply, fold};

void endWait(ExecutionState& state, Position wait)
{
    Event succeeded = state.event(EventType::WaitSucceeded, wait);
    succeeded.duration = state.table.record(wait).seconds;
    state.append(std::move(succeeded), wait);
    wake(state);
}

} // namespace durascope::service
