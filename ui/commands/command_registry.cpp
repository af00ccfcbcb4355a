// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/command_registry.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTextEdit>

#include <algorithm>

namespace durascope::ui {

namespace {

bool isEditable(const QWidget* widget)
{
    if (const auto* line = qobject_cast<const QLineEdit*>(widget))
        return !line->isReadOnly();
    if (const auto* text = qobject_cast<const QTextEdit*>(widget))
        return !text->isReadOnly();
    if (const auto* plain = qobject_cast<const QPlainTextEdit*>(widget))
        return !plain->isReadOnly();
    const auto* combo = qobject_cast<const QComboBox*>(widget);
    return qobject_cast<const QAbstractSpinBox*>(widget) || (combo && combo->isEditable());
}

QString tooltipOf(const Command& command)
{
    const QString keys = keyText(command);
    const QString head = keys.isEmpty() ? command.title : command.title % QStringLiteral("   ") % keys;
    return QStringLiteral("<p style='white-space:pre'><b>%1</b></p><p>%2</p>")
        .arg(head.toHtmlEscaped(), command.tooltip.toHtmlEscaped());
}

} // namespace

bool keepsKey(const QWidget* focused, int key, Qt::KeyboardModifiers modifiers)
{
    if (!focused)
        return false;
    const bool plain = !(modifiers & ~(Qt::ShiftModifier | Qt::KeypadModifier));
    if (isEditable(focused)) {
        const bool moves = key == Qt::Key_Home || key == Qt::Key_End || key == Qt::Key_Left || key == Qt::Key_Right;
        return plain && (moves || (key >= Qt::Key_Space && key < Qt::Key_Escape));
    }
    const bool presses = key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Enter;
    if (qobject_cast<const QAbstractButton*>(focused) || qobject_cast<const QComboBox*>(focused))
        return plain && presses;
    return false;
}

CommandRegistry::CommandRegistry(QWidget* window)
    : QObject(window)
    , m_window(window)
{
    qApp->installEventFilter(this);
}

QAction* CommandRegistry::add(Command command)
{
    Q_ASSERT(!command.id.isEmpty() && !command.title.isEmpty() && !command.tooltip.isEmpty() && command.run);
    Q_ASSERT(!find(command.id));
    auto* action = new QAction(command.title, this);
    action->setObjectName(command.id);
    action->setToolTip(tooltipOf(command));
    action->setShortcuts(command.keys);
    action->setShortcutContext(Qt::WindowShortcut);
    action->setCheckable(static_cast<bool>(command.checked));
    if (command.glyph)
        action->setIcon(actionIcon(*command.glyph));
    connect(action, &QAction::triggered, this, [this, run = command.run] {
        run();
        refresh();
    });
    m_window->addAction(action);
    m_commands.push_back(std::move(command));
    m_actions.push_back(action);
    return action;
}

const Command* CommandRegistry::find(QStringView id) const
{
    const auto found =
        std::find_if(m_commands.begin(), m_commands.end(), [id](const Command& c) { return c.id == id; });
    return found == m_commands.end() ? nullptr : &*found;
}

QAction* CommandRegistry::action(QStringView id) const
{
    const Command* command = find(id);
    return command ? m_actions[static_cast<std::size_t>(command - m_commands.data())] : nullptr;
}

bool CommandRegistry::trigger(QStringView id)
{
    refresh();
    QAction* found = action(id);
    if (!found || !found->isEnabled())
        return false;
    found->trigger();
    return true;
}

void CommandRegistry::refresh()
{
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        m_actions[i]->setEnabled(!m_commands[i].enabled || m_commands[i].enabled());
        if (m_commands[i].checked)
            m_actions[i]->setChecked(m_commands[i].checked());
    }
}

bool CommandRegistry::eventFilter(QObject* watched, QEvent* event)
{
    // Accepting the override keeps the key from becoming a shortcut; it then arrives as an ordinary key press.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* focused = qobject_cast<QWidget*>(watched);
        const auto* key = static_cast<QKeyEvent*>(event);
        if (focused && focused->window() == m_window && keepsKey(focused, key->key(), key->modifiers())) {
            event->accept();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace durascope::ui
