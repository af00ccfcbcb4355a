// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/terminal.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string>

namespace durascope::app {

namespace {
constexpr std::size_t kNarrowest = 40;

std::string_view valueOf(Environment environment, const char* name)
{
    const char* const value = environment(name);
    return value == nullptr ? std::string_view{} : value;
}

/// By the names of the variables and not by setlocale(): a container often lacks the locale its user asks for, and its
/// terminal shows UTF-8 all the same.
bool isUtf8Locale(Environment environment)
{
    for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        std::string value(valueOf(environment, name));
        if (value.empty()) {
            continue;
        }
        std::transform(value.begin(), value.end(), value.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
    }
    return false;
}
} // namespace

void applyEnvironment(Terminal& terminal, Environment environment, std::size_t columns)
{
    terminal.unicode = isUtf8Locale(environment);
    terminal.colours =
        terminal.outIsTerminal && valueOf(environment, "NO_COLOR").empty() && valueOf(environment, "TERM") != "dumb";
    const std::string_view told = valueOf(environment, "COLUMNS");
    std::size_t value = 0;
    if (columns == 0 && std::from_chars(told.data(), told.data() + told.size(), value).ec == std::errc{}) {
        columns = value;
    }
    terminal.width = columns == 0 ? 0 : std::max(columns, kNarrowest);
}

} // namespace durascope::app
