// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/common/text.h"
#include "models/timeline/time_axis.h"

#include <QString>

#include <vector>

namespace durascope::models {

struct Tick
{
    double x = 0; ///< of the content
    core::Timestamp time;
    QString label;     ///< empty: a mark without words
    double labelX = 0; ///< left edge of the label
};

/// What the two rows of the ruler say. Labels of one row never overlap and stay on their side of a break.
struct RulerTicks
{
    std::vector<Tick> absolute; ///< upper row
    std::vector<Tick> relative; ///< lower row: since the start; compressed, since the start of the stretch
};

struct TickOptions
{
    double from = 0; ///< x of the content in view
    double to = 0;
    double characterWidth = 6; ///< of the number font: every character is as wide as every other
    TimeDisplay display = TimeDisplay::Utc;
    /// x-ranges of the content in the upper row that are taken.
    std::vector<std::pair<double, double>> taken;
};
[[nodiscard]] RulerTicks rulerTicks(const TimeAxis& axis, const TickOptions& options);

/// The smallest step of 1, 2, 5 · 10^k (and of a clock's and a calendar's steps above a second) that is at least
/// `atLeast` long. Exposed for tests.
[[nodiscard]] core::Duration niceStep(core::Duration atLeast);

/// The duration in at most that many characters, fewer units the less room there is: "3 d 4 h 12 m", "3 d 4 h", "3 d",
/// "3d"; never less than the last form.
[[nodiscard]] QString fittingDuration(core::Duration duration, int maximumCharacters);

} // namespace durascope::models
