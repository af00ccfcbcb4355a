// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/band_painter.h"
#include "ui/timeline/bar_painter.h"
#include "ui/timeline/overlay.h"
#include "ui/timeline/ruler_painter.h"
#include "ui/timeline/timeline_view_p.h"

#include <QPaintEvent>

#include <algorithm>
#include <cmath>

namespace durascope::ui {

namespace {

constexpr int kMostParts = 12; // of an update region; more are painted as one

/// The context of one column: its painter begins at the column's left edge and cannot leave it.
class ColumnPainting
{
public:
    ColumnPainting(const PaintContext& whole, const QRectF& column, const QRectF& clip)
        : m_painter(whole.painter)
        , context{whole.painter,
                  whole.session,
                  whole.geometry,
                  whole.facts,
                  whole.palette,
                  whole.fonts,
                  QRectF(QPointF(0, 0), column.size()),
                  whole.hairline,
                  whole.firstRow,
                  whole.lastRow}
    {
        m_painter.save();
        m_painter.setClipRect(column.intersected(clip), Qt::IntersectClip);
        m_painter.translate(column.topLeft());
    }
    ~ColumnPainting() { m_painter.restore(); }
    Q_DISABLE_COPY_MOVE(ColumnPainting)

private:
    QPainter& m_painter;

public:
    PaintContext context;
};

} // namespace

void TimelineView::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    d->ensureGeometry();
    if (event->region().rectCount() > kMostParts) {
        d->paint(painter, event->rect());
        return;
    }
    for (const QRect& part : event->region())
        d->paint(painter, part);
}

void TimelineView::Private::paint(QPainter& painter, const QRect& part)
{
    const Palette& palette = Theme::instance().palette();
    painter.setClipRect(part);
    painter.fillRect(part, palette.canvas);
    if (camera.isEmpty() || !session.isOpen())
        return;
    const double scrolled = static_cast<double>(scrollY()) - metrics.headerHeight();
    PaintContext whole{painter,
                       session,
                       geometry,
                       facts,
                       palette,
                       fonts,
                       QRectF(q.viewport()->rect()),
                       1.0 / q.devicePixelRatioF(),
                       static_cast<int>(std::floor((part.top() + scrolled) / metrics.rowHeight)),
                       static_cast<int>(std::floor((part.bottom() + scrolled) / metrics.rowHeight))};
    whole.firstRow = std::max(whole.firstRow, geometry.firstRow());
    whole.lastRow = std::min(whole.lastRow, geometry.lastRow());
    const QRectF rowsArea = QRectF(q.viewport()->rect()).adjusted(0, metrics.headerHeight(), 0, 0);
    if (part.bottom() >= rowsArea.top()) {
        painter.save();
        painter.setClipRect(rowsArea, Qt::IntersectClip);
        paintRows(whole);
        painter.restore();
    }
    if (part.top() <= metrics.headerHeight())
        paintHeader(whole);
    painter.fillRect(QRectF(treeColumn().right(), 0, 1, q.viewport()->height()), palette.line);
    if (gesture == Gesture::ZoomRange)
        paintZoomRange(painter);
}

void TimelineView::Private::paintRows(const PaintContext& whole)
{
    const QRectF everything = whole.column;
    {
        const ColumnPainting time(whole, timeColumn(), everything);
        paintBreaks(time.context);
        paintInvocationColumns(time.context);
        paintGrid(time.context, ticks, camera.scrollX());
    }
    paintRowGrounds(whole);
    {
        const ColumnPainting time(whole, timeColumn(), everything);
        paintBars(time.context);
        paintVeil(time.context);
        paintBarOutlines(time.context);
        paintPlayhead(time.context);
    }
    {
        const ColumnPainting tree(whole, treeColumn(), everything);
        ui::paintTree(tree.context, treeLayout());
    }
    const int row = selectedRow(session);
    if (q.hasFocus() && row >= whole.firstRow && row <= whole.lastRow) {
        const QRectF box(0, geometry.rowTop(row), treeColumn().width(), metrics.rowHeight);
        whole.painter.setPen(QPen(whole.palette.focus, 1));
        whole.painter.setBrush(Qt::NoBrush);
        whole.painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void TimelineView::Private::paintHeader(const PaintContext& whole)
{
    QPainter& painter = whole.painter;
    const QRectF head(0, 0, whole.column.width(), metrics.headerHeight());
    painter.fillRect(head, whole.palette.panel);
    {
        const ColumnPainting tree(whole, treeColumn(), head);
        paintTreeHeader(tree.context, treeLayout());
    }
    {
        const ColumnPainting time(whole, timeColumn(), head);
        paintRuler(time.context, camera.axis(), ticks, camera.scrollX());
        paintBands(time.context);
        paintPlayhead(time.context);
        paintPlayheadHandle(time.context, gesture == Gesture::Scrub);
    }
    painter.fillRect(QRectF(0, head.bottom() - whole.hairline, head.width(), whole.hairline), whole.palette.line);
}

void TimelineView::Private::paintZoomRange(QPainter& painter)
{
    const QRectF column = timeColumn();
    const double left = std::max(std::min(pressedAt.x(), draggedTo.x()), column.left());
    const double right = std::max(pressedAt.x(), draggedTo.x());
    const Palette& palette = Theme::instance().palette();
    painter.fillRect(QRectF(left, 0, right - left, column.height()), palette.selection);
    painter.fillRect(QRectF(left, 0, 1, column.height()), palette.textMuted);
    painter.fillRect(QRectF(right, 0, 1, column.height()), palette.textMuted);
}

void TimelineView::Private::updateHovered(core::OperationIndex operation)
{
    if (!operation.valid() || !session.isOpen() || operation.value() >= session.log().operationCount())
        return;
    const history::EventLog& log = session.log();
    const core::InvocationIndex invocation = invocationOf(session, operation);
    if (geometryValid && invocation.valid()) {
        for (const models::Band& band : geometry.bands()) {
            if (band.invocation == invocation)
                q.viewport()->update(
                    QRectF(timeColumn().left() + band.rect.left(), 0, band.rect.width(), timeColumn().height())
                        .toAlignedRect());
        }
    }
    updateRow(session.rows()->rowOfVisibleAncestor(operation));
    for (int level = 0; operation.valid() && level < 64; ++level) {
        operation = log.operation(operation).parent;
        if (operation.valid())
            updateRow(session.rows()->rowOf(operation));
    }
}

} // namespace durascope::ui
