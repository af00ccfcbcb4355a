// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/service_testing.h"

#include <cstdio>
#include <cstdlib>

namespace durascope::test {
namespace {

const char* subTypeOf(OperationType type)
{
    switch (type) {
    case OperationType::Step:
        return "Step";
    case OperationType::Context:
        return "RunInChildContext";
    case OperationType::Wait:
        return "Wait";
    case OperationType::Callback:
        return "Callback";
    case OperationType::ChainedInvoke:
        return "ChainedInvoke";
    default:
        return nullptr;
    }
}

[[noreturn]] void die(const std::string& what)
{
    std::fprintf(stderr, "%s\n", what.c_str());
    std::abort();
}

std::unique_ptr<Execution> started(const service::Limits& limits, std::int64_t timeout)
{
    service::StartSpec spec;
    spec.arn = kArn;
    spec.functionName = "orders:7";
    spec.functionVersion = "7";
    spec.input = core::payload(std::string("{\"n\": 1}"));
    spec.executionTimeout = timeout;
    auto execution = Execution::start(std::move(spec), limits, kStart);
    if (!execution)
        die(execution.error().message);
    return std::move(*execution);
}

std::string text(const core::Payload& payload)
{
    return payload ? '<' + *payload + '>' : "-";
}

std::string text(const std::optional<std::string>& value)
{
    return value ? '<' + *value + '>' : "-";
}

std::string text(const std::optional<Timestamp>& time)
{
    return time ? std::to_string(time->micros) : "-";
}

std::string text(const core::ErrorRef& error)
{
    if (!error)
        return "-";
    std::string result = '{' + text(error->type) + text(error->message) + text(error->data);
    for (const std::string& line : error->stackTrace.value_or(std::vector<std::string>{}))
        result += '|' + line;
    return result + '}';
}

} // namespace

OperationUpdate update(OperationType type, const std::string& id, UpdateAction action, const std::string& parent)
{
    core::OperationIdentity who;
    who.id = id;
    who.type = type;
    if (!parent.empty())
        who.parentId = parent;
    if (const char* subType = subTypeOf(type))
        who.subType = subType;
    OperationUpdate result;
    result.identity = std::make_shared<const core::OperationIdentity>(std::move(who));
    result.action = action;
    return result;
}

OperationUpdate stepStart(const std::string& id, const std::string& parent)
{
    return update(OperationType::Step, id, UpdateAction::Start, parent);
}

OperationUpdate stepSucceed(const std::string& id, const std::string& result, const std::string& parent)
{
    OperationUpdate made = update(OperationType::Step, id, UpdateAction::Succeed, parent);
    made.payload = core::payload(result);
    return made;
}

OperationUpdate stepFail(const std::string& id, const std::string& errorType, const std::string& parent)
{
    OperationUpdate made = update(OperationType::Step, id, UpdateAction::Fail, parent);
    made.error = error(errorType);
    return made;
}

OperationUpdate stepRetry(const std::string& id, std::int64_t delay, const std::string& parent)
{
    OperationUpdate made = update(OperationType::Step, id, UpdateAction::Retry, parent);
    made.error = error("Error", "again");
    made.nextAttemptDelay = delay;
    return made;
}

OperationUpdate stepPoll(const std::string& id, std::int64_t delay, const std::string& state)
{
    OperationUpdate made = update(OperationType::Step, id, UpdateAction::Retry);
    made.payload = core::payload(state);
    made.nextAttemptDelay = delay;
    return made;
}

OperationUpdate contextStart(const std::string& id, const std::string& parent)
{
    return update(OperationType::Context, id, UpdateAction::Start, parent);
}

OperationUpdate contextSucceed(const std::string& id, bool replayChildren, const std::string& parent)
{
    OperationUpdate made = update(OperationType::Context, id, UpdateAction::Succeed, parent);
    made.payload = core::payload(std::string(replayChildren ? "" : "\"done\""));
    if (replayChildren)
        made.replayChildren = true;
    return made;
}

OperationUpdate contextFail(const std::string& id, const std::string& parent)
{
    OperationUpdate made = update(OperationType::Context, id, UpdateAction::Fail, parent);
    made.error = error("ContextError");
    return made;
}

OperationUpdate waitStart(const std::string& id, std::int64_t seconds, const std::string& parent)
{
    OperationUpdate made = update(OperationType::Wait, id, UpdateAction::Start, parent);
    made.wait = seconds;
    return made;
}

OperationUpdate waitCancel(const std::string& id)
{
    return update(OperationType::Wait, id, UpdateAction::Cancel);
}

OperationUpdate callbackStart(const std::string& id, std::int64_t timeout, std::int64_t heartbeat,
                              const std::string& parent)
{
    OperationUpdate made = update(OperationType::Callback, id, UpdateAction::Start, parent);
    made.callbackTimeout = timeout;
    made.heartbeatTimeout = heartbeat;
    return made;
}

OperationUpdate invokeStart(const std::string& id, const std::string& function, const std::string& payload)
{
    OperationUpdate made = update(OperationType::ChainedInvoke, id, UpdateAction::Start);
    made.functionName = function;
    made.payload = core::payload(payload);
    return made;
}

OperationUpdate executionSucceed(const std::string& result)
{
    OperationUpdate made = update(OperationType::Execution, "execution-result-1", UpdateAction::Succeed);
    made.payload = core::payload(result);
    return made;
}

OperationUpdate executionFail(const std::string& errorType)
{
    OperationUpdate made = update(OperationType::Execution, "execution-result-1", UpdateAction::Fail);
    made.error = error(errorType);
    return made;
}

service::ErrorRef error(const std::string& type, const std::string& message)
{
    core::ErrorObject result;
    result.type = type;
    if (!message.empty())
        result.message = message;
    return core::errorRef(std::move(result));
}

core::InvocationOutcome answerPending()
{
    return core::InvocationAnswer{};
}

core::InvocationOutcome answerSucceeded(const std::string& result)
{
    return core::InvocationAnswer{core::InvocationAnswer::Status::Succeeded, core::payload(result), {}};
}

core::InvocationOutcome answerFailed(const std::string& type, const std::string& message)
{
    return core::InvocationAnswer{core::InvocationAnswer::Status::Failed, {}, error(type, message)};
}

core::InvocationOutcome crash(const std::string& type)
{
    return core::InvocationFailure{error(type, "exit status 1")};
}

Driver::Driver(service::Limits limits, std::int64_t timeout)
    : Driver(started(limits, timeout), kStart)
{
}

Driver::Driver(std::unique_ptr<Execution> execution, Timestamp now)
    : m_execution(std::move(execution))
    , m_now(now)
{
}

void Driver::after(core::Duration time)
{
    pass(time);
    m_execution->advanceTo(m_now);
}

core::InvocationEvent Driver::begin()
{
    m_requestId = "request-" + std::to_string(++m_requests);
    core::InvocationEvent event = m_execution->beginInvocation(m_requestId, m_now);
    m_token = event.checkpointToken;
    return event;
}

void Driver::complete(const core::InvocationOutcome& outcome)
{
    m_execution->completeInvocation(m_requestId, outcome, m_now);
}

service::Answer<core::CheckpointAnswer> Driver::send(std::vector<OperationUpdate> updates,
                                                     const std::string& clientToken)
{
    auto answer = m_execution->checkpoint({kArn, m_token, std::move(updates), clientToken}, m_now);
    if (answer && answer->token)
        m_token = *answer->token;
    return answer;
}

std::string Driver::refused(std::vector<OperationUpdate> updates)
{
    const auto answer = send(std::move(updates));
    return answer ? std::string() : answer.error().message;
}

std::string Driver::delta(std::vector<OperationUpdate> updates)
{
    const auto answer = send(std::move(updates));
    return answer ? describe(answer->operations) : "refused: " + answer.error().message;
}

OperationStatus Driver::status(const std::string& id) const
{
    const core::OperationRef operation = m_execution->find(id);
    return operation ? operation->status : OperationStatus::NotStarted;
}

std::string Driver::callbackId(const std::string& id) const
{
    const core::OperationRef operation = m_execution->find(id);
    return operation ? operation->callbackId.value_or("") : "";
}

std::string Driver::story(std::size_t fromEvent) const
{
    std::vector<std::string> lines;
    const std::vector<service::Event>& events = m_execution->events();
    for (std::size_t i = fromEvent; i < events.size(); ++i) {
        const bool named = events[i].who && events[i].who->type != OperationType::Execution;
        lines.push_back(std::string(core::toText(events[i].type)) + (named ? ' ' + events[i].who->id : ""));
    }
    return joined(lines);
}

std::string describe(const std::vector<core::OperationRef>& operations)
{
    std::vector<std::string> lines;
    for (const core::OperationRef& operation : operations)
        lines.push_back(operation->id() + ' ' + std::string(core::toText(operation->status)));
    return joined(lines);
}

std::string joined(const std::vector<std::string>& texts)
{
    std::string result;
    for (const std::string& one : texts)
        result += (result.empty() ? "" : ", ") + one;
    return result;
}

std::string dump(const core::Operation& operation)
{
    const core::OperationIdentity& who = *operation.identity;
    return who.id + ' ' + std::string(core::toText(who.type)) + text(who.parentId) + text(who.name) +
           text(who.subType) + ' ' + std::string(core::toText(operation.status)) + " start " +
           std::to_string(operation.start.micros) + " end " + text(operation.end) + " input " + text(operation.input) +
           " result " + text(operation.result) + " error " + text(operation.error) + " attempt " +
           std::to_string(operation.attempt) + (operation.replayChildren ? " replay" : "") + " next " +
           text(operation.nextAttempt) + " scheduled " + text(operation.scheduledEnd) + " callback " +
           text(operation.callbackId);
}

std::string dump(const Execution& execution)
{
    std::string result;
    for (const core::OperationRef& operation : execution.operations())
        result += dump(*operation) + '\n';
    return result;
}

} // namespace durascope::test
