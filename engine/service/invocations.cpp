// SPDX-License-Identifier: Apache-2.0
#include "engine/service/invocations.h"

#include "engine/service/kinds.h"
#include "engine/service/paging.h"
#include "engine/service/sizes.h"
#include "engine/service/validation.h"

#include <algorithm>
#include <charconv>
#include <variant>

namespace durascope::service {
namespace {

using core::InvocationAnswer;
using Status = InvocationAnswer::Status;

constexpr const char* kNothingPending = "Cannot return PENDING status with no pending operations.";

ErrorRef badEnvelope(std::string message)
{
    return core::errorRef("InvalidParameterValueException", std::move(message));
}

/// What is wrong with the answer by itself (section 5.3); null: nothing.
ErrorRef envelopeError(const InvocationAnswer& answer, const Limits& limits)
{
    if (answer.status == Status::Failed && answer.result)
        return badEnvelope("Cannot provide a Result for FAILED status.");
    if (answer.status == Status::Succeeded && answer.error)
        return badEnvelope("Cannot provide an Error for SUCCEEDED status.");
    if (answer.status == Status::Succeeded && payloadSize(answer.result) > limits.executionPayload) {
        return badEnvelope("Execution output payload size must be less than or equal to " +
                           std::to_string(limits.executionPayload) + " bytes.");
    }
    return {};
}

void writeCompleted(ExecutionState& state, const InvocationState::Begun& begun, ErrorRef error)
{
    Event completed = state.event(EventType::InvocationCompleted, kNoPosition);
    completed.requestId = begun.requestId;
    completed.invocationStart = begun.start;
    completed.invocationEnd = completed.time;
    completed.error = std::move(error);
    state.append(std::move(completed), kNoPosition);
}

/// An invocation that is wanted although the events do not tell so.
void noteWanted(ExecutionState& state)
{
    state.addFact({Fact::Kind::Wanted, {}, state.at, static_cast<std::int64_t>(state.events.size()), {}});
}

void noteFailures(ExecutionState& state)
{
    const InvocationState& invocations = state.invocations;
    state.addFact({Fact::Kind::InvocationFailures,
                   {},
                   state.at,
                   invocations.failures,
                   std::to_string(invocations.crashes) + ' ' + std::to_string(invocations.emptyPendings)});
}

/// Seconds 1, 2, 4 … up to the longest.
core::Duration retryDelay(const Limits& limits, std::uint32_t failures)
{
    core::Duration delay = limits.firstRetryDelay;
    for (std::uint32_t i = 1; i < failures && delay < limits.lastRetryDelay; ++i)
        delay *= 2;
    return std::min(delay, limits.lastRetryDelay);
}

void retryLater(ExecutionState& state, Timestamp failedAt)
{
    InvocationState& invocations = state.invocations;
    invocations.due = false;
    invocations.retry =
        state.timers.arm(TimerQueue::Kind::InvocationRetry, failedAt + retryDelay(state.limits, invocations.failures));
}

void fail(ExecutionState& state, const InvocationState::Begun& begun, ErrorRef error)
{
    writeCompleted(state, begun, error);
    closeExecution(state, EventType::ExecutionFailed, {}, std::move(error));
}

void countGood(ExecutionState& state)
{
    InvocationState& invocations = state.invocations;
    const bool hadFailures = invocations.failures > 0 || invocations.emptyPendings > 0;
    invocations.failures = 0;
    invocations.crashes = 0;
    invocations.emptyPendings = 0;
    if (hadFailures)
        noteFailures(state);
}

void takeFailure(ExecutionState& state, const InvocationState::Begun& begun, const core::InvocationFailure& failure)
{
    InvocationState& invocations = state.invocations;
    const ErrorRef error = validText(failure.error);
    ++invocations.failures;
    if (error->type != "Sandbox.Timedout")
        ++invocations.crashes;
    const std::uint32_t limit = state.limits.invocationFailures;
    if (limit > 0 && invocations.crashes >= limit) {
        fail(state, begun, error);
        return;
    }
    writeCompleted(state, begun, error);
    noteFailures(state);
    retryLater(state, state.at);
}

void takeEmptyPending(ExecutionState& state, const InvocationState::Begun& begun)
{
    InvocationState& invocations = state.invocations;
    ++invocations.emptyPendings;
    if (invocations.emptyPendings >= state.limits.emptyPending) {
        fail(state, begun, badEnvelope(kNothingPending));
        return;
    }
    ++invocations.failures;
    writeCompleted(state, begun, badEnvelope(kNothingPending));
    noteFailures(state);
    retryLater(state, state.at);
}

void takePending(ExecutionState& state, const InvocationState::Begun& begun)
{
    InvocationState& invocations = state.invocations;
    const OperationTable& table = state.table;
    const bool again = table.hasUnseen();
    bool readyIsLeft = false;
    if (!again && table.pending() == 0) {
        // Steps that are ready count as something to come back for; a function that never takes them up must not be
        // called for ever.
        invocations.idle = invocations.madeProgress ? 0 : invocations.idle + 1;
        const std::uint32_t limit = state.limits.invocationFailures;
        readyIsLeft = table.ready() > 0 && (limit == 0 || invocations.idle < limit);
        if (!readyIsLeft) {
            takeEmptyPending(state, begun);
            return;
        }
    }
    countGood(state);
    writeCompleted(state, begun, {});
    invocations.due = again || readyIsLeft;
    if (invocations.due)
        noteWanted(state);
}

void takeAnswer(ExecutionState& state, const InvocationState::Begun& begun, const InvocationAnswer& answer)
{
    if (ErrorRef error = envelopeError(answer, state.limits)) {
        fail(state, begun, std::move(error));
    } else if (answer.status == Status::Failed) {
        fail(state, begun, answer.error ? validText(answer.error) : core::errorRef(core::ErrorObject{}));
    } else if (answer.status == Status::Succeeded) {
        writeCompleted(state, begun, {});
        closeExecution(state, EventType::ExecutionSucceeded, validText(answer.result), {});
    } else {
        takePending(state, begun);
    }
}

/// Nothing follows from it any more: the execution ended meanwhile, or another invocation began.
void takeStale(ExecutionState& state, const InvocationState::Begun& begun, const core::InvocationOutcome& outcome)
{
    const auto* const failure = std::get_if<core::InvocationFailure>(&outcome);
    writeCompleted(state, begun, failure ? validText(failure->error) : ErrorRef{});
    if (state.open() && (state.invocations.running || state.invocations.due))
        noteWanted(state);
}

/// However it came to a token: nothing is added to an execution that has ended.
bool isValid(const ExecutionState& state, std::string_view token)
{
    return state.open() && state.tokens.isValid(token);
}

core::ServiceError invalidToken(const ExecutionState& state)
{
    return invalidParameter(state.limits.oldTokenText ? "Invalid Checkpoint Token" : "Invalid checkpoint token");
}

std::vector<OperationRef> takeDelta(ExecutionState& state)
{
    std::vector<OperationRef> delta;
    std::vector<Position> changed = state.table.takeUnseen();
    std::ranges::sort(changed);
    delta.reserve(changed.size());
    for (const Position position : changed) {
        if (position != kExecutionPosition)
            delta.push_back(state.table.ref(position));
    }
    return delta;
}

} // namespace

core::InvocationEvent beginInvocation(ExecutionState& state, std::string requestId, std::optional<Timestamp> deadline)
{
    InvocationState& invocations = state.invocations;
    if (!invocations.due)
        noteWanted(state); // a duplicate delivery: after a crash it would be missing
    state.timers.disarm(invocations.retry);
    invocations.due = false;
    invocations.running = true;
    invocations.madeProgress = false;
    ++invocations.count;
    invocations.begun.push_back({requestId, state.at});
    state.tokens.beginInvocation();
    state.answers.clear();

    core::InvocationEvent event;
    event.executionArn = state.spec.arn;
    event.checkpointToken = state.tokens.current();
    core::StatePage first = page(state, kExecutionPosition, state.limits.statePageItems);
    event.operations = std::move(first.operations);
    event.nextMarker = std::move(first.nextMarker);
    for (const Position changed : state.table.takeUnseen()) {
        if (changed != kExecutionPosition && !state.table.record(changed).hidden)
            event.updatedOperationIds.push_back(state.table.at(changed).id());
    }
    event.requestId = std::move(requestId);
    event.functionName = state.spec.functionName;
    event.functionVersion = state.spec.functionVersion;
    event.tenantId = state.spec.tenantId;
    event.deadline = deadline;
    return event;
}

void completeInvocation(ExecutionState& state, const std::string& requestId, const core::InvocationOutcome& outcome)
{
    InvocationState& invocations = state.invocations;
    const auto found = std::ranges::find(invocations.begun, requestId, &InvocationState::Begun::requestId);
    if (found == invocations.begun.end())
        return;
    const bool isCurrent = invocations.running && found == invocations.begun.end() - 1;
    const InvocationState::Begun begun = std::move(*found);
    invocations.begun.erase(found);
    if (isCurrent) {
        invocations.running = false;
        state.tokens.revoke();
    }
    if (!isCurrent || !state.open()) {
        takeStale(state, begun, outcome);
    } else if (const auto* failure = std::get_if<core::InvocationFailure>(&outcome)) {
        takeFailure(state, begun, *failure);
    } else {
        takeAnswer(state, begun, std::get<InvocationAnswer>(outcome));
    }
}

Answer<core::CheckpointAnswer> checkpoint(ExecutionState& state, const core::CheckpointRequest& request)
{
    if (const core::CheckpointAnswer* const before = state.answers.find(request.token, request.clientToken))
        return *before;
    if (!isValid(state, request.token))
        return std::unexpected(invalidToken(state));
    if (!request.updates.empty()) {
        Batch batch(state, request.updates);
        if (std::optional<ServiceError> wrong = batch.refusal())
            return std::unexpected(std::move(*wrong));
        batch.apply(state);
        state.invocations.madeProgress = true;
    }
    core::CheckpointAnswer answer;
    answer.operations = takeDelta(state);
    if (state.open()) {
        state.tokens.advance();
        answer.token = state.tokens.current();
    }
    state.answers.remember(request.token, request.clientToken, answer);
    return answer;
}

Answer<core::StatePage> statePage(const ExecutionState& state, std::string_view token, std::string_view marker,
                                  std::uint32_t maxItems)
{
    constexpr std::uint32_t kMostItems = 1000;
    if (maxItems > kMostItems) {
        return std::unexpected(constraintViolation(std::to_string(maxItems), "maxItems",
                                                   "have value less than or equal to " + std::to_string(kMostItems)));
    }
    if (!isValid(state, token))
        return std::unexpected(invalidToken(state));
    const std::optional<Position> first = positionOfMarker(state, marker);
    if (!first)
        return std::unexpected(invalidParameter("Invalid marker"));
    const std::uint32_t most = state.limits.statePageItems;
    return page(state, *first, maxItems == 0 ? most : std::min(maxItems, most));
}

void restoreFailures(ExecutionState& state, const Fact& fact)
{
    InvocationState& invocations = state.invocations;
    invocations.failures = static_cast<std::uint32_t>(fact.number);
    const char* const end = fact.text.data() + fact.text.size();
    const auto crashes = std::from_chars(fact.text.data(), end, invocations.crashes);
    if (crashes.ptr != end)
        std::from_chars(crashes.ptr + 1, end, invocations.emptyPendings);
    // The delay runs unless something else asked for the next invocation meanwhile.
    if (invocations.failures > 0 && !invocations.due)
        retryLater(state, fact.time);
}

} // namespace durascope::service
