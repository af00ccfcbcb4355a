// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/execution_state.h"

namespace durascope::service {

// How the function is run in turns (wire-protocol sections 5, 16.4 and 18). Private to the service.

/// REQUIRES: the execution is open.
[[nodiscard]] core::InvocationEvent beginInvocation(ExecutionState& state, std::string requestId,
                                                    std::optional<Timestamp> deadline);
void completeInvocation(ExecutionState& state, const std::string& requestId, const core::InvocationOutcome& outcome);
[[nodiscard]] Answer<core::CheckpointAnswer> checkpoint(ExecutionState& state, const core::CheckpointRequest& request);

/// GetDurableExecutionState (section 7).
[[nodiscard]] Answer<core::StatePage> statePage(const ExecutionState& state, std::string_view token,
                                                std::string_view marker, std::uint32_t maxItems);

/// What facts say about invocations, for restoring.
void restoreFailures(ExecutionState& state, const Fact& fact);

} // namespace durascope::service
