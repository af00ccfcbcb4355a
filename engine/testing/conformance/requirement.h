// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/core/time.h"
#include "engine/testing/conformance/value.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace durascope::conformance {

/// One requirement of the official suite (conformance section 2). Members hold what the file says; null where it says
/// nothing.
struct Requirement
{
    std::string id;    ///< "8-14": the stem of the file's name
    std::string suite; ///< "parallel"
    std::string description;
    std::string handler; ///< what the handler has to do, in prose
    bool optional = false;
    bool asynchronous = false; ///< AsyncInvoke

    Value variables;
    Value input;
    Value callbackActions;
    Value expectedEvents;
    Value expectedResult;
    Value expectedLogs;
    bool checksResult = false; ///< the key ExpectedResult is there; without it only events are looked at

    core::Duration pollInterval = std::chrono::seconds(2);       ///< AsyncConfig.PollIntervalSeconds
    core::Duration noProgressTimeout = std::chrono::seconds(30); ///< AsyncConfig.NoProgressTimeoutSeconds
};

/// The text of a requirement file. Errors: Malformed, with line and column for what is no YAML.
[[nodiscard]] core::Result<Requirement> parseRequirement(std::string_view yaml, std::string id, std::string suite);
/// Errors: Unreadable, Malformed; with the file in their place.
[[nodiscard]] core::Result<Requirement> readRequirement(const std::filesystem::path& file, std::string suite);

} // namespace durascope::conformance
