// SPDX-License-Identifier: Apache-2.0
#include "engine/history/state_at.h"

#include <algorithm>

namespace durascope::history {
namespace {

/// How many of the ascending events have happened.
std::uint32_t countUpTo(std::span<const EventIndex> events, EventIndex cursor)
{
    return static_cast<std::uint32_t>(std::upper_bound(events.begin(), events.end(), cursor) - events.begin());
}

std::string_view wordOf(OperationStatus status)
{
    return status == OperationStatus::Started ? "RUNNING" : core::toText(status);
}

} // namespace

StateAt::StateAt(const EventLog& log, EventIndex cursor)
    : StateAt(log, cursor, log.axisTime(cursor))
{
}

StateAt::StateAt(const EventLog& log, EventIndex cursor, Timestamp now)
    : m_log(&log)
    , m_cursor(cursor)
    , m_now(now)
{
}

bool StateAt::exists(OperationIndex operation) const
{
    return operation == kExecution || m_log->operation(operation).firstEvent <= m_cursor;
}

EventIndex StateAt::lastEvent(OperationIndex operation) const
{
    const std::span<const EventIndex> events = m_log->events(operation);
    const std::uint32_t count = countUpTo(events, m_cursor);
    return count == 0 ? EventIndex() : events[count - 1];
}

OperationStatus StateAt::statusAfter(OperationIndex operation, EventIndex last) const
{
    if (!last.valid()) {
        // A file may be cut at its head; the execution runs all the same.
        return operation == kExecution ? OperationStatus::Started : OperationStatus::NotStarted;
    }
    const EventType type = m_log->type(last);
    if (m_log->has(last, kTerminal)) {
        // The one unknown word that ends an operation is ChainedInvokeCancelled.
        return type == EventType::Unknown ? OperationStatus::Cancelled : core::statusAfter(type);
    }
    if (!m_log->has(last, kRetryFollows))
        return OperationStatus::Started;
    const std::optional<Timestamp> due = nextAttemptAfter(last);
    return due && *due <= m_now ? OperationStatus::Ready : OperationStatus::Pending;
}

/// Nothing when the delay is not known because the retry shows only by the start that followed.
std::optional<Timestamp> StateAt::nextAttemptAfter(EventIndex end) const
{
    const std::int64_t delay = m_log->number(end);
    return delay > 0 ? std::optional(m_log->time(end) + core::Duration(delay)) : std::nullopt;
}

OperationStatus StateAt::status(OperationIndex operation) const
{
    return statusAfter(operation, lastEvent(operation));
}

OperationState StateAt::state(OperationIndex operation) const
{
    OperationState state;
    const Operation& row = m_log->operation(operation);
    const std::span<const EventIndex> events = m_log->events(operation);
    const std::uint32_t count = countUpTo(events, m_cursor);
    state.lastEvent = count == 0 ? EventIndex() : events[count - 1];
    state.status = statusAfter(operation, state.lastEvent);
    if (row.firstEvent.valid() && state.status != OperationStatus::NotStarted)
        state.start = m_log->time(row.firstEvent);
    if (count == 0)
        return state;
    if (row.type == OperationType::Step)
        state.attempt = m_log->attempt(operation, count - 1);
    if (m_log->has(state.lastEvent, kTerminal))
        state.end = m_log->time(state.lastEvent);
    if (state.status == OperationStatus::Pending || state.status == OperationStatus::Ready)
        state.nextAttempt = nextAttemptAfter(state.lastEvent);
    const EventType first = m_log->type(events.front());
    const std::int64_t number = m_log->number(events.front());
    if (first == EventType::WaitStarted && number != 0)
        state.scheduledEnd = Timestamp{number};
    else if (first == EventType::CallbackStarted && number > 0)
        state.scheduledEnd = m_log->time(events.front()) + core::Duration(number);
    return state;
}

std::string_view StateAt::executionStatus() const
{
    return wordOf(status(kExecution));
}

bool StateAt::isAbandoned(OperationIndex operation) const
{
    return operation != kExecution && core::isTerminal(status(kExecution)) && exists(operation) &&
           !core::isTerminal(status(operation));
}

std::uint32_t StateAt::failuresBelow(OperationIndex operation) const
{
    std::uint32_t failures = 0;
    for (const OperationIndex below : m_log->descendants(operation))
        failures += core::isFailure(status(below)) ? 1 : 0;
    return failures;
}

} // namespace durascope::history
