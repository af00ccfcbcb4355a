// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inspector/inspector_model.h"

#include "models/inspector/attempts_model.h"
#include "models/inspector/facts_model.h"
#include "models/inspector/ladder_model.h"

#include <algorithm>

namespace durascope::models {

using core::kExecution;

InspectorModel::InspectorModel(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_facts(new FactsModel(this))
    , m_attempts(new AttemptsModel(this))
    , m_ladder(new LadderModel(this))
{
    connect(&session, &Session::documentChanged, this, &InspectorModel::scheduleUpdate);
    connect(&session, &Session::cursorMoved, this, &InspectorModel::scheduleUpdate);
    connect(&session, &Session::selectionChanged, this, &InspectorModel::scheduleUpdate);
    update();
}

void InspectorModel::setActive(bool active)
{
    m_active = active;
    if (m_active && m_stale)
        update();
}

void InspectorModel::setTimeDisplay(TimeDisplay display)
{
    m_display = display;
    m_attempts->setTimeDisplay(display);
    scheduleUpdate();
}

void InspectorModel::scheduleUpdate()
{
    m_stale = true;
    if (m_active)
        update();
}

void InspectorModel::chooseSubject()
{
    const Selection& selection = m_session.selection();
    m_operation = {};
    m_invocation = {};
    m_attempt = 0;
    if (selection.invocation.valid()) {
        m_subject = Subject::Invocation;
        m_invocation = selection.invocation;
        return;
    }
    m_operation = selection.operation.valid() ? selection.operation : kExecution;
    m_attempt = selection.operation.valid() ? selection.attempt : 0;
    if (m_operation == kExecution)
        m_subject = Subject::Execution;
    else
        m_subject = m_attempt > 0 ? Subject::Attempt : Subject::Operation;
}

void InspectorModel::clear()
{
    m_subject = Subject::Nothing;
    m_operation = {};
    m_invocation = {};
    m_title.clear();
    m_kindText.clear();
    m_statusText.clear();
    m_input = {};
    m_result = {};
    m_ladderLog = nullptr;
    m_facts->setFacts({});
    m_attempts->clear();
    m_ladder->setRungs(nullptr, {});
}

void InspectorModel::update()
{
    m_stale = false;
    if (!m_session.isOpen() || m_session.log().empty()) {
        clear();
    } else {
        chooseSubject();
        const history::StateAt state = m_session.stateAt();
        if (m_subject == Subject::Invocation)
            updateInvocation(state);
        else
            updateOperation(state);
        updateLadder();
    }
    Q_EMIT changed();
}

void InspectorModel::updateOperation(const history::StateAt& state)
{
    const history::EventLog& log = m_session.log();
    const Viewpoint view{state, m_session.analysis(), m_display};
    m_title = operationLabel(log, m_operation);
    m_kind = kindOf(log, m_operation);
    m_kindText = models::kindText(log, m_operation);
    m_state = visualStateOf(state, m_operation, &m_session.analysis());
    m_statusText = models::statusText(state, m_operation, &m_session.analysis());
    m_input = inputAt(state, m_operation);
    m_result = resultAt(state, m_operation, m_attempt);
    m_attempts->setStep(m_session.document().log, state, m_operation);
    if (m_subject == Subject::Attempt) {
        m_kindText = tr("Attempt %1 of a step").arg(m_attempt);
        const std::vector<history::Attempt> attempts = history::attemptsOf(state, m_operation);
        const auto found = std::find_if(attempts.begin(), attempts.end(),
                                        [this](const history::Attempt& other) { return other.number == m_attempt; });
        m_state = found == attempts.end() ? VisualState::Pending : models::visualStateOf(found->outcome);
        m_statusText = found == attempts.end() ? tr("Not started yet") : outcomeText(found->outcome);
        m_facts->setFacts(attemptFacts(view, m_operation, m_attempt));
    } else {
        m_facts->setFacts(m_subject == Subject::Execution ? executionFacts(view) : operationFacts(view, m_operation));
    }
}

void InspectorModel::updateInvocation(const history::StateAt& state)
{
    const history::Invocation& invocation = m_session.analysis().invocations()[m_invocation.value()];
    const bool ended = invocation.completed.valid() && invocation.completed <= state.cursor();
    m_title = tr("Invocation #%1").arg(invocation.number);
    m_kind = OperationKind::Execution;
    m_kindText = tr("Invocation");
    m_input = {};
    m_input.note = tr("Every invocation is given the whole recorded state.");
    m_result = {};
    m_result.note = tr("What an invocation did stands in its operations.");
    m_attempts->clear();
    m_facts->setFacts(invocationFacts({state, m_session.analysis(), m_display}, m_invocation));
    m_statusText = m_facts->rowCount() > 0 ? m_facts->facts().front().value : QString();
    if (ended)
        m_state = invocation.failed ? VisualState::Failed : VisualState::Succeeded;
    else
        m_state = state.now() < invocation.start ? VisualState::Pending : VisualState::Running;
    if (ended && invocation.failed) {
        m_result.kind = Outcome::Kind::Error;
        m_result.event = invocation.completed;
        m_result.note.clear();
    }
}

void InspectorModel::updateLadder()
{
    // The ladder is a fact of the whole history and need not be found again at every step.
    const core::OperationIndex wanted = m_subject == Subject::Invocation ? core::OperationIndex() : m_operation;
    if (wanted != m_ladderOf || &m_session.log() != m_ladderLog) {
        m_ladderOf = wanted;
        m_ladderLog = &m_session.log();
        const bool isExecution = wanted == kExecution;
        const core::OperationIndex origin = isExecution ? m_session.analysis().failureOrigin() : wanted;
        m_ladder->setRungs(m_session.document().log, origin.valid() ? m_session.analysis().ladderFrom(origin)
                                                                    : std::vector<history::ErrorRung>());
    }
    m_ladder->setCursor(m_session.cursor());
}

} // namespace durascope::models
