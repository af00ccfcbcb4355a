// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/calls.h"

#include <chrono>
#include <cstddef>
#include <string_view>

/// Arguments of operations against the limits of the service (execution-model section 12, wire-protocol section 3).
/// Checked before anything is sent; all throw ValidationError with the bad value.
namespace durable::detail {

inline constexpr std::chrono::seconds kMaxDuration{31'622'400}; ///< 366 days
inline constexpr std::size_t kMaxNameLength = 256;

/// Empty (no name), or 1 to 256 printable ASCII characters.
void validateName(std::string_view name);
/// 1 s to kMaxDuration. `what` begins the message: "wait".
void validateDuration(std::chrono::seconds duration, std::string_view what);
/// Timeouts that are given are valid durations.
void validateTimeouts(const CallbackCall& call);

} // namespace durable::detail
