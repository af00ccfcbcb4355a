// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace durascope::core {

/// The 24 event types of the Lambda API (spec/history-format.md section 4.8), and Unknown for any other word.
/// NOTE: the order is used by tables in enums.cpp; add at the end, before Unknown.
enum class EventType : std::uint8_t {
    ExecutionStarted,
    ExecutionSucceeded,
    ExecutionFailed,
    ExecutionTimedOut,
    ExecutionStopped,
    ContextStarted,
    ContextSucceeded,
    ContextFailed,
    WaitStarted,
    WaitSucceeded,
    WaitCancelled,
    StepStarted,
    StepSucceeded,
    StepFailed,
    ChainedInvokeStarted,
    ChainedInvokeSucceeded,
    ChainedInvokeFailed,
    ChainedInvokeTimedOut,
    ChainedInvokeStopped,
    CallbackStarted,
    CallbackSucceeded,
    CallbackFailed,
    CallbackTimedOut,
    InvocationCompleted,
    Unknown,
};
inline constexpr int kEventTypeCount = static_cast<int>(EventType::Unknown);

/// The words of the Lambda API: EXECUTION, CONTEXT, STEP, WAIT, CALLBACK, CHAINED_INVOKE. Generic is what an unknown
/// event with an Id belongs to.
enum class OperationType : std::uint8_t { Execution, Context, Step, Wait, Callback, ChainedInvoke, Generic };

/// The words of the Lambda API. NotStarted is ours: the operation has no event yet at the moment looked at.
enum class OperationStatus : std::uint8_t {
    NotStarted,
    Started,
    Pending, ///< a step between two attempts
    Ready,   ///< the next attempt of a step is due but has not begun
    Succeeded,
    Failed,
    Cancelled,
    TimedOut,
    Stopped,
};

/// What an event does to its operation.
enum class EventRole : std::uint8_t { Start, End, Other };

[[nodiscard]] std::string_view toText(EventType type); ///< "StepStarted"; Unknown gives "Unknown"
[[nodiscard]] std::string_view toText(OperationType type);
[[nodiscard]] std::string_view toText(OperationStatus status); ///< NotStarted gives "NOT_STARTED"
/// Exact spelling only.
[[nodiscard]] std::optional<EventType> eventTypeFromText(std::string_view text);

/// By prefix of the type's name (history-format section 14): never from SubType. Execution events and
/// InvocationCompleted belong to the execution.
[[nodiscard]] OperationType operationTypeOf(EventType type);
[[nodiscard]] EventRole roleOf(EventType type);
/// The status the event gives its operation when no retry follows.
[[nodiscard]] OperationStatus statusAfter(EventType type);
/// Written by the function through a checkpoint (contexts, steps, WaitCancelled, every …Started but ExecutionStarted);
/// the others are written by the service (history-format sections 6 and 8).
[[nodiscard]] bool isWrittenByFunction(EventType type);
[[nodiscard]] bool isTerminal(OperationStatus status);
[[nodiscard]] bool isFailure(OperationStatus status); ///< Failed, TimedOut, Stopped

} // namespace durascope::core
