// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/host/scripted_host.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace durascope::test {

using core::OperationType;
using core::OperationUpdate;
using core::UpdateAction;

Session::Session(const core::InvocationEvent& event, durable::DurableClient& client)
    : m_client(client)
    , m_arn(event.executionArn)
    , m_token(event.checkpointToken)
    , m_operations(event.operations)
{
}

bool Session::send(std::vector<OperationUpdate> updates)
{
    const auto answer = m_client.checkpoint({m_arn, m_token, std::move(updates), {}});
    if (!answer) {
        m_error = answer.error();
        return false;
    }
    m_token = answer->token.value_or("");
    for (const core::OperationRef& operation : answer->operations) {
        const auto known = std::ranges::find_if(
            m_operations, [&](const core::OperationRef& other) { return other->id() == operation->id(); });
        if (known == m_operations.end())
            m_operations.push_back(operation);
        else
            *known = operation;
    }
    const auto stored = m_client.awaitStored(answer->ticket);
    if (!stored)
        m_error = stored.error();
    return stored.has_value();
}

core::OperationRef Session::find(const std::string& id) const
{
    const auto found =
        std::ranges::find_if(m_operations, [&](const core::OperationRef& other) { return other->id() == id; });
    return found == m_operations.end() ? nullptr : *found;
}

bool Session::ended(const std::string& id) const
{
    const core::OperationRef operation = find(id);
    return operation && core::isTerminal(operation->status);
}

namespace {

OperationUpdate update(const std::string& id, OperationType type, const char* subType, UpdateAction action)
{
    OperationUpdate made;
    made.identity = std::make_shared<const core::OperationIdentity>(
        core::OperationIdentity{id, std::nullopt, id, std::string(subType), type});
    made.action = action;
    return made;
}

} // namespace

OperationUpdate startWait(const std::string& id, std::int64_t seconds)
{
    OperationUpdate made = update(id, OperationType::Wait, "Wait", UpdateAction::Start);
    made.wait = seconds;
    return made;
}

OperationUpdate startStep(const std::string& id)
{
    return update(id, OperationType::Step, "Step", UpdateAction::Start);
}

OperationUpdate succeedStep(const std::string& id, const std::string& result)
{
    OperationUpdate made = update(id, OperationType::Step, "Step", UpdateAction::Succeed);
    made.payload = core::payload(result);
    return made;
}

OperationUpdate retryStep(const std::string& id, std::int64_t delay)
{
    OperationUpdate made = update(id, OperationType::Step, "Step", UpdateAction::Retry);
    made.error = core::errorRef("Flaky", "not yet");
    made.nextAttemptDelay = delay;
    return made;
}

OperationUpdate startCallback(const std::string& id, std::int64_t timeout, std::int64_t heartbeat)
{
    OperationUpdate made = update(id, OperationType::Callback, "Callback", UpdateAction::Start);
    made.callbackTimeout = timeout;
    made.heartbeatTimeout = heartbeat;
    return made;
}

OperationUpdate startInvoke(const std::string& id, const std::string& function, const std::string& payload)
{
    OperationUpdate made = update(id, OperationType::ChainedInvoke, "ChainedInvoke", UpdateAction::Start);
    made.functionName = function;
    made.payload = core::payload(payload);
    return made;
}

core::InvocationOutcome succeeded(const std::string& result)
{
    return core::InvocationAnswer{core::InvocationAnswer::Status::Succeeded, core::payload(result), {}};
}

core::InvocationOutcome failed(const std::string& type, const std::string& message)
{
    return core::InvocationAnswer{core::InvocationAnswer::Status::Failed, {}, core::errorRef(type, message)};
}

core::InvocationOutcome pending()
{
    return core::InvocationAnswer{};
}

core::InvocationOutcome crashed()
{
    return core::InvocationFailure{core::errorRef("Runtime.ExitError", "exit status 1")};
}

std::string eventTypes(const host::Engine& engine, const std::string& arn)
{
    std::string text;
    for (const service::Event& event : engine.events(arn))
        text += (text.empty() ? "" : " ") + std::string(core::toText(event.type));
    return text;
}

std::string statusOf(const host::Engine& engine, const std::string& arn)
{
    const auto view = engine.execution(arn);
    return view ? std::string(core::toText(view->status)) : "none";
}

std::string resultOf(const host::Engine& engine, const std::string& arn)
{
    const auto view = engine.execution(arn);
    return view && view->result ? *view->result : "none";
}

std::string errorTypeOf(const host::Engine& engine, const std::string& arn)
{
    const auto view = engine.execution(arn);
    return view && view->error ? view->error->type.value_or("untyped") : "none";
}

host::EngineOptions virtualTime()
{
    host::EngineOptions options;
    options.startTime = kNewYear;
    return options;
}

std::string startScript(host::Engine& engine, ScriptedHost::Script script, const std::string& name)
{
    host::FunctionConfig config;
    config.name = name;
    engine.addFunction(std::move(config), std::make_shared<ScriptedHost>(std::move(script)));
    const auto arn = engine.start({name, core::payload(std::string("{}")), {}, {}, {}});
    if (!arn) {
        std::fprintf(stderr, "start refused: %s\n", arn.error().message.c_str());
        std::abort();
    }
    return *arn;
}

} // namespace durascope::test
