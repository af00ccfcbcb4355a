// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/answer_memory.h"
#include "engine/service/operation_table.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace durascope::service {

/// Invocations of one execution: the one that runs, those that were overtaken, and how the last ones went.
struct InvocationState
{
    struct Begun
    {
        std::string requestId;
        Timestamp start;
    };
    std::vector<Begun> begun;        ///< without an outcome so far; the last one is current while `running`
    bool running = false;            ///< the last one that began has no outcome yet
    bool due = true;                 ///< one is wanted (wire-protocol section 16.4); then no retry is armed
    bool madeProgress = false;       ///< the running one had updates accepted
    std::uint32_t count = 0;         ///< begun so far
    std::uint32_t failures = 0;      ///< in a row: decides the delay
    std::uint32_t crashes = 0;       ///< those of them that were no timeouts: decide when to give up
    std::uint32_t emptyPendings = 0; ///< PENDING answers with nothing pending, in a row
    std::uint32_t idle = 0;          ///< PENDING answers that left a READY step lying, in a row
    TimerQueue::Handle retry;
};

/// Everything an Execution holds. Private to the service: its files are verbs over this state.
///
/// Whatever happens becomes an Event first; append() keeps the event and folds it into the operations. Restoring folds
/// the same events with the same functions, so what comes back is what was.
struct ExecutionState
{
    StartSpec spec;
    core::ExecutionArn arn; ///< spec.arn in parts
    Limits limits;
    Execution::Resolver resolver;

    Timestamp now; ///< the latest instant seen
    Timestamp at;  ///< of the events being written: `now`, or the due time of the timer that fires

    OperationTable table;
    TimerQueue timers;
    TimerQueue::Handle timeout;                          ///< of the execution
    std::unordered_map<std::string, Position> callbacks; ///< by callback id

    std::vector<Event> events;
    std::size_t taken = 0; ///< events that takeNewEvents() has given
    std::vector<Fact> facts;
    std::vector<Effect> effects;

    InvocationState invocations;
    TokenMaker tokens;
    AnswerMemory answers;
    std::uint32_t metered = 0;
    std::uint64_t persistedBytes = 0;
    bool warnedOfOperations = false;
    bool warnedOfBytes = false;
    bool restoring = false; ///< nothing is a fact, an effect or a warning for a second time

    /// An event of now about the operation; about the invocation when there is none.
    [[nodiscard]] Event event(EventType type, Position position) const;
    /// Numbers the event, keeps it and folds it into its operation: kNoPosition where it begins one.
    /// `replayChildren` is what ContextOptions said; histories do not carry it.
    void append(Event event, Position position, bool replayChildren = false);
    /// Begins the operation that the event is about.
    Position begin(const Event& event);

    void addFact(Fact fact);
    void addEffect(Effect effect);
    void meter(std::uint32_t operations);
    [[nodiscard]] bool open() const { return table.at(kExecutionPosition).status == OperationStatus::Started; }
};

/// Begins a call of the service: nothing handed out so far changes any more, time moves on, and what is due happens.
void enter(ExecutionState& state, Timestamp now);
/// The same, but an execution whose time is over stays open.
void enterOpen(ExecutionState& state, Timestamp now);

/// At the latest the last instant that can be written: functions may ask for timeouts of any length.
[[nodiscard]] Timestamp after(Timestamp time, std::int64_t seconds);

[[nodiscard]] core::ServiceError invalidParameter(std::string message);
[[nodiscard]] core::ServiceError constraintViolation(std::string_view value, std::string_view member,
                                                     std::string_view rule);

} // namespace durascope::service
