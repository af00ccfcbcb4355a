// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/sdk/durable.h"

namespace durascope::bench {

// The workflows of the benchmarks; peers/*.mjs has the same ones for the JavaScript SDK.

/// Each result is 90 bytes of JSON.
[[nodiscard]] durable::Function sequentialSteps(int count);
/// Steps and then a wait: the invocation after the wait replays them all.
[[nodiscard]] durable::Function stepsAndWait(int count);
[[nodiscard]] durable::Function waits(int count);
/// Every step fails twice, with a second between the attempts.
[[nodiscard]] durable::Function retriedSteps(int count);
/// One step an item.
[[nodiscard]] durable::Function mapOfSteps(int items);
/// `count` times child contexts in child contexts, `depth` of them, with a step in the innermost.
[[nodiscard]] durable::Function nestedContexts(int count, int depth);

} // namespace durascope::bench
