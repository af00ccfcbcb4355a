// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace durascope::models {
class Session;
}

namespace durascope::ui {

/// All events of the history in one table that follows the cursor.
class EventsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit EventsPanel(models::Session& session, QWidget* parent = nullptr);
    ~EventsPanel() override;

private:
    models::Session& m_session;
};

} // namespace durascope::ui
