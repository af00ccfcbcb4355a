// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

namespace durascope::history {

struct YamlLimits
{
    std::uint64_t maxBytes = 0; ///< of the YAML and of the JSON made of it: aliases can multiply a text
    std::uint32_t maxDepth = 0;
};

/// YAML as JSON text, one document a line. Plain scalars that are JSON numbers, booleans or null stay that; everything
/// else is a string, times without quotes too. Errors have line and column.
[[nodiscard]] core::Result<std::string> yamlToJson(std::string_view yaml, const YamlLimits& limits,
                                                   std::stop_token stop);

} // namespace durascope::history
