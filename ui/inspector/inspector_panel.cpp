// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector_panel.h"

namespace durascope::ui {

InspectorPanel::InspectorPanel(models::Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    setAccessibleName(tr("Inspector"));
}

InspectorPanel::~InspectorPanel() = default;

} // namespace durascope::ui
