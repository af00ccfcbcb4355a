// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/index.h"
#include "engine/history/analysis.h"
#include "models/common/visual_state.h"

#include <QRectF>

#include <cstdint>

namespace durascope::models {

/// Sizes of the timeline in logical pixels. From the top: ruler, invocation bands, rows.
struct TimelineMetrics
{
    double rowHeight = 22;
    double rulerHeight = 28;
    double bandHeight = 18;
    [[nodiscard]] double headerHeight() const { return rulerHeight + bandHeight; }
    [[nodiscard]] double barHeight() const { return rowHeight - 8; }
    [[nodiscard]] double containerHeight() const { return 6; }
    [[nodiscard]] double thinHeight() const { return 8; }
};

/// How a bar stands in its row.
enum class BarShape : std::uint8_t {
    Full,      ///< work: a step, an attempt, a closed context
    Container, ///< an open context: slim, its children tell the rest
    Thin,      ///< a wait: thin, dashed outline
    Crossing,  ///< the stretch of a bar in which nothing ran: a dashed line
    Link,      ///< back-off between two attempts: a dotted line
    Point      ///< too short for a bar
};

/// One bar, or one part of one, in the coordinates of the timeline column: 0,0 is its top left corner, header included.
/// Clipped to the view; in view it is as wide as it is painted.
struct Bar
{
    QRectF rect;
    core::OperationIndex operation;
    std::uint32_t attempt = 0; ///< from 1; 0: the operation as a whole
    int row = 0;
    std::uint32_t merged = 1;                   ///< so many parts share these pixels
    VisualState state = VisualState::Pending;   ///< what the time was spent on
    VisualState outcome = VisualState::Pending; ///< how it ended; Pending: it goes on, or ends in a later part
    BarShape shape = BarShape::Full;
    bool future = false;     ///< not reached at the playhead
    bool movingEdge = false; ///< its right edge is the playhead
    bool openEnd = false;    ///< abandoned: it never ended
};

/// An invocation, or several that share the same pixels.
struct Band
{
    QRectF rect; ///< in the header; its column is as wide and reaches from there to the bottom
    core::InvocationIndex invocation;
    std::uint32_t merged = 1;
    bool failed = false;
    bool running = false; ///< at the cursor, or in the whole log
    bool future = false;
};

/// Why an invocation began: a sign in the header, left of its band.
struct WakeMark
{
    QRectF rect;
    core::InvocationIndex invocation;
    history::WakeReason reason = history::WakeReason::Unknown;
    bool future = false;
};

/// A stretch in which nothing ran: cut out of the axis, or expanded.
struct Break
{
    QRectF rect; ///< full height
    std::size_t stretch = 0;
    history::GapReason reason = history::GapReason::Unknown;
    bool expanded = false;
};

enum class HitKind : std::uint8_t { Nothing, Playhead, Ruler, Band, Wake, Break, Bar };

/// What lies under a point of the timeline column.
struct Hit
{
    HitKind kind = HitKind::Nothing;
    int row = -1; ///< whenever the point lies in a row
    core::OperationIndex operation;
    std::uint32_t attempt = 0;
    bool backOff = false; ///< of a Bar: the link after that attempt
    core::InvocationIndex invocation;
    std::size_t stretch = 0; ///< of a Break
};

} // namespace durascope::models
