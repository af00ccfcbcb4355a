// SPDX-License-Identifier: Apache-2.0
#include "engine/history/string_pool.h"

#include "engine/history/id_hash.h"

#include <random>

namespace durascope::history {

std::uint64_t randomHashSeed()
{
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32) | device();
}

StringIndex StringPool::intern(std::string_view text)
{
    if ((m_strings.size() + 1) * 2 > m_table.size())
        grow();
    const std::size_t mask = m_table.size() - 1;
    std::size_t slot = hashText(text, m_seed) & mask;
    for (; m_table[slot] != 0; slot = (slot + 1) & mask) {
        const StringIndex found(m_table[slot] - 1);
        if (this->text(found) == text)
            return found;
    }
    const StringIndex index(static_cast<std::uint32_t>(m_strings.size()));
    m_strings.push_back({static_cast<std::uint32_t>(m_text.size()), static_cast<std::uint32_t>(text.size())});
    m_text += text;
    m_table[slot] = index.value() + 1;
    return index;
}

std::string_view StringPool::text(StringIndex index) const
{
    const Extent extent = m_strings[index.value()];
    return std::string_view(m_text).substr(extent.offset, extent.length);
}

void StringPool::grow()
{
    std::vector<std::uint32_t> table(hashTableSize(m_strings.size() * 2 + 32));
    const std::size_t mask = table.size() - 1;
    for (std::uint32_t i = 0; i < m_strings.size(); ++i) {
        std::size_t slot = hashText(text(StringIndex(i)), m_seed) & mask;
        while (table[slot] != 0)
            slot = (slot + 1) & mask;
        table[slot] = i + 1;
    }
    m_table = std::move(table);
}

} // namespace durascope::history
