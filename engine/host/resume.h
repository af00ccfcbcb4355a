// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/engine_state.h"

#include <string>
#include <vector>

namespace durascope::host {

/// Engine::resume().
[[nodiscard]] core::Result<void> resumeExecution(EngineState& state, const std::string& arn);

} // namespace durascope::host
