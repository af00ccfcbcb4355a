// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/execution_state.h"

#include <optional>
#include <span>
#include <string_view>

namespace durascope::service {

/// One line of a transition table (wire-protocol section 15): what an update of the function does. NotStarted is an
/// operation that does not exist.
struct Transition
{
    OperationStatus from;
    core::UpdateAction action;
    OperationStatus to;
};

/// The SubType of steps whose every attempt is a poll that is metered (section 24).
inline constexpr std::string_view kWaitForCondition = "WaitForCondition";

/// One kind of operation as the checkpoint log sees it. Each has a file of its own, which begins with its table.
struct Kind
{
    OperationType type;
    std::span<const Transition> transitions;
    /// Why the update is refused against an operation in that status (section 14, rules 9 and 10); null: it is not.
    const char* (*refusal)(const core::OperationUpdate& update, OperationStatus before);
    /// Writes the events of an update that was validated. `position` is kNoPosition for a new operation.
    void (*apply)(ExecutionState& state, const core::OperationUpdate& update, Position position);
    /// What an event does to its operation: the same for events being written and for events being restored.
    void (*fold)(ExecutionState& state, Position position, const Event& event, bool replayChildren);
};

/// Null for Generic.
[[nodiscard]] const Kind* kindOf(OperationType type);
extern const Kind kExecutionKind;
extern const Kind kContextKind;
extern const Kind kStepKind;
extern const Kind kWaitKind;
extern const Kind kCallbackKind;
extern const Kind kChainedInvokeKind;

/// The action exists for that kind, whatever the status.
[[nodiscard]] bool knows(const Kind& kind, core::UpdateAction action);
/// The status afterwards; nothing when the table has no such line.
[[nodiscard]] std::optional<OperationStatus> statusAfter(const Kind& kind, OperationStatus from,
                                                         core::UpdateAction action);

// --- what happens without the function's doing
void endWait(ExecutionState& state, Position wait);
/// The next attempt of a step may begin.
void makeReady(ExecutionState& state, Position step);
void timeOutCallback(ExecutionState& state, Position callback, bool heartbeat);
void timeOutExecution(ExecutionState& state);
/// Ends the execution: no timers, no valid token, no further invocation.
void closeExecution(ExecutionState& state, EventType type, Payload result, ErrorRef error);
/// Something changed that the function has not seen: an invocation is due unless one is running.
void wake(ExecutionState& state);

/// The request that a started CHAINED_INVOKE stands for.
[[nodiscard]] InvokeRequest invokeRequest(const ExecutionState& state, const Event& started);
[[nodiscard]] bool completeInvoke(ExecutionState& state, Position invoke, const InvokeOutcome& outcome);

/// kNoPosition when there is none of that id.
[[nodiscard]] Position callbackPosition(const ExecutionState& state, std::string_view callbackId);
/// The open callback of that id, or what the caller is told instead (wire-protocol section 11).
[[nodiscard]] Answer<Position> openCallback(const ExecutionState& state, std::string_view callbackId);
[[nodiscard]] Answer<void> answerCallback(ExecutionState& state, std::string_view callbackId, EventType type,
                                          Payload result, ErrorRef error);
void heartbeatCallback(ExecutionState& state, Position callback, Timestamp time);

} // namespace durascope::service
