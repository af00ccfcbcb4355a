// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/testing/conformance/value.h"
#include "engine/testing/conformance/variables.h"

#include <string>
#include <vector>

namespace durascope::conformance {

/// Compares events of a requirement with those of an execution, by EventId (conformance section 4). Events and members
/// that are not expected are not looked at. Placeholders are bound on the way, also after a difference. `expected` and
/// `actual` are arrays of events. Gives one line a difference.
[[nodiscard]] std::vector<std::string> matchEvents(const Value& expected, const Value& actual, Bindings& bindings);

/// Compares the result of an execution (section 4.4): `expected` is ExpectedResult, `status` a word of
/// GetDurableExecution, `result` its text as it is stored, or null for none.
[[nodiscard]] std::vector<std::string> matchResult(const Value& expected, const std::string& status,
                                                   const std::string* result, const Bindings& bindings);

} // namespace durascope::conformance
