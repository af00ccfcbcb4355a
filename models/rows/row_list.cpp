// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rows/row_list.h"

#include <algorithm>
#include <span>

namespace durascope::models {

using core::kExecution;
using core::OperationIndex;
using core::OperationType;

RowList::RowList(QObject* parent)
    : QObject(parent)
{
}

void RowList::setLog(std::shared_ptr<const history::EventLog> log)
{
    m_log = std::move(log);
    m_rows.clear();
    m_lookupValid = false;
    const bool some = m_log && m_log->operationCount() > 0;
    m_open.assign(some ? m_log->operationCount() : 0, false);
    if (some) {
        constexpr std::uint32_t kLevels = 2;
        // Depth counts from the execution, so the greatest one means "all".
        markToDepth(m_log->operationCount() <= kOpenAllOperations + 1 ? m_log->operationCount() : kLevels);
        m_rows.push_back({kExecution, 0, 0});
        appendBelow(m_rows, kExecution, 1);
    }
    Q_EMIT reset();
}

bool RowList::knows(OperationIndex operation) const
{
    return operation.valid() && operation.value() < m_open.size();
}

int RowList::rowOf(OperationIndex operation) const
{
    if (!knows(operation)) {
        return -1;
    }
    refreshLookup();
    return m_rowOf[operation.value()];
}

int RowList::rowOf(OperationIndex operation, std::uint32_t attempt) const
{
    const int row = rowOf(operation);
    if (row < 0 || attempt == 0 || !isOpen(operation) || attempt > attemptCount(operation)) {
        return row;
    }
    return row + static_cast<int>(attempt);
}

int RowList::rowOfVisibleAncestor(OperationIndex operation) const
{
    while (knows(operation)) {
        if (const int row = rowOf(operation); row >= 0) {
            return row;
        }
        operation = m_log->operation(operation).parent;
    }
    return -1;
}

bool RowList::canOpen(OperationIndex operation) const
{
    return knows(operation) && (m_log->operation(operation).childrenCount > 0 || wasRetried(operation));
}

bool RowList::wasRetried(OperationIndex operation) const
{
    const auto& entry = m_log->operation(operation);
    if (entry.type != OperationType::Step || entry.eventsCount < 2) {
        return false;
    }
    // Nearly all steps are a start and an end, and opening all rows asks about each of them.
    if (entry.eventsCount == 2 &&
        core::roleOf(m_log->type(m_log->events(operation).front())) == core::EventRole::Start) {
        return false;
    }
    return attemptCount(operation) > 1;
}

bool RowList::isOpen(OperationIndex operation) const
{
    return knows(operation) && m_open[operation.value()];
}

bool RowList::hidesChildren(OperationIndex operation) const
{
    return knows(operation) && !m_open[operation.value()] && m_log->operation(operation).childrenCount > 0;
}

std::uint32_t RowList::attemptCount(OperationIndex operation) const
{
    if (!knows(operation) || m_log->operation(operation).type != OperationType::Step) {
        return 0;
    }
    // As the fold rules of history-format section 14 count, without making the attempts.
    std::uint32_t count = 0;
    bool open = false;
    for (const auto event : m_log->events(operation)) {
        const auto role = core::roleOf(m_log->type(event));
        if (role == core::EventRole::Other) {
            continue;
        }
        count += open ? 0 : 1;
        open = role == core::EventRole::Start;
    }
    return count;
}

int RowList::maxDepth() const
{
    refreshLookup();
    return static_cast<int>(m_maxDepth);
}

std::vector<OperationIndex> RowList::openOperations() const
{
    std::vector<OperationIndex> result;
    for (std::uint32_t i = kExecution.value() + 1; i < m_open.size(); ++i) {
        if (m_open[i]) {
            result.emplace_back(i);
        }
    }
    return result;
}

void RowList::setOpenOperations(const std::vector<OperationIndex>& operations)
{
    if (m_rows.empty()) {
        return;
    }
    markAll(false);
    for (const auto operation : operations) {
        if (canOpen(operation)) {
            m_open[operation.value()] = true;
        }
    }
    replaceBelow(0);
}

void RowList::setOpen(OperationIndex operation, bool open)
{
    if (operation == kExecution || isOpen(operation) == open || !canOpen(operation)) {
        return;
    }
    m_open[operation.value()] = open;
    if (const int row = rowOf(operation); row >= 0) {
        replaceBelow(row);
    }
}

void RowList::setSubtreeOpen(OperationIndex operation, bool open)
{
    if (!knows(operation)) {
        return;
    }
    std::vector<OperationIndex> todo{operation};
    while (!todo.empty()) {
        const auto next = todo.back();
        todo.pop_back();
        m_open[next.value()] = next == kExecution || (open && canOpen(next));
        const auto children = m_log->children(next);
        todo.insert(todo.end(), children.begin(), children.end());
    }
    if (const int row = rowOf(operation); row >= 0) {
        replaceBelow(row);
    }
}

void RowList::openAll()
{
    if (!m_rows.empty()) {
        markAll(true);
        replaceBelow(0);
    }
}

void RowList::closeAll()
{
    if (!m_rows.empty()) {
        markAll(false);
        replaceBelow(0);
    }
}

void RowList::openToDepth(int depth)
{
    if (!m_rows.empty()) {
        markToDepth(static_cast<std::uint32_t>(std::max(depth, 1)));
        replaceBelow(0);
    }
}

void RowList::reveal(OperationIndex operation)
{
    if (!knows(operation) || rowOf(operation) >= 0) {
        return;
    }
    OperationIndex topmost;
    for (auto above = m_log->operation(operation).parent; knows(above); above = m_log->operation(above).parent) {
        if (!m_open[above.value()]) {
            m_open[above.value()] = true;
            topmost = above;
        }
    }
    if (const int row = rowOf(topmost); row >= 0) {
        replaceBelow(row);
    }
}

void RowList::markAll(bool open)
{
    for (std::uint32_t i = 0; i < m_open.size(); ++i) {
        m_open[i] = open && canOpen(OperationIndex(i));
    }
    m_open[kExecution.value()] = true;
}

void RowList::markToDepth(std::uint32_t depth)
{
    m_open.assign(m_open.size(), false);
    m_open[kExecution.value()] = true;
    // Level by level and not by Operation::depth, which stops counting at 255.
    std::vector<OperationIndex> level{kExecution};
    std::vector<OperationIndex> below;
    for (std::uint32_t i = 1; i < depth && !level.empty(); ++i) {
        below.clear();
        for (const auto parent : level) {
            for (const auto child : m_log->children(parent)) {
                if (m_log->operation(child).childrenCount > 0) {
                    m_open[child.value()] = true;
                    below.push_back(child);
                }
            }
        }
        level.swap(below);
    }
}

void RowList::appendAttempts(std::vector<Row>& rows, OperationIndex operation, std::uint32_t depth) const
{
    if (!wasRetried(operation)) {
        return;
    }
    const auto attempts = attemptCount(operation);
    for (std::uint32_t attempt = 1; attempt <= attempts; ++attempt) {
        rows.push_back({operation, attempt, depth});
    }
}

void RowList::appendBelow(std::vector<Row>& rows, OperationIndex operation, std::uint32_t depth) const
{
    // By hand instead of recursion: contexts may be nested deeper than a stack is.
    std::vector<std::span<const OperationIndex>> levels;
    const auto descend = [&](OperationIndex into) {
        appendAttempts(rows, into, depth + static_cast<std::uint32_t>(levels.size()));
        levels.push_back(m_log->children(into));
    };
    if (m_open[operation.value()]) {
        descend(operation);
    }
    while (!levels.empty()) {
        auto& level = levels.back();
        if (level.empty()) {
            levels.pop_back();
            continue;
        }
        const auto child = level.front();
        level = level.subspan(1);
        rows.push_back({child, 0, depth + static_cast<std::uint32_t>(levels.size()) - 1});
        if (m_open[child.value()]) {
            descend(child);
        }
    }
}

void RowList::replaceBelow(int row)
{
    const auto first = m_rows.begin() + row + 1;
    const auto last = m_rows.begin() + endOfSubtree(row);
    const auto removed = static_cast<int>(last - first);
    std::vector<Row> fresh;
    if (row == 0) {
        fresh.reserve(m_open.size()); // all rows may come; growing would copy them several times
    }
    appendBelow(fresh, at(row).operation, at(row).depth + 1);
    if (std::equal(first, last, fresh.begin(), fresh.end())) {
        return;
    }
    const auto inserted = static_cast<int>(fresh.size());
    const auto kept = std::min(removed, inserted);
    std::copy_n(fresh.begin(), kept, first);
    if (kept < removed) {
        m_rows.erase(first + kept, last);
    } else {
        m_rows.insert(last, fresh.begin() + kept, fresh.end());
    }
    m_lookupValid = false;
    Q_EMIT rowsReplaced(row + 1, removed, inserted);
}

int RowList::endOfSubtree(int row) const
{
    const auto depth = at(row).depth;
    const auto end =
        std::find_if(m_rows.begin() + row + 1, m_rows.end(), [&](const Row& below) { return below.depth <= depth; });
    return static_cast<int>(end - m_rows.begin());
}

void RowList::refreshLookup() const
{
    if (m_lookupValid) {
        return;
    }
    m_rowOf.assign(m_open.size(), -1);
    m_maxDepth = 0;
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        m_maxDepth = std::max(m_maxDepth, m_rows[row].depth);
        if (m_rows[row].attempt == 0) {
            m_rowOf[m_rows[row].operation.value()] = static_cast<std::int32_t>(row);
        }
    }
    m_lookupValid = true;
}

} // namespace durascope::models
