// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/command_registry.h"

#include <QMenu>

namespace durascope::ui {

/// Everything the window can do, a submenu a group, made when it is opened so that it is never out of date.
void fillMainMenu(QMenu& menu, const CommandRegistry& registry);
/// Some commands by their ids; an empty id is a separator.
void fillMenu(QMenu& menu, const CommandRegistry& registry, const QStringList& ids);

} // namespace durascope::ui
