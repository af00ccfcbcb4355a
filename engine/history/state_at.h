// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/event_log.h"

namespace durascope::history {

/// The state of one operation at a moment (history-format section 14).
struct OperationState
{
    OperationStatus status = OperationStatus::NotStarted;
    std::uint32_t attempt = 0; ///< of a step: the running or last ended attempt, from 1; 0 for other types
    EventIndex lastEvent; ///< the event that decided the status; invalid when NotStarted, and for a running execution
                          ///< whose start is missing in the history
    Timestamp start;      ///< time of the first event
    std::optional<Timestamp> end;          ///< only when ended for good
    std::optional<Timestamp> nextAttempt;  ///< Pending and Ready: when the next attempt is due; nothing when the delay
                                           ///< is not known (the end carries none, but another attempt followed)
    std::optional<Timestamp> scheduledEnd; ///< of a wait, or of a callback with a timeout
    friend bool operator==(const OperationState&, const OperationState&) = default;
};

/// The state of an execution as a function of (log, cursor): the events 0…cursor have happened, and it is `now`.
/// A value of three words; costs one binary search an operation asked about, keeps nothing and is exact backwards as
/// forwards. The log must outlive it.
class StateAt
{
public:
    /// REQUIRES: !log.empty() and cursor < log.eventCount(). `now` defaults to the axis time of the event at the cursor
    /// and lies between it and the next event's; it decides only Pending against Ready.
    StateAt(const EventLog& log, EventIndex cursor);
    StateAt(const EventLog& log, EventIndex cursor, Timestamp now);

    [[nodiscard]] const EventLog& log() const { return *m_log; }
    [[nodiscard]] EventIndex cursor() const { return m_cursor; }
    [[nodiscard]] Timestamp now() const { return m_now; }

    [[nodiscard]] bool exists(OperationIndex operation) const; ///< has begun; the execution always has
    [[nodiscard]] OperationStatus status(OperationIndex operation) const;
    [[nodiscard]] OperationState state(OperationIndex operation) const;
    /// The last effective event of the operation at or before the cursor; invalid when there is none.
    [[nodiscard]] EventIndex lastEvent(OperationIndex operation) const;
    [[nodiscard]] Totals totals() const { return m_log->totalsAt(m_cursor); }
    /// "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "STOPPED": the words of GetDurableExecution.
    [[nodiscard]] std::string_view executionStatus() const;
    /// The operation has not ended although the execution has, at the cursor: "abandoned".
    [[nodiscard]] bool isAbandoned(OperationIndex operation) const;
    /// The most severe thing that happened inside a closed context: how many descendants ended as failures.
    /// Costs a walk over the descendants; painters ask once a visible closed row and revision and keep the answer.
    [[nodiscard]] std::uint32_t failuresBelow(OperationIndex operation) const;

private:
    [[nodiscard]] OperationStatus statusAfter(OperationIndex operation, EventIndex last) const;
    [[nodiscard]] std::optional<Timestamp> nextAttemptAfter(EventIndex end) const;

    const EventLog* m_log;
    EventIndex m_cursor;
    Timestamp m_now;
};

} // namespace durascope::history
