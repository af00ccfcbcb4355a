// SPDX-License-Identifier: Apache-2.0
#include "engine/history/operation_table_builder.h"

#include "engine/history/id_hash.h"

#include <algorithm>

namespace durascope::history {

OperationTableBuilder::OperationTableBuilder(EventLogData& log, const RawColumns& columns,
                                             const std::vector<Draft>& drafts, std::string_view draftText,
                                             const EventEffects& effects)
    : m_log(log)
    , m_columns(columns)
    , m_drafts(drafts)
    , m_draftText(draftText)
    , m_effects(effects)
{
}

void OperationTableBuilder::run()
{
    numberRows();
    listEvents();
    describeRows();
    breakCycles();
    listChildren();
    walkTree();
    hashIds();
}

void OperationTableBuilder::numberRows()
{
    m_rowOfDraft.assign(m_drafts.size(), OperationIndex());
    m_rowOfDraft[kExecutionDraft] = kExecution;
    m_draftOfRow.push_back(kExecutionDraft);
    const std::vector<FoldedDraft>& folded = m_effects.folded();
    for (std::uint32_t event = 0; event < m_columns.size(); ++event) {
        const DraftIndex draft = m_effects.draftOf(event);
        if (draft == kExecutionDraft || folded[draft].first != EventIndex(event))
            continue;
        m_rowOfDraft[draft] = OperationIndex(static_cast<std::uint32_t>(m_draftOfRow.size()));
        m_draftOfRow.push_back(draft);
    }
    m_log.table.resize(m_draftOfRow.size());
    m_log.operations.resize(m_columns.size());
    for (std::uint32_t event = 0; event < m_columns.size(); ++event)
        m_log.operations[event] = m_rowOfDraft[m_effects.draftOf(event)];
}

void OperationTableBuilder::listEvents()
{
    std::uint32_t begin = 0;
    for (std::uint32_t row = 0; row < m_log.table.size(); ++row) {
        const FoldedDraft& folded = m_effects.folded()[m_draftOfRow[row]];
        Operation& operation = m_log.table[row];
        operation.type = folded.type;
        operation.firstEvent = folded.first;
        operation.irregularAttempts = folded.irregularAttempts;
        operation.eventsBegin = begin;
        begin += folded.eventCount;
    }
    m_log.eventLists.resize(begin);
    for (std::uint32_t event = 0; event < m_columns.size(); ++event) {
        const OperationIndex operation = m_log.operations[event];
        Operation& row = m_log.table[operation.value()];
        if (m_effects.decides(event))
            m_log.eventLists[row.eventsBegin + row.eventsCount++] = EventIndex(event);
        else if (operation != kExecution)
            m_log.withoutEffect.emplace_back(operation, EventIndex(event));
    }
    std::sort(m_log.withoutEffect.begin(), m_log.withoutEffect.end());
    // Where the start is missing the execution runs all the same from the first thing we know.
    Operation& execution = m_log.table[kExecution.value()];
    const bool hasStart =
        execution.firstEvent.valid() && m_columns.types[execution.firstEvent.value()] == EventType::ExecutionStarted;
    if (!hasStart)
        execution.firstEvent = m_columns.size() == 0 ? EventIndex() : EventIndex(0);
}

void OperationTableBuilder::describeRows()
{
    describeExecution();
    for (std::uint32_t row = 1; row < m_log.table.size(); ++row)
        describe(OperationIndex(row));
}

void OperationTableBuilder::describeExecution()
{
    Operation& row = m_log.table[kExecution.value()];
    for (std::uint32_t event = 0; event < m_columns.size(); ++event) {
        const EventType type = m_columns.types[event];
        if (type == EventType::Unknown || type == EventType::InvocationCompleted ||
            core::operationTypeOf(type) != OperationType::Execution)
            continue;
        if (row.id.empty())
            setId(row, m_drafts[m_columns.drafts[event]]);
        if (!row.name.valid())
            row.name = m_columns.attributes(event, m_drafts).name;
        if (row.name.valid() && !row.id.empty())
            return;
    }
}

void OperationTableBuilder::describe(OperationIndex operation)
{
    Operation& row = m_log.table[operation.value()];
    setId(row, m_drafts[m_draftOfRow[operation.value()]]);
    const Attributes attributes = attributesOf(operation);
    row.name = attributes.name;
    row.subType = attributes.subType;
    resolveParent(operation, attributes.parent);
}

/// Name, sub type and parent each of the first event that has one (section 14).
Attributes OperationTableBuilder::attributesOf(OperationIndex operation) const
{
    const Operation& row = m_log.table[operation.value()];
    Attributes result;
    for (std::uint32_t i = 0; i < row.eventsCount; ++i) {
        const std::uint32_t event = m_log.eventLists[row.eventsBegin + i].value();
        const Attributes attributes = m_columns.attributes(event, m_drafts);
        result.name = result.name.valid() ? result.name : attributes.name;
        result.subType = result.subType.valid() ? result.subType : attributes.subType;
        result.parent = result.parent != kNoDraft ? result.parent : attributes.parent;
        if (result.name.valid() && result.subType.valid() && result.parent != kNoDraft)
            break;
    }
    return result;
}

void OperationTableBuilder::setId(Operation& row, const Draft& draft)
{
    row.id = draft.id;
    row.idIsDecoded = draft.idIsDecoded;
    if (!draft.idIsDecoded)
        return;
    row.id.offset = static_cast<std::uint32_t>(m_log.sideText.size());
    m_log.sideText += m_draftText.substr(draft.id.offset, draft.id.length);
}

void OperationTableBuilder::resolveParent(OperationIndex operation, DraftIndex parent)
{
    Operation& row = m_log.table[operation.value()];
    row.parent = kExecution;
    if (parent == kNoDraft || m_drafts[parent].isExecution)
        return;
    if (m_rowOfDraft[parent].valid()) {
        row.parent = m_rowOfDraft[parent];
        return;
    }
    const Draft& draft = m_drafts[parent];
    const std::string_view text = draft.idIsDecoded ? m_draftText : m_log.bytes->view();
    m_log.repairs.add(RepairKind::UnknownParent, m_columns.eventIds[row.firstEvent.value()],
                      std::string(text.substr(draft.id.offset, draft.id.length)));
}

/// Walks up from every operation to something already known to hang on the root. What is met twice in one walk is a
/// cycle; its earliest operation goes to the root.
void OperationTableBuilder::breakCycles()
{
    std::vector<std::uint32_t> walkOf(m_log.table.size(), 0); // 0: not met yet
    walkOf[kExecution.value()] = std::numeric_limits<std::uint32_t>::max();
    for (std::uint32_t start = 1; start < m_log.table.size(); ++start) {
        std::uint32_t at = start;
        while (walkOf[at] == 0) {
            walkOf[at] = start;
            at = m_log.table[at].parent.value();
        }
        if (walkOf[at] != start)
            continue;
        std::uint32_t earliest = at;
        for (std::uint32_t next = m_log.table[at].parent.value(); next != at; next = m_log.table[next].parent.value())
            earliest = std::min(earliest, next);
        Operation& row = m_log.table[earliest];
        row.parent = kExecution;
        m_log.repairs.add(RepairKind::ParentCycle, m_columns.eventIds[row.firstEvent.value()]);
    }
}

void OperationTableBuilder::listChildren()
{
    std::vector<Operation>& table = m_log.table;
    for (std::uint32_t row = 1; row < table.size(); ++row)
        ++table[table[row].parent.value()].childrenCount;
    std::uint32_t begin = 0;
    for (Operation& operation : table) {
        operation.childrenBegin = begin;
        begin += operation.childrenCount;
        operation.childrenCount = 0;
    }
    m_log.childLists.resize(begin);
    for (std::uint32_t row = 1; row < table.size(); ++row) {
        Operation& parent = table[table[row].parent.value()];
        m_log.childLists[parent.childrenBegin + parent.childrenCount++] = OperationIndex(row);
    }
}

void OperationTableBuilder::walkTree()
{
    std::vector<Operation>& table = m_log.table;
    m_log.walk.resize(table.size());
    m_log.walkOrder.reserve(table.size());
    m_log.walkOrder.push_back(kExecution);
    // Each entry is an operation and how many of its children have been entered.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> path{{kExecution.value(), 0}};
    std::uint32_t position = 0;
    m_log.walk[kExecution.value()].first = position++;
    while (!path.empty()) {
        auto& [row, entered] = path.back();
        if (entered == table[row].childrenCount) {
            m_log.walk[row].second = position;
            path.pop_back();
            continue;
        }
        const std::uint32_t child = m_log.childLists[table[row].childrenBegin + entered++].value();
        m_log.walk[child].first = position++;
        m_log.walkOrder.emplace_back(child);
        table[child].depth = static_cast<std::uint8_t>(std::min<std::size_t>(path.size(), 255));
        path.emplace_back(child, 0);
    }
}

void OperationTableBuilder::hashIds()
{
    m_log.idTable.assign(hashTableSize(m_log.table.size()), 0);
    const std::size_t mask = m_log.idTable.size() - 1;
    for (std::uint32_t row = 0; row < m_log.table.size(); ++row) {
        const Operation& operation = m_log.table[row];
        if (operation.id.empty())
            continue;
        const std::string_view text = operation.idIsDecoded ? std::string_view(m_log.sideText) : m_log.bytes->view();
        std::size_t slot = hashText(text.substr(operation.id.offset, operation.id.length), m_log.hashSeed) & mask;
        while (m_log.idTable[slot] != 0)
            slot = (slot + 1) & mask;
        m_log.idTable[slot] = row + 1;
    }
}

} // namespace durascope::history
