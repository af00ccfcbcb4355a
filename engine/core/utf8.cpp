// SPDX-License-Identifier: Apache-2.0
#include "engine/core/utf8.h"

namespace durascope::core {
namespace {

struct Lead
{
    std::uint8_t length = 0; ///< 0: no sequence begins with this byte
    std::uint8_t bits = 0;
    std::uint8_t secondLow = 0x80; ///< shuts out overlong forms, surrogates and values beyond U+10FFFF
    std::uint8_t secondHigh = 0xBF;
};

Lead leadOf(std::uint8_t byte)
{
    if (byte >= 0xC2 && byte <= 0xDF) {
        return {2, static_cast<std::uint8_t>(byte & 0x1F), 0x80, 0xBF};
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        const std::uint8_t low = byte == 0xE0 ? 0xA0 : 0x80;
        const std::uint8_t high = byte == 0xED ? 0x9F : 0xBF;
        return {3, static_cast<std::uint8_t>(byte & 0x0F), low, high};
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        const std::uint8_t low = byte == 0xF0 ? 0x90 : 0x80;
        const std::uint8_t high = byte == 0xF4 ? 0x8F : 0xBF;
        return {4, static_cast<std::uint8_t>(byte & 0x07), low, high};
    }
    return {};
}

} // namespace

Utf8Step decodeUtf8(std::string_view text)
{
    const auto first = static_cast<std::uint8_t>(text[0]);
    if (first < 0x80) {
        return {first, 1, true, false};
    }
    const Lead lead = leadOf(first);
    if (lead.length == 0) {
        return {};
    }
    char32_t value = lead.bits;
    for (std::uint8_t i = 1; i < lead.length; ++i) {
        if (i == text.size()) {
            return {kReplacementCharacter, i, false, true};
        }
        const auto byte = static_cast<std::uint8_t>(text[i]);
        const std::uint8_t low = i == 1 ? lead.secondLow : std::uint8_t{0x80};
        const std::uint8_t high = i == 1 ? lead.secondHigh : std::uint8_t{0xBF};
        if (byte < low || byte > high) {
            return {kReplacementCharacter, i, false, false};
        }
        value = (value << 6) | (byte & 0x3FU);
    }
    return {value, lead.length, true, false};
}

void appendUtf8(std::string& out, char32_t codePoint)
{
    if (codePoint > 0x10FFFF || (codePoint >= 0xD800 && codePoint <= 0xDFFF)) {
        codePoint = kReplacementCharacter;
    }
    const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
    if (codePoint < 0x80) {
        put(codePoint);
    } else if (codePoint < 0x800) {
        put(0xC0 | (codePoint >> 6));
        put(0x80 | (codePoint & 0x3F));
    } else if (codePoint < 0x10000) {
        put(0xE0 | (codePoint >> 12));
        put(0x80 | ((codePoint >> 6) & 0x3F));
        put(0x80 | (codePoint & 0x3F));
    } else {
        put(0xF0 | (codePoint >> 18));
        put(0x80 | ((codePoint >> 12) & 0x3F));
        put(0x80 | ((codePoint >> 6) & 0x3F));
        put(0x80 | (codePoint & 0x3F));
    }
}

} // namespace durascope::core
