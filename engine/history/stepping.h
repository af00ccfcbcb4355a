// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/analysis.h"

#include <functional>
#include <optional>

namespace durascope::history {

enum class Direction { Forward, Backward };

/// The verbs of the transport over a recorded history (interface.md section 2). Pure functions from a cursor to the
/// next one; nothing when there is nowhere to go.
///
/// Backwards is the mirror image of forwards: the same rule with earlier and later, start and end exchanged. So
/// event(), invocation(), failure() and over() within one scope stop backwards exactly where they stopped forwards. A
/// walk that has left a context does not find back into it by over(): that context is then one thing to step over, as
/// it is forwards.
///
/// The scope of an event is the context that holds its operation; the execution's own events and InvocationCompleted
/// have the execution as their scope. Parallel branches interleave in the log but have different scopes, so stepping
/// over() follows one branch and passes what others do meanwhile.
class Stepping
{
public:
    /// Tells whether a context is shown collapsed. May be empty: all are open.
    using IsClosed = std::function<bool(OperationIndex)>;

    Stepping(const EventLog& log, const Analysis& analysis)
        : m_log(&log)
        , m_analysis(&analysis)
    {
    }

    /// The event `count` places further, or the last one before the end of the log. REQUIRES: count > 0.
    [[nodiscard]] std::optional<EventIndex> event(EventIndex from, Direction direction, int count = 1) const;
    /// Step over: the next event of the scope's operations or of the context that is the scope itself; never one
    /// deeper. When the scope has none left (its context has ended, or never ends) the same with the scope around it.
    /// A cursor inside a closed context counts as standing on the outermost closed one.
    [[nodiscard]] std::optional<EventIndex> over(EventIndex from, Direction direction, const IsClosed& closed) const;
    /// Step into: the next event inside the operation of the cursor, however deep, when there is one; else as event().
    /// Backwards that is the way from the end of a context into its last event.
    [[nodiscard]] std::optional<EventIndex> into(EventIndex from, Direction direction) const;
    /// Step out: to the event that ends the scope; when that is missing or lies behind, to the first event after the
    /// last one inside. Backwards to the event that started the scope, or the last one before the first inside.
    [[nodiscard]] std::optional<EventIndex> out(EventIndex from, Direction direction) const;
    /// To the first event that the next or previous invocation wrote; to its InvocationCompleted when it wrote none.
    [[nodiscard]] std::optional<EventIndex> invocation(EventIndex from, Direction direction) const;
    /// To the next or previous of Analysis::failures().
    [[nodiscard]] std::optional<EventIndex> failure(EventIndex from, Direction direction) const;

private:
    [[nodiscard]] OperationIndex scopeOf(OperationIndex operation) const;
    [[nodiscard]] OperationIndex shown(OperationIndex operation, const IsClosed& closed) const;

    const EventLog* m_log;
    const Analysis* m_analysis;
};

} // namespace durascope::history
