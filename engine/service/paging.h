// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/execution_state.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace durascope::service {

/// The operations the function may see from `first` on, in order of start, as many as fit into a page: at least one.
/// Private to the service.
[[nodiscard]] core::StatePage page(const ExecutionState& state, Position first, std::uint32_t maxItems);
/// The position a marker of page() stands for; empty: the first. Nothing when it is none of ours.
[[nodiscard]] std::optional<Position> positionOfMarker(const ExecutionState& state, std::string_view marker);

} // namespace durascope::service
