// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/testing/conformance/handlers.h"
#include "engine/testing/conformance/report.h"

#include <filesystem>
#include <string>
#include <vector>

namespace durascope::conformance {

struct Requirement;

/// Runs one requirement as the official runner does (conformance sections 3 to 6), on an engine in this process and in
/// virtual time: starts its function, answers its callbacks, compares events, then result, then logs; the first of
/// these with a difference ends it. Two runs give the same.
[[nodiscard]] RequirementResult runRequirement(const Requirement& requirement, const HandlerRegistry& registry);

/// All requirements of a directory, or those of some suites; see findRequirements() for the errors. A file that cannot
/// be read is a failed requirement.
[[nodiscard]] core::Result<Report> runAll(const std::filesystem::path& directory,
                                          const std::vector<std::string>& suites, const HandlerRegistry& registry);

} // namespace durascope::conformance
