// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace durascope::models {
class Session;
}

namespace durascope::ui {

class CommandRegistry;
class TimelineView;

/// How the timeline is looked at, and what of the tree is open.
void addTimelineCommands(CommandRegistry& registry, models::Session& session, TimelineView& timeline);

} // namespace durascope::ui
