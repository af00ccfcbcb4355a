// SPDX-License-Identifier: Apache-2.0
#include "engine/service/restore.h"

#include "engine/service/invocations.h"
#include "engine/service/kinds.h"

#include <algorithm>
#include <unordered_set>

namespace durascope::service {
namespace {

using core::EventRole;

core::Result<void> malformed(const Event& event, std::string_view what)
{
    return core::fail(core::ErrorCode::Malformed, "event " + std::to_string(event.eventId) + " (" +
                                                      std::string(core::toText(event.type)) + ") " + std::string(what));
}

/// Why the event cannot follow what was folded so far; empty: it can.
std::string_view contradiction(const ExecutionState& state, const Event& event, Position position)
{
    const bool isFirst = state.events.empty();
    if (isFirst != (event.type == EventType::ExecutionStarted))
        return isFirst ? "stands where the execution should start" : "starts the execution a second time";
    if (event.eventId != static_cast<std::int64_t>(state.events.size()) + 1)
        return "is out of order";
    if (event.type == EventType::InvocationCompleted)
        return event.requestId && event.invocationStart && !event.who ? "" : "is not about one invocation";
    if (event.type == EventType::Unknown || !event.who)
        return "belongs to no operation";
    if (event.who->type != core::operationTypeOf(event.type))
        return "is of another type than its operation";
    if (isFirst)
        return event.who->id == state.arn.executionId ? "" : "is of another execution";
    if (!state.open())
        return "follows the end of the execution";
    const bool starts = core::roleOf(event.type) == EventRole::Start;
    if (position == kNoPosition)
        return starts || event.who->type == OperationType::Step ? "" : "ends an operation that never began";
    const Operation& operation = state.table.at(position);
    if (operation.type() != event.who->type)
        return "is of another type than its operation";
    if (core::isTerminal(operation.status))
        return "follows the end of its operation";
    return starts && operation.type() != OperationType::Step ? "begins an operation that has begun" : "";
}

/// Facts by what they are about.
struct FactIndex
{
    std::unordered_set<std::string> replayChildren;
    std::unordered_set<std::int64_t> wantedAfter; ///< EventIds
    const Fact* failures = nullptr;
};

FactIndex indexOf(ExecutionState& state, const std::vector<Fact>& facts)
{
    FactIndex index;
    for (const Fact& fact : facts) {
        switch (fact.kind) {
        case Fact::Kind::ReplayChildren:
            index.replayChildren.insert(fact.operationId);
            break;
        case Fact::Kind::Depth:
            state.spec.depth = static_cast<std::uint32_t>(fact.number);
            break;
        case Fact::Kind::Tenant:
            state.spec.tenantId = fact.text;
            break;
        case Fact::Kind::FunctionName:
            state.spec.functionName = fact.text;
            break;
        case Fact::Kind::FunctionVersion:
            state.spec.functionVersion = fact.text;
            break;
        case Fact::Kind::InvocationFailures:
            index.failures = &fact;
            break;
        case Fact::Kind::Wanted:
            index.wantedAfter.insert(fact.number);
            break;
        case Fact::Kind::Heartbeat:
        case Fact::Kind::Ready:
            break; // change operations, so they come behind the events
        }
    }
    return index;
}

/// What a function's own event and a completed invocation tell: everything before it has been seen.
void followSeen(ExecutionState& state, const Event& event, const FactIndex& facts)
{
    const bool completed = event.type == EventType::InvocationCompleted;
    const bool wanted = facts.wantedAfter.contains(event.eventId);
    if ((completed && !wanted) || core::isWrittenByFunction(event.type))
        state.table.forgetUnseen();
    // Whatever follows an invocation asks for the next one, or was written by one that did not end.
    state.invocations.due = !completed || wanted;
    if (completed)
        ++state.invocations.count;
}

core::Result<void> fold(ExecutionState& state, Event event, const FactIndex& facts)
{
    const Position position = event.who && !state.events.empty() ? state.table.find(event.who->id) : kNoPosition;
    if (const std::string_view what = contradiction(state, event, position); !what.empty())
        return malformed(event, what);
    if (event.type == EventType::ExecutionStarted) {
        state.spec.input = event.payload;
        state.spec.executionTimeout = event.timeout.value_or(state.spec.executionTimeout);
    }
    if (position != kNoPosition)
        event.who = state.table.at(position).identity; // one identity an operation, whoever read the events
    const bool replayChildren = event.who && facts.replayChildren.contains(event.who->id);
    state.append(std::move(event), position, replayChildren);
    followSeen(state, state.events.back(), facts);
    return {};
}

/// Until when retries that were due have become ready without another word. Those that the last invocation could see
/// were seen by it, or a fact says that another one was wanted; later ones are left to the timers. The end of the
/// execution discarded the timers; its own rang before others that were due at the same instant.
Timestamp lastReady(const ExecutionState& state, Timestamp lastCompleted)
{
    const Operation& execution = state.table.at(kExecutionPosition);
    if (!execution.end)
        return lastCompleted;
    return execution.status == OperationStatus::TimedOut ? *execution.end + core::Duration(-1) : *execution.end;
}

void makeReadyUntil(ExecutionState& state, Timestamp last)
{
    const bool due = state.invocations.due;
    for (Position position = 1; position < state.table.size(); ++position) {
        const Operation& operation = state.table.at(position);
        if (operation.status == OperationStatus::Pending && operation.nextAttempt <= last)
            makeReady(state, position);
    }
    state.invocations.due = due;
    if (!due)
        state.table.forgetUnseen();
}

void applyLateFacts(ExecutionState& state, const std::vector<Fact>& facts, std::int64_t lastCompleted)
{
    for (const Fact& fact : facts) {
        const Position position = state.table.find(fact.operationId);
        if (position == kNoPosition)
            continue;
        const OperationStatus status = state.table.at(position).status;
        if (fact.kind == Fact::Kind::Heartbeat && status == OperationStatus::Started && state.open()) {
            heartbeatCallback(state, position, fact.time);
        } else if (fact.kind == Fact::Kind::Ready && status == OperationStatus::Pending &&
                   fact.number >= state.table.record(position).lastEvent) {
            const bool due = state.invocations.due;
            makeReady(state, position);
            state.invocations.due = due || fact.number >= lastCompleted;
        }
    }
}

} // namespace

core::Result<void> restore(ExecutionState& state, std::vector<Event> events, const std::vector<Fact>& facts)
{
    state.restoring = true;
    const FactIndex index = indexOf(state, facts);
    std::int64_t lastCompleted = 0;
    Timestamp lastCompletedTime = core::kEarliest;
    state.events.reserve(events.size());
    for (Event& event : events) {
        state.at = std::max(state.at, event.time);
        if (event.type == EventType::InvocationCompleted) {
            lastCompleted = event.eventId;
            lastCompletedTime = event.time;
        }
        if (core::Result<void> folded = fold(state, std::move(event), index); !folded)
            return folded;
    }
    if (state.events.empty())
        return core::fail(core::ErrorCode::Malformed, "the execution has no events");
    state.now = state.at;
    state.taken = state.events.size();
    makeReadyUntil(state, lastReady(state, lastCompletedTime));
    applyLateFacts(state, facts, lastCompleted);
    if (index.failures && state.open())
        restoreFailures(state, *index.failures);
    state.restoring = false;
    return {};
}

void askForOpenInvokes(ExecutionState& state)
{
    if (!state.open())
        return;
    for (const Event& event : state.events) {
        if (event.type != EventType::ChainedInvokeStarted)
            continue;
        if (state.table.at(state.table.find(event.who->id)).status == OperationStatus::Started)
            state.addEffect(StartInvoke{invokeRequest(state, event)});
    }
}

} // namespace durascope::service
