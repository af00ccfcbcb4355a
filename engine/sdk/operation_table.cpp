// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/operation_table.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace durable::detail {

namespace {

/// Wire ids are digests: any eight characters of them are as good as a hash; short ids are hashed.
std::uint32_t hashOf(std::string_view id)
{
    if (id.size() < 16)
        return static_cast<std::uint32_t>(std::hash<std::string_view>()(id));
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::memcpy(&first, id.data(), sizeof first);
    std::memcpy(&last, id.data() + id.size() - sizeof last, sizeof last);
    return static_cast<std::uint32_t>(((first ^ (last << 1)) * 0x9E37'79B9'7F4A'7C15) >> 32);
}

} // namespace

OperationRef OperationTable::find(std::string_view id) const
{
    const std::uint32_t found = position(id);
    return found == kNone ? nullptr : m_operations[found];
}

OperationRef OperationTable::put(OperationRef operation)
{
    const std::uint32_t found = position(operation->identity->id);
    if (found != kNone) {
        m_operations[found].swap(operation);
        return operation;
    }
    m_operations.push_back(std::move(operation));
    return nullptr;
}

std::uint32_t OperationTable::position(std::string_view id) const
{
    // An operation is asked for several times in a row, then comes the next one.
    const std::size_t end = std::min<std::size_t>(m_next + 2, m_operations.size());
    for (std::uint32_t near = m_next; near < end; ++near) {
        if (m_operations[near]->identity->id == id)
            return m_next = near;
    }
    index();
    const std::uint32_t hash = hashOf(id);
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
        const Slot& slot = m_slots[at];
        if (slot.position == kNone)
            return kNone;
        if (slot.hash == hash && m_operations[slot.position]->identity->id == id)
            return m_next = slot.position;
    }
}

void OperationTable::index() const
{
    constexpr std::size_t kSmallest = 16;
    if (2 * m_operations.size() >= m_slots.size()) {
        const std::vector<Slot> old = std::move(m_slots);
        m_slots.assign(std::bit_ceil(std::max(4 * m_operations.size(), kSmallest)), {});
        for (const Slot& slot : old) {
            if (slot.position != kNone)
                place(slot);
        }
    }
    for (; m_indexed < m_operations.size(); ++m_indexed)
        place({hashOf(m_operations[m_indexed]->identity->id), static_cast<std::uint32_t>(m_indexed)});
}

void OperationTable::place(Slot slot) const
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = slot.hash & mask;
    while (m_slots[at].position != kNone)
        at = (at + 1) & mask;
    m_slots[at] = slot;
}

} // namespace durable::detail
