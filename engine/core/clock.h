// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/time.h"

#include <atomic>

namespace durascope::core {

/// Where an engine asks the time. Everything that needs an instant is handed one of these or the instant itself.
class Clock
{
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Timestamp now() const = 0; ///< may be called from any thread
};

/// The wall clock, in whole milliseconds: AWS records no finer, and histories of ours shall read the same.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] Timestamp now() const override
    {
        const auto since = std::chrono::system_clock::now().time_since_epoch();
        return Timestamp{std::chrono::duration_cast<std::chrono::milliseconds>(since).count() * 1000};
    }
};

/// A clock that stands still until somebody moves it; never backwards.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(Timestamp start)
        : m_micros(start.micros)
    {
    }
    [[nodiscard]] Timestamp now() const override { return Timestamp{m_micros.load(std::memory_order_acquire)}; }
    /// Earlier instants are ignored.
    void advanceTo(Timestamp time)
    {
        std::int64_t current = m_micros.load(std::memory_order_relaxed);
        while (time.micros > current &&
               !m_micros.compare_exchange_weak(current, time.micros, std::memory_order_release))
            ;
    }
    void advance(Duration by) { advanceTo(now() + by); }

private:
    std::atomic<std::int64_t> m_micros;
};

} // namespace durascope::core
