// SPDX-License-Identifier: Apache-2.0
#include "engine/service/id_index.h"

#include "engine/history/id_hash.h"

#include <utility>

namespace durascope::service {

namespace {
constexpr std::size_t kFirstSize = 16;
}

IdIndex::IdIndex()
    : m_slots(kFirstSize)
    , m_mask(kFirstSize - 1)
{
}

/// The seed decides nothing but who is neighbour to whom, so runs stay the same.
std::uint32_t IdIndex::hashOf(std::string_view id)
{
    static const std::uint64_t seed = history::randomHashSeed();
    return static_cast<std::uint32_t>(history::hashText(id, seed));
}

void IdIndex::add(std::string_view id, Position position)
{
    if (2 * (m_count + 1) > m_slots.size())
        grow();
    ++m_count;
    place({hashOf(id), position});
}

void IdIndex::place(Slot entry)
{
    std::size_t slot = entry.hash & m_mask;
    while (m_slots[slot].position != kNoPosition)
        slot = (slot + 1) & m_mask;
    m_slots[slot] = entry;
}

void IdIndex::grow()
{
    const std::vector<Slot> old = std::exchange(m_slots, std::vector<Slot>(m_slots.size() * 2));
    m_mask = m_slots.size() - 1;
    for (const Slot& entry : old) {
        if (entry.position != kNoPosition)
            place(entry);
    }
}

} // namespace durascope::service
