// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/events/events_model.h"

#include <QTableView>

#include <vector>

namespace durascope::models {
class Session;
}

namespace durascope::ui {

/// A list of events, in step with the session both ways: choosing a row selects its event and operation, double click
/// and Enter move the cursor there. The list follows the cursor until somebody scrolls it away by hand, and again once
/// the cursor's row is back in sight.
class EventsTable : public QTableView
{
    Q_OBJECT

public:
    EventsTable(models::Session& session, models::EventsModel& model, QWidget* parent = nullptr);

    [[nodiscard]] bool isFollowing() const { return m_following; }
    [[nodiscard]] std::vector<int> selectedRows() const; ///< ascending
    void keyboardSearch(const QString& search) override;

public Q_SLOTS:
    void copyAsText();
    void copyAsJson();
    void goToCurrent();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void setUpHeaders();
    void fitDetails();
    void reveal(int row);
    void showSelection();
    void followCursor();
    void scrolledByHand();
    [[nodiscard]] bool isRowVisible(int row) const;
    [[nodiscard]] core::EventIndex eventToShow() const;

    models::Session& m_session;
    models::EventsModel& m_model;
    bool m_following = true;
    int m_ownScrolling = 0; ///< greater than 0 while we scroll ourselves
    bool m_fitting = false;
    bool m_showing = false; ///< while the session's selection is being shown here
};

} // namespace durascope::ui
