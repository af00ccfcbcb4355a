// SPDX-License-Identifier: Apache-2.0
#include "engine/history/analysis.h"

#include "engine/history/error_ladder.h"
#include "engine/history/invocations.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace durascope::history {
namespace {

/// Without invocations, events further apart than this have nothing running between them.
constexpr core::Duration kClose = std::chrono::seconds(1);

/// Intervals of broken histories span millennia; their sum must stay a number.
core::Duration saturatingSum(core::Duration a, core::Duration b)
{
    return a > core::Duration::max() - b ? core::Duration::max() : a + b;
}

std::vector<Analysis::Interval> unionOf(std::vector<Analysis::Interval> intervals)
{
    std::sort(intervals.begin(), intervals.end(), [](const auto& a, const auto& b) { return a.start < b.start; });
    std::vector<Analysis::Interval> result;
    for (const Analysis::Interval& interval : intervals) {
        if (result.empty() || result.back().end < interval.start)
            result.push_back(interval);
        else
            result.back().end = std::max(result.back().end, interval.end);
    }
    return result;
}

std::vector<Analysis::Interval> closeEvents(const EventLog& log)
{
    std::vector<Analysis::Interval> result;
    for (std::uint32_t i = 0; i < log.eventCount(); ++i) {
        const Timestamp time = log.axisTime(EventIndex(i));
        if (result.empty() || time - result.back().end > kClose)
            result.push_back({time, time});
        else
            result.back().end = time;
    }
    return result;
}

} // namespace

const char* toText(WakeReason reason)
{
    switch (reason) {
    case WakeReason::ExecutionStarted:
        return "start";
    case WakeReason::TimerFired:
        return "timer";
    case WakeReason::CallbackCompleted:
        return "callback";
    case WakeReason::CallbackTimedOut:
        return "callback timeout";
    case WakeReason::RetryDue:
        return "retry";
    case WakeReason::InvokeCompleted:
        return "invoke";
    case WakeReason::PreviousInvocationFailed:
        return "failed invocation";
    case WakeReason::Several:
        return "several";
    case WakeReason::Unknown:
        break;
    }
    return "unknown";
}

const char* toText(GapReason reason)
{
    switch (reason) {
    case GapReason::Timer:
        return "timer";
    case GapReason::Callback:
        return "callback";
    case GapReason::BackOff:
        return "back-off";
    case GapReason::Callee:
        return "callee";
    case GapReason::Several:
        return "several";
    case GapReason::Unknown:
        break;
    }
    return "unknown";
}

Analysis::Analysis(std::shared_ptr<const EventLog> log)
    : m_log(std::move(log))
{
    if (m_log->empty())
        return;
    m_invocations = findInvocations(*m_log);
    m_gaps = findGaps(*m_log, m_invocations);
    findActive();
    for (std::uint32_t i = 0; i < m_log->eventCount(); ++i) {
        const EventIndex event(i);
        const bool decides = m_log->has(event, kTerminal) || m_log->has(event, kRetryFollows);
        if (decides && core::isFailure(core::statusAfter(m_log->type(event))))
            m_failures.push_back(event);
    }
    m_origin = ErrorTrail(*m_log).originOf(kExecution);
}

void Analysis::findActive()
{
    const auto earlier = [this](InvocationIndex a, InvocationIndex b) {
        return std::tuple(m_invocations[a.value()].start, a) < std::tuple(m_invocations[b.value()].start, b);
    };
    std::vector<Interval> intervals;
    std::vector<InvocationIndex> order;
    for (std::uint32_t i = 0; i < m_invocations.size(); ++i) {
        const Invocation& invocation = m_invocations[i];
        intervals.push_back({invocation.start, invocation.end});
        m_billed = saturatingSum(m_billed, invocation.billed());
        order.emplace_back(i);
    }
    if (!std::is_sorted(order.begin(), order.end(), earlier)) {
        std::sort(order.begin(), order.end(), earlier);
        m_byStart = std::move(order);
    }
    m_active = m_invocations.empty() ? closeEvents(*m_log) : unionOf(std::move(intervals));
    core::Duration active{0};
    for (const Interval& interval : m_active)
        active = saturatingSum(active, interval.end - interval.start);
    m_idle = m_invocations.empty() ? core::Duration(0) : std::max(core::Duration(0), totalTime() - active);
}

InvocationIndex Analysis::invocationOf(EventIndex event) const
{
    const auto owner = std::lower_bound(m_invocations.begin(), m_invocations.end(), event,
                                        [](const Invocation& entry, EventIndex at) { return entry.completed < at; });
    if (owner == m_invocations.end())
        return {};
    const InvocationIndex index(static_cast<std::uint32_t>(owner - m_invocations.begin()));
    if (owner->completed == event || core::isWrittenByFunction(m_log->type(event)))
        return index;
    const bool within = isObserved(*m_log, *owner, event) && m_log->time(event) <= owner->end;
    return within ? index : InvocationIndex();
}

InvocationIndex Analysis::invocationAt(Timestamp time) const
{
    const auto at = [this](std::size_t i) {
        return m_byStart.empty() ? InvocationIndex(static_cast<std::uint32_t>(i)) : m_byStart[i];
    };
    std::size_t low = 0;
    std::size_t high = m_invocations.size();
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (m_invocations[at(middle).value()].start <= time)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return {};
    const InvocationIndex found = at(low - 1);
    return time <= m_invocations[found.value()].end ? found : InvocationIndex();
}

core::Duration Analysis::totalTime() const
{
    return m_log->empty() ? core::Duration(0) : m_log->endTime() - m_log->startTime();
}

std::vector<ErrorRung> Analysis::ladderFrom(OperationIndex operation) const
{
    return ErrorTrail(*m_log).ladderFrom(operation);
}

} // namespace durascope::history
