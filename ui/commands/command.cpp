// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/command.h"

#include <QCoreApplication>

namespace durascope::ui {

QString groupTitle(CommandGroup group)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("durascope::ui::Command", text); };
    switch (group) {
    case CommandGroup::File:
        return tr("History");
    case CommandGroup::Transport:
        return tr("Moving through time");
    case CommandGroup::Timeline:
        return tr("Timeline");
    case CommandGroup::Tree:
        return tr("Operations");
    case CommandGroup::View:
        return tr("Window");
    case CommandGroup::Help:
        return tr("Help");
    }
    return {};
}

QString keyText(const Command& command)
{
    QStringList keys;
    for (const QKeySequence& key : command.keys)
        keys.append(key.toString(QKeySequence::NativeText));
    return keys.join(QStringLiteral(", "));
}

} // namespace durascope::ui
