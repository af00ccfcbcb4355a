// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/timeline_geometry.h"

namespace durascope::models {

/// A stretch in view in which nothing ran, in the coordinates of the column.
struct IdleSpan
{
    double left = 0;
    double right = 0;
};
/// Those at least as wide as a person can see, from left to right.
[[nodiscard]] std::vector<IdleSpan> visibleIdleSpans(const TimeAxis& axis, double scrollX, double width);

/// Lays out the bars of one row after the other.
class BarLayout
{
public:
    BarLayout(const TimelineScene& scene, std::vector<Bar>& bars);

    void addRow(int row, double top);

private:
    using EventSpan = std::span<const core::EventIndex>;

    /// A part of a bar before it is clipped and split.
    struct Part
    {
        double left = 0;
        double right = 0;
        BarShape shape = BarShape::Full;
        VisualState state = VisualState::Pending;
        VisualState outcome = VisualState::Pending;
        std::uint32_t attempt = 0;
        std::uint32_t merged = 1;
        bool future = false;
        bool movingEdge = false;
        bool openEnd = false;
    };

    void addWhole(EventSpan events);
    void addFuture(core::Timestamp from, core::Timestamp to, BarShape shape, std::uint32_t attempt);
    void addAttempts(EventSpan events, std::uint32_t onlyAttempt);
    /// What the event at that position begins, until the next one of the step.
    void addPiece(EventSpan events, std::size_t position);
    /// As many pieces as share a few pixels; answers the position behind them, or the same one when there are none.
    [[nodiscard]] std::size_t addCrowd(EventSpan events, std::size_t position);
    [[nodiscard]] VisualState attemptState(EventSpan events, std::size_t position) const;

    void add(Part part);
    void addSplit(const Part& part);
    void push(const Part& part);

    [[nodiscard]] double x(core::Timestamp time) const;
    [[nodiscard]] core::Timestamp timeOf(core::EventIndex event) const { return m_log.axisTime(event); }
    [[nodiscard]] bool reached(core::EventIndex event) const { return event <= m_state.cursor(); }
    [[nodiscard]] bool isAbandoned() const;
    [[nodiscard]] BarShape wholeShape() const;
    [[nodiscard]] VisualState bodyState(VisualState outcome) const;

    const TimelineScene& m_scene;
    const history::EventLog& m_log;
    const history::StateAt& m_state;
    const TimeAxis& m_axis;
    std::vector<Bar>& m_bars;
    std::vector<IdleSpan> m_idle;
    core::OperationIndex m_operation;
    int m_row = 0;
    double m_top = 0;
};

} // namespace durascope::models
