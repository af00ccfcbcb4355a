// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/terminal.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace durascope::app {

/// What a piece of text means; a colour only where there are colours, never the only sign of it.
enum class Tone { Plain, Strong, Faint, Good, Bad, Busy, Waiting };

struct Cell
{
    std::string text;
    Tone tone = Tone::Plain;
};

/// Text as this terminal can show it: in ASCII where it must be. REQUIRES: no control characters (core::printable()).
[[nodiscard]] std::string shown(const Terminal& terminal, std::string_view text);
/// shown(), wrapped in the colour of the tone.
[[nodiscard]] std::string painted(const Terminal& terminal, const Cell& cell);

/// Columns the text takes on a terminal: 2 for a wide East Asian character, 0 for a combining mark.
[[nodiscard]] std::size_t columnsOf(std::string_view text);
/// At most that many columns, the last of them an ellipsis when something was cut; 0 is no limit.
[[nodiscard]] std::string fitted(const Terminal& terminal, std::string_view text, std::size_t columns);

/// JSON text with the characters that could steer a terminal or turn its reading direction written as \u escapes. They
/// can stand only inside of strings there, so the value stays what it is.
[[nodiscard]] std::string harmlessJson(std::string_view json);

} // namespace durascope::app
