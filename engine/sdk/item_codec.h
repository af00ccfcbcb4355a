// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/json_view.h"
#include "engine/sdk/calls.h"

#include <string>
#include <vector>

/// Outcomes of branches as JSON, the part that payloads of batches and of combinators have in common:
///   {"index":0,"status":"SUCCEEDED","result":{"total":3}}
///   {"index":1,"status":"FAILED","error":{"ErrorMessage":"…","ErrorType":"…"}}
/// A result stands as it is when it is JSON from its first byte to its last, else as "resultText"; none, neither. So
/// every text comes back byte by byte.
namespace durable::detail {

/// Appends the items as a JSON array. Throws SerdesError for a result that is not UTF-8: JSON could not give it back.
void appendItems(std::string& out, const std::vector<RawItem>& items);
/// Members of other names are passed over. Throws SerdesError with the place when something is missing, of the wrong
/// kind or contradicts itself.
[[nodiscard]] std::vector<RawItem> readItems(durascope::core::JsonView array);

/// A payload that must be one JSON object. Throws SerdesError; `what` names the payload in its message.
[[nodiscard]] durascope::core::JsonView parseObject(std::string_view text, std::string_view what);

} // namespace durable::detail
