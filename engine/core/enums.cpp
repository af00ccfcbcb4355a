// SPDX-License-Identifier: Apache-2.0
#include "engine/core/enums.h"

#include <array>
#include <cstddef>

namespace durascope::core {
namespace {

struct EventTypeRow
{
    EventType type;
    std::string_view text;
    OperationType operation;
    EventRole role;
    OperationStatus status;
    bool byFunction;
};

using Op = OperationType;
using St = OperationStatus;

// In the order of EventType, so that a type is its own row number; the static_assert below keeps it so.
constexpr std::array<EventTypeRow, kEventTypeCount + 1> kEventTypes{{
    {EventType::ExecutionStarted, "ExecutionStarted", Op::Execution, EventRole::Start, St::Started, false},
    {EventType::ExecutionSucceeded, "ExecutionSucceeded", Op::Execution, EventRole::End, St::Succeeded, false},
    {EventType::ExecutionFailed, "ExecutionFailed", Op::Execution, EventRole::End, St::Failed, false},
    {EventType::ExecutionTimedOut, "ExecutionTimedOut", Op::Execution, EventRole::End, St::TimedOut, false},
    {EventType::ExecutionStopped, "ExecutionStopped", Op::Execution, EventRole::End, St::Stopped, false},
    {EventType::ContextStarted, "ContextStarted", Op::Context, EventRole::Start, St::Started, true},
    {EventType::ContextSucceeded, "ContextSucceeded", Op::Context, EventRole::End, St::Succeeded, true},
    {EventType::ContextFailed, "ContextFailed", Op::Context, EventRole::End, St::Failed, true},
    {EventType::WaitStarted, "WaitStarted", Op::Wait, EventRole::Start, St::Started, true},
    {EventType::WaitSucceeded, "WaitSucceeded", Op::Wait, EventRole::End, St::Succeeded, false},
    {EventType::WaitCancelled, "WaitCancelled", Op::Wait, EventRole::End, St::Cancelled, true},
    {EventType::StepStarted, "StepStarted", Op::Step, EventRole::Start, St::Started, true},
    {EventType::StepSucceeded, "StepSucceeded", Op::Step, EventRole::End, St::Succeeded, true},
    {EventType::StepFailed, "StepFailed", Op::Step, EventRole::End, St::Failed, true},
    {EventType::ChainedInvokeStarted, "ChainedInvokeStarted", Op::ChainedInvoke, EventRole::Start, St::Started, true},
    {EventType::ChainedInvokeSucceeded, "ChainedInvokeSucceeded", Op::ChainedInvoke, EventRole::End, St::Succeeded,
     false},
    {EventType::ChainedInvokeFailed, "ChainedInvokeFailed", Op::ChainedInvoke, EventRole::End, St::Failed, false},
    {EventType::ChainedInvokeTimedOut, "ChainedInvokeTimedOut", Op::ChainedInvoke, EventRole::End, St::TimedOut, false},
    {EventType::ChainedInvokeStopped, "ChainedInvokeStopped", Op::ChainedInvoke, EventRole::End, St::Stopped, false},
    {EventType::CallbackStarted, "CallbackStarted", Op::Callback, EventRole::Start, St::Started, true},
    {EventType::CallbackSucceeded, "CallbackSucceeded", Op::Callback, EventRole::End, St::Succeeded, false},
    {EventType::CallbackFailed, "CallbackFailed", Op::Callback, EventRole::End, St::Failed, false},
    {EventType::CallbackTimedOut, "CallbackTimedOut", Op::Callback, EventRole::End, St::TimedOut, false},
    {EventType::InvocationCompleted, "InvocationCompleted", Op::Execution, EventRole::Other, St::Started, false},
    {EventType::Unknown, "Unknown", Op::Generic, EventRole::Other, St::Started, false},
}};

consteval bool rowsAreInOrder()
{
    for (std::size_t i = 0; i < kEventTypes.size(); ++i) {
        if (kEventTypes[i].type != static_cast<EventType>(i)) {
            return false;
        }
    }
    return true;
}
static_assert(rowsAreInOrder());

constexpr std::array<std::string_view, 7> kOperationTypes{"EXECUTION", "CONTEXT",        "STEP",   "WAIT",
                                                          "CALLBACK",  "CHAINED_INVOKE", "GENERIC"};
constexpr std::array<std::string_view, 9> kStatuses{"NOT_STARTED", "STARTED",   "PENDING",   "READY",  "SUCCEEDED",
                                                    "FAILED",      "CANCELLED", "TIMED_OUT", "STOPPED"};

const EventTypeRow& rowOf(EventType type)
{
    return kEventTypes[static_cast<std::size_t>(type)];
}

} // namespace

std::string_view toText(EventType type)
{
    return rowOf(type).text;
}

std::string_view toText(OperationType type)
{
    return kOperationTypes[static_cast<std::size_t>(type)];
}

std::string_view toText(OperationStatus status)
{
    return kStatuses[static_cast<std::size_t>(status)];
}

std::optional<EventType> eventTypeFromText(std::string_view text)
{
    // Runs once an event: the length decides between few candidates, so comparing is nearly always one memcmp.
    for (std::size_t i = 0; i < static_cast<std::size_t>(kEventTypeCount); ++i) {
        if (kEventTypes[i].text.size() == text.size() && kEventTypes[i].text == text) {
            return kEventTypes[i].type;
        }
    }
    return std::nullopt;
}

OperationType operationTypeOf(EventType type)
{
    return rowOf(type).operation;
}

EventRole roleOf(EventType type)
{
    return rowOf(type).role;
}

OperationStatus statusAfter(EventType type)
{
    return rowOf(type).status;
}

bool isWrittenByFunction(EventType type)
{
    return rowOf(type).byFunction;
}

bool isTerminal(OperationStatus status)
{
    return status >= OperationStatus::Succeeded;
}

bool isFailure(OperationStatus status)
{
    return status == OperationStatus::Failed || status == OperationStatus::TimedOut ||
           status == OperationStatus::Stopped;
}

} // namespace durascope::core
