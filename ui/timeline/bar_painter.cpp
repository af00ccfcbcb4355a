// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/bar_painter.h"

#include "models/common/text.h"
#include "ui/theme/glyphs.h"

#include <QCoreApplication>
#include <QPainterPath>

#include <cmath>

namespace durascope::ui {

using models::Bar;
using models::BarShape;
using models::VisualState;

namespace {

constexpr double kGlyph = 11;
constexpr double kGlyphRoom = 26; // px: a narrower bar has its sign behind it
constexpr double kTextInset = 6;
constexpr double kNotchRoom = 14;
constexpr double kSocket = 6;

/// A filled box whose corner pixels are left out: soft, yet without anti-aliasing.
void fillSoftBox(QPainter& painter, const QRectF& box, const QBrush& brush)
{
    if (box.width() < 4 || box.height() < 4) {
        painter.fillRect(box, brush);
        return;
    }
    painter.fillRect(box.adjusted(0, 1, 0, -1), brush);
    painter.fillRect(QRectF(box.left() + 1, box.top(), box.width() - 2, 1), brush);
    painter.fillRect(QRectF(box.left() + 1, box.bottom() - 1, box.width() - 2, 1), brush);
}

void outline(QPainter& painter, const QRectF& box, const QColor& colour, double width, Qt::PenStyle style)
{
    QPen pen(colour, width, style, Qt::FlatCap, Qt::MiterJoin);
    if (style == Qt::CustomDashLine)
        pen.setDashPattern({3, 2.5});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    const double half = width / 2;
    painter.drawRect(box.adjusted(half, half, -half, -half));
}

void dashedLine(QPainter& painter, const QRectF& box, const QColor& colour, double width, const QList<qreal>& dashes)
{
    QPen pen(colour, width, Qt::SolidLine, Qt::FlatCap);
    // The pattern belongs to the time it lies on, not to where the view begins.
    pen.setDashPattern(dashes);
    painter.setPen(pen);
    const double y = std::floor(box.center().y()) + 0.5;
    painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
}

void paintPoint(const PaintContext& context, const Bar& bar, const QColor& colour)
{
    QPainter& painter = context.painter;
    const QPointF middle = bar.rect.center();
    const double half = bar.rect.width() / 2;
    QPainterPath diamond;
    diamond.moveTo(middle.x(), middle.y() - half);
    diamond.lineTo(middle.x() + half, middle.y());
    diamond.lineTo(middle.x(), middle.y() + half);
    diamond.lineTo(middle.x() - half, middle.y());
    diamond.closeSubpath();
    painter.setRenderHint(QPainter::Antialiasing, true);
    if (bar.future)
        painter.strokePath(diamond, QPen(colour, 1));
    else
        painter.fillPath(diamond, colour);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void fillByPattern(const PaintContext& context, const QRectF& box, VisualState state)
{
    QPainter& painter = context.painter;
    const QColor colour = context.palette.state(state);
    switch (patternOf(state)) {
    case FillPattern::Solid:
        fillSoftBox(painter, box, colour);
        return;
    case FillPattern::Dotted:
        fillSoftBox(painter, box, withAlpha(colour, 0.3));
        fillSoftBox(painter, box, QBrush(colour, Qt::Dense5Pattern));
        return;
    case FillPattern::Strike:
        fillSoftBox(painter, box, withAlpha(colour, 0.2));
        fillSoftBox(painter, box, QBrush(colour, Qt::BDiagPattern));
        outline(painter, box, colour, 1, Qt::SolidLine);
        return;
    case FillPattern::VerticalLines:
        fillSoftBox(painter, box, withAlpha(colour, 0.25));
        for (double x = box.left(); x < box.right(); x += 4)
            painter.fillRect(QRectF(x, box.top(), std::min(2.0, box.right() - x), box.height()), colour);
        return;
    case FillPattern::DashedOutline:
        fillSoftBox(painter, box, withAlpha(colour, 0.16));
        outline(painter, box, colour, 1, Qt::CustomDashLine);
        return;
    case FillPattern::Hollow:
        outline(painter, box, colour, context.hairline, Qt::SolidLine);
        return;
    }
}

/// A failed bar is broken off before its end, so that it is told without its hue.
void paintNotch(const PaintContext& context, const Bar& bar)
{
    if (bar.rect.width() < kNotchRoom)
        return;
    context.painter.fillRect(QRectF(bar.rect.right() - 5, bar.rect.top(), 2, bar.rect.height()),
                             context.palette.canvas);
}

/// The sign of how it ended: in the bar when there is room, else right behind it. Success needs a sign only on waits,
/// whose bars do not change their colour.
void paintOutcome(const PaintContext& context, const Bar& bar)
{
    if (bar.outcome == VisualState::Pending)
        return;
    const bool wait = bar.shape == BarShape::Thin;
    const bool failed = bar.outcome != VisualState::Succeeded;
    const bool inside = bar.shape == BarShape::Full && bar.rect.width() >= kGlyphRoom;
    if (!inside && !wait && !failed)
        return;
    const QPointF middle = bar.rect.center();
    if (inside) {
        const double inset = failed ? 8 : 3;
        const QRectF area(bar.rect.right() - inset - kGlyph, middle.y() - kGlyph / 2, kGlyph, kGlyph);
        paintStateGlyph(context.painter, area, bar.outcome, context.palette.textOn(bar.state));
        return;
    }
    const QRectF area(bar.rect.right() + 3, middle.y() - kGlyph / 2, kGlyph, kGlyph);
    paintStateGlyph(context.painter, area, bar.outcome, context.palette.state(bar.outcome));
}

QString textOf(const PaintContext& context, const Bar& bar)
{
    if (bar.merged > 1)
        return {};
    if (bar.attempt == 0)
        return context.facts.at(bar.row).label;
    return QStringLiteral("#%1").arg(bar.attempt);
}

void paintText(const PaintContext& context, const Bar& bar)
{
    if (bar.shape != BarShape::Full || bar.future || patternOf(bar.state) != FillPattern::Solid)
        return;
    // The part in view is where a person looks for words.
    const double left = std::max(bar.rect.left(), 0.0) + kTextInset;
    const double taken = bar.outcome == VisualState::Pending ? kTextInset : kGlyphRoom - 4;
    const double right = std::min(bar.rect.right(), context.column.width()) - taken;
    if (right - left < 14)
        return;
    const QString text = textOf(context, bar);
    const QFontMetricsF& metrics = context.fonts.smallTextMetrics;
    if (text.isEmpty() || metrics.horizontalAdvance(text) > right - left)
        return;
    context.painter.setFont(context.fonts.smallText);
    context.painter.setPen(context.palette.textOn(bar.state));
    const double baseline = bar.rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    context.painter.drawText(QPointF(left, std::round(baseline)), text);
}

/// A chevron for what never ended, and the word before it, on a clean ground: the end is where the view ends.
void paintOpenEnd(const PaintContext& context, const Bar& bar)
{
    QPainter& painter = context.painter;
    const QColor colour = context.palette.state(bar.state);
    const double middle = bar.rect.center().y();
    const double tip = bar.rect.right() + 6;
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen(colour, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(QPolygonF({{tip - 4, middle - 4}, {tip, middle}, {tip - 4, middle + 4}}));
    painter.setRenderHint(QPainter::Antialiasing, false);

    const QString word = QCoreApplication::translate("TimelineView", "abandoned");
    const QFontMetricsF& metrics = context.fonts.smallTextMetrics;
    const double width = metrics.horizontalAdvance(word);
    double left = tip + 6;
    if (left + width > context.column.width())
        left = bar.rect.right() - width - 10;
    if (left < 0)
        return;
    const QRectF ground(left - 4, middle - metrics.height() / 2, width + 8, metrics.height());
    if (ground.left() < bar.rect.right())
        painter.fillRect(ground, context.palette.canvas);
    painter.setFont(context.fonts.smallText);
    painter.setPen(context.palette.textMuted);
    painter.drawText(QPointF(left, std::round(middle + (metrics.ascent() - metrics.descent()) / 2)), word);
}

/// End feet, so that an open context reads as a bracket around its children.
void paintContainer(const PaintContext& context, const Bar& bar, const QColor& colour)
{
    QPainter& painter = context.painter;
    const QRectF& box = bar.rect;
    painter.fillRect(box, colour);
    if (box.width() < 8)
        return;
    painter.fillRect(QRectF(box.left(), box.bottom(), 2, 3), colour);
    if (bar.outcome != VisualState::Pending)
        painter.fillRect(QRectF(box.right() - 2, box.bottom(), 2, 3), colour);
}

void paintFuture(const PaintContext& context, const Bar& bar)
{
    // The veil over the future fades it.
    const QColor colour = context.palette.textDisabled;
    switch (bar.shape) {
    case BarShape::Point:
        paintPoint(context, bar, colour);
        return;
    case BarShape::Crossing:
    case BarShape::Link:
        dashedLine(context.painter, bar.rect, colour, context.hairline, {2, 4});
        return;
    case BarShape::Full:
    case BarShape::Container:
    case BarShape::Thin:
        outline(context.painter, bar.rect, colour, context.hairline, Qt::SolidLine);
        return;
    }
}

void paintMovingEdge(const PaintContext& context, const Bar& bar)
{
    if (bar.shape == BarShape::Full)
        context.painter.fillRect(QRectF(bar.rect.right() - 2, bar.rect.top() - 1, 2, bar.rect.height() + 2),
                                 context.palette.text);
}

} // namespace

void paintBar(const PaintContext& context, const Bar& bar)
{
    if (bar.future) {
        paintFuture(context, bar);
        return;
    }
    QPainter& painter = context.painter;
    const QColor colour = context.palette.state(bar.state);
    switch (bar.shape) {
    case BarShape::Point:
        // A diamond when it went well; what did not is told by its sign.
        if (bar.outcome == VisualState::Pending || bar.outcome == VisualState::Succeeded)
            paintPoint(context, bar, context.palette.state(bar.state));
        else
            paintStateGlyph(painter, bar.rect.adjusted(-1, -1, 1, 1), bar.outcome, context.palette.state(bar.outcome));
        break;
    case BarShape::Crossing:
        dashedLine(painter, bar.rect, colour, 2, {2, 1.5});
        break;
    case BarShape::Link:
        dashedLine(painter, bar.rect, colour, 2, {1, 1});
        break;
    case BarShape::Container:
        paintContainer(context, bar, colour);
        break;
    case BarShape::Full:
        fillByPattern(context, bar.rect, bar.state);
        break;
    case BarShape::Thin:
        fillSoftBox(painter, bar.rect, withAlpha(colour, 0.16));
        outline(painter, bar.rect, colour, 1, Qt::CustomDashLine);
        if (bar.state == VisualState::CallbackWait && bar.outcome != VisualState::Pending) {
            const double top = std::floor(bar.rect.center().y() - kSocket / 2);
            painter.fillRect(QRectF(bar.rect.right() - kSocket / 2, top, kSocket, kSocket), colour);
        }
        break;
    }
    if (bar.outcome == VisualState::Failed && bar.shape == BarShape::Full)
        paintNotch(context, bar);
    if (bar.movingEdge)
        paintMovingEdge(context, bar);
    if (bar.openEnd)
        paintOpenEnd(context, bar);
    paintText(context, bar);
    if (bar.shape != BarShape::Point)
        paintOutcome(context, bar);
}

void paintBars(const PaintContext& context)
{
    const models::TimelineGeometry& geometry = context.geometry;
    const int first = std::max(context.firstRow, geometry.firstRow());
    const int last = std::min(context.lastRow, geometry.lastRow());
    for (int row = first; row <= last; ++row) {
        for (const Bar& bar : geometry.barsOf(row))
            paintBar(context, bar);
    }
}

} // namespace durascope::ui
