// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/change.h"

#include <optional>
#include <string>
#include <string_view>

namespace durascope::host {

/// The ARN of an execution of that name; its id is a pure function of the seed, the function and the name.
[[nodiscard]] std::string executionArn(const EngineOptions& options, const FunctionEntry& function,
                                       std::string_view executionName);
/// Why the function may not be called like this, durable or plain (wire-protocol sections 4 and 19).
[[nodiscard]] std::optional<core::ServiceError> refusalOf(const FunctionTable::Found& found, std::string_view calledAs,
                                                          const std::optional<std::string>& tenantId);
/// What the function's configuration says about a start; input, tenant and depth are the caller's.
[[nodiscard]] service::StartSpec startSpec(const FunctionEntry& function, std::string arn);

/// Begins an execution and takes it in; the caller settles it. Errors: ValidationException.
[[nodiscard]] Answer<ExecutionRecord*> beginExecution(Change& change, FunctionRef function, service::StartSpec spec);
/// Lets the execution ask what its chained invokes will call.
void setResolver(EngineState& state, ExecutionRecord& record);
/// Takes in an execution, new or restored.
ExecutionRecord& takeIn(EngineState& state, std::unique_ptr<service::Execution> execution, FunctionRef function);

/// Engine::start().
[[nodiscard]] Answer<std::string> startExecution(EngineState& state, const StartRequest& request);

} // namespace durascope::host
