// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/core/time.h"
#include "engine/store/connection.h"

#include <string>
#include <string_view>
#include <vector>

namespace durascope::store {

/// Removes the execution with its events and facts, in one transaction. Errors: NotFound.
[[nodiscard]] core::Result<void> removeExecution(Connection& connection, std::string_view arn);

/// Removes some of the executions that ended before that instant, so few that nobody waits long for them, and returns
/// their ARNs; none: there are no more.
[[nodiscard]] core::Result<std::vector<std::string>> removeSomeEndedBefore(Connection& connection,
                                                                           core::Timestamp time);

} // namespace durascope::store
