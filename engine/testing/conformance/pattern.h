// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace durascope::conformance {

/// Whether the regular expression is found anywhere in the text. Written in Python's language as far as requirement
/// files use it: ECMAScript's with `(?i)` in front. Errors: Malformed for an expression that is none, TooLarge for
/// texts that are too long to be searched by anything but plain words.
[[nodiscard]] core::Result<bool> searchPattern(std::string_view pattern, const std::string& text);

/// The expression of `${/…/}`; nothing when the text has another form.
[[nodiscard]] std::optional<std::string_view> patternOf(std::string_view text);

} // namespace durascope::conformance
