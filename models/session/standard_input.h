// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

namespace durascope::models {

/// Everything that comes from the descriptor until its end. Unlike a plain read() it can be stopped while it waits for
/// somebody to type. `progress` is told the bytes so far, on the calling thread. Errors: Unreadable, TooLarge beyond
/// `maxBytes`, Cancelled.
[[nodiscard]] core::Result<std::string> readDescriptor(int descriptor, const std::string& sourceName,
                                                       std::uint64_t maxBytes, const std::stop_token& stop,
                                                       const std::function<void(std::uint64_t)>& progress);

} // namespace durascope::models
