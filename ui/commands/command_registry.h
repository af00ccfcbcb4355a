// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/command.h"

#include <QAction>
#include <QObject>
#include <QWidget>

#include <vector>

namespace durascope::ui {

/// All commands of one window and their actions. Keys work anywhere in the window, except that a text field keeps what
/// can be typed, and a focused button or list keeps the keys by which it is used.
class CommandRegistry : public QObject
{
    Q_OBJECT

public:
    /// The actions are added to `window`, so that their keys work in it.
    explicit CommandRegistry(QWidget* window);

    /// REQUIRES: id, title, tooltip and run are there; the id and the keys are not taken.
    QAction* add(Command command);

    [[nodiscard]] const std::vector<Command>& commands() const { return m_commands; }
    [[nodiscard]] const Command* find(QStringView id) const;
    /// Null when there is no such command.
    [[nodiscard]] QAction* action(QStringView id) const;
    /// Runs it if it is enabled; false when it is not, or unknown.
    bool trigger(QStringView id);

public Q_SLOTS:
    /// Asks every command again whether it is enabled and checked.
    void refresh();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* m_window;
    std::vector<Command> m_commands;
    std::vector<QAction*> m_actions; ///< beside m_commands
};

/// Whether the focused widget wants the key for itself before it may become a command: what can be typed, and the keys
/// that operate buttons, boxes and sliders.
[[nodiscard]] bool keepsKey(const QWidget* focused, int key, Qt::KeyboardModifiers modifiers);

} // namespace durascope::ui
