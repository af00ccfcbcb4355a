// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/events_panel.h"

#include "models/events/events_model.h"
#include "models/session/session.h"
#include "ui/events/events_table.h"

#include <QHeaderView>
#include <QLabel>
#include <QSettings>
#include <QStackedLayout>

namespace durascope::ui {

namespace {

// Another set of columns needs another name here, or old widths would be read into the wrong ones.
QString headerKey()
{
    return QStringLiteral("events/columns1");
}

} // namespace

EventsPanel::EventsPanel(models::Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new models::EventsModel(session, this))
    , m_table(new EventsTable(session, *m_model, this))
    , m_empty(new QLabel(tr("Open a history to see its events."), this))
    , m_stack(new QStackedLayout(this))
{
    setAccessibleName(tr("Events"));
    setFocusProxy(m_table);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setEnabled(false);
    m_stack->setContentsMargins(0, 0, 0, 0);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_table->horizontalHeader()->restoreState(QSettings().value(headerKey()).toByteArray());
    connect(&session, &models::Session::documentChanged, this, &EventsPanel::showWhatIsOpen);
    showWhatIsOpen();
}

EventsPanel::~EventsPanel()
{
    QSettings().setValue(headerKey(), m_table->horizontalHeader()->saveState());
}

void EventsPanel::showWhatIsOpen()
{
    m_stack->setCurrentWidget(m_session.isOpen() ? static_cast<QWidget*>(m_table) : m_empty);
}

} // namespace durascope::ui
