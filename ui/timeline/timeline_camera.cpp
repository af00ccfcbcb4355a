// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_camera.h"

#include <algorithm>
#include <cmath>

namespace durascope::ui {

using core::Timestamp;
using models::AxisMode;
using models::TimeAxis;

namespace {

constexpr double kFitShare = 0.9;
constexpr double kRevealMargin = 0.1; // of the width

bool isFinite(double value)
{
    return std::isfinite(value);
}

} // namespace

void TimelineCamera::setDocument(const models::Document& document)
{
    m_stretches.reset();
    m_expanded.clear();
    m_zoom = 1;
    m_scrollX = 0;
    if (document.isOpen() && !document.log->empty()) {
        m_stretches = models::divideTime(*document.log, *document.analysis);
        m_mode = models::defaultAxisMode(*document.analysis);
    }
    rebuild();
}

void TimelineCamera::resize(double width)
{
    if (width == m_width)
        return;
    const bool whole = m_zoom == 1 && m_scrollX == 0;
    const Timestamp left = isEmpty() ? Timestamp{} : timeAt(0);
    m_width = width;
    rebuild();
    if (!whole && !isEmpty())
        setScrollX(m_axis.xOf(left));
}

void TimelineCamera::setMode(AxisMode mode)
{
    if (mode == m_mode)
        return;
    const Timestamp centre = isEmpty() ? Timestamp{} : timeAt(m_width / 2);
    const bool whole = m_axis.isEmpty() || (m_axis.zoom() <= 1 && m_scrollX == 0);
    m_mode = mode;
    m_zoom = 1;
    rebuild();
    if (!isEmpty() && !whole)
        centreOn(centre);
}

void TimelineCamera::rebuild()
{
    m_target = m_stretches ? TimeAxis(m_stretches, m_mode, m_width, m_expanded) : TimeAxis();
    if (!m_target.isEmpty()) {
        m_target.setZoom(m_zoom);
        m_zoom = m_target.zoom();
    }
    m_axis = m_target;
    setScrollX(m_scrollX);
}

void TimelineCamera::rebuildAround(double x)
{
    const Timestamp anchor = timeAt(x);
    rebuild();
    setScrollX(m_axis.xOf(anchor) - x);
}

double TimelineCamera::maximumScrollX() const
{
    return m_axis.isEmpty() ? 0 : std::max(m_axis.contentWidth() - m_width, 0.0);
}

void TimelineCamera::setScrollX(double x)
{
    m_scrollX = std::clamp(x, 0.0, maximumScrollX());
}

void TimelineCamera::zoomAround(double x, double factor)
{
    if (isEmpty() || !isFinite(factor) || factor <= 0)
        return;
    // Beside the content there is no instant to hold on to; its ends are the nearest.
    const Timestamp anchor = timeAt(x);
    const double before = xOf(anchor);
    m_target.setZoom(m_zoom * factor);
    m_zoom = m_target.zoom();
    m_axis = m_target;
    setScrollX(m_axis.xOf(anchor) - before);
}

void TimelineCamera::centreOn(Timestamp time)
{
    if (!isEmpty())
        setScrollX(m_axis.xOf(time) - m_width / 2);
}

void TimelineCamera::fit(Timestamp from, Timestamp to)
{
    if (isEmpty())
        return;
    // Breaks keep their width: what zooms is the rest of the range, so that a second look corrects the first.
    for (int pass = 0; pass < 3; ++pass) {
        double fixed = 0;
        for (std::size_t i = m_axis.stretchOf(from); i < m_axis.count() && m_axis.stretch(i).start < to; ++i) {
            if (m_axis.isBreak(i))
                fixed += std::max(m_axis.xOf(to < m_axis.stretch(i).end ? to : m_axis.stretch(i).end) -
                                      m_axis.xOf(from > m_axis.stretch(i).start ? from : m_axis.stretch(i).start),
                                  0.0);
        }
        const double zooming = std::max(m_axis.xOf(to) - m_axis.xOf(from) - fixed, 1e-9);
        const double room = std::max(m_width * kFitShare - fixed, 1.0);
        m_target.setZoom(m_zoom * room / zooming);
        m_zoom = m_target.zoom();
        m_axis = m_target;
    }
    setScrollX((m_axis.xOf(from) + m_axis.xOf(to) - m_width) / 2);
}

void TimelineCamera::showAll()
{
    if (isEmpty())
        return;
    m_zoom = m_target.minimumZoom();
    rebuild();
    setScrollX(0);
}

void TimelineCamera::reveal(Timestamp time)
{
    if (isEmpty() || shows(time))
        return;
    const double margin = m_width * kRevealMargin;
    const double x = m_axis.xOf(time);
    setScrollX(x < m_scrollX + margin ? x - margin : x - m_width + margin);
}

bool TimelineCamera::shows(Timestamp time) const
{
    if (isEmpty())
        return false;
    const double x = xOf(time);
    return x >= 0 && x <= m_width;
}

bool TimelineCamera::isExpanded(std::size_t stretch) const
{
    return std::binary_search(m_expanded.begin(), m_expanded.end(), stretch);
}

void TimelineCamera::setExpanded(std::size_t stretch, bool expanded)
{
    if (stretch >= m_target.count() || !m_target.stretch(stretch).idle || expanded == isExpanded(stretch))
        return;
    const auto at = std::lower_bound(m_expanded.begin(), m_expanded.end(), stretch);
    if (expanded)
        m_expanded.insert(at, stretch);
    else
        m_expanded.erase(at);
    rebuildAround(xOf(m_axis.stretch(stretch).start));
}

void TimelineCamera::setAllExpanded(bool expanded)
{
    m_expanded.clear();
    for (std::size_t i = 0; expanded && i < m_target.count(); ++i) {
        if (m_target.stretch(i).idle)
            m_expanded.push_back(i);
    }
    if (!isEmpty())
        rebuildAround(m_width / 2);
}

void TimelineCamera::setTransition(const TimeAxis& from, double share, Timestamp anchor, double x)
{
    m_axis = share >= 1 ? m_target : TimeAxis::between(from, m_target, share);
    setScrollX(m_axis.xOf(anchor) - x);
}

QVariantMap TimelineCamera::state() const
{
    QVariantMap state;
    state.insert(QStringLiteral("axis"),
                 m_mode == AxisMode::Compressed ? QStringLiteral("compressed") : QStringLiteral("real"));
    state.insert(QStringLiteral("zoom"), m_zoom);
    if (isEmpty())
        return state;
    state.insert(QStringLiteral("left"), QVariant::fromValue<qlonglong>(timeAt(0).micros));
    QVariantList expanded;
    for (const std::size_t stretch : m_expanded)
        expanded.append(QVariant::fromValue<qulonglong>(stretch));
    state.insert(QStringLiteral("expandedBreaks"), expanded);
    return state;
}

void TimelineCamera::restore(const QVariantMap& state)
{
    const QString axis = state.value(QStringLiteral("axis")).toString();
    if (axis == QLatin1String("compressed"))
        m_mode = AxisMode::Compressed;
    else if (axis == QLatin1String("real"))
        m_mode = AxisMode::RealTime;
    m_expanded.clear();
    const QVariantList expandedBreaks = state.value(QStringLiteral("expandedBreaks")).toList();
    for (const QVariant& entry : expandedBreaks) {
        bool ok = false;
        const auto stretch = static_cast<std::size_t>(entry.toULongLong(&ok));
        if (ok && m_stretches && stretch < m_stretches->size() && (*m_stretches)[stretch].idle)
            m_expanded.push_back(stretch);
    }
    std::sort(m_expanded.begin(), m_expanded.end());
    m_expanded.erase(std::unique(m_expanded.begin(), m_expanded.end()), m_expanded.end());
    const double zoom = state.value(QStringLiteral("zoom"), 1.0).toDouble();
    m_zoom = isFinite(zoom) && zoom > 0 ? zoom : 1;
    rebuild();
    bool ok = false;
    const qlonglong left = state.value(QStringLiteral("left")).toLongLong(&ok);
    if (ok && !isEmpty())
        setScrollX(timeAt(0).micros == left ? m_scrollX : m_axis.xOf(Timestamp{left}));
}

} // namespace durascope::ui
