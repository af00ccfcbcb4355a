// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/row_facts.h"

#include "models/common/text.h"
#include "models/timeline/attempt_range.h"

#include <QCoreApplication>

#include <algorithm>

namespace durascope::models {

namespace {

constexpr std::size_t kMostLabels = 20'000; // then they are made anew: a long scroll must not hold a million strings

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
    const history::EventLog& log = m_session.log();
    const auto events = eventsOfAttempt(log, row.operation, row.attempt);
    const auto behind = std::upper_bound(events.begin(), events.end(), m_session.cursor());
    if (behind == events.begin())
        return;
    const core::EventIndex last = *(behind - 1);
    const core::Timestamp start = log.time(events.front());
    facts.ended = log.type(last) != core::EventType::StepStarted;
    if (facts.ended)
        facts.state = core::statusAfter(log.type(last)) == core::OperationStatus::Succeeded ? VisualState::Succeeded
                                                                                            : VisualState::Failed;
    else
        facts.state = m_session.stateAt().isAbandoned(row.operation) ? VisualState::Abandoned : VisualState::Running;
    facts.duration = std::max((facts.ended ? log.time(last) : m_session.now()) - start, core::Duration::zero());
}

} // namespace durascope::models
