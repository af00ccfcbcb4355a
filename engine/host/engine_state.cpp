// SPDX-License-Identifier: Apache-2.0
#include "engine/host/engine_state.h"

namespace durascope::host {

EngineState::EngineState(EngineOptions engineOptions)
    : options(std::move(engineOptions))
    , clock(options.time, options.startTime)
{
}

void EngineState::waitForChange(std::unique_lock<std::mutex>& lock, std::uint64_t seen,
                                std::optional<Timestamp> due) const
{
    const auto moved = [&] { return epoch != seen; };
    if (due)
        changed.wait_for(lock, *due - now(), moved);
    else
        changed.wait(lock, moved);
}

} // namespace durascope::host
