// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace durascope::models {
class Session;
}

namespace durascope::ui {

/// Everything about what is selected, as of the cursor; the execution's summary when nothing is. Works from 280 px.
class InspectorPanel : public QWidget
{
    Q_OBJECT

public:
    explicit InspectorPanel(models::Session& session, QWidget* parent = nullptr);
    ~InspectorPanel() override;

private:
    models::Session& m_session;
};

} // namespace durascope::ui
