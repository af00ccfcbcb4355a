// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/analysis.h"
#include "models/timeline/axis_mode.h"

#include <memory>
#include <span>
#include <vector>

namespace durascope::models {

/// A stretch of the time of an execution: either the function ran (invocations and the short pauses between them), or
/// it waited. Stretches touch each other and alternate.
struct AxisStretch
{
    core::Timestamp start;
    core::Timestamp end;
    core::Timestamp origin; ///< without the padding: the start of its first invocation, where local time counts from
    core::Timestamp finish; ///< without the padding: the end of its last invocation; idle: the start of the next
    bool idle = false;
    [[nodiscard]] core::Duration length() const { return end - start; }
    /// What a person is told: how long the function ran, or how long the wait was.
    [[nodiscard]] core::Duration trueLength() const { return finish - origin; }
};
using AxisStretches = std::shared_ptr<const std::vector<AxisStretch>>;

/// Interface.md section 3, steps 1 and 2: the active intervals, each padded by 2 % of its length, those closer than
/// 1 % of all active time merged; what remains between them is idle. `active` is disjoint and ascending.
[[nodiscard]] std::vector<AxisStretch> divideTime(std::span<const history::Analysis::Interval> active,
                                                  core::Timestamp start, core::Timestamp end);
[[nodiscard]] AxisStretches divideTime(const history::EventLog& log, const history::Analysis& analysis);

/// Step 3: how many pixels a break of that length takes: 1 s 28, 1 min 46, 1 h 64, 1 day 77, 30 days 92.
[[nodiscard]] double breakWidth(core::Duration length);

/// Compressed when nothing ran for more than half of the time.
[[nodiscard]] AxisMode defaultAxisMode(const history::Analysis& analysis);

/// The mapping between time and the x of the timeline's content, 0 being the content's left edge. A value; the same
/// input gives the same pixels. Strictly monotone, and timeAt(xOf(t)) is t wherever a microsecond is more than the
/// last bit of a double: executions of 50 years at the size of a window.
///
/// Compressed: idle stretches are breaks of breakWidth(); the rest of the viewport is shared by the active ones in
/// proportion to √duration, none below 64 px. When these floors do not fit, the content is wider than the viewport.
/// An expanded break takes its share like an active stretch and has its own even scale. Zoom widens everything but the
/// breaks.
class TimeAxis
{
public:
    static constexpr double kMargin = 16.0; ///< left and right of the content, so that the ends do not stick
    static constexpr double kActiveFloor = 64.0;

    TimeAxis() = default;
    /// `expanded`: positions of idle stretches, ascending.
    TimeAxis(AxisStretches stretches, AxisMode mode, double viewportWidth, std::vector<std::size_t> expanded = {});
    /// Half way between two axes over the same stretches, for moving from one to the other: share 0 is `from`.
    [[nodiscard]] static TimeAxis between(const TimeAxis& from, const TimeAxis& to, double share);

    [[nodiscard]] bool isEmpty() const { return !m_stretches || m_stretches->empty(); }
    [[nodiscard]] AxisMode mode() const { return m_mode; }
    [[nodiscard]] core::Timestamp start() const { return m_stretches->front().start; }
    [[nodiscard]] core::Timestamp end() const { return m_stretches->back().end; }

    /// 1: the whole run as wide as the viewport, or as wide as the floors demand.
    [[nodiscard]] double zoom() const { return m_zoom; }
    void setZoom(double zoom); ///< within minimumZoom() and maximumZoom()
    [[nodiscard]] double minimumZoom() const;
    [[nodiscard]] double maximumZoom() const;

    [[nodiscard]] double contentWidth() const;
    /// Instants before the start and after the end are at the start and at the end.
    [[nodiscard]] double xOf(core::Timestamp time) const;
    [[nodiscard]] core::Timestamp timeAt(double x) const;
    /// Pixels a microsecond at that instant.
    [[nodiscard]] double scaleAt(std::size_t stretch) const;

    // --- stretches
    [[nodiscard]] std::size_t count() const { return m_stretches ? m_stretches->size() : 0; }
    [[nodiscard]] const AxisStretch& stretch(std::size_t index) const { return (*m_stretches)[index]; }
    [[nodiscard]] double left(std::size_t index) const;
    [[nodiscard]] double width(std::size_t index) const;
    [[nodiscard]] double right(std::size_t index) const { return left(index) + width(index); }
    /// The stretch is drawn as a break.
    [[nodiscard]] bool isBreak(std::size_t index) const { return m_places[index].fixed; }
    [[nodiscard]] std::size_t stretchAt(double x) const;
    [[nodiscard]] std::size_t stretchOf(core::Timestamp time) const;

private:
    struct Place
    {
        double width = 0; ///< at zoom 1
        double zoomingBefore = 0;
        double fixedBefore = 0;
        bool fixed = false;
    };

    void placeRealTime(double room);
    void placeCompressed(double room, const std::vector<std::size_t>& expanded);
    void shareRoom(double room);
    void sumUp();

    AxisStretches m_stretches;
    AxisMode m_mode = AxisMode::Compressed;
    std::vector<Place> m_places;
    double m_viewportWidth = 0;
    double m_zooming = 0; ///< sums over all places
    double m_fixed = 0;
    double m_zoom = 1;
};

} // namespace durascope::models
