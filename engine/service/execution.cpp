// SPDX-License-Identifier: Apache-2.0
#include "engine/service/execution.h"

#include "engine/service/constraints.h"
#include "engine/service/execution_state.h"
#include "engine/service/invocations.h"
#include "engine/service/kinds.h"
#include "engine/service/paging.h"
#include "engine/service/restore.h"
#include "engine/service/sizes.h"

#include <utility>

namespace durascope::service {

struct Execution::Private : ExecutionState
{
};

namespace {

constexpr const char* kLatestVersion = "$LATEST";

/// What the ARN tells about the version; executions of aliases and unpublished code carry none.
std::string versionOf(const core::ExecutionArn& arn)
{
    return arn.qualifier.empty() ? kLatestVersion : arn.qualifier;
}

void keepFacts(ExecutionState& state)
{
    const StartSpec& spec = state.spec;
    state.addFact({Fact::Kind::FunctionName, {}, {}, 0, spec.functionName});
    if (spec.functionVersion != versionOf(state.arn))
        state.addFact({Fact::Kind::FunctionVersion, {}, {}, 0, spec.functionVersion});
    if (spec.tenantId)
        state.addFact({Fact::Kind::Tenant, {}, {}, 0, *spec.tenantId});
    if (spec.depth > 0)
        state.addFact({Fact::Kind::Depth, {}, {}, spec.depth, {}});
}

void writeStarted(ExecutionState& state)
{
    core::OperationIdentity who;
    who.id = state.arn.executionId;
    who.name = state.arn.executionName;
    who.type = OperationType::Execution;
    Event started = state.event(EventType::ExecutionStarted, kNoPosition);
    started.who = std::make_shared<const core::OperationIdentity>(std::move(who));
    started.payload = state.spec.input;
    started.timeout = state.spec.executionTimeout;
    state.append(std::move(started), kNoPosition);
}

} // namespace

Execution::Execution(std::unique_ptr<Private> data)
    : d(std::move(data))
{
}

Execution::~Execution() = default;

Answer<std::unique_ptr<Execution>> Execution::start(StartSpec spec, Limits limits, Timestamp now)
{
    if (std::optional<ServiceError> wrong = violation(spec, limits))
        return std::unexpected(std::move(*wrong));
    auto data = std::make_unique<Private>();
    data->arn = core::parseExecutionArn(spec.arn).value_or(core::ExecutionArn{});
    data->spec = std::move(spec);
    data->spec.input = validText(data->spec.input);
    data->limits = limits;
    data->now = now;
    data->at = now;
    data->tokens = TokenMaker(data->spec.arn, now);
    keepFacts(*data);
    writeStarted(*data);
    data->table.forgetUnseen();
    return std::unique_ptr<Execution>(new Execution(std::move(data)));
}

core::Result<std::unique_ptr<Execution>> Execution::restore(const std::string& arn, std::vector<Event> events,
                                                            const std::vector<Fact>& facts, Limits limits,
                                                            Timestamp now)
{
    auto data = std::make_unique<Private>();
    const std::optional<core::ExecutionArn> parts = core::parseExecutionArn(arn);
    if (!parts)
        return core::fail(core::ErrorCode::Malformed, "not the ARN of a durable execution: " + arn);
    data->arn = *parts;
    data->spec.arn = arn;
    data->spec.functionVersion = versionOf(*parts);
    data->limits = limits;
    data->at = core::kEarliest;
    if (core::Result<void> restored = service::restore(*data, std::move(events), facts); !restored)
        return std::unexpected(restored.error());
    data->tokens = TokenMaker(arn, std::max(data->now, now) + core::Duration(data->events.size()));
    enter(*data, now);
    askForOpenInvokes(*data);
    return std::unique_ptr<Execution>(new Execution(std::move(data)));
}

void Execution::setResolver(Resolver resolver)
{
    d->resolver = std::move(resolver);
}

core::InvocationEvent Execution::beginInvocation(std::string requestId, Timestamp now,
                                                 std::optional<Timestamp> deadline)
{
    enterOpen(*d, now);
    return service::beginInvocation(*d, std::move(requestId), deadline);
}

Answer<core::CheckpointAnswer> Execution::checkpoint(const core::CheckpointRequest& request, Timestamp now)
{
    if (std::optional<ServiceError> wrong = violation(request))
        return std::unexpected(std::move(*wrong));
    enter(*d, now);
    return service::checkpoint(*d, request);
}

Answer<core::StatePage> Execution::state(std::string_view token, std::string_view marker, std::uint32_t maxItems,
                                         Timestamp now)
{
    enter(*d, now);
    return statePage(*d, token, marker, maxItems);
}

void Execution::completeInvocation(const std::string& requestId, const core::InvocationOutcome& outcome, Timestamp now)
{
    enter(*d, now);
    service::completeInvocation(*d, requestId, outcome);
}

Answer<void> Execution::succeedCallback(std::string_view callbackId, Payload result, Timestamp now)
{
    enter(*d, now);
    return answerCallback(*d, callbackId, EventType::CallbackSucceeded, std::move(result), {});
}

Answer<void> Execution::failCallback(std::string_view callbackId, ErrorRef error, Timestamp now)
{
    enter(*d, now);
    ErrorRef given = error ? std::move(error) : core::errorRef(core::ErrorObject{});
    return answerCallback(*d, callbackId, EventType::CallbackFailed, {}, std::move(given));
}

Answer<void> Execution::heartbeatCallback(std::string_view callbackId, Timestamp now)
{
    enter(*d, now);
    const Answer<Position> callback = openCallback(*d, callbackId);
    if (!callback)
        return std::unexpected(callback.error());
    if (d->table.record(*callback).seconds > 0)
        d->addFact({Fact::Kind::Heartbeat, d->table.at(*callback).id(), d->at, 0, {}});
    service::heartbeatCallback(*d, *callback, d->at);
    return {};
}

Answer<void> Execution::timeOutCallback(std::string_view callbackId, bool heartbeat, Timestamp now)
{
    enter(*d, now);
    const Answer<Position> callback = openCallback(*d, callbackId);
    if (!callback)
        return std::unexpected(callback.error());
    service::timeOutCallback(*d, *callback, heartbeat);
    return {};
}

bool Execution::completeInvoke(const std::string& operationId, const InvokeOutcome& outcome, Timestamp now)
{
    enter(*d, now);
    return service::completeInvoke(*d, d->table.find(operationId), outcome);
}

Timestamp Execution::stop(ErrorRef error, Timestamp now)
{
    enter(*d, now);
    if (d->open())
        closeExecution(*d, EventType::ExecutionStopped, {}, validText(std::move(error)));
    return *endTime();
}

void Execution::advanceTo(Timestamp now)
{
    enter(*d, now);
}

bool Execution::skipTimer(const std::string& operationId, Timestamp now)
{
    enter(*d, now);
    const Position position = d->table.find(operationId);
    if (!d->open() || position == kNoPosition)
        return false;
    const Operation& operation = d->table.at(position);
    if (operation.type() == OperationType::Wait && operation.status == OperationStatus::Started) {
        endWait(*d, position);
        return true;
    }
    if (operation.status != OperationStatus::Pending)
        return false;
    d->addFact({Fact::Kind::Ready, operationId, d->at, static_cast<std::int64_t>(d->events.size()), {}});
    makeReady(*d, position);
    return true;
}

std::vector<Effect> Execution::takeEffects()
{
    return std::exchange(d->effects, {});
}

std::vector<Event> Execution::takeNewEvents()
{
    const auto first = d->events.begin() + static_cast<std::ptrdiff_t>(std::exchange(d->taken, d->events.size()));
    return {first, d->events.end()};
}

std::vector<Fact> Execution::takeNewFacts()
{
    return std::exchange(d->facts, {});
}

bool Execution::wantsInvocation() const
{
    return d->open() && !d->invocations.running && d->invocations.due;
}

bool Execution::invocationRunning() const
{
    return d->invocations.running;
}

std::optional<Timestamp> Execution::nextTimer() const
{
    return d->timers.next();
}

std::vector<Execution::Timer> Execution::timers() const
{
    std::vector<Timer> result;
    for (const TimerQueue::Entry& entry : d->timers.entries()) {
        const bool ofOperation = entry.operation != kExecutionPosition;
        result.push_back({entry.kind, entry.due, ofOperation ? d->table.at(entry.operation).id() : std::string()});
    }
    return result;
}

const std::string& Execution::arn() const
{
    return d->spec.arn;
}

const StartSpec& Execution::spec() const
{
    return d->spec;
}

OperationStatus Execution::status() const
{
    return d->table.at(kExecutionPosition).status;
}

Payload Execution::result() const
{
    return d->table.at(kExecutionPosition).result;
}

ErrorRef Execution::error() const
{
    return d->table.at(kExecutionPosition).error;
}

Timestamp Execution::startTime() const
{
    return d->table.at(kExecutionPosition).start;
}

std::optional<Timestamp> Execution::endTime() const
{
    return d->table.at(kExecutionPosition).end;
}

const std::vector<Event>& Execution::events() const
{
    return d->events;
}

const std::vector<OperationRef>& Execution::operations() const
{
    return d->table.all();
}

OperationRef Execution::find(std::string_view operationId) const
{
    const Position position = d->table.find(operationId);
    return position == kNoPosition ? OperationRef{} : d->table.ref(position);
}

OperationRef Execution::findCallback(std::string_view callbackId) const
{
    const Position position = callbackPosition(*d, callbackId);
    return position == kNoPosition ? OperationRef{} : d->table.ref(position);
}

std::uint32_t Execution::meteredOperations() const
{
    return d->metered;
}

std::uint64_t Execution::persistedBytes() const
{
    return d->persistedBytes;
}

std::uint32_t Execution::invocations() const
{
    return d->invocations.count;
}

} // namespace durascope::service
