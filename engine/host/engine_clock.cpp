// SPDX-License-Identifier: Apache-2.0
#include "engine/host/engine_clock.h"

namespace durascope::host {

EngineClock::EngineClock(TimeMode mode, std::optional<Timestamp> start)
    : m_mode(mode)
    , m_virtual(start && mode != TimeMode::Real ? *start : core::SystemClock().now())
{
}

Timestamp EngineClock::now() const
{
    if (mode() != TimeMode::Real)
        return m_virtual.now();
    return core::SystemClock().now() + core::Duration(m_offset.load(std::memory_order_acquire));
}

void EngineClock::setMode(TimeMode mode)
{
    if ((mode == TimeMode::Real) != (this->mode() == TimeMode::Real)) {
        if (mode == TimeMode::Real)
            m_offset.store((m_virtual.now() - core::SystemClock().now()).count(), std::memory_order_release);
        else
            m_virtual.advanceTo(now());
    }
    m_mode.store(mode, std::memory_order_release);
}

void EngineClock::advanceTo(Timestamp time)
{
    if (mode() != TimeMode::Real)
        m_virtual.advanceTo(time);
}

} // namespace durascope::host
