// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>

namespace durascope::ui {

class TimelineView;

/// Makes timelines speak: a tree whose items are the shown rows, each with name, state in words and duration. Installed
/// by the first TimelineView.
void installTimelineAccessibility();

} // namespace durascope::ui
