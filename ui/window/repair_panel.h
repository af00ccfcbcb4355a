// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace durascope::models {
class Session;
}

namespace durascope::ui {

/// What was done to read the file: repaired, guessed, missing; each line a sentence, how often, and the first event it
/// is about, which is gone to when the line is pressed.
class RepairPanel : public QWidget
{
    Q_OBJECT

public:
    explicit RepairPanel(models::Session& session, QWidget* parent = nullptr);

    [[nodiscard]] QString reportText() const; ///< as it is copied
    [[nodiscard]] QTreeWidget* list() const { return m_list; }

private:
    void showDocument();
    void showColours();
    void goTo(const QTreeWidgetItem* item);

    models::Session& m_session;
    QLabel* m_summary;
    QPushButton* m_copy;
    QTreeWidget* m_list;
};

} // namespace durascope::ui
