// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/glyph_shapes.h"

#include <QTransform>

namespace durascope::ui {

namespace {

using namespace shapes;

QPainterPath mirrored(const QPainterPath& path)
{
    return QTransform(-1, 0, 0, 1, kGlyphGrid, 0).map(path);
}

GlyphShape mirrored(const GlyphShape& shape)
{
    return {mirrored(shape.lines), mirrored(shape.fill)};
}

void filled(GlyphShape& shape, const QPainterPath& path)
{
    shape.fill.addPath(path);
    shape.lines.addPath(path);
}

GlyphShape play()
{
    GlyphShape shape;
    filled(shape, polygon({{4.75, 3.25}, {12.75, 8}, {4.75, 12.75}}));
    return shape;
}

GlyphShape pause()
{
    GlyphShape shape;
    shape.fill.addRoundedRect(QRectF(4, 3, 2.75, 10), 0.75, 0.75);
    shape.fill.addRoundedRect(QRectF(9.25, 3, 2.75, 10), 0.75, 0.75);
    return shape;
}

GlyphShape stepForward()
{
    GlyphShape shape;
    polyline(shape.lines, {{6, 3.5}, {10.5, 8}, {6, 12.5}});
    return shape;
}

/// The debugger's arc over a dot.
GlyphShape stepOver()
{
    GlyphShape shape;
    const QRectF arc(2.5, 4.25, 11, 10);
    shape.lines.arcMoveTo(arc, 165);
    shape.lines.arcTo(arc, 165, -145);
    polyline(shape.lines, {{13.9, 3.5}, {13.3, 7.3}, {9.6, 6.6}});
    shape.fill.addEllipse(QPointF(8, 12), 1.75, 1.75);
    return shape;
}

GlyphShape stepInto()
{
    GlyphShape shape;
    polyline(shape.lines, {{8, 1.75}, {8, 8}});
    polyline(shape.lines, {{4.75, 5.25}, {8, 8.5}, {11.25, 5.25}});
    shape.fill.addEllipse(QPointF(8, 12.5), 1.75, 1.75);
    return shape;
}

GlyphShape stepOut()
{
    GlyphShape shape;
    polyline(shape.lines, {{8, 2.25}, {8, 8.75}});
    polyline(shape.lines, {{4.75, 5.25}, {8, 2}, {11.25, 5.25}});
    shape.fill.addEllipse(QPointF(8, 12.5), 1.75, 1.75);
    return shape;
}

GlyphShape nextInvocation()
{
    GlyphShape shape;
    polyline(shape.lines, {{3, 3.5}, {7.5, 8}, {3, 12.5}});
    polyline(shape.lines, {{8.5, 3.5}, {13, 8}, {8.5, 12.5}});
    return shape;
}

GlyphShape toEnd()
{
    GlyphShape shape;
    polyline(shape.lines, {{4, 3.5}, {8.5, 8}, {4, 12.5}});
    polyline(shape.lines, {{12, 3.5}, {12, 12.5}});
    return shape;
}

GlyphShape nextFailure()
{
    GlyphShape shape;
    polyline(shape.lines, {{2, 4.75}, {8.5, 11.25}});
    polyline(shape.lines, {{8.5, 4.75}, {2, 11.25}});
    polyline(shape.lines, {{11, 4.75}, {14.25, 8}, {11, 11.25}});
    return shape;
}

GlyphShape zoom(bool in)
{
    GlyphShape shape;
    shape.lines.addEllipse(QPointF(7, 7), 4.75, 4.75);
    polyline(shape.lines, {{10.5, 10.5}, {14, 14}});
    polyline(shape.lines, {{5, 7}, {9, 7}});
    if (in)
        polyline(shape.lines, {{7, 5}, {7, 9}});
    return shape;
}

GlyphShape open()
{
    GlyphShape shape;
    polyline(shape.lines, {{2, 12.5}, {2, 3.5}, {6, 3.5}, {7.5, 5.25}, {12.5, 5.25}, {12.5, 7}});
    shape.lines.addPath(polygon({{2, 12.75}, {4, 7.25}, {14.5, 7.25}, {12.5, 12.75}}));
    return shape;
}

GlyphShape fit()
{
    GlyphShape shape;
    polyline(shape.lines, {{2.25, 3.5}, {2.25, 12.5}});
    polyline(shape.lines, {{13.75, 3.5}, {13.75, 12.5}});
    polyline(shape.lines, {{5, 8}, {11, 8}});
    polyline(shape.lines, {{6.75, 6}, {4.75, 8}, {6.75, 10}});
    polyline(shape.lines, {{9.25, 6}, {11.25, 8}, {9.25, 10}});
    return shape;
}

/// A line with a cut in it: the compressed axis.
GlyphShape axis()
{
    GlyphShape shape;
    polyline(shape.lines, {{1.5, 8}, {5.5, 8}});
    polyline(shape.lines, {{10.5, 8}, {14.5, 8}});
    polyline(shape.lines, {{4.25, 11.25}, {7.25, 4.75}});
    polyline(shape.lines, {{8.75, 11.25}, {11.75, 4.75}});
    return shape;
}

GlyphShape copy()
{
    GlyphShape shape;
    shape.lines.addRoundedRect(QRectF(5.5, 5.5, 8, 8), 1.25, 1.25);
    polyline(shape.lines, {{10.5, 2.5}, {3.5, 2.5}, {2.5, 3.5}, {2.5, 10.5}});
    return shape;
}

GlyphShape search()
{
    GlyphShape shape;
    shape.lines.addEllipse(QPointF(7, 7), 4.75, 4.75);
    polyline(shape.lines, {{10.5, 10.5}, {14, 14}});
    return shape;
}

/// A disc, half of it dark.
GlyphShape theme()
{
    GlyphShape shape;
    shape.lines.addEllipse(QPointF(8, 8), 5.5, 5.5);
    const QRectF disc(2.5, 2.5, 11, 11);
    shape.fill.moveTo(8, 2.5);
    shape.fill.arcTo(disc, 90, -180);
    shape.fill.closeSubpath();
    return shape;
}

GlyphShape close()
{
    GlyphShape shape;
    polyline(shape.lines, {{4, 4}, {12, 12}});
    polyline(shape.lines, {{12, 4}, {4, 12}});
    return shape;
}

GlyphShape warning()
{
    GlyphShape shape;
    shape.lines = polygon({{8, 2.25}, {14.25, 13.25}, {1.75, 13.25}});
    polyline(shape.lines, {{8, 6.5}, {8, 9.25}});
    shape.fill.addEllipse(QPointF(8, 11.25), 0.9, 0.9);
    return shape;
}

GlyphShape info()
{
    GlyphShape shape;
    shape.lines.addEllipse(QPointF(8, 8), 5.75, 5.75);
    polyline(shape.lines, {{8, 7.5}, {8, 11}});
    shape.fill.addEllipse(QPointF(8, 5.1), 0.95, 0.95);
    return shape;
}

GlyphShape panel()
{
    GlyphShape shape;
    shape.lines.addRoundedRect(QRectF(2, 3, 12, 10), 1.25, 1.25);
    polyline(shape.lines, {{9.75, 3}, {9.75, 13}});
    return shape;
}

GlyphShape expand(bool open)
{
    GlyphShape shape;
    shape.lines.addRoundedRect(QRectF(2.5, 2.5, 11, 11), 1.25, 1.25);
    polyline(shape.lines, {{5.5, 8}, {10.5, 8}});
    if (open)
        polyline(shape.lines, {{8, 5.5}, {8, 10.5}});
    return shape;
}

GlyphShape paste()
{
    GlyphShape shape;
    shape.lines.addRoundedRect(QRectF(3, 3.25, 10, 10.75), 1.25, 1.25);
    shape.fill.addRoundedRect(QRectF(5.5, 1.75, 5, 3), 1, 1);
    polyline(shape.lines, {{5.75, 8}, {10.25, 8}});
    polyline(shape.lines, {{5.75, 10.75}, {8.5, 10.75}});
    return shape;
}

GlyphShape several()
{
    GlyphShape shape;
    for (const double x : {3.5, 8.0, 12.5})
        shape.fill.addEllipse(QPointF(x, 8), 1.4, 1.4);
    return shape;
}

GlyphShape menu()
{
    GlyphShape shape;
    for (const double y : {4.0, 8.0, 12.0})
        polyline(shape.lines, {{2.5, y}, {13.5, y}});
    return shape;
}

GlyphShape bottomPanel()
{
    GlyphShape shape;
    shape.lines.addRoundedRect(QRectF(2, 3, 12, 10), 1.25, 1.25);
    polyline(shape.lines, {{2, 9.5}, {14, 9.5}});
    return shape;
}

GlyphShape keyboard()
{
    GlyphShape shape;
    shape.lines.addRoundedRect(QRectF(1.5, 4, 13, 8.5), 1.25, 1.25);
    for (const double x : {4.5, 6.8, 9.2, 11.5})
        shape.fill.addRect(QRectF(x - 0.6, 6.2, 1.2, 1.2));
    polyline(shape.lines, {{5, 10}, {11, 10}});
    return shape;
}

GlyphShape linesOf(void (*draw)(QPainterPath&))
{
    GlyphShape shape;
    draw(shape.lines);
    return shape;
}

} // namespace

GlyphShape shapeOf(ActionGlyph glyph)
{
    switch (glyph) {
    case ActionGlyph::Open:
        return open();
    case ActionGlyph::Play:
        return play();
    case ActionGlyph::Pause:
        return pause();
    case ActionGlyph::PlayBackward:
        return mirrored(play());
    case ActionGlyph::StepForward:
        return stepForward();
    case ActionGlyph::StepBackward:
        return mirrored(stepForward());
    case ActionGlyph::StepOver:
        return stepOver();
    case ActionGlyph::StepInto:
        return stepInto();
    case ActionGlyph::StepOut:
        return stepOut();
    case ActionGlyph::NextInvocation:
        return nextInvocation();
    case ActionGlyph::PreviousInvocation:
        return mirrored(nextInvocation());
    case ActionGlyph::ToStart:
        return mirrored(toEnd());
    case ActionGlyph::ToEnd:
        return toEnd();
    case ActionGlyph::NextFailure:
        return nextFailure();
    case ActionGlyph::PreviousFailure:
        return mirrored(nextFailure());
    case ActionGlyph::ZoomIn:
        return zoom(true);
    case ActionGlyph::ZoomOut:
        return zoom(false);
    case ActionGlyph::Fit:
        return fit();
    case ActionGlyph::Axis:
        return axis();
    case ActionGlyph::Copy:
        return copy();
    case ActionGlyph::Search:
        return search();
    case ActionGlyph::Theme:
        return theme();
    case ActionGlyph::Close:
        return close();
    case ActionGlyph::Warning:
        return warning();
    case ActionGlyph::Info:
        return info();
    case ActionGlyph::Panel:
        return panel();
    case ActionGlyph::Expand:
        return expand(true);
    case ActionGlyph::Collapse:
        return expand(false);
    case ActionGlyph::Paste:
        return paste();
    case ActionGlyph::Timer:
        return linesOf(hourglass);
    case ActionGlyph::Callback:
        return linesOf(envelope);
    case ActionGlyph::Retry:
        return linesOf(turnAgain);
    case ActionGlyph::Invoke:
        return linesOf(outwardArrow);
    case ActionGlyph::Several:
        return several();
    case ActionGlyph::Menu:
        return menu();
    case ActionGlyph::Keyboard:
        return keyboard();
    case ActionGlyph::BottomPanel:
        return bottomPanel();
    }
    return {};
}

} // namespace durascope::ui
