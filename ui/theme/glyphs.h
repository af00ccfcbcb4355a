// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/common/visual_state.h"

#include <QColor>
#include <QIcon>
#include <QPainter>

namespace durascope::ui {

/// Single-stroke signs drawn as paths, so that they are sharp at every size and need no font or icon theme.
/// `area` is square or wider; the glyph is centred in it. Never changes the painter's state.
void paintStateGlyph(QPainter& painter, const QRectF& area, models::VisualState state, const QColor& colour);
void paintKindGlyph(QPainter& painter, const QRectF& area, models::OperationKind kind, const QColor& colour);

/// Signs of the toolbar and of panels.
enum class ActionGlyph {
    Open,
    Play,
    Pause,
    PlayBackward,
    StepForward,
    StepBackward,
    StepOver,
    StepInto,
    StepOut,
    NextInvocation,
    PreviousInvocation,
    ToStart,
    ToEnd,
    NextFailure,
    PreviousFailure,
    ZoomIn,
    ZoomOut,
    Fit,
    Axis,
    Copy,
    Search,
    Theme,
    Close,
    Warning,
    Info,
    Panel,
    Expand,
    Collapse,
    Paste,
    Timer,
    Callback,
    Retry,
    Invoke,
    Several,
    Menu,
    Keyboard,
    BottomPanel
};
void paintActionGlyph(QPainter& painter, const QRectF& area, ActionGlyph glyph, const QColor& colour);
/// Follows the theme: repainted in the theme's text colours (normal, disabled, active) at any pixel ratio.
[[nodiscard]] QIcon actionIcon(ActionGlyph glyph);

} // namespace durascope::ui
