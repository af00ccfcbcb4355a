// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/paint_context.h"

namespace durascope::ui {

/// The faint columns of the invocations behind the rows.
void paintInvocationColumns(const PaintContext& context);
/// The track of invocation blocks in the header, with the reasons why they began.
void paintBands(const PaintContext& context);

} // namespace durascope::ui
