// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/conformance/pattern.h"

#include <regex>

namespace durascope::conformance {

core::Result<bool> searchPattern(std::string_view pattern, const std::string& text)
{
    constexpr std::string_view kSpecial = "\\^$.|?*+()[]{}";
    if (pattern.find_first_of(kSpecial) == std::string_view::npos)
        return text.find(pattern) != std::string::npos;

    // std::regex recurses with every character, and some steps of it need a kilobyte of stack.
    constexpr std::size_t kSearchable = 2048;
    if (text.size() > kSearchable)
        return core::fail(core::ErrorCode::TooLarge, "a text of " + std::to_string(text.size()) +
                                                         " bytes is too long to search for /" + std::string(pattern) +
                                                         "/");
    constexpr std::string_view kIgnoreCase = "(?i)";
    auto flags = std::regex::ECMAScript;
    if (pattern.starts_with(kIgnoreCase)) {
        pattern.remove_prefix(kIgnoreCase.size());
        flags |= std::regex::icase;
    }
    try {
        return std::regex_search(text, std::regex(pattern.begin(), pattern.end(), flags));
    } catch (const std::regex_error& error) {
        return core::fail(core::ErrorCode::Malformed,
                          "/" + std::string(pattern) + "/ is no regular expression: " + error.what());
    }
}

std::optional<std::string_view> patternOf(std::string_view text)
{
    constexpr std::string_view kOpen = "${/";
    constexpr std::string_view kClose = "/}";
    if (text.size() <= kOpen.size() + kClose.size() || !text.starts_with(kOpen) || !text.ends_with(kClose))
        return std::nullopt;
    return text.substr(kOpen.size(), text.size() - kOpen.size() - kClose.size());
}

} // namespace durascope::conformance
