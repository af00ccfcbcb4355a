// SPDX-License-Identifier: Apache-2.0
#include "engine/service/timers.h"

namespace durascope::service {

TimerQueue::Handle TimerQueue::arm(Kind kind, Timestamp due, Position operation)
{
    const Handle handle{due, ++m_lastNumber};
    m_entries.emplace(std::pair(handle.due, handle.number), Target{kind, operation});
    return handle;
}

void TimerQueue::disarm(Handle& handle)
{
    if (handle.number != 0)
        m_entries.erase(std::pair(handle.due, handle.number));
    handle = {};
}

std::optional<Timestamp> TimerQueue::next() const
{
    return m_entries.empty() ? std::nullopt : std::optional(m_entries.begin()->first.first);
}

std::optional<TimerQueue::Entry> TimerQueue::takeDue(Timestamp now)
{
    const auto first = m_entries.begin();
    if (first == m_entries.end() || first->first.first > now)
        return std::nullopt;
    const Entry entry{first->first.first, first->second.kind, first->second.operation};
    m_entries.erase(first);
    return entry;
}

std::vector<TimerQueue::Entry> TimerQueue::entries() const
{
    std::vector<Entry> result;
    result.reserve(m_entries.size());
    for (const auto& [key, target] : m_entries)
        result.push_back({key.first, target.kind, target.operation});
    return result;
}

} // namespace durascope::service
