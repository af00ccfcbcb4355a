// SPDX-License-Identifier: Apache-2.0
#include "engine/history/stepping.h"

#include <algorithm>
#include <unordered_map>

namespace durascope::history {
namespace {

/// The events after a cursor, or before it from the nearest on, until the visitor is satisfied.
template <typename Visitor>
std::optional<EventIndex> firstEvent(const EventLog& log, EventIndex from, Direction direction, Visitor wanted)
{
    if (direction == Direction::Forward) {
        for (std::uint32_t i = from.value() + 1; i < log.eventCount(); ++i) {
            if (wanted(EventIndex(i)))
                return EventIndex(i);
        }
    } else {
        for (std::uint32_t i = from.value(); i-- > 0;) {
            if (wanted(EventIndex(i)))
                return EventIndex(i);
        }
    }
    return std::nullopt;
}

bool isBeyond(EventIndex event, EventIndex from, Direction direction)
{
    return direction == Direction::Forward ? event > from : event < from;
}

/// The stop next to the cursor out of all stops, ascending; `at` gives the event of one.
template <typename Stops, typename At>
std::optional<EventIndex> nextStop(const Stops& stops, EventIndex from, Direction direction, At at)
{
    if (direction == Direction::Forward) {
        const auto found =
            std::partition_point(stops.begin(), stops.end(), [&](const auto& stop) { return at(stop) <= from; });
        return found == stops.end() ? std::nullopt : std::optional(at(*found));
    }
    const auto found =
        std::partition_point(stops.begin(), stops.end(), [&](const auto& stop) { return at(stop) < from; });
    return found == stops.begin() ? std::nullopt : std::optional(at(*std::prev(found)));
}

} // namespace

OperationIndex Stepping::scopeOf(OperationIndex operation) const
{
    return operation == kExecution ? kExecution : m_log->operation(operation).parent;
}

/// The operation itself, or the outermost closed context around it.
OperationIndex Stepping::shown(OperationIndex operation, const IsClosed& closed) const
{
    OperationIndex result = operation;
    if (!closed || operation == kExecution)
        return result;
    for (OperationIndex at = scopeOf(operation); at != kExecution; at = scopeOf(at)) {
        if (closed(at))
            result = at;
    }
    return result;
}

std::optional<EventIndex> Stepping::event(EventIndex from, Direction direction, int count) const
{
    const std::int64_t step = direction == Direction::Forward ? count : -static_cast<std::int64_t>(count);
    const std::int64_t last = static_cast<std::int64_t>(m_log->eventCount()) - 1;
    const std::int64_t to = std::clamp<std::int64_t>(static_cast<std::int64_t>(from.value()) + step, 0, last);
    const EventIndex target(static_cast<std::uint32_t>(to));
    return isBeyond(target, from, direction) ? std::optional(target) : std::nullopt;
}

std::optional<EventIndex> Stepping::over(EventIndex from, Direction direction, const IsClosed& closed) const
{
    // How far out each scope around the cursor lies: one walk over the events then does for all of them.
    std::unordered_map<OperationIndex, std::uint32_t> distance;
    OperationIndex scope = scopeOf(shown(m_log->operation(from), closed));
    for (std::uint32_t steps = 0; distance.emplace(scope, steps).second; ++steps)
        scope = scopeOf(scope);

    std::optional<EventIndex> best;
    std::uint32_t bestDistance = 0;
    const auto consider = [&](EventIndex event) {
        const OperationIndex operation = m_log->operation(event);
        std::uint32_t nearest = std::numeric_limits<std::uint32_t>::max();
        for (const OperationIndex candidate : {operation, scopeOf(operation)}) {
            const auto found = distance.find(candidate);
            if (found != distance.end())
                nearest = std::min(nearest, found->second);
        }
        const bool counts = nearest != std::numeric_limits<std::uint32_t>::max();
        if (counts && (!best || nearest < bestDistance)) {
            best = event;
            bestDistance = nearest;
        }
        return best && bestDistance == 0;
    };
    (void)firstEvent(*m_log, from, direction, consider);
    return best;
}

std::optional<EventIndex> Stepping::into(EventIndex from, Direction direction) const
{
    const OperationIndex context = m_log->operation(from);
    const auto isInside = [&](EventIndex event) { return m_log->isDescendant(m_log->operation(event), context); };
    // The execution holds everything; only its start and its end are doors.
    const bool isDoor = context != kExecution || m_log->type(from) != EventType::InvocationCompleted;
    if (isDoor && m_log->operation(context).childrenCount > 0) {
        if (const std::optional<EventIndex> inside = firstEvent(*m_log, from, direction, isInside))
            return inside;
    }
    return event(from, direction);
}

std::optional<EventIndex> Stepping::out(EventIndex from, Direction direction) const
{
    const OperationIndex operation = m_log->operation(from);
    if (operation == kExecution)
        return std::nullopt;
    const OperationIndex scope = scopeOf(operation);
    const std::span<const EventIndex> events = m_log->events(scope);
    const bool forward = direction == Direction::Forward;
    if (!events.empty()) {
        const EventIndex door = forward ? events.back() : events.front();
        const bool isDoor = forward ? m_log->has(door, kTerminal) : !m_log->has(door, kImpliedStart);
        if (isDoor && isBeyond(door, from, direction))
            return door;
    }
    // No door: past the outermost event inside. Everything is inside the execution, so there it ends.
    EventIndex edge = from;
    (void)firstEvent(*m_log, from, direction, [&](EventIndex event) {
        const OperationIndex at = m_log->operation(event);
        if (at == scope || m_log->isDescendant(at, scope))
            edge = event;
        return false;
    });
    return event(edge, direction);
}

std::optional<EventIndex> Stepping::invocation(EventIndex from, Direction direction) const
{
    return nextStop(m_analysis->invocations(), from, direction, [](const Invocation& invocation) {
        return invocation.firstEvent.valid() ? invocation.firstEvent : invocation.completed;
    });
}

std::optional<EventIndex> Stepping::failure(EventIndex from, Direction direction) const
{
    return nextStop(m_analysis->failures(), from, direction, [](EventIndex event) { return event; });
}

} // namespace durascope::history
