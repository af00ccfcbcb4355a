// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/testing/conformance/value.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace durascope::conformance {

/// The values that names stand for in one run of a requirement: of its variables, then of placeholders in the order
/// events bind them. One table for input, events, result and logs (conformance section 4.2).
class Bindings
{
public:
    void bind(std::string name, Value value) { m_values.insert_or_assign(std::move(name), std::move(value)); }
    [[nodiscard]] const Value* find(const std::string& name) const; ///< null: not bound

    /// Replaces every `${NAME}` whose name is bound by the text of its value; others stay as they are.
    [[nodiscard]] std::string substituteText(std::string_view text) const;
    /// The same in all texts of a value; names of members stay.
    [[nodiscard]] Value substitute(const Value& value) const;

private:
    std::map<std::string, Value> m_values;
};

/// Binds the variables of a requirement: `${GEN_STR:n}` becomes n characters of [a-z0-9] that depend on the seed and
/// the variable's name only, everything else its text. `variables` is an object or null. Errors: Malformed.
[[nodiscard]] core::Result<Bindings> resolveVariables(const Value& variables, std::string_view seed);

} // namespace durascope::conformance
