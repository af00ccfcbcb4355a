// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector_panel.h"

#include "models/events/events_model.h"
#include "models/inspector/attempts_model.h"
#include "models/inspector/facts_model.h"
#include "models/inspector/inspector_model.h"
#include "models/inspector/ladder_model.h"
#include "ui/events/events_table.h"
#include "ui/inspector/attempts_view.h"
#include "ui/inspector/facts_view.h"
#include "ui/inspector/inspector_header.h"
#include "ui/inspector/result_page.h"
#include "ui/inspector/tab_strip.h"
#include "ui/theme/time_display.h"

#include <QHeaderView>
#include <QLabel>
#include <QSettings>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace durascope::ui {

using models::EventsModel;
using models::InspectorModel;
using models::Outcome;

namespace {

QString tabKey()
{
    return QStringLiteral("inspector/tab");
}

QLabel* remark(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    label->setContentsMargins(12, 10, 12, 10);
    return label;
}

} // namespace

InspectorPanel::InspectorPanel(models::Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new InspectorModel(session, this))
    , m_eventsModel(new EventsModel(session, this))
    , m_header(new InspectorHeader(this))
    , m_tabs(new TabStrip(this))
    , m_pages(new QStackedLayout)
    , m_whole(new QStackedLayout(this))
{
    setAccessibleName(tr("Inspector"));
    makePages();
    m_tabs->setAccessibleName(tr("Parts of the inspector"));
    for (const QString& title : {tr("Summary"), tr("Input"), tr("Result"), tr("Attempts"), tr("Events")})
        m_tabs->addTitle(title);
    auto* open = new QWidget(this);
    auto* layout = new QVBoxLayout(open);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_tabs);
    layout->addLayout(m_pages, 1);
    m_empty = remark(tr("Open a history, then choose an operation to see everything about it."), this);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setEnabled(false);
    m_whole->setContentsMargins(0, 0, 0, 0);
    m_whole->addWidget(open);
    m_whole->addWidget(m_empty);

    m_tabs->setCurrentIndex(std::clamp(QSettings().value(tabKey(), 0).toInt(), 0, kTabCount - 1));
    connect(m_tabs, &QTabBar::currentChanged, this, &InspectorPanel::showPage);
    connect(m_model, &InspectorModel::changed, this, &InspectorPanel::showSubject);
    const auto showTimes = [this] { m_model->setTimeDisplay(TimeDisplayChoice::instance().display()); };
    connect(&TimeDisplayChoice::instance(), &TimeDisplayChoice::changed, this, showTimes);
    showTimes();
    m_model->setActive(false);
    showSubject();
}

InspectorPanel::~InspectorPanel()
{
    QSettings().setValue(tabKey(), m_tabs->currentIndex());
}

void InspectorPanel::makePages()
{
    m_facts = new FactsView(*m_model->facts(), this);
    m_input = new ResultPage(tr("Input"), *m_model->ladder(), this);
    m_result = new ResultPage(tr("Result"), *m_model->ladder(), this);
    auto* attemptsPage = new QWidget(this);
    m_attemptsStack = new QStackedLayout(attemptsPage);
    m_attempts = new AttemptsView(m_session, *m_model->attempts(), this);
    m_noAttempts = remark({}, this);
    m_attemptsStack->addWidget(m_attempts);
    m_attemptsStack->addWidget(m_noAttempts);
    m_events = new EventsTable(m_session, *m_eventsModel, this);
    m_events->setColumnHidden(EventsModel::OperationColumn, true);
    m_events->setColumnHidden(EventsModel::InvocationColumn, true);
    m_events->setColumnHidden(EventsModel::TimeColumn, true);
    m_events->horizontalHeader()->resizeSection(EventsModel::IdColumn, 52);
    m_events->horizontalHeader()->resizeSection(EventsModel::DeltaColumn, 78);
    m_events->horizontalHeader()->resizeSection(EventsModel::TypeColumn, 146);
    const auto addPage = [this](QWidget* page) {
        page->setBackgroundRole(QPalette::Base);
        page->setAutoFillBackground(true);
        m_pages->addWidget(page);
    };
    for (QWidget* page : {static_cast<QWidget*>(m_facts), static_cast<QWidget*>(m_input),
                          static_cast<QWidget*>(m_result), attemptsPage, static_cast<QWidget*>(m_events)})
        addPage(page);

    const auto follow = [this](const models::Link& link) { models::follow(m_session, link); };
    const auto choose = [this](core::OperationIndex operation) { m_session.selectOperation(operation); };
    connect(m_facts, &FactsView::followed, this, follow);
    for (ResultPage* page : {m_input, m_result}) {
        connect(page, &ResultPage::followed, this, follow);
        connect(page, &ResultPage::operationChosen, this, choose);
    }
}

QSize InspectorPanel::sizeHint() const
{
    return {380, 600};
}

QSize InspectorPanel::minimumSizeHint() const
{
    return {280, 200};
}

void InspectorPanel::showTab(int tab)
{
    m_tabs->setCurrentIndex(tab);
}

void InspectorPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_model->setActive(true);
    showSubject();
}

void InspectorPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_model->setActive(false);
}

void InspectorPanel::showSubject()
{
    const bool isOpen = m_model->subject() != InspectorModel::Subject::Nothing;
    m_whole->setCurrentIndex(isOpen ? 0 : 1);
    if (!isOpen) {
        m_header->show({}, {}, {}, {}, {});
        m_input->setOutcome(nullptr, {});
        m_result->setOutcome(nullptr, {});
        return;
    }
    m_header->show(m_model->title(), m_model->kindText(), m_model->kind(), m_model->statusText(), m_model->state());
    showCounts();
    showPage();
}

void InspectorPanel::showCounts()
{
    const bool failed = m_model->result().kind == Outcome::Kind::Error;
    m_tabs->setTitle(ResultTab, failed ? tr("Error") : tr("Result"));
    m_tabs->setQuiet(InputTab, m_model->input().kind == Outcome::Kind::Nothing);
    m_tabs->setQuiet(ResultTab, m_model->result().kind == Outcome::Kind::Nothing ||
                                    m_model->result().kind == Outcome::Kind::NotYet);
    const int attempts = m_model->attempts()->rowCount();
    m_tabs->setCount(AttemptsTab, attempts > 0 ? attempts : -1);
    m_tabs->setQuiet(AttemptsTab, attempts == 0);
    if (m_model->subject() == InspectorModel::Subject::Invocation)
        m_eventsModel->setInvocation(m_session.selection().invocation);
    else
        m_eventsModel->setOperation(m_model->operation());
    m_tabs->setCount(EventsTab, m_eventsModel->rowCount());
}

void InspectorPanel::showPage()
{
    m_pages->setCurrentIndex(m_tabs->currentIndex());
    if (m_model->subject() == InspectorModel::Subject::Nothing)
        return;
    // Only the page in sight is brought up to date: a payload nobody looks at is not read.
    switch (m_tabs->currentIndex()) {
    case InputTab:
        m_input->setOutcome(m_session.document().log, m_model->input());
        break;
    case ResultTab:
        m_result->setOutcome(m_session.document().log, m_model->result());
        break;
    case AttemptsTab:
        m_noAttempts->setText(whyNoAttempts());
        m_attemptsStack->setCurrentIndex(m_model->attempts()->rowCount() > 0 ? 0 : 1);
        m_attempts->showSelection(m_model->operation());
        break;
    default:
        break;
    }
}

QString InspectorPanel::whyNoAttempts() const
{
    if (m_model->subject() == InspectorModel::Subject::Operation &&
        m_session.log().operation(m_model->operation()).type == core::OperationType::Step)
        return tr("No attempt has begun yet.");
    return tr("Only steps are tried more than once; there are no attempts here.");
}

} // namespace durascope::ui
