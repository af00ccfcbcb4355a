// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace durascope::conformance {

/// What requirement files, events and log records hold. Members keep the order of the file, because payloads of
/// callbacks are sent in it.
using Value = nlohmann::ordered_json;

/// The official runner is written in Python, and its rules of matching are defined by Python's: str(), == and
/// json.dumps().
[[nodiscard]] std::string pythonText(const Value& value); ///< str(): 5, 1.0, True, None, text without quotes
/// ==: numbers and booleans by value (1 == 1.0 == True), objects without regard to order.
[[nodiscard]] bool pythonEqual(const Value& a, const Value& b);
/// json.dumps(): ", " and ": " between tokens, everything beyond ASCII escaped.
[[nodiscard]] std::string pythonJson(const Value& value);

/// As it is written in messages: JSON without line breaks, cut when it is long.
[[nodiscard]] std::string shownValue(const Value& value);

} // namespace durascope::conformance
