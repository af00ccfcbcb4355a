// SPDX-License-Identifier: Apache-2.0
//
// CONTEXT (wire-protocol sections 15 and 17)
//
//   from      by        to          effects
//   -------   -------   ---------   -----------------------------------------------------------------
//   none      START     STARTED     ContextStarted
//   STARTED   SUCCEED   SUCCEEDED   ContextSucceeded; Result, ReplayChildren (a fact beside the event)
//   STARTED   FAIL      FAILED      ContextFailed; Error, ReplayChildren
//
// A closed context without ReplayChildren takes its descendants out of the function's sight.
#include "engine/service/kinds.h"

#include <array>

namespace durascope::service {
namespace {

using core::OperationUpdate;
using S = OperationStatus;
using A = core::UpdateAction;

constexpr std::array<Transition, 3> kTable{{
    {S::NotStarted, A::Start, S::Started},
    {S::Started, A::Succeed, S::Succeeded},
    {S::Started, A::Fail, S::Failed},
}};

const char* refusal(const OperationUpdate& update, OperationStatus before)
{
    if (statusAfter(kContextKind, before, update.action))
        return nullptr;
    return update.action == A::Start ? "Cannot start a CONTEXT that already exists."
                                     : "Invalid current CONTEXT state to close.";
}

void apply(ExecutionState& state, const OperationUpdate& update, Position position)
{
    if (update.action == A::Start) {
        Event started = state.event(EventType::ContextStarted, kNoPosition);
        started.who = update.identity;
        state.append(std::move(started), kNoPosition);
        return;
    }
    const bool failed = update.action == A::Fail;
    Event ended = state.event(failed ? EventType::ContextFailed : EventType::ContextSucceeded, position);
    ended.payload = update.payload;
    ended.error = failed && !update.error ? core::errorRef(core::ErrorObject{}) : update.error;
    const bool replayChildren = update.replayChildren.value_or(false);
    if (replayChildren)
        state.addFact({Fact::Kind::ReplayChildren, ended.who->id, {}, 0, {}});
    state.append(std::move(ended), position, replayChildren);
}

void fold(ExecutionState& state, Position position, const Event& event, bool replayChildren)
{
    if (event.type == EventType::ContextStarted) {
        state.begin(event);
        return;
    }
    state.table.change(position, [&](Operation& context) {
        context.status = core::statusAfter(event.type);
        context.end = event.time;
        context.result = event.payload;
        context.error = event.error;
        context.replayChildren = replayChildren;
    });
}

} // namespace

const Kind kContextKind{OperationType::Context, kTable, refusal, apply, fold};

} // namespace durascope::service
