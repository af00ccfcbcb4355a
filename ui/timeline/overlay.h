// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/paint_context.h"

namespace durascope::ui {

/// Row of what is selected, or of its nearest ancestor that has one; -1 without.
[[nodiscard]] int selectedRow(const models::Session& session);
[[nodiscard]] int hoveredRow(const models::Session& session);
/// The invocation in which the operation began; invalid for the execution, which runs in all of them.
[[nodiscard]] core::InvocationIndex invocationOf(const models::Session& session, core::OperationIndex operation);

/// Behind everything in the rows, over the full width: selection, hover, and the path to the hovered row.
void paintRowGrounds(const PaintContext& context);
/// Over the bars: outlines of the selected and the hovered bar, and of the invocation they run in.
void paintBarOutlines(const PaintContext& context);
/// The future behind a veil, the playhead over it. `upTo` is the lower edge of what is painted.
void paintVeil(const PaintContext& context);
void paintPlayhead(const PaintContext& context);
void paintPlayheadHandle(const PaintContext& context, bool grabbed);

} // namespace durascope::ui
