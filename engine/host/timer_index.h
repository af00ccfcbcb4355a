// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/executions.h"

#include <optional>
#include <set>
#include <utility>

namespace durascope::host {

/// Which execution's timer is due first: by due time, then by order of start.
class TimerIndex
{
public:
    /// Takes over the next timer of the execution, or that it has none.
    void update(ExecutionRecord& record)
    {
        const std::optional<Timestamp> next = record.execution->nextTimer();
        if (next == record.armed)
            return;
        if (record.armed)
            m_entries.erase({*record.armed, record.index});
        if (next)
            m_entries.emplace(*next, record.index);
        record.armed = next;
    }
    struct Entry
    {
        Timestamp due;
        std::size_t execution;
    };
    [[nodiscard]] std::optional<Entry> first() const
    {
        if (m_entries.empty())
            return std::nullopt;
        return Entry{m_entries.begin()->first, m_entries.begin()->second};
    }
    [[nodiscard]] const std::set<std::pair<Timestamp, std::size_t>>& entries() const { return m_entries; }

private:
    std::set<std::pair<Timestamp, std::size_t>> m_entries;
};

} // namespace durascope::host
