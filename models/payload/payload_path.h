// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <vector>

namespace durascope::models {

/// One step from a JSON value to one inside it.
struct PathStep
{
    enum class Kind {
        Member,
        Element,
        IntoString ///< the value is a string that holds JSON, and the path goes on in there
    };
    Kind kind = Kind::Member;
    std::string key;       ///< decoded; Member
    std::size_t index = 0; ///< Element
};

/// "$.items[3].sku", `$["a key"]`; a string that holds JSON gives "$.body → $.id".
[[nodiscard]] QString jsonPath(const std::vector<PathStep>& steps);
/// ".items[3].sku", `.["a key"]`, ".body | fromjson | .id": what jq takes.
[[nodiscard]] QString jqPath(const std::vector<PathStep>& steps);

} // namespace durascope::models
