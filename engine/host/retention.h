// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/engine_state.h"

namespace durascope::host {

/// Removes from the library what ended longer ago than EngineOptions::retention says, when a day has gone by since the
/// last time. Executions that this engine has taken in stay visible until it goes. Without the mutex: it may take long.
/// Errors: the library's.
[[nodiscard]] core::Result<void> applyRetention(EngineState& state);

} // namespace durascope::host
