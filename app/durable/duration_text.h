// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/time.h"

#include <optional>
#include <string_view>

namespace durascope::app {

/// "5m", "1h30m", "2d 3h", "90s", "250ms": numbers with units d, h, m, s, ms, the largest first. Nothing when the text
/// is not of that form or is zero.
[[nodiscard]] std::optional<core::Duration> parseDuration(std::string_view text);

} // namespace durascope::app
