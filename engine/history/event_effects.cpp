// SPDX-License-Identifier: Apache-2.0
#include "engine/history/event_effects.h"

#include <algorithm>

namespace durascope::history {

using core::EventRole;

EventEffects::EventEffects(RawColumns& columns, const std::vector<Draft>& drafts, const StringPool& strings,
                           RepairReport& repairs)
    : m_columns(columns)
    , m_drafts(drafts)
    , m_strings(strings)
    , m_repairs(repairs)
    , m_folded(drafts.size())
{
}

void EventEffects::run()
{
    findTypes();
    for (std::uint32_t event = 0; event < m_columns.size(); ++event)
        fold(event);
}

DraftIndex EventEffects::draftOf(std::uint32_t event) const
{
    const DraftIndex draft = m_columns.drafts[event];
    return draft == kNoDraft || m_drafts[draft].isExecution ? kExecutionDraft : draft;
}

/// The first event of a known type gives an operation its type; what other types do to it is a contradiction. Also
/// looks ahead for what an end cannot tell by itself: whether its step ran again.
void EventEffects::findTypes()
{
    for (std::uint32_t event = 0; event < m_columns.size(); ++event) {
        const EventType type = m_columns.types[event];
        FoldedDraft& draft = m_folded[draftOf(event)];
        if (type == EventType::StepStarted)
            draft.lastStepStart = EventIndex(event);
        if (type == EventType::Unknown || draft.hasType)
            continue;
        draft.hasType = true;
        draft.type = core::operationTypeOf(type);
    }
    m_folded[kExecutionDraft].hasType = true;
    m_folded[kExecutionDraft].type = OperationType::Execution;
}

void EventEffects::fold(std::uint32_t event)
{
    const EventType type = m_columns.types[event];
    FoldedDraft& draft = m_folded[draftOf(event)];
    if (type == EventType::Unknown) {
        foldUnknown(event, draft);
        return;
    }
    const OperationType belongsTo = core::operationTypeOf(type);
    if (m_columns.drafts[event] == kNoDraft) {
        ignore(event, RepairKind::IdMissing);
    } else if (belongsTo != draft.type) {
        ignore(event, RepairKind::TypeMismatch);
    } else if (belongsTo == OperationType::Execution) {
        foldExecution(event);
    } else if (belongsTo == OperationType::Step) {
        core::roleOf(type) == EventRole::Start ? foldStepStart(event, draft) : foldStepEnd(event, draft);
    } else {
        core::roleOf(type) == EventRole::Start ? foldStart(event, draft) : foldEnd(event, draft);
    }
}

void EventEffects::foldExecution(std::uint32_t event)
{
    const EventType type = m_columns.types[event];
    FoldedDraft& draft = m_folded[kExecutionDraft];
    if (type == EventType::InvocationCompleted)
        return;
    if (type == EventType::ExecutionStarted) {
        if (draft.phase != Phase::NotBegun) {
            ignore(event, RepairKind::SecondStart);
            return;
        }
        draft.phase = Phase::Open;
    } else {
        if (draft.phase == Phase::Ended) {
            ignore(event, RepairKind::SecondEnd);
            return;
        }
        draft.phase = Phase::Ended;
        m_columns.flags[event] |= kTerminal;
    }
    take(event, draft);
}

void EventEffects::foldStart(std::uint32_t event, FoldedDraft& draft)
{
    if (draft.phase != Phase::NotBegun) {
        ignore(event, RepairKind::SecondStart);
        return;
    }
    draft.phase = Phase::Open;
    take(event, draft);
}

void EventEffects::foldEnd(std::uint32_t event, FoldedDraft& draft)
{
    if (draft.phase == Phase::Ended) {
        ignore(event, RepairKind::SecondEnd);
        return;
    }
    if (draft.phase == Phase::NotBegun) {
        m_columns.flags[event] |= kImpliedStart;
        report(RepairKind::EndWithoutStart, event);
    }
    m_columns.flags[event] |= kTerminal;
    draft.phase = Phase::Ended;
    take(event, draft);
}

void EventEffects::foldStepStart(std::uint32_t event, FoldedDraft& draft)
{
    if (draft.phase == Phase::Open)
        m_columns.flags[event] |= kRestart;
    draft.phase = Phase::Open;
    countAttempt(event, draft, draft.endedAttempts + 1);
    take(event, draft);
}

void EventEffects::foldStepEnd(std::uint32_t event, FoldedDraft& draft)
{
    if (draft.phase == Phase::Ended) {
        ignore(event, RepairKind::SecondEnd);
        return;
    }
    // An SDK may leave out START (section 7). Only the operation's own start is worth a line in the report; a later
    // attempt without one shows in the list of attempts.
    if (draft.phase == Phase::NotBegun) {
        m_columns.flags[event] |= kImpliedStart;
        report(RepairKind::EndWithoutStart, event);
    }
    const std::uint32_t attempt = ++draft.endedAttempts;
    const std::uint32_t written = m_columns.writtenAttempts[event];
    if (written != 0 && written != attempt)
        report(RepairKind::AttemptRecounted, event, std::to_string(written) + " is " + std::to_string(attempt));
    // What runs again had not ended for good, delay or not (section 7, cross-check).
    const bool runsAgain = draft.lastStepStart.valid() && draft.lastStepStart > EventIndex(event);
    const bool retryFollows = m_columns.numbers[event] > 0 || runsAgain;
    if (m_columns.numbers[event] <= 0 && runsAgain)
        report(RepairKind::RetryInferred, event);
    m_columns.flags[event] |= retryFollows ? kRetryFollows : kTerminal;
    draft.phase = retryFollows ? Phase::Pending : Phase::Ended;
    countAttempt(event, draft, attempt);
    take(event, draft);
}

void EventEffects::foldUnknown(std::uint32_t event, FoldedDraft& draft)
{
    if (!draft.hasType) {
        take(event, draft);
        return;
    }
    // The one word outside the model that tools are known to write and whose meaning is certain (section 14).
    if (draft.type == OperationType::ChainedInvoke && typeName(event) == "ChainedInvokeCancelled")
        foldEnd(event, draft);
}

/// Writes down the attempt of an event where it is not what its place in an alternation tells.
void EventEffects::countAttempt(std::uint32_t event, FoldedDraft& draft, std::uint32_t attempt)
{
    if (attempt == draft.eventCount / 2 + 1)
        return;
    draft.irregularAttempts = true;
    m_attempts.emplace_back(EventIndex(event), attempt);
}

void EventEffects::take(std::uint32_t event, FoldedDraft& draft)
{
    if (!draft.first.valid())
        draft.first = EventIndex(event);
    ++draft.eventCount;
}

void EventEffects::ignore(std::uint32_t event, RepairKind why)
{
    m_columns.flags[event] |= kIgnored;
    report(why, event);
}

bool EventEffects::decides(std::uint32_t event) const
{
    const EventType type = m_columns.types[event];
    if ((m_columns.flags[event] & kIgnored) != 0 || type == EventType::InvocationCompleted)
        return false;
    if (type != EventType::Unknown)
        return true;
    return !m_folded[draftOf(event)].hasType || (m_columns.flags[event] & kTerminal) != 0;
}

std::string_view EventEffects::typeName(std::uint32_t event) const
{
    const auto found = std::lower_bound(m_columns.unknownTypes.begin(), m_columns.unknownTypes.end(), EventIndex(event),
                                        [](const auto& entry, EventIndex wanted) { return entry.first < wanted; });
    return found != m_columns.unknownTypes.end() && found->first.value() == event ? m_strings.text(found->second)
                                                                                  : std::string_view{};
}

void EventEffects::report(RepairKind kind, std::uint32_t event, std::string detail)
{
    m_repairs.add(kind, m_columns.eventIds[event], std::move(detail));
}

} // namespace durascope::history
