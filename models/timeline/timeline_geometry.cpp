// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/timeline_geometry.h"

#include "models/timeline/bar_layout.h"

#include <algorithm>
#include <cmath>

namespace durascope::models {

namespace {

constexpr double kHandleHalfWidth = 6;
constexpr double kHandleHeight = 12;
constexpr double kGrip = 3;     // px beside the playhead and beside a bar that still meet it
constexpr double kLineGrip = 5; // px above and below the middle of a line

} // namespace

TimelineGeometry::TimelineGeometry(const TimelineScene& scene)
    : m_metrics(scene.metrics)
    , m_size(scene.size)
    , m_scrollY(scene.scrollY)
    , m_totalRows(scene.rows->count())
{
    const double rowHeight = m_metrics.rowHeight;
    const double height = std::max(m_size.height() - m_metrics.headerHeight(), 0.0);
    const auto scroll = static_cast<double>(m_scrollY);
    m_firstRow = std::clamp(static_cast<int>(std::floor(scroll / rowHeight)), 0, m_totalRows);
    const int behind = std::clamp(static_cast<int>(std::ceil((scroll + height) / rowHeight)), m_firstRow, m_totalRows);

    BarLayout layout(scene, m_bars);
    m_rowBegin.reserve(static_cast<std::size_t>(behind - m_firstRow) + 1);
    m_rowBegin.push_back(0);
    for (int row = m_firstRow; row < behind; ++row) {
        layout.addRow(row, rowTop(row));
        m_rowBegin.push_back(m_bars.size());
    }
    layOutBands(scene, m_bands, m_wakes);
    m_breaks = visibleBreaks(scene);
    const double x = scene.axis->xOf(scene.state->now()) - scene.scrollX;
    if (x >= -kHandleHalfWidth && x <= m_size.width() + kHandleHalfWidth)
        m_playhead = std::round(x);
}

double TimelineGeometry::rowTop(int row) const
{
    return m_metrics.headerHeight() + row * m_metrics.rowHeight - static_cast<double>(m_scrollY);
}

int TimelineGeometry::rowAt(double y) const
{
    if (y < m_metrics.headerHeight() || y >= m_size.height())
        return -1;
    const double row =
        std::floor((y - m_metrics.headerHeight() + static_cast<double>(m_scrollY)) / m_metrics.rowHeight);
    return row >= 0 && row < m_totalRows ? static_cast<int>(row) : -1;
}

std::span<const Bar> TimelineGeometry::barsOf(int row) const
{
    const auto at = static_cast<std::size_t>(row - m_firstRow);
    return std::span(m_bars).subspan(m_rowBegin[at], m_rowBegin[at + 1] - m_rowBegin[at]);
}

QRectF TimelineGeometry::playheadHandle() const
{
    if (!m_playhead)
        return {};
    return {*m_playhead - kHandleHalfWidth, m_metrics.rulerHeight - kHandleHeight, 2 * kHandleHalfWidth, kHandleHeight};
}

Hit TimelineGeometry::hitTest(QPointF point) const
{
    if (point.x() < 0 || point.y() < 0 || point.x() >= m_size.width() || point.y() >= m_size.height())
        return {};
    const int row = rowAt(point.y());
    Hit hit = point.y() < m_metrics.headerHeight() ? hitHeader(point) : hitRow(point, row);
    if (hit.kind != HitKind::Nothing)
        return hit;
    const auto under = std::find_if(m_breaks.begin(), m_breaks.end(), [&](const Break& gap) {
        return gap.rect.left() <= point.x() && point.x() < gap.rect.right();
    });
    if (under != m_breaks.end()) {
        hit.kind = HitKind::Break;
        hit.stretch = under->stretch;
    } else if (point.y() < m_metrics.headerHeight()) {
        hit.kind = HitKind::Ruler;
    }
    return hit;
}

Hit TimelineGeometry::hitHeader(QPointF point) const
{
    Hit hit;
    if (playheadHandle().contains(point)) {
        hit.kind = HitKind::Playhead;
        return hit;
    }
    if (point.y() < m_metrics.rulerHeight)
        return hit;
    // Of bands that overlap the last one painted lies on top.
    for (auto band = m_bands.rbegin(); band != m_bands.rend(); ++band) {
        if (band->rect.left() <= point.x() && point.x() < band->rect.right()) {
            hit.kind = HitKind::Band;
            hit.invocation = band->invocation;
            return hit;
        }
    }
    for (const WakeMark& wake : m_wakes) {
        if (wake.rect.contains(point)) {
            hit.kind = HitKind::Wake;
            hit.invocation = wake.invocation;
            return hit;
        }
    }
    return hit;
}

Hit TimelineGeometry::hitRow(QPointF point, int row) const
{
    Hit hit;
    hit.row = row;
    if (row >= m_firstRow && row <= lastRow()) {
        const double middle = rowTop(row) + m_metrics.rowHeight / 2;
        const Bar* nearest = nullptr;
        double distance = kGrip;
        for (const Bar& bar : barsOf(row)) {
            const bool line = bar.shape == BarShape::Crossing;
            if (std::abs(point.y() - middle) > (line ? kLineGrip : m_metrics.barHeight() / 2 + 1))
                continue;
            const double outside = std::max({bar.rect.left() - point.x(), point.x() - bar.rect.right(), 0.0});
            if (outside <= distance && outside < kGrip) {
                distance = outside;
                nearest = &bar;
            }
        }
        if (nearest != nullptr) {
            hit.kind = HitKind::Bar;
            hit.operation = nearest->operation;
            hit.attempt = nearest->attempt;
            hit.backOff = nearest->shape == BarShape::Link;
            return hit;
        }
    }
    if (m_playhead && std::abs(*m_playhead - point.x()) <= kGrip)
        hit.kind = HitKind::Playhead;
    return hit;
}

} // namespace durascope::models
