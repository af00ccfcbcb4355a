// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QStackedLayout;

namespace durascope::models {
class EventsModel;
class Session;
} // namespace durascope::models

namespace durascope::ui {

class EventsTable;

/// All events of the history in one table that follows the cursor. Also the timeline's twin for screen readers. The
/// widths of its columns are remembered.
class EventsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit EventsPanel(models::Session& session, QWidget* parent = nullptr);
    ~EventsPanel() override;

    [[nodiscard]] EventsTable* table() const { return m_table; }

private:
    void showWhatIsOpen();

    models::Session& m_session;
    models::EventsModel* m_model;
    EventsTable* m_table;
    QLabel* m_empty;
    QStackedLayout* m_stack;
};

} // namespace durascope::ui
