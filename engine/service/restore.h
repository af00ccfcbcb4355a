// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/execution_state.h"

#include <string>
#include <vector>

namespace durascope::service {

/// Folds what a store kept into a state that has only its ARN and limits. Private to the service. Errors: Malformed
/// with the event that contradicts the ones before it.
[[nodiscard]] core::Result<void> restore(ExecutionState& state, std::vector<Event> events,
                                         const std::vector<Fact>& facts);
/// Invokes whose outcome is not known are begun again: nobody can say how far the owner had come with them.
void askForOpenInvokes(ExecutionState& state);

} // namespace durascope::service
