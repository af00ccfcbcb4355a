// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace durascope::history {

/// Hash of a short text for the open-addressing tables of this room. Seeded, because a history may be made by somebody
/// who wants all of its ids to fall into one slot.
[[nodiscard]] inline std::uint64_t hashText(std::string_view text, std::uint64_t seed)
{
    constexpr std::uint64_t kMultiplier = 0x9fb2'1c65'1e98'df25;
    std::uint64_t hash = seed ^ (text.size() * kMultiplier);
    const auto mix = [&hash, seed](std::uint64_t word) {
        hash = (hash ^ word) * kMultiplier;
        hash ^= std::rotr(hash, 32) + seed;
    };
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, sizeof word);
        mix(word);
    }
    if (at < text.size()) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, text.size() - at);
        mix(word);
    }
    hash *= kMultiplier;
    return hash ^ (hash >> 29);
}

/// A seed that differs from process to process.
[[nodiscard]] std::uint64_t randomHashSeed();

/// Slots for `count` entries at most half full.
[[nodiscard]] inline std::size_t hashTableSize(std::size_t count)
{
    return std::bit_ceil(count * 2 + 2);
}

} // namespace durascope::history
