// SPDX-License-Identifier: Apache-2.0
#include "engine/service/kinds.h"

#include <algorithm>

namespace durascope::service {

const Kind* kindOf(OperationType type)
{
    switch (type) {
    case OperationType::Execution:
        return &kExecutionKind;
    case OperationType::Context:
        return &kContextKind;
    case OperationType::Step:
        return &kStepKind;
    case OperationType::Wait:
        return &kWaitKind;
    case OperationType::Callback:
        return &kCallbackKind;
    case OperationType::ChainedInvoke:
        return &kChainedInvokeKind;
    case OperationType::Generic:
        break;
    }
    return nullptr;
}

bool knows(const Kind& kind, core::UpdateAction action)
{
    return std::ranges::find(kind.transitions, action, &Transition::action) != kind.transitions.end();
}

std::optional<OperationStatus> statusAfter(const Kind& kind, OperationStatus from, core::UpdateAction action)
{
    for (const Transition& line : kind.transitions) {
        if (line.from == from && line.action == action)
            return line.to;
    }
    return std::nullopt;
}

void wake(ExecutionState& state)
{
    if (state.invocations.running)
        return;
    state.invocations.due = true;
    state.timers.disarm(state.invocations.retry); // it will be this one
}

} // namespace durascope::service
