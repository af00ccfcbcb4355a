// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/history_builder.h"

#include <cstdint>

namespace durascope::test {

struct RandomHistoryOptions
{
    int actions = 60;     ///< about how many events
    bool hostile = false; ///< bend it afterwards: drop, double and shuffle events, break parents, times, ids and types
};

/// A history that some function might have written: nested contexts, maps and parallels, nested and flat, retries,
/// polls, callbacks, timers, invokes, crashes, early ends of contexts that leave operations behind, equal times.
/// The same seed gives the same history on every platform. Every event's details hold its position of origin as
/// "Origin", so that a test can tell which event became which.
[[nodiscard]] nlohmann::json randomHistory(std::uint32_t seed, const RandomHistoryOptions& options = {});

} // namespace durascope::test
