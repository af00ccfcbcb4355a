// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/symbols.h"

#include "engine/core/ids.h"
#include "engine/core/text.h"

namespace durascope::app {

using core::OperationStatus;
using core::OperationType;
using history::EventLog;
using history::OperationIndex;
using history::StateAt;

namespace {
constexpr std::size_t kIdCharacters = 8;

bool isOpenWait(OperationType type)
{
    return type == OperationType::Wait || type == OperationType::Callback;
}
} // namespace

Cell signOf(const StateAt& state, OperationIndex operation)
{
    if (state.isAbandoned(operation)) {
        return {"○", Tone::Faint};
    }
    return signOf(state.log().operation(operation).type, state.status(operation));
}

Cell signOf(OperationType type, OperationStatus status)
{
    switch (status) {
    case OperationStatus::NotStarted:
        return {"○", Tone::Faint};
    case OperationStatus::Succeeded:
        return {"✓", Tone::Good};
    case OperationStatus::Failed:
    case OperationStatus::TimedOut:
    case OperationStatus::Stopped:
        return {"✕", Tone::Bad};
    case OperationStatus::Cancelled:
        return {"○", Tone::Plain};
    case OperationStatus::Pending:
    case OperationStatus::Ready:
        return {"↻", Tone::Waiting};
    case OperationStatus::Started:
        break;
    }
    if (type == OperationType::Callback) {
        return {"✉", Tone::Waiting};
    }
    return type == OperationType::Wait ? Cell{"⧗", Tone::Waiting} : Cell{"▶", Tone::Busy};
}

Cell wordOf(const StateAt& state, OperationIndex operation)
{
    const Tone tone = signOf(state, operation).tone;
    if (state.isAbandoned(operation)) {
        return {"abandoned", tone};
    }
    switch (state.status(operation)) {
    case OperationStatus::NotStarted:
        return {"not started", tone};
    case OperationStatus::Started:
        return {isOpenWait(state.log().operation(operation).type) ? "waiting" : "running", tone};
    case OperationStatus::Pending:
        return {"pending", tone};
    case OperationStatus::Ready:
        return {"ready", tone};
    case OperationStatus::Succeeded:
        return {"succeeded", tone};
    case OperationStatus::Failed:
        return {"failed", tone};
    case OperationStatus::Cancelled:
        return {"cancelled", tone};
    case OperationStatus::TimedOut:
        return {"timed out", tone};
    case OperationStatus::Stopped:
        return {"stopped", tone};
    }
    return {};
}

Tone executionTone(const StateAt& state)
{
    const std::string_view status = state.executionStatus();
    return status == "SUCCEEDED" ? Tone::Good : status == "RUNNING" ? Tone::Busy : Tone::Bad;
}

Cell executionSign(const StateAt& state)
{
    const Tone tone = executionTone(state);
    return {tone == Tone::Good ? "✓" : tone == Tone::Busy ? "▶" : "✕", tone};
}

std::string titleOf(const EventLog& log, OperationIndex operation, std::size_t maxCharacters)
{
    if (operation == history::kExecution) {
        return "the execution";
    }
    if (!log.name(operation).empty()) {
        return core::printable(log.name(operation), maxCharacters);
    }
    return "#" + core::printable(log.id(operation).substr(0, kIdCharacters));
}

std::string kindOf(const EventLog& log, OperationIndex operation)
{
    constexpr std::size_t kMaxKind = 24;
    const std::string_view subType = log.subType(operation);
    return subType.empty() ? std::string(core::toText(log.operation(operation).type))
                           : core::printable(subType, kMaxKind);
}

std::string errorText(const std::string& type, const std::string& message, std::size_t maxCharacters)
{
    const std::string shortType = core::shortErrorType(type);
    const std::string joint = shortType.empty() || message.empty() ? "" : ": ";
    return core::printable(shortType + joint + message, maxCharacters);
}

std::string offsetText(const EventLog& log, core::Timestamp time)
{
    const core::Duration offset = time - log.startTime();
    return (offset.count() < 0 ? "" : "+") + core::formatDuration(offset);
}

} // namespace durascope::app
