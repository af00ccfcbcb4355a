// SPDX-License-Identifier: Apache-2.0
#include "engine/host/retention.h"

namespace durascope::host {

core::Result<void> applyRetention(EngineState& state)
{
    if (state.options.library == nullptr || !state.options.retention)
        return {};
    const Timestamp now = state.now();
    {
        const std::lock_guard lock(state.mutex);
        if (state.retentionDue && now < *state.retentionDue)
            return {};
        state.retentionDue = now + core::Duration(std::chrono::days(1));
    }
    const auto removed = state.options.library->removeEndedBefore(now + -core::Duration(*state.options.retention));
    if (!removed)
        return std::unexpected(removed.error());
    return {};
}

} // namespace durascope::host
