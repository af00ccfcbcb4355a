// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/conformance/handlers/common.h"

#include <string_view>
#include <vector>

namespace durascope::conformance {

/// Members of a batch's outcome, as handlers of the suites map and parallel return them: completionReason, status,
/// successCount, failureCount, totalCount.
template <typename T>
json projection(const durable::BatchResult<T>& batch, const std::vector<std::string_view>& members)
{
    json made = json::object();
    for (const std::string_view member : members) {
        json& into = made[std::string(member)];
        if (member == "completionReason")
            into = durable::toText(batch.completionReason);
        else if (member == "status")
            into = durable::toText(batch.status());
        else if (member == "successCount")
            into = batch.successCount();
        else if (member == "failureCount")
            into = batch.failureCount();
        else if (member == "totalCount")
            into = batch.totalCount();
    }
    return made;
}

using Members = std::vector<std::string_view>;
inline const Members kAllMembers{"completionReason", "status", "successCount", "failureCount", "totalCount"};
inline const Members kWithoutStatus{"completionReason", "successCount", "failureCount", "totalCount"};
inline const Members kOfEarlySuccess{"completionReason", "successCount", "totalCount"};

} // namespace durascope::conformance
