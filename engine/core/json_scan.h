// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace durascope::core {

/// A walk over JSON text of which the end may not have arrived yet. Every function answers false when it could not go
/// on: then either `problem` says what is wrong at `at`, or it is null and the text ended too early.
struct JsonCursor
{
    const char* at = nullptr;
    const char* end = nullptr;
    const char* problem = nullptr;
    bool final = true;    ///< nothing comes after `end`, so a number may touch it
    bool escaped = false; ///< the string skipped last has escapes

    [[nodiscard]] bool atEnd() const { return at == end; }
    bool fail(const char* where, const char* what)
    {
        at = where;
        problem = what;
        return false;
    }
};

namespace json_problem {
inline constexpr const char* kValueExpected = "expected a value";
inline constexpr const char* kKeyExpected = "expected a member name in quotes";
inline constexpr const char* kColonExpected = "expected ':' after a member name";
inline constexpr const char* kCommaOrBraceExpected = "expected ',' or '}'";
inline constexpr const char* kCommaOrBracketExpected = "expected ',' or ']'";
inline constexpr const char* kControlCharacter = "a string holds an unescaped control character";
inline constexpr const char* kBadEscape = "a string holds an invalid escape";
inline constexpr const char* kBadNumber = "malformed number";
inline constexpr const char* kTooDeep = "nested too deeply";
} // namespace json_problem

inline bool isJsonBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// Moves to the next character that is not a blank; false when the text ends first.
inline bool skipBlanks(JsonCursor& cursor)
{
    const char* at = cursor.at;
    const char* const end = cursor.end;
    // Minified text has none and pretty-printed text has long runs of them, so both ways are worth their branch.
    while (at != end && isJsonBlank(*at)) {
        ++at;
#if defined(__SSE2__)
        while (end - at >= 16) {
            const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
            const int blanks = _mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(' ')));
            if (blanks != 0xFFFF) {
                at += std::countr_one(static_cast<unsigned>(blanks));
                break;
            }
            at += 16;
        }
#endif
    }
    cursor.at = at;
    return at != end;
}

namespace json_detail {
/// The rest of a string from a character inside it.
bool skipStringRest(JsonCursor& cursor);
} // namespace json_detail

/// REQUIRES: *cursor.at is the opening quote. Stands behind the closing quote afterwards.
inline bool skipString(JsonCursor& cursor)
{
    ++cursor.at;
    cursor.escaped = false;
#if defined(__SSE2__)
    // Names, ids and times end within two of these steps; only payloads are longer.
    for (int i = 0; i < 2 && cursor.end - cursor.at >= 16; ++i) {
        const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(cursor.at));
        const __m128i lastControl = _mm_set1_epi8(0x1F);
        const __m128i special = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('"')), _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'))),
            _mm_cmpeq_epi8(_mm_min_epu8(block, lastControl), block));
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(special));
        if (mask != 0) {
            cursor.at += std::countr_zero(mask);
            if (*cursor.at == '"') {
                ++cursor.at;
                return true;
            }
            break;
        }
        cursor.at += 16;
    }
#endif
    return json_detail::skipStringRest(cursor);
}
/// REQUIRES: *cursor.at is '-' or a digit.
bool skipNumber(JsonCursor& cursor);
/// Any value, checked completely, without recursion. `depth` is how many containers are open around it.
bool skipValue(JsonCursor& cursor, std::uint32_t maxDepth, std::uint32_t depth = 0);

} // namespace durascope::core
