// SPDX-License-Identifier: Apache-2.0
#include "engine/host/made_ids.h"

namespace durascope::host {
namespace {

/// The finisher of splitmix64: every bit of the input moves half of the output.
std::uint64_t mixed(std::uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9ULL;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

std::uint64_t hashed(std::uint64_t state, std::initializer_list<std::string_view> parts)
{
    for (const std::string_view part : parts) {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        state = mixed(state ^ part.size());
        for (const char c : part)
            state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    return mixed(state);
}

void appendHex(std::string& text, std::uint64_t value, int digits)
{
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        text += "0123456789abcdef"[(value >> shift) & 0xf];
}

} // namespace

std::uint64_t numberOf(std::uint64_t seed, std::initializer_list<std::string_view> parts)
{
    return hashed(mixed(seed + 0x9e3779b97f4a7c15ULL), parts);
}

std::string uuidOf(std::uint64_t seed, std::initializer_list<std::string_view> parts)
{
    const std::uint64_t high = numberOf(seed, parts);
    const std::uint64_t low = hashed(mixed(seed ^ 0x2545f4914f6cdd1dULL), parts);
    std::string text;
    text.reserve(36);
    appendHex(text, high >> 32, 8);
    text += '-';
    appendHex(text, high >> 16, 4);
    text += "-3";
    appendHex(text, high, 3);
    text += '-';
    appendHex(text, (low >> 48 & 0x3fff) | 0x8000, 4);
    text += '-';
    appendHex(text, low, 12);
    return text;
}

} // namespace durascope::host
