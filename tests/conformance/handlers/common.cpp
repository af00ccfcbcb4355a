// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/handlers/common.h"

#include <algorithm>
#include <cctype>

namespace durascope::conformance {

std::string upperCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

std::string greeting(const json& name)
{
    return "Hello, " + name.get<std::string>() + "!";
}

durable::Serdes<std::string> upperCaseTextSerdes()
{
    return {[](const std::string& value, const durable::SerdesContext&) { return upperCase(value); },
            [](const std::optional<std::string>& text, const durable::SerdesContext&) { return text.value_or(""); }};
}

durable::RetryStrategy onceMore()
{
    return durable::retry::fixed(std::chrono::seconds(1), 2);
}

} // namespace durascope::conformance
