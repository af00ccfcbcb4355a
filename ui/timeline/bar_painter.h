// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/paint_context.h"

namespace durascope::ui {

/// The bars of the rows in context.firstRow … lastRow. The painter is translated to the column.
void paintBars(const PaintContext& context);

/// One bar as it stands in the timeline, for the legend too.
void paintBar(const PaintContext& context, const models::Bar& bar);

} // namespace durascope::ui
