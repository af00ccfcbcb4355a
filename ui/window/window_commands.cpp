// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_commands.h"

#include "ui/commands/command_registry.h"
#include "ui/theme/palette.h"
#include "ui/theme/time_display.h"
#include "ui/window/document_control.h"
#include "ui/window/main_window.h"
#include "ui/window/panels.h"

#include <QApplication>

namespace durascope::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("durascope::ui::WindowCommands", text);
}

void addFileCommands(CommandRegistry& registry, MainWindow& window)
{
    const auto add = [&registry](const char* id, const QString& title, const QString& tooltip, QKeySequence key,
                                 std::optional<ActionGlyph> glyph, std::function<void()> run,
                                 std::function<bool()> enabled = {}) {
        registry.add({.id = QLatin1String(id),
                      .title = title,
                      .tooltip = tooltip,
                      .group = CommandGroup::File,
                      .keys = key.isEmpty() ? QList<QKeySequence>{} : QList<QKeySequence>{key},
                      .glyph = glyph,
                      .run = std::move(run),
                      .enabled = std::move(enabled),
                      .checked = {}});
    };
    add("file.open", tr("Open…"), tr("Opens one or several histories from files."), Qt::CTRL | Qt::Key_O,
        ActionGlyph::Open, [&window] { window.chooseFiles(); });
    add("file.paste", tr("Paste"), tr("Opens the JSON on the clipboard as a history."), Qt::CTRL | Qt::Key_V,
        ActionGlyph::Paste, [&window] { window.paste(); });
    add("file.new-window", tr("New window"), tr("Opens another window beside this one."), Qt::CTRL | Qt::Key_N, {},
        [&window] { window.openWindow(); });
    add(
        "file.cancel", tr("Cancel opening"), tr("Stops reading; what was open stays open."), Qt::Key_Escape,
        ActionGlyph::Close, [&window] { window.documents().cancel(); },
        [&window] { return window.documents().isLoading(); });
    add("file.close", tr("Close"), tr("Closes the history, or the window when none is open."), Qt::CTRL | Qt::Key_W, {},
        [&window] { window.closeDocument(); });
    add("file.quit", tr("Quit"), tr("Closes all windows."), Qt::CTRL | Qt::Key_Q, {},
        [] { QApplication::closeAllWindows(); });
}

void addPanelCommands(CommandRegistry& registry, MainWindow& window)
{
    const auto open = [&window] { return window.session().isOpen(); };
    registry.add({.id = QStringLiteral("view.bottom-panel"),
                  .title = tr("Bottom panel"),
                  .tooltip = tr("Shows or hides the events and the repairs."),
                  .group = CommandGroup::View,
                  .keys = {QKeySequence(Qt::Key_Q)},
                  .glyph = ActionGlyph::BottomPanel,
                  .run = [&window] { window.panels().setBottomWanted(!window.panels().bottomWanted()); },
                  .enabled = open,
                  .checked = [&window] { return window.panels().bottomWanted(); }});
    registry.add({.id = QStringLiteral("view.inspector"),
                  .title = tr("Inspector"),
                  .tooltip = tr("Shows or hides everything about the selection."),
                  .group = CommandGroup::View,
                  .keys = {QKeySequence(Qt::Key_I)},
                  .glyph = ActionGlyph::Panel,
                  .run = [&window] { window.panels().toggleInspector(); },
                  .enabled = open,
                  .checked = [&window] { return window.panels().inspectorShown(); }});
    registry.add({.id = QStringLiteral("view.repairs"),
                  .title = tr("Repairs"),
                  .tooltip = tr("Shows what had to be repaired, guessed or is missing in the file."),
                  .group = CommandGroup::View,
                  .keys = {QKeySequence(Qt::CTRL | Qt::Key_I)},
                  .glyph = ActionGlyph::Info,
                  .run = [&window] { window.panels().showRepairs(); },
                  .enabled = open,
                  .checked = {}});
    registry.add({.id = QStringLiteral("view.reset-layout"),
                  .title = tr("Reset layout"),
                  .tooltip = tr("Puts all panels back to where they were at first."),
                  .group = CommandGroup::View,
                  .keys = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_0)},
                  .glyph = {},
                  .run = [&window] { window.resetLayout(); },
                  .enabled = {},
                  .checked = {}});
}

void addThemeCommands(CommandRegistry& registry, MainWindow& window)
{
    registry.add({.id = QStringLiteral("view.theme"),
                  .title = tr("Dark or light"),
                  .tooltip = tr("Changes between the dark and the light theme."),
                  .group = CommandGroup::View,
                  .keys = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T)},
                  .glyph = ActionGlyph::Theme,
                  .run =
                      [&window] {
                          const bool dark = Theme::instance().palette().dark;
                          Theme::instance().setChoice(dark ? ThemeChoice::Light : ThemeChoice::Dark);
                          window.rememberChoices();
                      },
                  .enabled = {},
                  .checked = {}});
    registry.add({.id = QStringLiteral("view.theme-system"),
                  .title = tr("Theme of the system"),
                  .tooltip = tr("Dark or light as the desktop is."),
                  .group = CommandGroup::View,
                  .keys = {},
                  .glyph = {},
                  .run =
                      [&window] {
                          Theme::instance().setChoice(ThemeChoice::System);
                          window.rememberChoices();
                      },
                  .enabled = {},
                  .checked = [] { return Theme::instance().choice() == ThemeChoice::System; }});
    registry.add({.id = QStringLiteral("view.times"),
                  .title = tr("Change how times are shown"),
                  .tooltip = tr("In UTC, in local time, or since the start of the execution."),
                  .group = CommandGroup::View,
                  .keys = {QKeySequence(Qt::Key_T)},
                  .glyph = {},
                  .run =
                      [&window] {
                          TimeDisplayChoice::instance().cycle();
                          window.rememberChoices();
                      },
                  .enabled = {},
                  .checked = {}});
}

} // namespace

void addWindowCommands(MainWindow& window)
{
    CommandRegistry& registry = window.commands();
    addFileCommands(registry, window);
    addPanelCommands(registry, window);
    addThemeCommands(registry, window);
    registry.add({.id = QStringLiteral("help.keys"),
                  .title = tr("Keyboard"),
                  .tooltip = tr("Lists every command with its key."),
                  .group = CommandGroup::Help,
                  .keys = {QKeySequence(Qt::Key_Question)},
                  .glyph = ActionGlyph::Keyboard,
                  .run = [&window] { window.showKeys(); },
                  .enabled = {},
                  .checked = {}});
}

} // namespace durascope::ui
