// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/glyphs.h"

#include <QPainterPath>

namespace durascope::ui {

/// A sign on a grid of 16 by 16 units: lines drawn with a pen of 1.5 units, and areas filled.
struct GlyphShape
{
    QPainterPath lines;
    QPainterPath fill;
};

inline constexpr double kGlyphGrid = 16.0;
inline constexpr double kGlyphStroke = 1.5;

[[nodiscard]] GlyphShape shapeOf(models::VisualState state);
[[nodiscard]] GlyphShape shapeOf(models::OperationKind kind);
[[nodiscard]] GlyphShape shapeOf(ActionGlyph glyph);

/// The strokes that several tables share.
namespace shapes {
void polyline(QPainterPath& path, std::initializer_list<QPointF> points);
[[nodiscard]] QPainterPath polygon(std::initializer_list<QPointF> points);
void hourglass(QPainterPath& path);
void envelope(QPainterPath& path);
void outwardArrow(QPainterPath& path);
/// A circle arrow; open at the upper right, clockwise.
void turnAgain(QPainterPath& path);
void clock(QPainterPath& path, QPointF centre, double radius);
} // namespace shapes

} // namespace durascope::ui
