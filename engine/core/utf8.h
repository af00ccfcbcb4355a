// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace durascope::core {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;
inline constexpr std::string_view kReplacementText = "\xEF\xBF\xBD";

/// One step through bytes that should be UTF-8. An invalid sequence is cut as the Unicode standard recommends: its
/// longest well-formed beginning counts as one replacement character.
struct Utf8Step
{
    char32_t codePoint = kReplacementCharacter;
    std::uint8_t length = 1; ///< bytes consumed, never 0
    bool valid = false;
    bool cutShort = false; ///< invalid only because the text ended: more bytes could have completed it
};

/// REQUIRES: !text.empty()
[[nodiscard]] Utf8Step decodeUtf8(std::string_view text);

/// Surrogates and values beyond U+10FFFF become U+FFFD.
void appendUtf8(std::string& out, char32_t codePoint);

} // namespace durascope::core
