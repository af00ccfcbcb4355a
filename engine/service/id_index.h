// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/timers.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace durascope::service {

/// Positions of operations by id, by open addressing: one line of cache a look-up in the usual case, and growing looks
/// at no id. The ids themselves stand with the operations. Private to the service.
class IdIndex
{
public:
    IdIndex();

    /// `isSame(position)` compares the id there with the one looked for.
    template <typename IsSame>
    [[nodiscard]] Position find(std::string_view id, IsSame&& isSame) const
    {
        const std::uint32_t hash = hashOf(id);
        for (std::size_t slot = hash & m_mask;; slot = (slot + 1) & m_mask) {
            const Slot& entry = m_slots[slot];
            if (entry.position == kNoPosition || (entry.hash == hash && isSame(entry.position)))
                return entry.position;
        }
    }
    /// REQUIRES: the id is not there.
    void add(std::string_view id, Position position);

private:
    struct Slot
    {
        std::uint32_t hash = 0;
        Position position = kNoPosition;
    };
    [[nodiscard]] static std::uint32_t hashOf(std::string_view id);
    void place(Slot entry);
    void grow();

    std::vector<Slot> m_slots; ///< a power of two, at most half full
    std::size_t m_mask = 0;
    std::size_t m_count = 0;
};

} // namespace durascope::service
