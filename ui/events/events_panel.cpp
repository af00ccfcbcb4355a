// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/events_panel.h"

namespace durascope::ui {

EventsPanel::EventsPanel(models::Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    setAccessibleName(tr("Events"));
}

EventsPanel::~EventsPanel() = default;

} // namespace durascope::ui
