// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/command_registry.h"

#include <QDialog>

class QLineEdit;
class QTreeWidget;

namespace durascope::ui {

/// Every command with its key, grouped and searchable by title, key and description. Enter runs the chosen one.
class KeySheet : public QDialog
{
    Q_OBJECT

public:
    explicit KeySheet(CommandRegistry& registry, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* searchField() const { return m_search; }
    [[nodiscard]] QTreeWidget* list() const { return m_list; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void applySearch(const QString& text);
    void runCurrent();
    void moveCurrent(int rows);

    CommandRegistry& m_registry;
    QLineEdit* m_search;
    QTreeWidget* m_list;
};

} // namespace durascope::ui
