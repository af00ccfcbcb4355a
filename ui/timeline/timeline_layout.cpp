// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/time_display.h"
#include "ui/timeline/ruler_painter.h"
#include "ui/timeline/timeline_view_p.h"

#include <QScrollBar>
#include <QSignalBlocker>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace durascope::ui {

using core::Duration;
using core::Timestamp;

namespace {

constexpr double kNarrowestTree = 220;
constexpr double kNarrowestTimeline = 160;
constexpr double kScrollSteps = 1'000'000'000; // scroll bars count in int
constexpr int kBreakAnimation = 160;           // ms

struct DensitySizes
{
    double row;
    double text;
};

DensitySizes sizesOf(TimelineView::Density density)
{
    switch (density) {
    case TimelineView::Density::Dense:
        return {22, 12.5};
    case TimelineView::Density::Comfortable:
        return {26, 13};
    case TimelineView::Density::Presentation:
        return {32, 16};
    }
    return {22, 12.5};
}

/// Contents of up to kScrollSteps pixels scroll by pixels, wider ones in larger steps.
double scrollUnit(double extent)
{
    return std::max(1.0, std::ceil(extent / kScrollSteps));
}

void setScrollBar(QScrollBar& bar, double extent, double page, double position, double singleStep)
{
    const QSignalBlocker blocker(bar);
    const double unit = scrollUnit(extent);
    bar.setRange(0, static_cast<int>(std::ceil(std::max(extent - page, 0.0) / unit)));
    bar.setPageStep(std::max(static_cast<int>(page / unit), 1));
    bar.setSingleStep(std::max(static_cast<int>(singleStep / unit), 1));
    bar.setValue(static_cast<int>(std::lround(position / unit)));
}

} // namespace

void TimelineView::Private::applyDensity()
{
    const DensitySizes sizes = sizesOf(density);
    metrics.rowHeight = sizes.row;
    metrics.rulerHeight = density == Density::Presentation ? 32 : 28;
    metrics.bandHeight = density == Density::Presentation ? 20 : 18;
    fonts = TimelineFonts(sizes.text);
}

QRectF TimelineView::Private::treeColumn() const
{
    const double whole = q.viewport()->width();
    const double most = std::max(whole - kNarrowestTimeline, 0.0);
    const double width = std::min(std::max(std::round(whole * treeShare), kNarrowestTree), most);
    return {0, 0, width, static_cast<double>(q.viewport()->height())};
}

QRectF TimelineView::Private::timeColumn() const
{
    const double left = treeColumn().width() + 1;
    return {left, 0, std::max(q.viewport()->width() - left, 1.0), static_cast<double>(q.viewport()->height())};
}

void TimelineView::Private::layOut()
{
    scrollBarSpacer->setFixedWidth(static_cast<int>(treeColumn().width()));
    breakAnimation.stop();
    camera.resize(timeColumn().width());
    viewMoved();
}

void TimelineView::Private::updateScrollBars()
{
    const double rowsHeight = session.rows()->count() * metrics.rowHeight;
    const double page = std::max(q.viewport()->height() - metrics.headerHeight(), 1.0);
    setScrollBar(*q.verticalScrollBar(), rowsHeight, page, static_cast<double>(scrollY()), metrics.rowHeight);
    const double width = camera.isEmpty() ? 0 : camera.axis().contentWidth();
    setScrollBar(*q.horizontalScrollBar(), std::floor(width), camera.width(), camera.scrollX(), camera.width() / 20);
}

qint64 TimelineView::Private::scrollY() const
{
    const double unit = scrollUnit(session.rows()->count() * metrics.rowHeight);
    return static_cast<qint64>(q.verticalScrollBar()->value() * unit);
}

void TimelineView::Private::scrollRowsTo(qint64 y)
{
    const double unit = scrollUnit(session.rows()->count() * metrics.rowHeight);
    q.verticalScrollBar()->setValue(static_cast<int>(std::lround(static_cast<double>(std::max<qint64>(y, 0)) / unit)));
    invalidate();
}

void TimelineView::Private::ensureRowVisible(int row)
{
    const double page = q.viewport()->height() - metrics.headerHeight();
    const double top = row * metrics.rowHeight;
    const auto scroll = static_cast<double>(scrollY());
    if (top < scroll)
        scrollRowsTo(static_cast<qint64>(top));
    else if (top + metrics.rowHeight > scroll + page)
        scrollRowsTo(static_cast<qint64>(std::ceil(top + metrics.rowHeight - page)));
}

void TimelineView::Private::viewMoved()
{
    updateScrollBars();
    lastFocused.reset();
    invalidate();
    Q_EMIT q.rangeChanged();
}

void TimelineView::Private::invalidate()
{
    geometryValid = false;
    q.viewport()->update();
}

void TimelineView::Private::ensureGeometry()
{
    if (geometryValid || camera.isEmpty() || !session.isOpen())
        return;
    models::TimelineScene scene;
    scene.log = &session.log();
    scene.analysis = &session.analysis();
    scene.rows = session.rows();
    scene.axis = &camera.axis();
    scene.invocations = &invocations;
    scene.state.emplace(session.stateAt());
    scene.metrics = metrics;
    scene.size = timeColumn().size();
    scene.scrollX = camera.scrollX();
    scene.scrollY = scrollY();
    geometry = models::TimelineGeometry(scene);
    ticks = layOutRuler(camera.axis(), geometry, camera.scrollX(), scene.size.width(),
                        fonts.smallNumberMetrics.horizontalAdvance(u'0'), TimeDisplayChoice::instance().display());
    geometryValid = true;
}

void TimelineView::Private::updateRow(int row)
{
    if (row < 0)
        return;
    const double top = metrics.headerHeight() + row * metrics.rowHeight - static_cast<double>(scrollY());
    if (top > q.viewport()->height() || top + metrics.rowHeight < metrics.headerHeight())
        return;
    q.viewport()->update(QRectF(0, top, q.viewport()->width(), metrics.rowHeight).toAlignedRect());
}

void TimelineView::Private::toggleBreak(std::size_t stretch)
{
    const models::TimeAxis before = camera.axis();
    const Timestamp anchor = before.stretch(stretch).start;
    const double x = camera.xOf(anchor);
    camera.setExpanded(stretch, !camera.isExpanded(stretch));
    animateFrom(before, anchor, x);
}

void TimelineView::Private::setAllBreaks(bool expanded)
{
    if (camera.isEmpty())
        return;
    const models::TimeAxis before = camera.axis();
    const double x = camera.width() / 2;
    const Timestamp anchor = camera.timeAt(x);
    camera.setAllExpanded(expanded);
    animateFrom(before, anchor, x);
}

void TimelineView::Private::animateFrom(const models::TimeAxis& from, Timestamp anchor, double x)
{
    breakAnimation.stop();
    breakAnimation.disconnect(&q);
    const int wished = q.style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &q);
    if (wished <= 0 || !q.isVisible()) {
        viewMoved();
        return;
    }
    connect(&breakAnimation, &QVariantAnimation::valueChanged, &q, [this, from, anchor, x](const QVariant& value) {
        camera.setTransition(from, value.toDouble(), anchor, x);
        viewMoved();
    });
    // However it ends, the camera must not stay between two axes.
    connect(&breakAnimation, &QVariantAnimation::stateChanged, &q,
            [this, from, anchor, x](QAbstractAnimation::State state) {
                if (state == QAbstractAnimation::Stopped)
                    camera.setTransition(from, 1, anchor, x);
            });
    breakAnimation.setStartValue(0.0);
    breakAnimation.setEndValue(1.0);
    breakAnimation.setDuration(kBreakAnimation);
    breakAnimation.setEasingCurve(QEasingCurve::OutCubic);
    breakAnimation.start();
}

void TimelineView::Private::zoomBy(double factor)
{
    const QPointF mouse = inTimeColumn(q.viewport()->mapFromGlobal(QCursor::pos()));
    const bool overTimeline = q.viewport()->underMouse() && mouse.x() >= 0 && mouse.x() < camera.width();
    breakAnimation.stop();
    camera.zoomAround(overTimeline ? mouse.x() : camera.width() / 2, factor);
    viewMoved();
}

void TimelineView::Private::panBy(double pixels)
{
    breakAnimation.stop();
    camera.setScrollX(camera.scrollX() + pixels);
    viewMoved();
}

std::optional<std::pair<Timestamp, Timestamp>> TimelineView::Private::selectedRange() const
{
    if (!session.isOpen() || session.selection().empty())
        return std::nullopt;
    constexpr Duration kLeast = std::chrono::milliseconds(1);
    const models::Selection& selection = session.selection();
    if (selection.invocation.valid()) {
        const history::Invocation& invocation = session.analysis().invocations()[selection.invocation.value()];
        return std::pair(invocation.start, std::max(invocation.end, invocation.start + kLeast));
    }
    const history::EventLog& log = session.log();
    const auto events = log.events(selection.operation);
    if (events.empty())
        return std::nullopt;
    const Timestamp start = log.axisTime(events.front());
    const bool ends = log.has(events.back(), history::kTerminal);
    const Timestamp end = ends ? log.axisTime(events.back()) : log.endTime();
    return std::pair(start, std::max(end, start + kLeast));
}

void TimelineView::scrollContentsBy(int, int)
{
    const double width = d->camera.isEmpty() ? 0 : d->camera.axis().contentWidth();
    const double unit = scrollUnit(std::floor(width));
    const double x = horizontalScrollBar()->value() * unit;
    // The bar counts in whole steps: a vertical scroll must not round where the camera stands.
    if (std::abs(x - d->camera.scrollX()) >= unit) {
        d->breakAnimation.stop();
        d->camera.setScrollX(x);
        d->viewMoved();
    }
    d->invalidate();
}

} // namespace durascope::ui
