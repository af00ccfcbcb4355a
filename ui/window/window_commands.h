// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace durascope::ui {

class MainWindow;

/// Opening and closing histories, panels, theme, help: what the window itself does.
void addWindowCommands(MainWindow& window);

} // namespace durascope::ui
