// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/host/engine.h"

#include <atomic>
#include <optional>

namespace durascope::host {

/// The time of an engine (architecture section 7). It never goes backwards when the mode changes: Real time goes on
/// from the instant that virtual time had reached.
class EngineClock final : public core::Clock
{
public:
    /// `start` of Skip and Manual; absent: the wall clock's.
    EngineClock(TimeMode mode, std::optional<Timestamp> start);

    [[nodiscard]] Timestamp now() const override;
    [[nodiscard]] TimeMode mode() const { return m_mode.load(std::memory_order_acquire); }
    /// Callers serialize this one and the next.
    void setMode(TimeMode mode);
    /// Skip and Manual; earlier instants are ignored, and so is everything in Real time.
    void advanceTo(Timestamp time);

private:
    std::atomic<TimeMode> m_mode;
    std::atomic<std::int64_t> m_offset{0}; ///< micros of Real time ahead of the wall clock
    core::ManualClock m_virtual;
};

} // namespace durascope::host
