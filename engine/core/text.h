// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace durascope::core {

/// Text out of a history made safe for one line of a terminal or a label: control characters become their pictures
/// (U+2400…), bidirectional overrides and isolates become visible marks, invalid UTF-8 becomes U+FFFD. At most
/// `maxCharacters` code points, an ellipsis instead of the rest; 0 means no limit.
[[nodiscard]] std::string printable(std::string_view text, std::size_t maxCharacters = 0);

/// The same for a block of text: line feeds and tabs stay.
[[nodiscard]] std::string printableBlock(std::string_view text);

/// Every invalid byte sequence replaced by U+FFFD.
[[nodiscard]] std::string toValidUtf8(std::string_view text);
[[nodiscard]] bool isValidUtf8(std::string_view text);

/// Code points, an invalid byte counting as one.
[[nodiscard]] std::size_t characterCount(std::string_view text);

/// "0 B", "4.1 kB", "12 MB": decimal units as AWS states its limits.
[[nodiscard]] std::string formatBytes(std::uint64_t bytes);
/// "3 000": groups of three, separated by a narrow no-break space.
[[nodiscard]] std::string formatCount(std::uint64_t count);

} // namespace durascope::core
