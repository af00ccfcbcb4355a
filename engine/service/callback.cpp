// SPDX-License-Identifier: Apache-2.0
//
// CALLBACK (wire-protocol sections 11 and 15)
//
//   from      by                to          effects
//   -------   ---------------   ---------   ----------------------------------------------------------
//   none      START             STARTED     CallbackStarted with the id; both timers run from now
//   STARTED   success           SUCCEEDED   CallbackSucceeded; Result
//   STARTED   failure           FAILED      CallbackFailed; Error
//   STARTED   timer             TIMED_OUT   CallbackTimedOut; Callback.Timeout or Callback.Heartbeat
//   STARTED   heartbeat         STARTED     no event, a fact; the heartbeat's timer runs again
#include "engine/service/callback_ids.h"
#include "engine/service/kinds.h"
#include "engine/service/sizes.h"

#include <array>

namespace durascope::service {
namespace {

using core::OperationUpdate;
using S = OperationStatus;
using A = core::UpdateAction;

constexpr std::array<Transition, 1> kTable{{{S::NotStarted, A::Start, S::Started}}};

constexpr const char* kTimeoutType = "Callback.Timeout";
constexpr const char* kHeartbeatType = "Callback.Heartbeat";

const char* refusal(const OperationUpdate& update, OperationStatus before)
{
    return statusAfter(kCallbackKind, before, update.action) ? nullptr : "Cannot start a CALLBACK that already exists.";
}

std::optional<std::int64_t> nonZero(const std::optional<std::int64_t>& seconds)
{
    return seconds.value_or(0) > 0 ? seconds : std::nullopt;
}

void apply(ExecutionState& state, const OperationUpdate& update, Position /*position*/)
{
    Event started = state.event(EventType::CallbackStarted, kNoPosition);
    started.who = update.identity;
    started.callbackId = makeCallbackId(state.spec.arn, update.identity->id);
    started.timeout = nonZero(update.callbackTimeout);
    started.heartbeatTimeout = nonZero(update.heartbeatTimeout);
    state.append(std::move(started), kNoPosition);
}

void foldStart(ExecutionState& state, const Event& event)
{
    const Position position = state.begin(event);
    state.table.change(position, [&](Operation& callback) { callback.callbackId = event.callbackId; });
    if (event.callbackId)
        state.callbacks.emplace(withoutPadding(*event.callbackId), position);
    Record& record = state.table.record(position);
    if (event.timeout && *event.timeout > 0) {
        record.deadline = state.timers.arm(TimerQueue::Kind::Callback, after(event.time, *event.timeout), position);
    }
    record.seconds = event.heartbeatTimeout.value_or(0);
    heartbeatCallback(state, position, event.time);
}

/// The history carries only the type of such an error; the function is told in words too.
ErrorRef timeoutError(const Event& event)
{
    if (event.type != EventType::CallbackTimedOut || !event.error || event.error->message)
        return event.error;
    core::ErrorObject error = *event.error;
    if (error.type == kTimeoutType)
        error.message = "Callback timed out";
    else if (error.type == kHeartbeatType)
        error.message = "Callback timed out on heartbeat";
    return core::errorRef(std::move(error));
}

void fold(ExecutionState& state, Position position, const Event& event, bool /*replayChildren*/)
{
    if (event.type == EventType::CallbackStarted) {
        foldStart(state, event);
        return;
    }
    Record& record = state.table.record(position);
    state.timers.disarm(record.deadline);
    state.timers.disarm(record.heartbeat);
    state.table.change(position, [&](Operation& callback) {
        callback.status = core::statusAfter(event.type);
        callback.end = event.time;
        callback.result = event.payload;
        callback.error = timeoutError(event);
    });
}

void close(ExecutionState& state, Position callback, EventType type, Payload result, ErrorRef error)
{
    Event ended = state.event(type, callback);
    ended.payload = std::move(result);
    ended.error = std::move(error);
    state.append(std::move(ended), callback);
    wake(state);
}

core::ServiceError tooLate()
{
    return {"CallbackTimeoutException", "The callback is either timed out or already completed", 400};
}

} // namespace

const Kind kCallbackKind{OperationType::Callback, kTable, refusal, apply, fold};

Position callbackPosition(const ExecutionState& state, std::string_view callbackId)
{
    const auto found = state.callbacks.find(std::string(withoutPadding(callbackId)));
    return found == state.callbacks.end() ? kNoPosition : found->second;
}

Answer<Position> openCallback(const ExecutionState& state, std::string_view callbackId)
{
    const Position position = callbackPosition(state, callbackId);
    if (!isCallbackId(callbackId) || (position == kNoPosition && !executionOfCallback(callbackId)))
        return std::unexpected(invalidParameter("Invalid callback id"));
    if (position == kNoPosition || !state.open() || state.table.at(position).status != S::Started)
        return std::unexpected(tooLate());
    return position;
}

Answer<void> answerCallback(ExecutionState& state, std::string_view callbackId, EventType type, Payload result,
                            ErrorRef error)
{
    const Answer<Position> callback = openCallback(state, callbackId);
    if (!callback)
        return std::unexpected(callback.error());
    if (payloadSize(result) > state.limits.operationPayload) {
        return std::unexpected(invalidParameter("CALLBACK output payload size must be less than or equal to " +
                                                std::to_string(state.limits.operationPayload) + " bytes."));
    }
    if (errorSize(error) > state.limits.error)
        return std::unexpected(invalidParameter(errorTooLarge(state.limits.error)));
    close(state, *callback, type, validText(std::move(result)), validText(std::move(error)));
    return {};
}

void timeOutCallback(ExecutionState& state, Position callback, bool heartbeat)
{
    core::ErrorObject error;
    error.type = heartbeat ? kHeartbeatType : kTimeoutType;
    close(state, callback, EventType::CallbackTimedOut, {}, core::errorRef(std::move(error)));
}

void heartbeatCallback(ExecutionState& state, Position callback, Timestamp time)
{
    Record& record = state.table.record(callback);
    if (record.seconds <= 0)
        return;
    state.timers.disarm(record.heartbeat);
    record.heartbeat = state.timers.arm(TimerQueue::Kind::Heartbeat, after(time, record.seconds), callback);
}

} // namespace durascope::service
