// SPDX-License-Identifier: Apache-2.0
#include "engine/service/execution_state.h"

#include "engine/core/text.h"
#include "engine/service/kinds.h"
#include "engine/service/sizes.h"

#include <algorithm>

namespace durascope::service {
namespace {

void fire(ExecutionState& state, const TimerQueue::Entry& timer)
{
    using Kind = TimerQueue::Kind;
    switch (timer.kind) {
    case Kind::Wait:
        endWait(state, timer.operation);
        break;
    case Kind::Retry:
        makeReady(state, timer.operation);
        break;
    case Kind::Callback:
        timeOutCallback(state, timer.operation, false);
        break;
    case Kind::Heartbeat:
        timeOutCallback(state, timer.operation, true);
        break;
    case Kind::Execution:
        timeOutExecution(state);
        break;
    case Kind::InvocationRetry:
        state.invocations.retry = {};
        state.invocations.due = true;
        break;
    }
}

void fireDue(ExecutionState& state)
{
    while (const std::optional<TimerQueue::Entry> timer = state.timers.takeDue(state.now)) {
        // A timer that is found late still rang when it was due; only the order of the events must hold.
        state.at = std::max(timer->due, state.events.back().time);
        fire(state, *timer);
    }
    state.at = std::max(state.now, state.events.back().time);
}

} // namespace

Event ExecutionState::event(EventType type, Position position) const
{
    Event event;
    event.type = type;
    event.time = at;
    if (position != kNoPosition)
        event.who = table.at(position).identity;
    return event;
}

void ExecutionState::append(Event event, Position position, bool replayChildren)
{
    event.eventId = static_cast<std::int64_t>(events.size()) + 1;
    if (const Kind* kind = event.who ? kindOf(core::operationTypeOf(event.type)) : nullptr)
        kind->fold(*this, position, event, replayChildren);
    if (event.who)
        table.record(position == kNoPosition ? table.size() - 1 : position).lastEvent = event.eventId;
    if (event.type != EventType::InvocationCompleted)
        persistedBytes += payloadSize(event.payload) + errorSize(event.error);
    if (persistedBytes > limits.persistedBytes && limits.quotas == QuotaMode::Warn && !warnedOfBytes) {
        warnedOfBytes = true;
        addEffect(QuotaWarning{"The execution has persisted more than " + core::formatBytes(limits.persistedBytes) +
                               ", the quota of one execution"});
    }
    events.push_back(std::move(event));
}

Position ExecutionState::begin(const Event& event)
{
    Operation operation;
    operation.identity = event.who;
    operation.start = event.time;
    const Position position = table.add(std::move(operation));
    if (position != kExecutionPosition)
        meter(1);
    return position;
}

void ExecutionState::addFact(Fact fact)
{
    if (!restoring)
        facts.push_back(std::move(fact));
}

void ExecutionState::addEffect(Effect effect)
{
    if (!restoring)
        effects.push_back(std::move(effect));
}

void ExecutionState::meter(std::uint32_t operations)
{
    metered += operations;
    if (metered > limits.operations && limits.quotas == QuotaMode::Warn && !warnedOfOperations) {
        warnedOfOperations = true;
        addEffect(QuotaWarning{"The execution has more than " + core::formatCount(limits.operations) +
                               " durable operations, the quota of one execution"});
    }
}

void enter(ExecutionState& state, Timestamp now)
{
    state.table.seal();
    state.now = std::max(state.now, now);
    fireDue(state);
}

void enterOpen(ExecutionState& state, Timestamp now)
{
    const Timestamp due = state.timeout.due;
    const bool isOver = state.timeout.number != 0 && due <= now;
    if (isOver)
        state.timers.disarm(state.timeout);
    enter(state, now);
    if (isOver)
        state.timeout = state.timers.arm(TimerQueue::Kind::Execution, due);
}

Timestamp after(Timestamp time, std::int64_t seconds)
{
    constexpr std::int64_t kMicrosPerSecond = 1'000'000;
    const std::int64_t left = (core::kLatest - time).count() / kMicrosPerSecond;
    if (seconds >= left)
        return core::kLatest;
    return time + core::Duration(std::max<std::int64_t>(seconds, 0) * kMicrosPerSecond);
}

core::ServiceError invalidParameter(std::string message)
{
    return {"InvalidParameterValueException", std::move(message), 400};
}

core::ServiceError constraintViolation(std::string_view value, std::string_view member, std::string_view rule)
{
    constexpr std::size_t kShown = 100;
    return {"ValidationException",
            "1 validation error detected: Value '" + core::printable(value, kShown) + "' at '" + std::string(member) +
                "' failed to satisfy constraint: Member must " + std::string(rule),
            400};
}

} // namespace durascope::service
