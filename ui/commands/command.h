// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/glyphs.h"

#include <QKeySequence>
#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace durascope::ui {

/// The headings of the menu and of the keyboard sheet, in their order.
enum class CommandGroup { File, Transport, Timeline, Tree, View, Help };
inline constexpr int kCommandGroupCount = static_cast<int>(CommandGroup::Help) + 1;
[[nodiscard]] QString groupTitle(CommandGroup group);

/// One thing a person can ask of the window. Menus, buttons, tooltips and the keyboard sheet are all made of these.
struct Command
{
    QString id;      ///< stable: "transport.next-event"; may be written into scripts
    QString title;   ///< as in a menu, without key
    QString tooltip; ///< one sentence: what it does
    CommandGroup group = CommandGroup::File;
    QList<QKeySequence> keys;         ///< the first is shown; may be empty
    std::optional<ActionGlyph> glyph; ///< none: text only
    std::function<void()> run;
    std::function<bool()> enabled; ///< absent: always
    std::function<bool()> checked; ///< absent: not a toggle
};

/// "Next event  ." : title and key, as tooltips and the keyboard sheet show them.
[[nodiscard]] QString keyText(const Command& command);

} // namespace durascope::ui
