// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/json_scan.h"
#include "engine/core/json_view.h"

#include <deque>
#include <string>
#include <string_view>

namespace durascope::history {

/// Keeps the few strings of an event that had escapes and so cannot be views of the text.
class DecodedStrings
{
public:
    /// The text of a string literal given with its quotes; `escaped` as JsonCursor says it.
    [[nodiscard]] std::string_view text(std::string_view literal, bool escaped)
    {
        return escaped ? decoded(literal) : literal.substr(1, literal.size() - 2);
    }
    void clear()
    {
        if (!m_strings.empty()) {
            m_strings.clear();
        }
    }

private:
    std::string_view decoded(std::string_view literal)
    {
        return m_strings.emplace_back(core::decodeString({core::JsonKind::String, literal}));
    }

    std::deque<std::string> m_strings; ///< a deque, because views of its strings must survive its growth
};

[[nodiscard]] inline std::string_view textBetween(const char* begin, const char* end)
{
    return {begin, static_cast<std::size_t>(end - begin)};
}

/// Takes `"key" :` and the blanks behind it. REQUIRES: the cursor is not at its end.
inline bool takeKey(core::JsonCursor& cursor, DecodedStrings& strings, std::string_view& key)
{
    if (*cursor.at != '"') {
        return cursor.fail(cursor.at, core::json_problem::kKeyExpected);
    }
    const char* const begin = cursor.at;
    if (!core::skipString(cursor)) {
        return false;
    }
    key = strings.text(textBetween(begin, cursor.at), cursor.escaped);
    if (!core::skipBlanks(cursor)) {
        return false;
    }
    if (*cursor.at != ':') {
        return cursor.fail(cursor.at, core::json_problem::kColonExpected);
    }
    ++cursor.at;
    return core::skipBlanks(cursor);
}

/// Stands on '{' and walks to behind its '}'. `visit` is called with every key, the cursor on the first character of
/// the value, and must take the value or answer false.
template <typename Visit>
bool walkObject(core::JsonCursor& cursor, DecodedStrings& strings, Visit&& visit)
{
    ++cursor.at;
    if (!core::skipBlanks(cursor)) {
        return false;
    }
    if (*cursor.at == '}') {
        ++cursor.at;
        return true;
    }
    for (;;) {
        std::string_view key;
        if (!takeKey(cursor, strings, key) || !visit(key) || !core::skipBlanks(cursor)) {
            return false;
        }
        const char c = *cursor.at;
        if (c == '}') {
            ++cursor.at;
            return true;
        }
        if (c != ',') {
            return cursor.fail(cursor.at, core::json_problem::kCommaOrBraceExpected);
        }
        ++cursor.at;
        if (!core::skipBlanks(cursor)) {
            return false;
        }
    }
}

} // namespace durascope::history
