// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/raw_columns.h"

namespace durascope::history {

/// What the fold over the ordered events found out about one draft.
struct FoldedDraft
{
    OperationType type = OperationType::Generic;
    bool hasType = false; ///< by an event of a known type
    bool irregularAttempts = false;
    enum class Phase : std::uint8_t { NotBegun, Open, Pending, Ended } phase = Phase::NotBegun;
    std::uint32_t endedAttempts = 0;
    std::uint32_t eventCount = 0; ///< that decide its state
    EventIndex first;             ///< of those
    EventIndex lastStepStart;     ///< of all, past and to come
};

/// The fold of history-format section 14 over events in their final order: sets the flags of every event, counts the
/// attempts and reports contradictions (sections 7 and 13 rule 8). Linear; state per draft, none per event.
class EventEffects
{
public:
    EventEffects(RawColumns& columns, const std::vector<Draft>& drafts, const StringPool& strings,
                 RepairReport& repairs);

    void run();

    [[nodiscard]] const std::vector<FoldedDraft>& folded() const { return m_folded; }
    /// Events of steps whose attempt is not that of an alternation of starts and ends; ascending.
    [[nodiscard]] std::vector<std::pair<EventIndex, std::uint32_t>> takeAttempts() { return std::move(m_attempts); }
    /// The draft an event counts for: the execution for Execution events, InvocationCompleted and events without an
    /// operation of their own.
    [[nodiscard]] DraftIndex draftOf(std::uint32_t event) const;
    /// The event decides the state of its draft. REQUIRES: run() was called.
    [[nodiscard]] bool decides(std::uint32_t event) const;

private:
    using Phase = FoldedDraft::Phase;

    void findTypes();
    void fold(std::uint32_t event);
    void foldExecution(std::uint32_t event);
    void foldStart(std::uint32_t event, FoldedDraft& draft);
    void foldEnd(std::uint32_t event, FoldedDraft& draft);
    void foldStepStart(std::uint32_t event, FoldedDraft& draft);
    void foldStepEnd(std::uint32_t event, FoldedDraft& draft);
    void foldUnknown(std::uint32_t event, FoldedDraft& draft);
    void countAttempt(std::uint32_t event, FoldedDraft& draft, std::uint32_t attempt);
    void take(std::uint32_t event, FoldedDraft& draft);
    void ignore(std::uint32_t event, RepairKind why);
    [[nodiscard]] std::string_view typeName(std::uint32_t event) const;
    void report(RepairKind kind, std::uint32_t event, std::string detail = {});

    RawColumns& m_columns;
    const std::vector<Draft>& m_drafts;
    const StringPool& m_strings;
    RepairReport& m_repairs;
    std::vector<FoldedDraft> m_folded;
    std::vector<std::pair<EventIndex, std::uint32_t>> m_attempts;
};

} // namespace durascope::history
