// SPDX-License-Identifier: Apache-2.0
#include "engine/history/invocations.h"

#include <algorithm>
#include <array>
#include <map>

namespace durascope::history {
namespace {

/// The terminal event comes some milliseconds after the last invocation; that is no waiting.
constexpr core::Duration kShortestTail = std::chrono::seconds(1);

/// What an event of this operation leaves it waiting for; Unknown when it waits for nothing.
GapReason waitsFor(const EventLog& log, EventIndex event)
{
    if (log.has(event, kTerminal))
        return GapReason::Unknown;
    switch (log.type(event)) {
    case EventType::WaitStarted:
        return GapReason::Timer;
    case EventType::CallbackStarted:
        return GapReason::Callback;
    case EventType::ChainedInvokeStarted:
        return GapReason::Callee;
    case EventType::StepSucceeded:
    case EventType::StepFailed:
        return GapReason::BackOff;
    default:
        return GapReason::Unknown;
    }
}

/// Everything that is waiting at one moment, ordered by place in the tree, so that what lies inside a context is one
/// range of it.
class Waiting
{
public:
    explicit Waiting(const EventLog& log)
        : m_log(log)
    {
    }

    void take(EventIndex event)
    {
        const OperationIndex operation = m_log.operation(event);
        if (m_log.has(event, kIgnored) || operation == kExecution)
            return;
        const std::uint32_t place = m_log.treePosition(operation);
        remove(place, place + 1);
        const GapReason reason = waitsFor(m_log, event);
        if (reason != GapReason::Unknown) {
            m_open.emplace(place, std::pair(operation, reason));
            ++m_counts[static_cast<std::size_t>(reason)];
        } else if (m_log.has(event, kTerminal)) {
            remove(place, place + 1 + static_cast<std::uint32_t>(m_log.descendants(operation).size()));
        }
    }

    void describe(Gap& gap, bool invocationFailed) const
    {
        for (const auto& [place, entry] : m_open) {
            if (gap.waitingFor.size() == Gap::kMaxListed)
                break;
            gap.waitingFor.push_back(entry.first);
        }
        gap.waitingForCount = static_cast<std::uint32_t>(m_open.size());
        auto counts = m_counts;
        // After a crash the service itself holds back the next invocation.
        counts[static_cast<std::size_t>(GapReason::BackOff)] += invocationFailed ? 1 : 0;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (counts[i] == 0)
                continue;
            gap.reason = gap.reason == GapReason::Unknown ? static_cast<GapReason>(i) : GapReason::Several;
        }
    }

private:
    void remove(std::uint32_t begin, std::uint32_t end)
    {
        const auto first = m_open.lower_bound(begin);
        const auto last = m_open.lower_bound(end);
        for (auto it = first; it != last; ++it)
            --m_counts[static_cast<std::size_t>(it->second.second)];
        m_open.erase(first, last);
    }

    const EventLog& m_log;
    std::map<std::uint32_t, std::pair<OperationIndex, GapReason>> m_open;
    std::array<std::uint32_t, static_cast<std::size_t>(GapReason::Several)> m_counts{};
};

} // namespace

std::vector<Gap> findGaps(const EventLog& log, const std::vector<Invocation>& invocations)
{
    std::vector<Gap> gaps;
    if (invocations.empty())
        return gaps;
    // Intervals may overlap or run backwards in broken histories; a gap is only what none of them covers.
    std::vector<Timestamp> nextStart(invocations.size() + 1, log.endTime());
    for (std::size_t i = invocations.size(); i-- > 1;)
        nextStart[i] =
            i + 1 == invocations.size() ? invocations[i].start : std::min(nextStart[i + 1], invocations[i].start);
    Waiting waiting(log);
    std::uint32_t event = 0;
    Timestamp covered = invocations.front().end;
    for (std::size_t i = 0; i < invocations.size(); ++i) {
        const Invocation& invocation = invocations[i];
        if (!invocation.completed.valid())
            break;
        for (; event <= invocation.completed.value(); ++event)
            waiting.take(EventIndex(event));
        covered = std::max(covered, invocation.end);
        Gap gap;
        gap.start = covered;
        gap.end = nextStart[i + 1];
        const bool isTail = i + 1 == invocations.size();
        if (gap.end <= gap.start || (isTail && gap.length() < kShortestTail))
            continue;
        waiting.describe(gap, invocation.failed);
        gaps.push_back(std::move(gap));
    }
    return gaps;
}

} // namespace durascope::history
