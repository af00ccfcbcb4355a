// SPDX-License-Identifier: Apache-2.0
#include "engine/core/json_scan.h"

#include "engine/core/json_view.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace durascope::core {
namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

constexpr std::array<bool, 256> kEscapes = [] {
    std::array<bool, 256> table{};
    for (const char c : std::string_view("\"\\/bfnrtu")) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();

bool isEscape(char c)
{
    return kEscapes[static_cast<unsigned char>(c)];
}

/// Stands on a backslash; moves behind the escape.
bool skipEscape(JsonCursor& cursor)
{
    const char* const at = cursor.at;
    cursor.escaped = true;
    if (cursor.end - at < 2) {
        cursor.at = cursor.end;
        return false;
    }
    if (!isEscape(at[1])) {
        return cursor.fail(at, json_problem::kBadEscape);
    }
    if (at[1] != 'u') {
        cursor.at = at + 2;
        return true;
    }
    for (std::ptrdiff_t i = 2; i < 6; ++i) {
        if (at + i == cursor.end) {
            cursor.at = cursor.end;
            return false;
        }
        if (!isHexDigit(at[i])) {
            return cursor.fail(at, json_problem::kBadEscape);
        }
    }
    cursor.at = at + 6;
    return true;
}

#if defined(__SSE2__)
struct BlockMasks
{
    std::uint64_t quotes;
    std::uint64_t backslashes;
    std::uint64_t controls;
};

inline std::uint64_t maskOf(__m128i a, __m128i b, __m128i c, __m128i d)
{
    return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(a))) |
           static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(b))) << 16 |
           static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(c))) << 32 |
           static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(d))) << 48;
}

inline BlockMasks classify(const char* at)
{
    const auto* const block = reinterpret_cast<const __m128i*>(at);
    const __m128i a = _mm_loadu_si128(block);
    const __m128i b = _mm_loadu_si128(block + 1);
    const __m128i c = _mm_loadu_si128(block + 2);
    const __m128i d = _mm_loadu_si128(block + 3);
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i lastControl = _mm_set1_epi8(0x1F);
    // Unsigned "x <= 0x1F" is "min(x, 0x1F) == x".
    const auto control = [&](__m128i x) { return _mm_cmpeq_epi8(_mm_min_epu8(x, lastControl), x); };
    return {
        maskOf(_mm_cmpeq_epi8(a, quote), _mm_cmpeq_epi8(b, quote), _mm_cmpeq_epi8(c, quote), _mm_cmpeq_epi8(d, quote)),
        maskOf(_mm_cmpeq_epi8(a, backslash), _mm_cmpeq_epi8(b, backslash), _mm_cmpeq_epi8(c, backslash),
               _mm_cmpeq_epi8(d, backslash)),
        maskOf(control(a), control(b), control(c), control(d))};
}

enum class BlockEnd { Continue, Closed, Slow };

/// Walks one block of 64 characters, at most `cursor.end - 64`. Payloads are JSON inside JSON, an escape every few
/// characters: the escapes are taken from a mask, without loading the text again for each of them.
inline BlockEnd walkBlock(JsonCursor& cursor)
{
    const BlockMasks masks = classify(cursor.at);
    cursor.escaped = cursor.escaped || masks.backslashes != 0;
    std::uint64_t special = masks.quotes | masks.backslashes | masks.controls;
    while (special != 0) {
        const int i = std::countr_zero(special);
        const std::uint64_t bit = std::uint64_t{1} << i;
        if ((masks.backslashes & bit) == 0) {
            cursor.at += i;
            return (masks.quotes & bit) != 0 ? BlockEnd::Closed : BlockEnd::Slow;
        }
        const char escaped = i < 63 ? cursor.at[i + 1] : 'u';
        if (escaped == 'u' || !isEscape(escaped)) {
            cursor.at += i;
            return BlockEnd::Slow;
        }
        special &= ~(bit | bit << 1);
    }
    cursor.at += 64;
    return BlockEnd::Continue;
}
#endif

/// The value grammar as a loop over an explicit stack of one bit a level: hostile nesting must not reach the call
/// stack.
class ValueWalk
{
public:
    ValueWalk(JsonCursor& cursor, std::uint32_t maxDepth, std::uint32_t depth)
        : m_cursor(cursor)
        , m_limit(std::min(maxDepth, kMaxJsonDepth))
        , m_outside(depth)
    {
    }

    bool run()
    {
        do {
            if (!value()) {
                return false;
            }
        } while (m_next);
        return true;
    }

private:
    /// One scalar, or the opening of a container, and everything that closes after it.
    bool value()
    {
        if (!skipBlanks(m_cursor)) {
            return false;
        }
        switch (*m_cursor.at) {
        case '"':
            return skipString(m_cursor) && afterValue();
        case '{':
            return open(true);
        case '[':
            return open(false);
        case 't':
            return literal("true") && afterValue();
        case 'f':
            return literal("false") && afterValue();
        case 'n':
            return literal("null") && afterValue();
        default:
            if (*m_cursor.at == '-' || isDigit(*m_cursor.at)) {
                return skipNumber(m_cursor) && afterValue();
            }
            return m_cursor.fail(m_cursor.at, json_problem::kValueExpected);
        }
    }
    bool open(bool object)
    {
        if (m_depth + m_outside >= m_limit) {
            return m_cursor.fail(m_cursor.at, json_problem::kTooDeep);
        }
        const std::uint64_t bit = std::uint64_t{1} << (m_depth % 64);
        std::uint64_t& word = m_objects[m_depth / 64];
        word = object ? word | bit : word & ~bit;
        ++m_depth;
        ++m_cursor.at;
        if (!skipBlanks(m_cursor)) {
            return false;
        }
        if (*m_cursor.at == (object ? '}' : ']')) {
            ++m_cursor.at;
            --m_depth;
            return afterValue();
        }
        m_next = true;
        return !object || key();
    }
    bool key()
    {
        if (!skipBlanks(m_cursor)) {
            return false;
        }
        if (*m_cursor.at != '"') {
            return m_cursor.fail(m_cursor.at, json_problem::kKeyExpected);
        }
        if (!skipString(m_cursor) || !skipBlanks(m_cursor)) {
            return false;
        }
        if (*m_cursor.at != ':') {
            return m_cursor.fail(m_cursor.at, json_problem::kColonExpected);
        }
        ++m_cursor.at;
        return true;
    }
    bool afterValue()
    {
        while (m_depth > 0) {
            if (!skipBlanks(m_cursor)) {
                return false;
            }
            const bool object = (m_objects[(m_depth - 1) / 64] >> ((m_depth - 1) % 64) & 1) != 0;
            const char c = *m_cursor.at;
            if (c == ',') {
                ++m_cursor.at;
                m_next = true;
                return !object || key();
            }
            if (c != (object ? '}' : ']')) {
                return m_cursor.fail(m_cursor.at, object ? json_problem::kCommaOrBraceExpected
                                                         : json_problem::kCommaOrBracketExpected);
            }
            ++m_cursor.at;
            --m_depth;
        }
        m_next = false;
        return true;
    }
    bool literal(std::string_view word)
    {
        const auto there = std::min<std::size_t>(word.size(), static_cast<std::size_t>(m_cursor.end - m_cursor.at));
        if (std::memcmp(m_cursor.at, word.data(), there) != 0) {
            return m_cursor.fail(m_cursor.at, json_problem::kValueExpected);
        }
        m_cursor.at += there;
        return there == word.size();
    }

    JsonCursor& m_cursor;
    std::uint32_t m_limit;
    std::uint32_t m_outside;
    std::uint32_t m_depth = 0;
    bool m_next = false; ///< another value follows inside a container
    std::array<std::uint64_t, kMaxJsonDepth / 64> m_objects{};
};

} // namespace

bool json_detail::skipStringRest(JsonCursor& cursor)
{
    for (;;) {
#if defined(__SSE2__)
        while (cursor.end - cursor.at >= 64) {
            const BlockEnd end = walkBlock(cursor);
            if (end == BlockEnd::Closed) {
                ++cursor.at;
                return true;
            }
            if (end == BlockEnd::Slow) {
                break;
            }
        }
#endif
        if (cursor.atEnd()) {
            return false;
        }
        const char c = *cursor.at;
        if (c == '"') {
            ++cursor.at;
            return true;
        }
        if (static_cast<unsigned char>(c) < 0x20) {
            return cursor.fail(cursor.at, json_problem::kControlCharacter);
        }
        if (c != '\\') {
            ++cursor.at;
        } else if (!skipEscape(cursor)) {
            return false;
        }
    }
}

bool skipNumber(JsonCursor& cursor)
{
    const char* const begin = cursor.at;
    const char* at = begin;
    const char* const end = cursor.end;
    const auto digits = [&] {
        const char* const first = at;
        while (at != end && isDigit(*at)) {
            ++at;
        }
        return at != first;
    };
    const auto broken = [&] {
        cursor.at = at;
        return at != end && cursor.fail(begin, json_problem::kBadNumber);
    };
    if (*at == '-') {
        ++at;
    }
    const char* const integer = at;
    if (!digits()) {
        return broken();
    }
    if (*integer == '0' && at - integer > 1) {
        return cursor.fail(begin, json_problem::kBadNumber);
    }
    if (at != end && *at == '.') {
        ++at;
        if (!digits()) {
            return broken();
        }
    }
    if (at != end && (*at == 'e' || *at == 'E')) {
        ++at;
        if (at != end && (*at == '+' || *at == '-')) {
            ++at;
        }
        if (!digits()) {
            return broken();
        }
    }
    cursor.at = at;
    return at != end || cursor.final;
}

bool skipValue(JsonCursor& cursor, std::uint32_t maxDepth, std::uint32_t depth)
{
    if (cursor.atEnd()) {
        return false;
    }
    if (*cursor.at == '"') {
        return skipString(cursor);
    }
    return ValueWalk(cursor, maxDepth, depth).run();
}

} // namespace durascope::core
