// SPDX-License-Identifier: Apache-2.0
#include "engine/service/operation_table.h"

#include "engine/service/sizes.h"

namespace durascope::service {
namespace {

bool isPending(const Operation& operation)
{
    switch (operation.type()) {
    case OperationType::Step:
        return operation.status == OperationStatus::Pending;
    case OperationType::Wait:
    case OperationType::Callback:
    case OperationType::ChainedInvoke:
        return operation.status == OperationStatus::Started;
    default:
        return false;
    }
}

} // namespace

bool dropsChildren(const Operation& operation)
{
    return operation.type() == OperationType::Context && core::isTerminal(operation.status) &&
           !operation.replayChildren;
}

Position OperationTable::add(Operation operation)
{
    const Position position = size();
    Record record;
    const std::optional<std::string>& parentId = operation.identity->parentId;
    const Position parent = parentId ? find(*parentId) : kNoPosition;
    if (parent != kNoPosition) {
        record.parent = parent;
        record.nextSibling = m_records[parent].firstChild;
        record.hidden = m_records[parent].hidden || dropsChildren(at(parent));
        m_records[parent].firstChild = position;
    }
    m_records.push_back(record);
    m_operations.push_back(std::make_shared<Operation>(std::move(operation)));
    m_positions.add(at(position).id(), position);
    count(at(position), 1);
    markChanged(position);
    return position;
}

Position OperationTable::find(std::string_view id) const
{
    return m_positions.find(id, [&](Position position) { return at(position).id() == id; });
}

Operation& OperationTable::beginChange(Position position)
{
    OperationRef& ref = m_operations[position];
    count(*ref, -1);
    // Nobody outside can hold a state that was made after the last seal, so it may be changed in place.
    if (m_records[position].change <= m_sealed)
        ref = std::make_shared<Operation>(*ref);
    return const_cast<Operation&>(*ref); // every one is made by make_shared<Operation>, none is const
}

void OperationTable::endChange(Position position)
{
    count(at(position), 1);
    markChanged(position);
    if (dropsChildren(at(position)))
        hideBelow(position);
}

void OperationTable::count(const Operation& operation, int by)
{
    if (isPending(operation))
        m_pending += static_cast<std::uint32_t>(by);
    if (operation.status == OperationStatus::Ready)
        m_ready += static_cast<std::uint32_t>(by);
}

void OperationTable::markChanged(Position position)
{
    Record& record = m_records[position];
    record.change = ++m_change;
    record.wireSize = wireSize(at(position));
    if (!record.unseen)
        m_unseen.push_back(position);
    record.unseen = true;
}

/// Everything below a hidden operation is hidden already, so each operation is walked over once in its life.
void OperationTable::hideBelow(Position context)
{
    m_toHide.assign(1, context);
    while (!m_toHide.empty()) {
        const Position parent = m_toHide.back();
        m_toHide.pop_back();
        for (Position child = m_records[parent].firstChild; child != kNoPosition;
             child = m_records[child].nextSibling) {
            if (!m_records[child].hidden)
                m_toHide.push_back(child);
            m_records[child].hidden = true;
        }
    }
}

std::vector<Position> OperationTable::takeUnseen()
{
    std::vector<Position> result = std::move(m_unseen);
    m_unseen.clear();
    for (const Position position : result)
        m_records[position].unseen = false;
    return result;
}

void OperationTable::forgetUnseen()
{
    for (const Position position : m_unseen)
        m_records[position].unseen = false;
    m_unseen.clear();
}

} // namespace durascope::service
