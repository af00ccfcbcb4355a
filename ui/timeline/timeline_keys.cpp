// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/overlay.h"
#include "ui/timeline/timeline_view_p.h"

#include <QKeyEvent>

#include <algorithm>

namespace durascope::ui {

void TimelineView::keyPressEvent(QKeyEvent* event)
{
    if (d->camera.isEmpty() || !d->keyPressed(event->key(), event->modifiers() & ~Qt::KeypadModifier))
        QAbstractScrollArea::keyPressEvent(event);
}

bool TimelineView::Private::keyPressed(int key, Qt::KeyboardModifiers modifiers)
{
    const int row = std::max(selectedRow(session), 0);
    const int last = session.rows()->count() - 1;
    if (modifiers == Qt::ControlModifier && (key == Qt::Key_Home || key == Qt::Key_End)) {
        moveTo(key == Qt::Key_Home ? 0 : last);
        return true;
    }
    if (modifiers != Qt::NoModifier)
        return false;
    const double page = q.viewport()->height() - metrics.headerHeight();
    const int rowsInView = std::max(static_cast<int>(page / metrics.rowHeight) - 1, 1);
    // Without a selection the first key chooses a row instead of passing over it.
    const bool none = session.selection().empty();
    switch (key) {
    case Qt::Key_Up:
        moveTo(none ? geometry.firstRow() : row - 1);
        return true;
    case Qt::Key_Down:
        moveTo(none ? geometry.firstRow() : row + 1);
        return true;
    case Qt::Key_PageUp:
        moveTo(row - rowsInView);
        return true;
    case Qt::Key_PageDown:
        moveTo(row + rowsInView);
        return true;
    case Qt::Key_Left:
        closeOrLeave();
        return true;
    case Qt::Key_Right:
        openOrEnter();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (session.selection().operation.valid())
            Q_EMIT q.activated(session.selection().operation);
        return true;
    default:
        return false;
    }
}

void TimelineView::Private::moveTo(int row)
{
    row = std::clamp(row, 0, session.rows()->count() - 1);
    const models::Row& shown = session.rows()->at(row);
    session.select({shown.operation, shown.attempt, {}, {}});
    ensureRowVisible(row);
}

void TimelineView::Private::closeOrLeave()
{
    const int row = selectedRow(session);
    if (row < 0)
        return;
    models::RowList& rows = *session.rows();
    const models::Row shown = rows.at(row);
    if (shown.attempt == 0 && shown.operation != core::kExecution && rows.isOpen(shown.operation)) {
        rows.setOpen(shown.operation, false);
        return;
    }
    // The row above with less depth is the parent, for attempts too.
    int parent = row;
    if (shown.attempt > 0)
        parent = rows.rowOf(shown.operation);
    else if (session.log().operation(shown.operation).parent.valid())
        parent = rows.rowOf(session.log().operation(shown.operation).parent);
    if (parent >= 0)
        moveTo(parent);
}

void TimelineView::Private::openOrEnter()
{
    const int row = selectedRow(session);
    if (row < 0)
        return;
    models::RowList& rows = *session.rows();
    const models::Row shown = rows.at(row);
    if (shown.attempt > 0 || !rows.canOpen(shown.operation))
        return;
    if (rows.isOpen(shown.operation))
        moveTo(row + 1);
    else
        rows.setOpen(shown.operation, true);
}

} // namespace durascope::ui
