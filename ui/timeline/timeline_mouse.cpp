// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/attempt_range.h"
#include "ui/timeline/timeline_view_p.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace durascope::ui {

using core::EventIndex;
using core::Timestamp;
using models::Hit;
using models::HitKind;

namespace {

constexpr double kSplitterGrip = 3;
constexpr double kWheelZoom = 1.2; // a notch
constexpr double kNotch = 120;
constexpr double kWheelPan = 60;  // px a notch
constexpr double kLeastRange = 4; // px that a range to zoom to must have

} // namespace

bool TimelineView::Private::isOnSplitter(const QPointF& position) const
{
    return std::abs(position.x() - treeColumn().right()) <= kSplitterGrip;
}

void TimelineView::Private::press(const QPointF& position, Qt::KeyboardModifiers modifiers)
{
    pressedAt = position;
    draggedTo = position;
    ensureGeometry();
    if (isOnSplitter(position))
        gesture = Gesture::Splitter;
    else if (camera.isEmpty())
        return;
    else if (position.x() < timeColumn().left())
        pressTree(position, modifiers);
    else
        pressTime(position, modifiers);
}

void TimelineView::Private::pressTree(const QPointF& position, Qt::KeyboardModifiers modifiers)
{
    const int row = geometry.rowAt(position.y());
    if (row < 0)
        return;
    models::RowList& rows = *session.rows();
    const models::Row shown = rows.at(row);
    const bool onArrow = treeLayout().disclosure(geometry.rowTop(row), shown.depth).contains(position);
    if (!onArrow || shown.attempt > 0 || !rows.canOpen(shown.operation)) {
        session.select({shown.operation, shown.attempt, {}, {}});
        return;
    }
    const bool open = !rows.isOpen(shown.operation);
    if (modifiers.testFlag(Qt::AltModifier))
        rows.setSubtreeOpen(shown.operation, open);
    else
        rows.setOpen(shown.operation, open);
}

void TimelineView::Private::pressTime(const QPointF& position, Qt::KeyboardModifiers modifiers)
{
    pressedHit = geometry.hitTest(inTimeColumn(position));
    switch (pressedHit.kind) {
    case HitKind::Playhead:
        gesture = Gesture::Scrub;
        q.viewport()->update();
        return;
    case HitKind::Ruler:
        gesture = Gesture::Scrub;
        scrubTo(inTimeColumn(position).x(), modifiers.testFlag(Qt::ShiftModifier));
        return;
    case HitKind::Band:
    case HitKind::Wake:
        session.select({{}, 0, {}, pressedHit.invocation});
        return;
    case HitKind::Bar:
        session.select({pressedHit.operation, pressedHit.attempt, {}, {}});
        return;
    case HitKind::Break:
    case HitKind::Nothing:
        gesture = Gesture::Undecided;
        panScrollX = camera.scrollX();
        panScrollY = scrollY();
        return;
    }
}

void TimelineView::Private::drag(const QPointF& position, Qt::KeyboardModifiers modifiers)
{
    draggedTo = position;
    switch (gesture) {
    case Gesture::None:
        return;
    case Gesture::Undecided:
        if ((position - pressedAt).manhattanLength() < QApplication::startDragDistance())
            return;
        gesture = Gesture::Pan;
        q.viewport()->setCursor(Qt::ClosedHandCursor);
        [[fallthrough]];
    case Gesture::Pan:
        camera.setScrollX(panScrollX - (position.x() - pressedAt.x()));
        viewMoved();
        scrollRowsTo(panScrollY - static_cast<qint64>(std::lround(position.y() - pressedAt.y())));
        return;
    case Gesture::Scrub:
        scrubTo(inTimeColumn(position).x(), modifiers.testFlag(Qt::ShiftModifier));
        return;
    case Gesture::Splitter:
        treeShare = std::clamp(position.x() / std::max(q.viewport()->width(), 1), 0.06, 0.94);
        layOut();
        return;
    case Gesture::ZoomRange:
        q.viewport()->update();
        return;
    }
}

void TimelineView::Private::release(const QPointF& position, Qt::KeyboardModifiers modifiers)
{
    const Gesture ended = std::exchange(gesture, Gesture::None);
    if (ended == Gesture::Undecided) {
        click(modifiers);
    } else if (ended == Gesture::ZoomRange) {
        const double left = inTimeColumn({std::min(pressedAt.x(), position.x()), 0}).x();
        const double right = inTimeColumn({std::max(pressedAt.x(), position.x()), 0}).x();
        if (right - left >= kLeastRange && !camera.isEmpty()) {
            camera.fit(camera.timeAt(left), camera.timeAt(right));
            viewMoved();
        }
    }
    q.viewport()->update();
    hoverAt(position);
}

void TimelineView::Private::click(Qt::KeyboardModifiers modifiers)
{
    if (pressedHit.kind == HitKind::Break) {
        if (modifiers.testFlag(Qt::AltModifier))
            setAllBreaks(!camera.isExpanded(pressedHit.stretch));
        else
            toggleBreak(pressedHit.stretch);
        return;
    }
    if (pressedHit.row >= 0 && pressedHit.row < session.rows()->count()) {
        const models::Row& row = session.rows()->at(pressedHit.row);
        session.select({row.operation, row.attempt, {}, {}});
    } else {
        session.clearSelection();
    }
}

void TimelineView::Private::hoverAt(const QPointF& position)
{
    if (camera.isEmpty()) {
        q.viewport()->unsetCursor();
        return;
    }
    ensureGeometry();
    const int row = geometry.rowAt(position.y());
    session.hover(row >= 0 ? session.rows()->at(row).operation : core::OperationIndex());
    const bool overTime = timeColumn().contains(position);
    const Hit hit = overTime ? geometry.hitTest(inTimeColumn(position)) : Hit();
    if (isOnSplitter(position))
        q.viewport()->setCursor(Qt::SplitHCursor);
    else if (hit.kind == HitKind::Playhead)
        q.viewport()->setCursor(Qt::SizeHorCursor);
    else if (hit.kind == HitKind::Break)
        q.viewport()->setCursor(Qt::PointingHandCursor);
    else
        q.viewport()->unsetCursor();
    Q_EMIT q.cursorReadout(overTime ? camera.timeAt(inTimeColumn(position).x()) : Timestamp{}, overTime);
}

void TimelineView::Private::leave()
{
    session.hover({});
    Q_EMIT q.cursorReadout({}, false);
}

void TimelineView::Private::scrubTo(double x, bool snap)
{
    const Timestamp time = camera.timeAt(std::clamp(x, 0.0, camera.width()));
    if (!snap) {
        session.seekToTime(time);
        return;
    }
    const history::EventLog& log = session.log();
    EventIndex nearest = log.eventAtTime(time);
    if (nearest != log.lastEvent()) {
        const double before = std::abs(camera.xOf(log.axisTime(nearest)) - x);
        const double behind = std::abs(camera.xOf(log.axisTime(nearest.next())) - x);
        if (behind < before)
            nearest = nearest.next();
    }
    session.seekTo(nearest);
}

void TimelineView::Private::seekToStartOf(const Hit& hit)
{
    const history::EventLog& log = session.log();
    if (hit.kind == HitKind::Band || hit.kind == HitKind::Wake) {
        session.seekToTime(session.analysis().invocations()[hit.invocation.value()].start);
        return;
    }
    if (hit.kind != HitKind::Bar)
        return;
    const auto events = log.events(hit.operation);
    if (events.empty())
        return;
    const auto attempt = hit.attempt > 1 ? models::eventsOfAttempt(log, hit.operation, hit.attempt) : events;
    const EventIndex start = attempt.empty() ? events.front() : attempt.front();
    session.seekTo(start);
}

void TimelineView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        d->press(event->position(), event->modifiers());
    } else if (event->button() == Qt::MiddleButton && d->timeColumn().contains(event->position())) {
        d->gesture = Private::Gesture::ZoomRange;
        d->pressedAt = event->position();
        d->draggedTo = event->position();
    }
}

void TimelineView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() == Qt::NoButton)
        d->hoverAt(event->position());
    else
        d->drag(event->position(), event->modifiers());
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event)
{
    d->release(event->position(), event->modifiers());
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || d->camera.isEmpty())
        return;
    d->ensureGeometry();
    if (d->timeColumn().contains(event->position()) && !d->isOnSplitter(event->position())) {
        const Hit hit = d->geometry.hitTest(d->inTimeColumn(event->position()));
        if (hit.kind == HitKind::Ruler || hit.kind == HitKind::Playhead)
            d->press(event->position(), event->modifiers());
        else
            d->seekToStartOf(hit);
        return;
    }
    const int row = d->geometry.rowAt(event->position().y());
    if (row < 0)
        return;
    const models::Row& shown = d->session.rows()->at(row);
    if (disclosureRect(row).contains(event->position().toPoint()) && d->session.rows()->canOpen(shown.operation))
        d->pressTree(event->position(), event->modifiers());
    else
        Q_EMIT activated(shown.operation);
}

void TimelineView::wheelEvent(QWheelEvent* event)
{
    const QPoint angle = event->angleDelta();
    const QPoint pixels = event->pixelDelta();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        const double x = std::clamp(d->inTimeColumn(event->position()).x(), 0.0, d->camera.width());
        d->breakAnimation.stop();
        d->camera.zoomAround(x, std::pow(kWheelZoom, angle.y() / kNotch));
        d->viewMoved();
    } else if (event->modifiers().testFlag(Qt::ShiftModifier) || std::abs(angle.x()) > std::abs(angle.y())) {
        const bool sideways = std::abs(angle.x()) > std::abs(angle.y());
        const double exact = sideways ? pixels.x() : pixels.y();
        const double notches = (sideways ? angle.x() : angle.y()) / kNotch;
        d->panBy(-(pixels.isNull() ? notches * kWheelPan : exact));
    } else {
        QApplication::sendEvent(verticalScrollBar(), event);
    }
    event->accept();
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event)
{
    const QPoint position = viewport()->mapFromGlobal(event->globalPos());
    if (d->camera.isEmpty())
        return;
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const int row = d->lastSelectedRow;
        const QPoint corner = row >= 0 ? rowRect(row).bottomLeft() + QPoint(treeWidth() / 3, 0) : QPoint(0, 0);
        Q_EMIT contextMenuRequested(viewport()->mapToGlobal(corner), d->session.now(), true);
        return;
    }
    const bool overTime = d->timeColumn().contains(position);
    const Hit hit = hitAt(position);
    const int row = rowAt(position);
    if (hit.invocation.valid())
        d->session.select({{}, 0, {}, hit.invocation});
    else if (hit.kind == HitKind::Bar)
        d->session.select({hit.operation, hit.attempt, {}, {}});
    else if (row >= 0)
        d->session.select({d->session.rows()->at(row).operation, d->session.rows()->at(row).attempt, {}, {}});
    const Timestamp time = overTime ? d->camera.timeAt(d->inTimeColumn(position).x()) : Timestamp{};
    Q_EMIT contextMenuRequested(event->globalPos(), time, overTime);
}

} // namespace durascope::ui
