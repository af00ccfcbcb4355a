// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/engine_state.h"

namespace durascope::host {

enum class Delivery : std::uint8_t {
    Wanted,    ///< the execution wants one; nothing happens when it does not any more
    Duplicate, ///< as queues do: whether it wants one or not
};
/// Runs one invocation of the execution to its end on the calling thread. False: there was none to run.
bool runInvocation(EngineState& state, ExecutionRecord& record, Delivery delivery = Delivery::Wanted);

/// The deadline has come, on the engine's clock. REQUIRES: the mutex is held.
[[nodiscard]] bool isOverdue(const RunningInvocation& invocation, Timestamp now);
/// From now on the engine drives nothing any more.
void recordFailure(EngineState& state, const core::Error& error);

} // namespace durascope::host
