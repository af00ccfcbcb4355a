// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/result_page.h"

#include "engine/history/event_details.h"
#include "ui/inspector/error_view.h"
#include "ui/inspector/link_note.h"
#include "ui/inspector/payload_view.h"

#include <QStackedLayout>
#include <QVBoxLayout>

namespace durascope::ui {

using models::Outcome;

ResultPage::ResultPage(const QString& name, models::LadderModel& ladder, QWidget* parent)
    : QWidget(parent)
    , m_note(new LinkNote(this))
    , m_payload(new PayloadView(name, this))
    , m_error(new ErrorView(ladder, this))
    , m_blank(new QWidget(this))
    , m_stack(new QStackedLayout)
{
    setAccessibleName(name);
    m_stack->addWidget(m_blank);
    m_stack->addWidget(m_payload);
    m_stack->addWidget(m_error);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_note);
    layout->addLayout(m_stack, 1);
    connect(m_note, &LinkNote::followed, this, &ResultPage::followed);
    connect(m_error, &ErrorView::operationChosen, this, &ResultPage::operationChosen);
}

void ResultPage::setOutcome(const std::shared_ptr<const history::EventLog>& log, const Outcome& outcome)
{
    const bool isInterim = outcome.isInterim;
    m_note->setNote(outcome.note, outcome.later, isInterim ? tr("Go on") : tr("Go there"));
    switch (outcome.kind) {
    case Outcome::Kind::Value:
        m_payload->showPayload(log, outcome.event);
        m_stack->setCurrentWidget(m_payload);
        break;
    case Outcome::Kind::Error:
        m_error->setError(history::errorOf(*log, outcome.event), !isInterim);
        m_stack->setCurrentWidget(m_error);
        break;
    case Outcome::Kind::Nothing:
    case Outcome::Kind::NotYet:
        m_payload->clear();
        m_stack->setCurrentWidget(m_blank);
        break;
    }
}

} // namespace durascope::ui
