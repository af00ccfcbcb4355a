// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/glyph_shapes.h"

namespace durascope::ui {

using models::OperationKind;
using models::VisualState;

namespace shapes {

void polyline(QPainterPath& path, std::initializer_list<QPointF> points)
{
    bool first = true;
    for (const QPointF& point : points) {
        if (first)
            path.moveTo(point);
        else
            path.lineTo(point);
        first = false;
    }
}

QPainterPath polygon(std::initializer_list<QPointF> points)
{
    QPainterPath path;
    polyline(path, points);
    path.closeSubpath();
    return path;
}

void hourglass(QPainterPath& path)
{
    polyline(path, {{4, 2.5}, {12, 2.5}});
    polyline(path, {{4, 13.5}, {12, 13.5}});
    polyline(path, {{5, 2.5}, {5, 4.5}, {8, 8}, {11, 4.5}, {11, 2.5}});
    polyline(path, {{5, 13.5}, {5, 11.5}, {8, 8}, {11, 11.5}, {11, 13.5}});
}

void envelope(QPainterPath& path)
{
    path.addRoundedRect(QRectF(2, 3.75, 12, 8.5), 1.25, 1.25);
    polyline(path, {{2.75, 4.75}, {8, 8.75}, {13.25, 4.75}});
}

void outwardArrow(QPainterPath& path)
{
    polyline(path, {{4, 12}, {12, 4}});
    polyline(path, {{6, 4}, {12, 4}, {12, 10}});
}

void turnAgain(QPainterPath& path)
{
    const QRectF circle(3, 3.25, 10, 10);
    path.arcMoveTo(circle, 60);
    path.arcTo(circle, 60, 290);
    polyline(path, {{9.25, 0.9}, {10.75, 3.95}, {7.5, 4.6}});
}

void clock(QPainterPath& path, QPointF centre, double radius)
{
    path.addEllipse(centre, radius, radius);
    polyline(path, {centre - QPointF(0, radius * 0.6), centre, centre + QPointF(radius * 0.45, radius * 0.3)});
}

} // namespace shapes

namespace {

using namespace shapes;

void cross(QPainterPath& path, const QRectF& box)
{
    polyline(path, {box.topLeft(), box.bottomRight()});
    polyline(path, {box.topRight(), box.bottomLeft()});
}

void timedOut(QPainterPath& path)
{
    const QRectF circle(2, 2, 10, 10);
    path.arcMoveTo(circle, -5);
    path.arcTo(circle, -5, 280);
    polyline(path, {{7, 4}, {7, 7}, {9, 8}});
    cross(path, QRectF(10.25, 10.25, 4, 4));
}

void fork(QPainterPath& path)
{
    polyline(path, {{2, 8}, {5.5, 8}});
    path.moveTo(5.5, 8);
    path.cubicTo(8.5, 8, 7, 3.75, 10, 3.75);
    path.lineTo(14, 3.75);
    path.moveTo(5.5, 8);
    path.cubicTo(8.5, 8, 7, 12.25, 10, 12.25);
    path.lineTo(14, 12.25);
}

void grid(QPainterPath& path)
{
    path.addRoundedRect(QRectF(2.5, 2.5, 11, 11), 1, 1);
    polyline(path, {{8, 2.5}, {8, 13.5}});
    polyline(path, {{2.5, 8}, {13.5, 8}});
}

void loopOfTwo(QPainterPath& path)
{
    const QRectF circle(3, 3, 10, 10);
    path.arcMoveTo(circle, 200);
    path.arcTo(circle, 200, -155);
    path.arcMoveTo(circle, 20);
    path.arcTo(circle, 20, -155);
    polyline(path, {{12.2, 1.6}, {12.0, 4.8}, {8.9, 4.6}});
    polyline(path, {{3.8, 14.4}, {4.0, 11.2}, {7.1, 11.4}});
}

} // namespace

GlyphShape shapeOf(VisualState state)
{
    GlyphShape shape;
    switch (state) {
    case VisualState::Succeeded:
        polyline(shape.lines, {{2.75, 8.5}, {6.25, 12}, {13.25, 4.25}});
        break;
    case VisualState::Failed:
        cross(shape.lines, QRectF(3.75, 3.75, 8.5, 8.5));
        break;
    case VisualState::TimedOut:
        timedOut(shape.lines);
        break;
    case VisualState::Running:
        shape.fill = polygon({{4.5, 3}, {13, 8}, {4.5, 13}});
        shape.lines = shape.fill;
        break;
    case VisualState::TimerWait:
        hourglass(shape.lines);
        break;
    case VisualState::CallbackWait:
        envelope(shape.lines);
        break;
    case VisualState::BackOff:
        turnAgain(shape.lines);
        break;
    case VisualState::Cancelled:
        shape.fill.addRoundedRect(QRectF(3.75, 3.75, 8.5, 8.5), 1, 1);
        break;
    case VisualState::InvokePending:
        outwardArrow(shape.lines);
        break;
    case VisualState::Pending:
        shape.lines.addEllipse(QPointF(8, 8), 4.75, 4.75);
        break;
    case VisualState::Abandoned:
        polyline(shape.lines, {{1.75, 8}, {3.25, 8}});
        polyline(shape.lines, {{5.75, 8}, {7.25, 8}});
        polyline(shape.lines, {{9.25, 3.75}, {13.5, 8}, {9.25, 12.25}});
        break;
    }
    return shape;
}

GlyphShape shapeOf(OperationKind kind)
{
    GlyphShape shape;
    switch (kind) {
    case OperationKind::Execution:
        shape.lines.addRoundedRect(QRectF(2.5, 2.5, 11, 11), 1.5, 1.5);
        polyline(shape.lines, {{5.5, 6}, {10.5, 6}});
        polyline(shape.lines, {{5.5, 8.75}, {10.5, 8.75}});
        polyline(shape.lines, {{5.5, 11}, {8.5, 11}});
        break;
    case OperationKind::Step:
        shape.lines = polygon({{8, 2}, {14, 8}, {8, 14}, {2, 8}});
        break;
    case OperationKind::Wait:
        hourglass(shape.lines);
        break;
    case OperationKind::Callback:
        envelope(shape.lines);
        break;
    case OperationKind::Invoke:
        outwardArrow(shape.lines);
        break;
    case OperationKind::Parallel:
        fork(shape.lines);
        break;
    case OperationKind::Map:
        grid(shape.lines);
        break;
    case OperationKind::Context:
        shape.lines.addRoundedRect(QRectF(2.5, 2.5, 11, 11), 1.5, 1.5);
        shape.fill.addRect(QRectF(6, 6, 4, 4));
        break;
    case OperationKind::WaitForCondition:
        loopOfTwo(shape.lines);
        break;
    case OperationKind::Generic:
        shape.lines.addEllipse(QPointF(8, 8), 5.5, 5.5);
        shape.fill.addEllipse(QPointF(8, 8), 1.5, 1.5);
        break;
    }
    return shape;
}

} // namespace durascope::ui
