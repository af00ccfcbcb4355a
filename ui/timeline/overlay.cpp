// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/overlay.h"

#include <QPainterPath>

#include <cmath>

namespace durascope::ui {

using models::Bar;
using models::BarShape;

namespace {

constexpr double kVeil = 0.4; // the future stays at 60 %

bool isPartOfSelection(const models::Selection& selection, const Bar& bar)
{
    return bar.operation == selection.operation &&
           (selection.attempt == 0 || bar.attempt == 0 || selection.attempt == bar.attempt);
}

void outlineBar(const PaintContext& context, const Bar& bar, double alpha)
{
    QPainter& painter = context.painter;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(withAlpha(context.palette.text, alpha), 1));
    const double grow = 2.5;
    if (bar.shape == BarShape::Point) {
        painter.drawRect(bar.rect.adjusted(-1.5, -1.5, 1.5, 1.5));
        return;
    }
    painter.drawRect(bar.rect.adjusted(-grow, -grow, grow, grow));
}

/// One outline around all parts of a bar: it is one thing, however often breaks cut it.
void outlineRow(const PaintContext& context, int row, const models::Selection& what, double alpha)
{
    if (row < context.geometry.firstRow() || row > context.geometry.lastRow())
        return;
    Bar whole;
    for (const Bar& bar : context.geometry.barsOf(row)) {
        if (!isPartOfSelection(what, bar))
            continue;
        if (whole.rect.isNull()) {
            whole = bar;
        } else {
            whole.rect |= bar.rect;
            whole.shape = bar.shape == BarShape::Point ? BarShape::Full : bar.shape;
        }
    }
    if (!whole.rect.isNull())
        outlineBar(context, whole, alpha);
}

} // namespace

int selectedRow(const models::Session& session)
{
    if (!session.isOpen() || !session.selection().operation.valid())
        return -1;
    const models::RowList& rows = *session.rows();
    const models::Selection& selection = session.selection();
    const int own = rows.rowOf(selection.operation, selection.attempt);
    return own >= 0 ? own : rows.rowOfVisibleAncestor(selection.operation);
}

int hoveredRow(const models::Session& session)
{
    if (!session.isOpen() || !session.hovered().valid())
        return -1;
    return session.rows()->rowOfVisibleAncestor(session.hovered());
}

core::InvocationIndex invocationOf(const models::Session& session, core::OperationIndex operation)
{
    if (!session.isOpen() || !operation.valid() || operation == core::kExecution)
        return {};
    const core::EventIndex first = session.log().operation(operation).firstEvent;
    return first.valid() ? session.analysis().invocationOf(first) : core::InvocationIndex();
}

void paintRowGrounds(const PaintContext& context)
{
    const double height = context.geometry.metrics().rowHeight;
    const auto fill = [&](int row, const QColor& colour) {
        if (row >= context.firstRow && row <= context.lastRow)
            context.painter.fillRect(
                QRectF(context.column.left(), context.geometry.rowTop(row), context.column.width(), height), colour);
    };
    fill(hoveredRow(context.session), context.palette.hover);
    fill(selectedRow(context.session), context.palette.selection);
    if (!context.session.hovered().valid() || !context.session.isOpen())
        return;
    // The way up to the execution: a light touch on every row that contains the hovered one.
    const history::EventLog& log = context.session.log();
    core::OperationIndex parent = log.operation(context.session.hovered()).parent;
    for (int level = 0; parent.valid() && level < 64; ++level) {
        const int row = context.session.rows()->rowOf(parent);
        if (row >= context.firstRow && row <= context.lastRow)
            context.painter.fillRect(QRectF(context.column.left(), context.geometry.rowTop(row), 2, height),
                                     context.palette.textMuted);
        parent = log.operation(parent).parent;
    }
}

void paintBarOutlines(const PaintContext& context)
{
    const models::Session& session = context.session;
    const models::Selection& selection = session.selection();
    if (session.hovered().valid() && session.hovered() != selection.operation)
        outlineRow(context, session.rows()->rowOf(session.hovered()), {session.hovered(), 0, {}, {}}, 0.45);
    if (selection.operation.valid()) {
        const int row = session.rows()->rowOf(selection.operation);
        outlineRow(context, row, selection, 1.0);
        const int attemptRow = session.rows()->rowOf(selection.operation, selection.attempt);
        if (attemptRow != row)
            outlineRow(context, attemptRow, selection, 1.0);
    }
}

void paintVeil(const PaintContext& context)
{
    const auto playhead = context.geometry.playhead();
    const double left = playhead ? *playhead : context.column.width() + 1;
    const double top = context.geometry.metrics().headerHeight();
    if (left < context.column.width() && !context.session.atEnd())
        context.painter.fillRect(QRectF(left, top, context.column.width() - left, context.column.height() - top),
                                 withAlpha(context.palette.canvas, kVeil));
}

void paintPlayhead(const PaintContext& context)
{
    const auto playhead = context.geometry.playhead();
    if (!playhead)
        return;
    const double top = context.geometry.metrics().rulerHeight - 4;
    context.painter.fillRect(QRectF(*playhead, top, 1, context.column.height() - top), context.palette.playhead);
}

void paintPlayheadHandle(const PaintContext& context, bool grabbed)
{
    const QRectF box = context.geometry.playheadHandle();
    if (box.isNull())
        return;
    QPainter& painter = context.painter;
    const double x = box.center().x() + 0.5;
    const double grow = grabbed ? 1 : 0;
    QPainterPath flag;
    flag.moveTo(x - 5 - grow, box.top() + 1 - grow);
    flag.lineTo(x + 5 + grow, box.top() + 1 - grow);
    flag.lineTo(x + 5 + grow, box.top() + 6);
    flag.lineTo(x, box.bottom() + grow);
    flag.lineTo(x - 5 - grow, box.top() + 6);
    flag.closeSubpath();
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.fillPath(flag, context.palette.playhead);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace durascope::ui
