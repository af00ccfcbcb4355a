// SPDX-License-Identifier: Apache-2.0
#include "engine/service/paging.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace durascope::service {

namespace {
constexpr char kMarkerSign = 'm';
}

core::StatePage page(const ExecutionState& state, Position first, std::uint32_t maxItems)
{
    core::StatePage result;
    const OperationTable& table = state.table;
    result.operations.reserve(std::min<std::size_t>(table.size() - std::min(first, table.size()), maxItems));
    std::uint64_t bytes = 0;
    for (Position position = first; position < table.size(); ++position) {
        const Record& record = table.record(position);
        if (record.hidden)
            continue;
        const bool full = result.operations.size() >= maxItems || bytes + record.wireSize > state.limits.statePageBytes;
        if (full && !result.operations.empty()) {
            result.nextMarker = kMarkerSign + std::to_string(position);
            break;
        }
        bytes += record.wireSize;
        result.operations.push_back(table.ref(position));
    }
    return result;
}

std::optional<Position> positionOfMarker(const ExecutionState& state, std::string_view marker)
{
    if (marker.empty())
        return kExecutionPosition;
    if (marker.front() != kMarkerSign)
        return std::nullopt;
    Position position = 0;
    const char* const end = marker.data() + marker.size();
    const auto parsed = std::from_chars(marker.data() + 1, end, position);
    const bool fine = parsed.ec == std::errc() && parsed.ptr == end && position < state.table.size();
    return fine ? std::optional(position) : std::nullopt;
}

} // namespace durascope::service
