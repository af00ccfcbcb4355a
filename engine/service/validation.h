// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/execution_state.h"

#include <optional>
#include <vector>

namespace durascope::service {

/// Whether the batch may be applied as a whole (wire-protocol section 14, in its order): the first rule it breaks, or
/// nothing. Updates are judged as if those before them had been applied. Private to the service.
[[nodiscard]] std::optional<ServiceError> refusal(const ExecutionState& state,
                                                  const std::vector<core::OperationUpdate>& updates);

} // namespace durascope::service
