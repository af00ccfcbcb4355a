// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/sdk/function.h"
#include "tests/durability/run_log.h"

#include <functional>

namespace durascope::durability {

inline constexpr const char* kFunctionName = "long-workflow";
inline constexpr const char* kExecutionName = "under-fire";

/// A workflow of some seventy steps in concurrent branches: a map, branches of parallel, child contexts, waits, steps
/// of both semantics, some of which fail at first. Its result and the values of its steps depend on nothing that a kill
/// could change. `fresh` is called after an acknowledgement was logged whose body ran in this very invocation.
[[nodiscard]] durable::Function longWorkflow(const RunLog& log, std::function<void()> fresh);

} // namespace durascope::durability
