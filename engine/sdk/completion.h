// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/batch.h"

#include <cstddef>
#include <optional>

/// When a batch ends and why, as a pure function of the config and of what its branches have come to (execution-model
/// section 6.11). S successes, F failures, N all items of the batch:
///
/// | config                     | may start more  | done when      | reason: the first that holds              |
/// |----------------------------|-----------------|----------------|-------------------------------------------|
/// | nothing set                | F = 0           | S + F = N      | F > 0: tolerance exceeded; all completed  |
/// | shouldComplete             | unless complete | N, or complete | complete: custom …; all completed         |
/// | toleratedFailureCount      | F <= count      | S + F = N      | exceeded: tolerance …; all completed      |
/// | toleratedFailurePercentage | 100 F / N <= %  | S + F = N      | exceeded: tolerance …; all completed      |
/// | minSuccessful              | always          | N, or S >= min | S + F = N: all completed; minimum reached |
///
/// Thresholds combine: every one that is exceeded stops the batch, and for the reason tolerance comes before "all
/// completed" and that before "minimum reached". With any threshold set a failure as such stops nothing.
///
/// After each end of a branch: finish the batch when isDone() or not mayStartMore(), else start the next.
namespace durable::detail {

/// Throws ConfigurationError for what has no meaning: shouldComplete together with a threshold, minSuccessful 0, a
/// percentage outside of 0 to 100, maxConcurrency below 1. A minSuccessful beyond the number of items is none of these:
/// lists are data, and such a batch ends when all its items have.
void validateCompletion(const CompletionConfig& config, std::optional<int> maxConcurrency);

/// `progress.items` is looked at by shouldComplete only, and may be empty otherwise. What shouldComplete throws goes
/// through all three.
[[nodiscard]] bool mayStartMore(const CompletionConfig& config, const BatchProgress& progress);
[[nodiscard]] bool isDone(const CompletionConfig& config, const BatchProgress& progress);
/// Of a batch that is over.
[[nodiscard]] CompletionReason completionReason(const CompletionConfig& config, const BatchProgress& progress);

} // namespace durable::detail
