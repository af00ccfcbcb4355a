// SPDX-License-Identifier: Apache-2.0
#include "engine/history/invocations.h"

#include <queue>

#include <algorithm>

namespace durascope::history {
namespace {

/// Lambda ends every invocation after 15 minutes.
constexpr core::Duration kLongestInvocation = std::chrono::minutes(15);

WakeReason reasonOf(EventType type)
{
    switch (type) {
    case EventType::WaitSucceeded:
        return WakeReason::TimerFired;
    case EventType::CallbackSucceeded:
    case EventType::CallbackFailed:
        return WakeReason::CallbackCompleted;
    case EventType::CallbackTimedOut:
        return WakeReason::CallbackTimedOut;
    case EventType::ChainedInvokeSucceeded:
    case EventType::ChainedInvokeFailed:
    case EventType::ChainedInvokeTimedOut:
    case EventType::ChainedInvokeStopped:
        return WakeReason::InvokeCompleted;
    default:
        return WakeReason::Unknown;
    }
}

/// One after another: the events from `begin` up to `end`, the InvocationCompleted itself or the end of the log.
struct Stretch
{
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

class InvocationFinder
{
public:
    explicit InvocationFinder(const EventLog& log)
        : m_log(log)
    {
    }
    std::vector<Invocation> run();

private:
    struct Cause
    {
        WakeReason reason = WakeReason::Unknown;
        EventIndex event;
        OperationIndex operation;
        Timestamp time;
    };
    struct Retry
    {
        Timestamp due;
        EventIndex end;                                                                 ///< of the attempt before
        friend bool operator<(const Retry& a, const Retry& b) { return a.due > b.due; } // earliest on top
    };

    void add(Stretch stretch, EventIndex completed);
    void addUnfinished(Stretch stretch);
    void findWrites(Stretch stretch, Invocation& invocation) const;
    void setTimes(Stretch stretch, Invocation& invocation) const;
    void findCauses(Stretch stretch, Invocation& invocation);
    void addAnswers(Stretch stretch, const Invocation& invocation, std::vector<Cause>& causes) const;
    void addRetries(Stretch stretch, const Invocation& invocation, std::vector<Cause>& causes);
    void addRestartedStep(Stretch stretch, const Invocation& invocation, std::vector<Cause>& causes) const;
    void addLateAnswers(std::vector<Cause>& causes) const;
    void noteRetries(Stretch stretch);
    [[nodiscard]] bool isPending(EventIndex end, std::uint32_t before) const;
    [[nodiscard]] bool executionEnded() const;

    const EventLog& m_log;
    std::vector<Invocation> m_invocations;
    Stretch m_before; ///< of the last invocation in m_invocations
    std::priority_queue<Retry> m_retries;
};

std::vector<Invocation> InvocationFinder::run()
{
    Stretch stretch;
    for (const InvocationInterval& interval : m_log.intervals()) {
        stretch.end = interval.event.value();
        add(stretch, interval.event);
        stretch.begin = stretch.end + 1;
    }
    stretch.end = m_log.eventCount();
    addUnfinished(stretch);
    return std::move(m_invocations);
}

bool InvocationFinder::executionEnded() const
{
    const std::span<const EventIndex> events = m_log.events(kExecution);
    return !events.empty() && m_log.has(events.back(), kTerminal);
}

void InvocationFinder::add(Stretch stretch, EventIndex completed)
{
    Invocation invocation;
    invocation.number = static_cast<std::uint32_t>(m_invocations.size() + 1);
    invocation.completed = completed;
    findWrites(stretch, invocation);
    setTimes(stretch, invocation);
    if (completed.valid())
        invocation.failed = errorOf(m_log, completed).has_value();
    findCauses(stretch, invocation);
    noteRetries(stretch);
    m_before = stretch;
    m_invocations.push_back(invocation);
}

void InvocationFinder::addUnfinished(Stretch stretch)
{
    Invocation probe;
    findWrites(stretch, probe);
    if (probe.eventsWritten == 0)
        return;
    const bool ended = executionEnded();
    if (m_invocations.empty()) {
        // A writer that records no invocations at all: one invocation over everything would be an invention.
        const core::Duration length = m_log.axisTime(m_log.lastEvent()) - m_log.axisTime(probe.firstEvent);
        if (ended || length > kLongestInvocation)
            return;
    }
    add(stretch, EventIndex());
    m_invocations.back().running = !ended;
}

void InvocationFinder::findWrites(Stretch stretch, Invocation& invocation) const
{
    for (std::uint32_t i = stretch.begin; i < stretch.end; ++i) {
        if (!core::isWrittenByFunction(m_log.type(EventIndex(i))))
            continue;
        if (!invocation.firstEvent.valid())
            invocation.firstEvent = EventIndex(i);
        invocation.lastEvent = EventIndex(i);
        ++invocation.eventsWritten;
    }
}

void InvocationFinder::setTimes(Stretch stretch, Invocation& invocation) const
{
    std::optional<Timestamp> start;
    std::optional<Timestamp> end;
    Timestamp last = m_log.axisTime(EventIndex(std::max(stretch.end, 1U) - 1));
    if (invocation.completed.valid()) {
        const InvocationInterval interval = m_log.interval(invocation.completed).value_or(InvocationInterval{});
        start = interval.start;
        end = interval.end;
        last = m_log.time(invocation.completed);
    }
    invocation.timesKnown = start && end;
    const Timestamp firstWrite = invocation.firstEvent.valid() ? m_log.time(invocation.firstEvent) : last;
    invocation.end = end.value_or(last);
    invocation.start = start.value_or(std::min(firstWrite, invocation.end));
    invocation.end = std::max(invocation.start, invocation.end);
}

void InvocationFinder::findCauses(Stretch stretch, Invocation& invocation)
{
    std::vector<Cause> causes;
    if (m_invocations.empty()) {
        const std::span<const EventIndex> events = m_log.events(kExecution);
        if (!events.empty() && m_log.type(events.front()) == EventType::ExecutionStarted)
            causes.push_back({WakeReason::ExecutionStarted, events.front(), kExecution, {}});
    } else if (m_invocations.back().failed) {
        const Invocation& before = m_invocations.back();
        causes.push_back({WakeReason::PreviousInvocationFailed, before.completed, {}, before.end});
    }
    if (causes.empty() || causes.front().reason != WakeReason::ExecutionStarted) {
        addAnswers(stretch, invocation, causes);
        addRetries(stretch, invocation, causes);
    }
    if (causes.empty())
        addRestartedStep(stretch, invocation, causes);
    if (causes.empty())
        addLateAnswers(causes);
    if (causes.empty())
        return;
    const Cause& first =
        *std::min_element(causes.begin(), causes.end(), [](const Cause& a, const Cause& b) { return a.time < b.time; });
    const bool several = std::any_of(causes.begin(), causes.end(),
                                     [&first](const Cause& cause) { return cause.reason != first.reason; });
    invocation.wake = several ? WakeReason::Several : first.reason;
    invocation.wakeEvent = first.event;
    invocation.wakeOperation = first.operation;
}

void InvocationFinder::addAnswers(Stretch stretch, const Invocation& invocation, std::vector<Cause>& causes) const
{
    for (std::uint32_t i = stretch.begin; i < stretch.end; ++i) {
        const EventIndex event(i);
        if (isAnswer(m_log, event) && !isObserved(m_log, invocation, event))
            causes.push_back({reasonOf(m_log.type(event)), event, m_log.operation(event), m_log.time(event)});
    }
}

/// Back-offs that had run out when the invocation began.
void InvocationFinder::addRetries(Stretch stretch, const Invocation& invocation, std::vector<Cause>& causes)
{
    while (!m_retries.empty() && m_retries.top().due <= invocation.start) {
        const Retry retry = m_retries.top();
        m_retries.pop();
        if (isPending(retry.end, stretch.begin))
            causes.push_back({WakeReason::RetryDue, {}, m_log.operation(retry.end), retry.due});
    }
}

/// Test runners skip time, so a due time may lie after the start; what the invocation does first tells it then.
void InvocationFinder::addRestartedStep(Stretch stretch, const Invocation& invocation, std::vector<Cause>& causes) const
{
    if (!invocation.firstEvent.valid() || m_log.type(invocation.firstEvent) != EventType::StepStarted)
        return;
    const OperationIndex step = m_log.operation(invocation.firstEvent);
    const std::span<const EventIndex> events = m_log.events(step);
    const auto own = std::lower_bound(events.begin(), events.end(), EventIndex(stretch.begin));
    if (own != events.begin() && m_log.has(*std::prev(own), kRetryFollows))
        causes.push_back({WakeReason::RetryDue, {}, step, m_log.time(invocation.firstEvent)});
}

void InvocationFinder::addLateAnswers(std::vector<Cause>& causes) const
{
    if (m_invocations.empty())
        return;
    const Invocation& before = m_invocations.back();
    const std::uint32_t begin = before.lastEvent.valid() ? before.lastEvent.value() + 1 : m_before.begin;
    for (std::uint32_t i = begin; i < m_before.end; ++i) {
        const EventIndex event(i);
        if (isAnswer(m_log, event) && isObserved(m_log, before, event))
            causes.push_back({reasonOf(m_log.type(event)), event, m_log.operation(event), m_log.time(event)});
    }
}

void InvocationFinder::noteRetries(Stretch stretch)
{
    for (std::uint32_t i = stretch.begin; i < stretch.end; ++i) {
        const EventIndex event(i);
        const std::int64_t delay = m_log.has(event, kRetryFollows) ? m_log.number(event) : 0;
        if (delay > 0)
            m_retries.push({m_log.time(event) + core::Duration(delay), event});
    }
}

/// The step of this attempt's end did nothing more up to that event.
bool InvocationFinder::isPending(EventIndex end, std::uint32_t before) const
{
    const std::span<const EventIndex> events = m_log.events(m_log.operation(end));
    const auto next = std::upper_bound(events.begin(), events.end(), end);
    return next == events.end() || next->value() >= before;
}

} // namespace

bool isAnswer(const EventLog& log, EventIndex event)
{
    return !log.has(event, kIgnored) && reasonOf(log.type(event)) != WakeReason::Unknown;
}

bool isObserved(const EventLog& log, const Invocation& invocation, EventIndex event)
{
    if (invocation.firstEvent.valid() && event > invocation.firstEvent)
        return true;
    return invocation.timesKnown && log.time(event) > invocation.start;
}

std::vector<Invocation> findInvocations(const EventLog& log)
{
    return InvocationFinder(log).run();
}

} // namespace durascope::history
