// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/cell.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace durascope::app {

namespace {
struct Decoded
{
    char32_t character;
    std::size_t bytes;
};

/// REQUIRES: `at` < text.size(). Text here is valid UTF-8; anything else is one byte, one character.
Decoded decodeAt(std::string_view text, std::size_t at)
{
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    if (length == 1 || at + length > text.size()) {
        return {first, 1};
    }
    char32_t character = first & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        character = (character << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3fU);
    }
    return {character, length};
}

using Range = std::pair<char32_t, char32_t>;

template <std::size_t N>
bool isIn(const std::array<Range, N>& ranges, char32_t character)
{
    for (const Range& range : ranges) {
        if (character >= range.first && character <= range.second) {
            return true;
        }
    }
    return false;
}

constexpr std::array<Range, 5> kNarrowest = {
    {{0x0300, 0x036f}, {0x200b, 0x200d}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}}};
constexpr std::array<Range, 11> kWide = {{{0x1100, 0x115f},
                                          {0x2e80, 0x303e},
                                          {0x3041, 0xa4cf},
                                          {0xac00, 0xd7a3},
                                          {0xf900, 0xfaff},
                                          {0xfe30, 0xfe6f},
                                          {0xff00, 0xff60},
                                          {0xffe0, 0xffe6},
                                          {0x1f300, 0x1f64f},
                                          {0x1f900, 0x1f9ff},
                                          {0x20000, 0x3fffd}}};
/// DEL and C1 controls, and everything that turns the direction of text.
constexpr std::array<Range, 5> kSteering = {
    {{0x007f, 0x009f}, {0x061c, 0x061c}, {0x200e, 0x200f}, {0x202a, 0x202e}, {0x2066, 0x2069}}};

std::size_t columnsOfCharacter(char32_t character)
{
    return isIn(kNarrowest, character) ? 0 : isIn(kWide, character) ? 2 : 1;
}

const char* asciiFor(char32_t character)
{
    static constexpr std::pair<char32_t, const char*> kTable[] = {
        {U'✓', "+"}, {U'✕', "x"},   {U'▶', ">"},   {U'○', "o"},   {U'⧗', "~"},   {U'✉', "@"},  {U'↻', "r"},
        {U'├', "|"}, {U'└', "`"},   {U'│', "|"},   {U'─', "-"},   {U'…', "..."}, {U'·', "-"},  {U'µ', "u"},
        {U'−', "-"}, {U'–', "-"},   {U'→', "->"},  {U'↑', "^"},   {U'“', "\""},  {U'”', "\""}, {U'’', "'"},
        {U'●', "*"}, {U'⋯', "..."}, {0x202f, " "}, {0x00a0, " "},
    };
    for (const auto& [from, to] : kTable) {
        if (from == character) {
            return to;
        }
    }
    return "?";
}

const char* colourOf(Tone tone)
{
    switch (tone) {
    case Tone::Strong:
        return "\x1b[1m";
    case Tone::Faint:
        return "\x1b[2m";
    case Tone::Good:
        return "\x1b[32m";
    case Tone::Bad:
        return "\x1b[31m";
    case Tone::Busy:
        return "\x1b[36m";
    case Tone::Waiting:
        return "\x1b[33m";
    case Tone::Plain:
        break;
    }
    return "";
}
} // namespace

std::string shown(const Terminal& terminal, std::string_view text)
{
    if (terminal.unicode) {
        return std::string(text);
    }
    std::string ascii;
    for (std::size_t i = 0; i < text.size();) {
        const Decoded next = decodeAt(text, i);
        if (next.character < 0x80) {
            ascii += text[i];
        } else {
            ascii += asciiFor(next.character);
        }
        i += next.bytes;
    }
    return ascii;
}

std::string painted(const Terminal& terminal, const Cell& cell)
{
    const char* const colour = terminal.colours ? colourOf(cell.tone) : "";
    std::string text = shown(terminal, cell.text);
    if (*colour == '\0' || text.empty()) {
        return text;
    }
    return colour + text + "\x1b[0m";
}

std::size_t columnsOf(std::string_view text)
{
    std::size_t columns = 0;
    for (std::size_t i = 0; i < text.size();) {
        const Decoded next = decodeAt(text, i);
        columns += columnsOfCharacter(next.character);
        i += next.bytes;
    }
    return columns;
}

std::string fitted(const Terminal& terminal, std::string_view text, std::size_t columns)
{
    const std::string whole = shown(terminal, text);
    if (columns == 0 || columnsOf(whole) <= columns) {
        return whole;
    }
    const std::string ellipsis = terminal.unicode ? "…" : "...";
    const std::size_t room = columns - std::min(columns, columnsOf(ellipsis));
    std::size_t used = 0;
    std::size_t end = 0;
    while (end < whole.size()) {
        const Decoded next = decodeAt(whole, end);
        if (used + columnsOfCharacter(next.character) > room) {
            break;
        }
        used += columnsOfCharacter(next.character);
        end += next.bytes;
    }
    return whole.substr(0, end) + ellipsis;
}

std::string harmlessJson(std::string_view json)
{
    static constexpr std::string_view kHex = "0123456789abcdef";
    std::string result;
    result.reserve(json.size());
    for (std::size_t i = 0; i < json.size();) {
        const Decoded next = decodeAt(json, i);
        if (isIn(kSteering, next.character)) {
            result += "\\u";
            for (int shift = 12; shift >= 0; shift -= 4) {
                result += kHex[(next.character >> static_cast<unsigned>(shift)) & 0xfU];
            }
        } else {
            result.append(json, i, next.bytes);
        }
        i += next.bytes;
    }
    return result;
}

} // namespace durascope::app
