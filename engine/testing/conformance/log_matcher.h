// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/testing/conformance/log_store.h"
#include "engine/testing/conformance/value.h"
#include "engine/testing/conformance/variables.h"

#include <string>
#include <vector>

namespace durascope::conformance {

/// Compares ExpectedLogs with the records of an execution (conformance section 6): how many match, and whether they
/// stand before and after the records they are anchored to. `records` are in order. Gives one line a difference.
[[nodiscard]] std::vector<std::string> matchLogs(const Value& expected, const std::vector<StoredRecord>& records,
                                                 const Bindings& bindings);

} // namespace durascope::conformance
