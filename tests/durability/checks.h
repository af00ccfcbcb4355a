// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/service/event.h"
#include "tests/durability/run_log.h"

#include <string>
#include <vector>

namespace durascope::durability {

/// What was found after one process had ended: the history on the disk, and how many lines the log had then.
struct Moment
{
    std::vector<service::Event> history; ///< empty: no execution, or no library yet
    std::size_t logLines = 0;
};

// Each says what is wrong, or nothing.

/// Ids ascend from 1 without a gap, and the earlier history is the beginning of the later one, byte for byte.
[[nodiscard]] std::string checkHistory(const std::vector<service::Event>& before,
                                       const std::vector<service::Event>& after);
/// Whatever the log calls acknowledged stands in the history with that value, the execution's end included; the same
/// step is acknowledged with the same value each time.
[[nodiscard]] std::string checkNothingLost(const std::vector<LogLine>& log, const std::vector<service::Event>& history);
/// No body runs after its step was acknowledged. One that must run at most once runs once for each attempt; any other
/// runs once for each attempt in one process.
[[nodiscard]] std::string checkBodies(const std::vector<LogLine>& log);
/// No body runs in a process that began when its step stood in the history as succeeded, acknowledged or not.
[[nodiscard]] std::string checkStoredBodies(const std::vector<LogLine>& log, const std::vector<Moment>& moments);

} // namespace durascope::durability
