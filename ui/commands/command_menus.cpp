// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/command_menus.h"

namespace durascope::ui {

void fillMainMenu(QMenu& menu, const CommandRegistry& registry)
{
    menu.clear();
    for (int i = 0; i < kCommandGroupCount; ++i) {
        const auto group = static_cast<CommandGroup>(i);
        QMenu* part = nullptr;
        for (const Command& command : registry.commands()) {
            if (command.group != group)
                continue;
            if (!part)
                part = menu.addMenu(groupTitle(group));
            part->addAction(registry.action(command.id));
        }
    }
}

void fillMenu(QMenu& menu, const CommandRegistry& registry, const QStringList& ids)
{
    for (const QString& id : ids) {
        if (id.isEmpty())
            menu.addSeparator();
        else if (QAction* action = registry.action(id))
            menu.addAction(action);
    }
}

} // namespace durascope::ui
