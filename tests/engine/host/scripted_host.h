// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/engine.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace durascope::test {

/// A function that speaks to the durable API itself, without an SDK.
class ScriptedHost final : public host::FunctionHost
{
public:
    using Script = std::function<core::InvocationOutcome(const core::InvocationEvent&, durable::DurableClient&)>;
    explicit ScriptedHost(Script script)
        : m_script(std::move(script))
    {
    }
    core::InvocationOutcome invoke(const core::InvocationEvent& event, durable::DurableClient& client,
                                   const durable::RunOptions&) override
    {
        return m_script(event, client);
    }

private:
    Script m_script;
};

/// The other side of a script: keeps the token and what is known of the operations.
class Session
{
public:
    Session(const core::InvocationEvent& event, durable::DurableClient& client);

    /// Sends the updates and takes over the answer. False: refused, error() says how.
    bool send(std::vector<core::OperationUpdate> updates);
    [[nodiscard]] const core::ServiceError& error() const { return m_error; }
    [[nodiscard]] core::OperationRef find(const std::string& id) const;
    [[nodiscard]] bool ended(const std::string& id) const;
    [[nodiscard]] std::string token() const { return m_token; }
    [[nodiscard]] core::Payload input() const { return m_operations.front()->input; }

private:
    durable::DurableClient& m_client;
    std::string m_arn;
    std::string m_token;
    std::vector<core::OperationRef> m_operations;
    core::ServiceError m_error;
};

// --- updates; the name is the id
core::OperationUpdate startWait(const std::string& id, std::int64_t seconds);
core::OperationUpdate startStep(const std::string& id);
core::OperationUpdate succeedStep(const std::string& id, const std::string& result);
core::OperationUpdate retryStep(const std::string& id, std::int64_t delay);
core::OperationUpdate startCallback(const std::string& id, std::int64_t timeout = 0, std::int64_t heartbeat = 0);
core::OperationUpdate startInvoke(const std::string& id, const std::string& function, const std::string& payload);

// --- answers
core::InvocationOutcome succeeded(const std::string& result);
core::InvocationOutcome failed(const std::string& type, const std::string& message);
core::InvocationOutcome pending();
core::InvocationOutcome crashed();

/// "ExecutionStarted WaitStarted …"
std::string eventTypes(const host::Engine& engine, const std::string& arn);
/// "SUCCEEDED", "STARTED" …
std::string statusOf(const host::Engine& engine, const std::string& arn);
std::string resultOf(const host::Engine& engine, const std::string& arn);
std::string errorTypeOf(const host::Engine& engine, const std::string& arn);

/// 2026-01-01T00:00:00Z
inline constexpr core::Timestamp kNewYear{1'767'225'600'000'000};
/// Skip time from kNewYear on.
host::EngineOptions virtualTime();

/// Adds a scripted function and starts an execution of it; its ARN. Aborts when that is refused.
std::string startScript(host::Engine& engine, ScriptedHost::Script script, const std::string& name = "f");

} // namespace durascope::test
