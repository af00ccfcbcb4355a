// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <string_view>

namespace durascope::history {

/// What a decoded text looks like, judged by its beginning.
enum class TextForm : std::uint8_t {
    Json, ///< or nothing that can be told apart from it: reading it will say what is wrong
    Yaml,
    AwsText,  ///< aws --output text
    AwsTable, ///< aws --output table
    Markup    ///< HTML or XML: an error page, most likely
};

/// REQUIRES: `head` is the beginning of the text, some kilobytes of it if there are as many.
[[nodiscard]] TextForm formOf(std::string_view head);

/// Why a form other than Json and Yaml is not read, and what to do.
[[nodiscard]] core::Error refusalOf(TextForm form);

} // namespace durascope::history
