// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace durascope::models {
class Session;
}

namespace durascope::ui {

class CommandRegistry;

/// Moving through the time of a recorded history (interface.md section 2).
void addTransportCommands(CommandRegistry& registry, models::Session& session);

} // namespace durascope::ui
