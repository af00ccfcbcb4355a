// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/state_at.h"
#include "models/rows/row_list.h"
#include "models/timeline/band_layout.h"
#include "models/timeline/primitives.h"
#include "models/timeline/time_axis.h"

#include <QPointF>
#include <QSizeF>

#include <optional>
#include <span>
#include <vector>

namespace durascope::models {

/// What the timeline column shows, and from where. The pointers must outlive the call only.
struct TimelineScene
{
    const history::EventLog* log = nullptr;
    const history::Analysis* analysis = nullptr;
    const RowList* rows = nullptr;
    const TimeAxis* axis = nullptr;
    const InvocationOrder* invocations = nullptr; ///< optional: saves sorting them anew
    std::optional<history::StateAt> state;
    TimelineMetrics metrics;
    QSizeF size;        ///< of the column, header included
    double scrollX = 0; ///< x of the content at the left edge
    qint64 scrollY = 0; ///< y of the rows at the lower edge of the header
};

/// Everything the timeline column paints, as neutral shapes: what painters draw and what the mouse meets come from the
/// same list. Costs what is visible, not what the log holds: rows outside of the view are not looked at, and what would
/// share a pixel is found by binary search and merged.
class TimelineGeometry
{
public:
    TimelineGeometry() = default;
    /// REQUIRES: scene.state, and an axis that is not empty.
    explicit TimelineGeometry(const TimelineScene& scene);

    [[nodiscard]] const TimelineMetrics& metrics() const { return m_metrics; }
    [[nodiscard]] int firstRow() const { return m_firstRow; }
    [[nodiscard]] int lastRow() const { return m_firstRow + rowCount() - 1; }
    [[nodiscard]] int rowCount() const { return static_cast<int>(m_rowBegin.empty() ? 0 : m_rowBegin.size() - 1); }
    /// Top of the row in the column; also of rows outside of the view.
    [[nodiscard]] double rowTop(int row) const;
    /// -1 above, below and outside of the rows.
    [[nodiscard]] int rowAt(double y) const;

    [[nodiscard]] std::span<const Bar> bars() const { return m_bars; } ///< by row, then from left to right
    /// REQUIRES: firstRow() <= row <= lastRow().
    [[nodiscard]] std::span<const Bar> barsOf(int row) const;
    [[nodiscard]] std::span<const Band> bands() const { return m_bands; }
    [[nodiscard]] std::span<const WakeMark> wakes() const { return m_wakes; }
    [[nodiscard]] std::span<const Break> breaks() const { return m_breaks; }
    /// x in the column; nothing when it lies outside of the view.
    [[nodiscard]] std::optional<double> playhead() const { return m_playhead; }
    [[nodiscard]] QRectF playheadHandle() const;

    [[nodiscard]] Hit hitTest(QPointF point) const;

private:
    [[nodiscard]] Hit hitHeader(QPointF point) const;
    [[nodiscard]] Hit hitRow(QPointF point, int row) const;

    TimelineMetrics m_metrics;
    QSizeF m_size;
    qint64 m_scrollY = 0;
    int m_totalRows = 0;
    int m_firstRow = 0;
    std::vector<Bar> m_bars;
    std::vector<std::size_t> m_rowBegin; ///< into m_bars, one more than rows
    std::vector<Band> m_bands;
    std::vector<WakeMark> m_wakes;
    std::vector<Break> m_breaks;
    std::optional<double> m_playhead;
};

} // namespace durascope::models
