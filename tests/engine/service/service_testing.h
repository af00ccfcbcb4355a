// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/service/execution.h"

#include <memory>
#include <string>
#include <vector>

namespace durascope::test {

using core::OperationUpdate;
using core::UpdateAction;
using service::Execution;
using service::OperationStatus;
using service::OperationType;
using service::Timestamp;

inline constexpr const char* kExecutionId = "6f1c2c1e-0b7a-3d3e-9d53-0c6f6f2b9a10";
inline constexpr const char* kArn = "arn:aws:lambda:eu-west-1:111122223333:function:orders:7/durable-execution/run-42/"
                                    "6f1c2c1e-0b7a-3d3e-9d53-0c6f6f2b9a10";
inline constexpr Timestamp kStart{1'790'000'000'000'000};

/// Updates as SDKs send them. `parent` is empty at the top level.
[[nodiscard]] OperationUpdate update(OperationType type, const std::string& id, UpdateAction action,
                                     const std::string& parent = {});
[[nodiscard]] OperationUpdate stepStart(const std::string& id, const std::string& parent = {});
[[nodiscard]] OperationUpdate stepSucceed(const std::string& id, const std::string& result = "\"ok\"",
                                          const std::string& parent = {});
[[nodiscard]] OperationUpdate stepFail(const std::string& id, const std::string& errorType = "Error",
                                       const std::string& parent = {});
[[nodiscard]] OperationUpdate stepRetry(const std::string& id, std::int64_t delay, const std::string& parent = {});
[[nodiscard]] OperationUpdate stepPoll(const std::string& id, std::int64_t delay, const std::string& state);
[[nodiscard]] OperationUpdate contextStart(const std::string& id, const std::string& parent = {});
[[nodiscard]] OperationUpdate contextSucceed(const std::string& id, bool replayChildren = false,
                                             const std::string& parent = {});
[[nodiscard]] OperationUpdate contextFail(const std::string& id, const std::string& parent = {});
[[nodiscard]] OperationUpdate waitStart(const std::string& id, std::int64_t seconds, const std::string& parent = {});
[[nodiscard]] OperationUpdate waitCancel(const std::string& id);
[[nodiscard]] OperationUpdate callbackStart(const std::string& id, std::int64_t timeout = 0, std::int64_t heartbeat = 0,
                                            const std::string& parent = {});
[[nodiscard]] OperationUpdate invokeStart(const std::string& id, const std::string& function = "pay:3",
                                          const std::string& payload = "{}");
[[nodiscard]] OperationUpdate executionSucceed(const std::string& result);
[[nodiscard]] OperationUpdate executionFail(const std::string& errorType);

[[nodiscard]] service::ErrorRef error(const std::string& type, const std::string& message = {});
[[nodiscard]] core::InvocationOutcome answerPending();
[[nodiscard]] core::InvocationOutcome answerSucceeded(const std::string& result = "null");
[[nodiscard]] core::InvocationOutcome answerFailed(const std::string& type, const std::string& message = {});
[[nodiscard]] core::InvocationOutcome crash(const std::string& type = "Runtime.ExitError");

/// An execution, the clock and the function's side of it: what a host does, by hand.
class Driver
{
public:
    explicit Driver(service::Limits limits = {}, std::int64_t timeout = 3600);
    explicit Driver(std::unique_ptr<Execution> execution, Timestamp now);

    Execution& operator*() { return *m_execution; }
    Execution* operator->() { return m_execution.get(); }
    const Execution* operator->() const { return m_execution.get(); }

    [[nodiscard]] Timestamp now() const { return m_now; }
    void after(core::Duration time);                         ///< time passes; timers fire
    void pass(core::Duration time) { m_now = m_now + time; } ///< time passes unnoticed

    core::InvocationEvent begin();
    void complete(const core::InvocationOutcome& outcome);
    service::Answer<core::CheckpointAnswer> send(std::vector<OperationUpdate> updates,
                                                 const std::string& clientToken = {});
    /// The message of the refusal; empty when it was accepted.
    std::string refused(std::vector<OperationUpdate> updates);
    /// send() that must be accepted; the delta as "id STATUS" joined by commas.
    std::string delta(std::vector<OperationUpdate> updates);

    [[nodiscard]] const std::string& token() const { return m_token; }
    [[nodiscard]] const std::string& requestId() const { return m_requestId; }
    [[nodiscard]] OperationStatus status(const std::string& id) const;
    [[nodiscard]] std::string callbackId(const std::string& id) const;
    /// "ExecutionStarted, StepStarted a, …": what has happened, Execution events without id.
    [[nodiscard]] std::string story(std::size_t fromEvent = 0) const;

private:
    std::unique_ptr<Execution> m_execution;
    Timestamp m_now;
    std::string m_token;
    std::string m_requestId;
    int m_requests = 0;
};

[[nodiscard]] std::string describe(const std::vector<core::OperationRef>& operations);
[[nodiscard]] std::string joined(const std::vector<std::string>& texts);
/// Everything that an operation shows, for comparing.
[[nodiscard]] std::string dump(const core::Operation& operation);
[[nodiscard]] std::string dump(const Execution& execution);

} // namespace durascope::test
