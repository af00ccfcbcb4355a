// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/event_effects.h"

#include <string_view>

namespace durascope::history {

/// Makes the operation table of a log out of folded drafts: rows in order of first event, their events and children as
/// lists, parents resolved (history-format sections 13 rule 8 and 14), ids in a hash table. Nothing here recurses or
/// walks a chain of parents twice, so depth does not matter.
class OperationTableBuilder
{
public:
    OperationTableBuilder(EventLogData& log, const RawColumns& columns, const std::vector<Draft>& drafts,
                          std::string_view draftText, const EventEffects& effects);

    void run();

private:
    void numberRows();
    void listEvents();
    void describeRows();
    void describeExecution();
    void describe(OperationIndex operation);
    [[nodiscard]] Attributes attributesOf(OperationIndex operation) const;
    void setId(Operation& row, const Draft& draft);
    void resolveParent(OperationIndex operation, DraftIndex parent);
    void breakCycles();
    void listChildren();
    void walkTree();
    void hashIds();

    EventLogData& m_log;
    const RawColumns& m_columns;
    const std::vector<Draft>& m_drafts;
    std::string_view m_draftText;
    const EventEffects& m_effects;
    std::vector<OperationIndex> m_rowOfDraft;
    std::vector<DraftIndex> m_draftOfRow;
};

} // namespace durascope::history
