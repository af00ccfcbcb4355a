// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/invocation.h"
#include "engine/service/execution.h"

#include <cstddef>
#include <optional>

namespace durascope::service {

/// What the model of the API says about single members (wire-protocol section 3): lengths, patterns and ranges. The
/// first one that does not hold, as ValidationException; nothing when all do. Private to the service.
[[nodiscard]] std::optional<ServiceError> violation(const core::CheckpointRequest& request);
[[nodiscard]] std::optional<ServiceError> violation(const StartSpec& spec, const Limits& limits);

} // namespace durascope::service
