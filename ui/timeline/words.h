// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/analysis.h"
#include "ui/theme/glyphs.h"

#include <QString>

namespace durascope::ui {

/// "timer", "callback", "retry" …: why an invocation began, in one word.
[[nodiscard]] QString wakeWord(history::WakeReason reason);
[[nodiscard]] ActionGlyph glyphOf(history::WakeReason reason);
/// "a timer", "a callback" …: what the execution waited for.
[[nodiscard]] QString gapWords(history::GapReason reason);
/// Unknown has no sign.
[[nodiscard]] std::optional<ActionGlyph> glyphOf(history::GapReason reason);

} // namespace durascope::ui
