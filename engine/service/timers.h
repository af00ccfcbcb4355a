// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/execution.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace durascope::service {

/// Position of an operation in order of start; 0 is the EXECUTION operation.
using Position = std::uint32_t;
inline constexpr Position kExecutionPosition = 0;
inline constexpr Position kNoPosition = 0xffff'ffff;

/// What an execution waits for, ordered by due time and then by creation. Private to the service.
class TimerQueue
{
public:
    using Kind = Execution::Timer::Kind;
    /// Names an armed timer. Default-constructed it names none.
    struct Handle
    {
        Timestamp due;
        std::uint64_t number = 0;
    };
    struct Entry
    {
        Timestamp due;
        Kind kind;
        Position operation;
    };

    Handle arm(Kind kind, Timestamp due, Position operation = kExecutionPosition);
    /// Timers that have fired or were never armed are ignored. Resets the handle.
    void disarm(Handle& handle);
    void clear() { m_entries.clear(); }

    [[nodiscard]] std::optional<Timestamp> next() const;
    /// Takes the first timer that is due at `now`.
    std::optional<Entry> takeDue(Timestamp now);
    [[nodiscard]] std::vector<Entry> entries() const;

private:
    struct Target
    {
        Kind kind;
        Position operation;
    };
    std::map<std::pair<Timestamp, std::uint64_t>, Target> m_entries;
    std::uint64_t m_lastNumber = 0;
};

} // namespace durascope::service
