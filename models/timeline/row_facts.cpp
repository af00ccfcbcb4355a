// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/row_facts.h"

#include "engine/history/attempts.h"
#include "models/common/text.h"

#include <QCoreApplication>

#include <algorithm>

namespace durascope::models {

namespace {

constexpr std::size_t kMostLabels = 20'000; // then they are made anew: a long scroll must not hold a million strings

VisualState stateOf(history::AttemptOutcome outcome)
{
    using history::AttemptOutcome;
    switch (outcome) {
    case AttemptOutcome::Open:
        return VisualState::Running;
    case AttemptOutcome::Succeeded:
    case AttemptOutcome::Polled:
        return VisualState::Succeeded;
    case AttemptOutcome::Failed:
    case AttemptOutcome::Retrying:
        return VisualState::Failed;
    case AttemptOutcome::Abandoned:
        return VisualState::Abandoned;
    }
    return VisualState::Pending;
}

} // namespace

const RowFacts& RowFactsCache::at(int row)
{
    const Row& shown = m_session.rows()->at(row);
    const std::uint64_t key = (static_cast<std::uint64_t>(shown.operation.value()) << 32U) | shown.attempt;
    const auto found = m_facts.find(key);
    if (found != m_facts.end())
        return found->second;
    return m_facts.emplace(key, make(shown)).first->second;
}

void RowFactsCache::clear()
{
    m_facts.clear();
    m_labels.clear();
}

void RowFactsCache::invalidate()
{
    m_facts.clear();
    if (m_labels.size() > kMostLabels)
        m_labels.clear();
}

const QString& RowFactsCache::labelOf(core::OperationIndex operation)
{
    const auto [entry, isNew] = m_labels.try_emplace(operation.value());
    if (isNew)
        entry->second = operationLabel(m_session.log(), operation);
    return entry->second;
}

RowFacts RowFactsCache::make(const Row& row)
{
    const history::StateAt state = m_session.stateAt();
    const RowList& rows = *m_session.rows();
    RowFacts facts;
    facts.kind = kindOf(m_session.log(), row.operation);
    if (row.attempt > 0) {
        describeAttempt(facts, row);
        return facts;
    }
    facts.label = labelOf(row.operation);
    facts.state = visualStateOf(state, row.operation, &m_session.analysis());
    facts.canOpen = rows.canOpen(row.operation);
    facts.isOpen = rows.isOpen(row.operation);
    const history::OperationState operation = state.state(row.operation);
    if (operation.status != core::OperationStatus::NotStarted) {
        const core::Timestamp until = operation.end.value_or(state.now());
        facts.duration = std::max(until - operation.start, core::Duration::zero());
        facts.ended = operation.end.has_value();
        facts.attempts = operation.attempt;
    }
    const bool isContainer = m_session.log().operation(row.operation).childrenCount > 0;
    if (isContainer && !facts.isOpen)
        facts.failuresBelow = state.failuresBelow(row.operation);
    return facts;
}

void RowFactsCache::describeAttempt(RowFacts& facts, const Row& row) const
{
    facts.label = QCoreApplication::translate("RowFacts", "Attempt %1").arg(row.attempt);
    const history::StateAt state = m_session.stateAt();
    const std::vector<history::Attempt> attempts = history::attemptsOf(state, row.operation);
    const auto attempt =
        std::lower_bound(attempts.begin(), attempts.end(), row.attempt,
                         [](const history::Attempt& a, std::uint32_t number) { return a.number < number; });
    if (attempt == attempts.end() || attempt->number != row.attempt)
        return;
    facts.state = stateOf(attempt->outcome);
    facts.ended = attempt->end.has_value();
    facts.duration = std::max(attempt->end.value_or(state.now()) - attempt->start, core::Duration::zero());
}

} // namespace durascope::models
