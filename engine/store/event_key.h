// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace durascope::store {

// Where an event stands: one integer, the execution above the event's id, so that the events of an execution stand next
// to each other and in order. SQLite appends to a table with one integer key by half the pages that it touches for a
// key of two columns (1.1 against 2.1 pages a commit of two small events).

inline constexpr std::int64_t kLargestExecution = 0x7FFF'FFFF;

/// REQUIRES: 0 < execution <= kLargestExecution and 0 <= eventId <= 0xFFFF'FFFF.
[[nodiscard]] constexpr std::int64_t eventKey(std::int64_t execution, std::int64_t eventId)
{
    constexpr int kEventBits = 32;
    return (execution << kEventBits) + eventId;
}

/// In SQL, of the row `id` of executions: how many events it has, since their ids have no gaps.
inline constexpr const char* kLastEventOfId = "(SELECT key & 4294967295 FROM events WHERE key BETWEEN id << 32 AND "
                                              "(id << 32) + 4294967295 ORDER BY key DESC LIMIT 1)";

} // namespace durascope::store
