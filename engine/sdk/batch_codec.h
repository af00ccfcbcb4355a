// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/context_core.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The payloads that map, parallel and the combinators record when no serdes is given (execution-model sections 6.11
/// and 6.12). Every decode function throws SerdesError for what no encode function could have written.
namespace durable::detail {

/// {"all":[…],"completionReason":"ALL_COMPLETED"}; the items as in item_codec.h.
[[nodiscard]] std::string encodeBatch(const RawBatch& batch);
[[nodiscard]] RawBatch decodeBatch(std::string_view text);

/// What is kept of a batch beyond 256 KiB; its results are made again from the children.
struct BatchSummary
{
    CompletionReason reason = CompletionReason::AllCompleted;
    /// One for each item of the batch, by index; absent: not started. Started: was running when the batch ended.
    std::vector<std::optional<BatchItemStatus>> statuses;
};
/// {"type":"MapResult","totalCount":4,"successCount":2,"failureCount":1,"startedCount":0,
///  "completionReason":"FAILURE_TOLERANCE_EXCEEDED","status":"FAILED","itemStatuses":"SSF-"}
/// S succeeded, F failed, R running when the batch ended, - not started. `totalCount` counts all items of the batch,
/// also those not in it. REQUIRES: the indexes lie below totalCount.
[[nodiscard]] std::string encodeSummary(const RawBatch& batch, std::size_t totalCount, bool map);
[[nodiscard]] BatchSummary decodeSummary(std::string_view text);

/// {"winner":0,"outcomes":[…]}; the outcomes as items.
[[nodiscard]] std::string encodeOutcome(const ContextCore::CombineReturn& outcome);
[[nodiscard]] ContextCore::CombineReturn decodeOutcome(std::string_view text);

} // namespace durable::detail
