// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace durascope::core {

enum class JsonKind : std::uint8_t { Invalid, Null, False, True, Number, String, Array, Object };

/// A JSON value as a stretch of somebody else's text, nothing decoded: a string keeps its quotes and escapes.
struct JsonView
{
    JsonKind kind = JsonKind::Invalid;
    std::string_view text;
    [[nodiscard]] explicit operator bool() const { return kind != JsonKind::Invalid; }
};

inline constexpr std::uint32_t kMaxJsonDepth = 512;

/// The whole text as one JSON value: checked to its end in one pass without recursion, blanks around it allowed.
/// Invalid when it is not JSON or is nested deeper than kMaxJsonDepth.
[[nodiscard]] JsonView parseJson(std::string_view text);

/// Visits the members of an object or the elements of an array in order. The text must have come from parseJson() or
/// from a visit (it is walked, not checked again). Inner values are skipped over, not looked into: a visit of an object
/// with a 6 MB member costs one scan of its bytes. `key` is decoded. The visitor answers false to stop.
void forEachMember(JsonView object, const std::function<bool(std::string_view key, JsonView value)>& visit);
void forEachElement(JsonView array, const std::function<bool(std::size_t index, JsonView value)>& visit);
/// Number of members or elements.
[[nodiscard]] std::size_t childCount(JsonView container);
/// The first member with exactly that key; Invalid when there is none.
[[nodiscard]] JsonView member(JsonView object, std::string_view key);

/// The text of a string value without quotes and escapes, valid UTF-8 (lone surrogates become U+FFFD). For other kinds
/// the text as it stands.
[[nodiscard]] std::string decodeString(JsonView value);
/// Integers also as "5" and 5.0 (history-format section 13 rule 5).
[[nodiscard]] std::optional<std::int64_t> toInteger(JsonView value);
[[nodiscard]] std::optional<bool> toBool(JsonView value);

/// `text` as a JSON string literal with quotes; invalid UTF-8 becomes U+FFFD.
[[nodiscard]] std::string quoteJson(std::string_view text);
/// Indented by `indent` blanks a level, members in the order they have. REQUIRES: value came from parseJson().
[[nodiscard]] std::string prettyJson(JsonView value, int indent = 2);

} // namespace durascope::core
