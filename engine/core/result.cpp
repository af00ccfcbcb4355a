// SPDX-License-Identifier: Apache-2.0
#include "engine/core/result.h"

#include "engine/core/text.h"

#include <array>

namespace durascope::core {
namespace {

constexpr std::array<const char*, 7> kWords{"usage",     "not-found", "unreadable", "malformed",
                                            "too-large", "cancelled", "unsupported"};

} // namespace

std::string Error::where() const
{
    std::string result = place.source;
    if (place.line > 0) {
        result += result.empty() ? "line " : ":";
        result += std::to_string(place.line);
        if (place.column > 0) {
            result += ':' + std::to_string(place.column);
        }
    } else if (place.offset > 0) {
        result += result.empty() ? "byte " : ": byte ";
        result += std::to_string(place.offset);
    }
    return result;
}

std::string Error::text() const
{
    std::string result = where();
    if (!result.empty()) {
        result += ": ";
    }
    result += message;
    if (!remedy.empty()) {
        result += "; " + remedy;
    }
    return printable(result);
}

const char* Error::word() const
{
    return kWords[static_cast<std::size_t>(code)];
}

} // namespace durascope::core
