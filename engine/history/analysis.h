// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/event_details.h"
#include "engine/history/state_at.h"

#include <span>
#include <string>
#include <vector>

namespace durascope::history {

using core::InvocationIndex;

/// Why an invocation began.
enum class WakeReason : std::uint8_t {
    ExecutionStarted,
    TimerFired,
    CallbackCompleted, ///< succeeded or failed: somebody answered
    CallbackTimedOut,
    RetryDue,
    InvokeCompleted,
    PreviousInvocationFailed,
    Several, ///< causes of more than one kind lie in the gap before it
    Unknown
};
[[nodiscard]] const char* toText(WakeReason reason); ///< "timer", "callback", "callback timeout", "retry", …

/// What the execution was waiting for while no invocation ran.
enum class GapReason : std::uint8_t { Timer, Callback, BackOff, Callee, Several, Unknown };
[[nodiscard]] const char* toText(GapReason reason);

/// One invocation (history-format section 8). In order of InvocationCompleted, then the one still running, if any.
struct Invocation
{
    std::uint32_t number = 0; ///< from 1
    Timestamp start;
    Timestamp end;          ///< for a running one: the time of the last event
    bool timesKnown = true; ///< false: one or both are taken from the events it wrote
    bool running = false;   ///< no InvocationCompleted yet, and the execution has not ended either
    bool failed = false;    ///< InvocationCompleted carries an error
    EventIndex completed;   ///< its InvocationCompleted; invalid while running or when it was not recorded
    EventIndex firstEvent;  ///< written by the function during it; invalid when it wrote none
    EventIndex lastEvent;
    std::uint32_t eventsWritten = 0;
    WakeReason wake = WakeReason::Unknown;
    EventIndex wakeEvent;         ///< the event that woke it; invalid when there is none
    OperationIndex wakeOperation; ///< the operation whose timer, retry or answer woke it; invalid when unknown
    [[nodiscard]] core::Duration billed() const { return end - start; }
};

/// A stretch in which no invocation ran, and what it waited for: between two invocations, or from the last one to the
/// end of the history where that is a second or more.
struct Gap
{
    Timestamp start;
    Timestamp end;
    GapReason reason = GapReason::Unknown;
    /// Open waits, callbacks, back-offs and invokes when it began, in order of the tree; those left behind by a context
    /// that has ended do not count. At most kMaxListed are listed.
    std::vector<OperationIndex> waitingFor;
    std::uint32_t waitingForCount = 0;
    static constexpr std::size_t kMaxListed = 16;
    [[nodiscard]] core::Duration length() const { return end - start; }
};

/// One rung of the ladder from the operation that failed first to the execution (interface.md section 5).
enum class ErrorRelation : std::uint8_t {
    Origin,  ///< here the error was thrown
    Same,    ///< passed on: same type and message as the rung below
    Wrapped, ///< another error around the rung below
    Handled  ///< the rung below was caught: this one did not fail
};
struct ErrorRung
{
    OperationIndex operation;
    EventIndex event; ///< the failure event; for Handled the event that ended it, or invalid
    ErrorRelation relation = ErrorRelation::Origin;
    std::string type;
    std::string message;
};

/// What a finished log tells when it is looked at as a whole. Immutable, safe to share between threads.
class Analysis
{
public:
    explicit Analysis(std::shared_ptr<const EventLog> log);

    [[nodiscard]] std::span<const Invocation> invocations() const { return m_invocations; }
    [[nodiscard]] std::span<const Gap> gaps() const { return m_gaps; }
    /// The invocation that wrote the event, or that was running when the service wrote it; invalid when none was.
    [[nodiscard]] InvocationIndex invocationOf(EventIndex event) const;
    /// The invocation whose interval holds that instant, ends included; where several do, the one that began last.
    /// Invalid when none does.
    [[nodiscard]] InvocationIndex invocationAt(Timestamp time) const;

    /// Disjoint, ascending: the union of the invocation intervals (for a history without any: of the stretches in
    /// which events follow each other closely).
    struct Interval
    {
        Timestamp start;
        Timestamp end;
    };
    [[nodiscard]] std::span<const Interval> activeIntervals() const { return m_active; }
    [[nodiscard]] core::Duration billedTime() const { return m_billed; } ///< sum over invocations
    [[nodiscard]] core::Duration idleTime() const { return m_idle; }     ///< total less the union of invocations
    [[nodiscard]] core::Duration totalTime() const;

    /// The failure the execution's failure comes from: the deepest operation whose error reached it. Invalid when the
    /// execution did not fail; the execution itself when its handler failed without a failed operation.
    [[nodiscard]] OperationIndex failureOrigin() const { return m_origin; }
    /// From the error that this operation's failure comes from (its own, or that of the deepest operation inside it
    /// whose error reached it) up to the execution, or to where it was handled. Empty when the operation did not fail.
    [[nodiscard]] std::vector<ErrorRung> ladderFrom(OperationIndex operation) const;
    /// Every terminal failure and failed attempt, ascending: what F8 walks.
    [[nodiscard]] std::span<const EventIndex> failures() const { return m_failures; }

private:
    void findActive();

    std::shared_ptr<const EventLog> m_log;
    std::vector<Invocation> m_invocations;
    std::vector<Gap> m_gaps;
    std::vector<InvocationIndex> m_byStart; ///< empty while invocations begin one after another
    std::vector<Interval> m_active;
    std::vector<EventIndex> m_failures;
    core::Duration m_billed{0};
    core::Duration m_idle{0};
    OperationIndex m_origin;
};

} // namespace durascope::history
