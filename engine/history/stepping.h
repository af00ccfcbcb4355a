// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/analysis.h"

#include <functional>
#include <optional>

namespace durascope::history {

enum class Direction { Forward, Backward };

/// The verbs of the transport over a recorded history (interface.md section 2). Pure functions from a cursor to the
/// next one; nothing when there is nowhere to go. Each verb backwards visits exactly the stops of its forward walk.
/// `closed` tells whether a context is shown collapsed: events inside a closed context are stepped over.
class Stepping
{
public:
    using IsClosed = std::function<bool(OperationIndex)>;

    Stepping(const EventLog& log, const Analysis& analysis) : m_log(&log), m_analysis(&analysis) {}

    [[nodiscard]] std::optional<EventIndex> event(EventIndex from, Direction direction, int count = 1) const;
    /// Step over: the next event of an operation that lies in the scope of the cursor's operation (its siblings, or
    /// what is outside of their context), never deeper, never inside a closed context.
    [[nodiscard]] std::optional<EventIndex> over(EventIndex from, Direction direction, const IsClosed& closed) const;
    /// Step into: the next event inside the cursor's context if there is one, else as event().
    [[nodiscard]] std::optional<EventIndex> into(EventIndex from, Direction direction) const;
    /// Step out: forwards to the event that ends the enclosing context (or, if it never ends, to the first event after
    /// it that is outside), backwards to the event that started it.
    [[nodiscard]] std::optional<EventIndex> out(EventIndex from, Direction direction) const;
    /// To the first event of the next or previous invocation.
    [[nodiscard]] std::optional<EventIndex> invocation(EventIndex from, Direction direction) const;
    [[nodiscard]] std::optional<EventIndex> failure(EventIndex from, Direction direction) const;

private:
    const EventLog* m_log;
    const Analysis* m_analysis;
};

} // namespace durascope::history
