// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/ticks.h"
#include "ui/timeline/paint_context.h"

namespace durascope::ui {

/// The marks of the ruler for what the camera shows. Made anew when the view moves, not when it is painted.
[[nodiscard]] models::RulerTicks layOutRuler(const models::TimeAxis& axis, const models::TimelineGeometry& geometry,
                                             double scrollX, double width, double characterWidth,
                                             models::TimeDisplay display);

/// Two rows of times, the lengths of breaks and what they waited for.
void paintRuler(const PaintContext& context, const models::TimeAxis& axis, const models::RulerTicks& ticks,
                double scrollX);
/// Faint lines behind the rows, at the marks of the lower row.
void paintGrid(const PaintContext& context, const models::RulerTicks& ticks, double scrollX);
/// The cuts through all rows where the axis leaves out idle time.
void paintBreaks(const PaintContext& context);

} // namespace durascope::ui
