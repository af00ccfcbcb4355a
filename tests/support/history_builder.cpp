// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/history_builder.h"

#include "tests/support/json_log.h"

namespace durascope::test {

using nlohmann::json;

namespace {

constexpr const char* kExecutionId = "6f1c2c1e-0b7a-3d3e-9d53-0c6f6f2b9a10";

json seconds(std::int64_t millis)
{
    return static_cast<double>(millis) / 1000.0;
}

json wrapped(const char* wrapper, json payload)
{
    return json{{wrapper, {{"Payload", std::move(payload)}, {"Truncated", false}}}};
}

json error(const std::string& type, const std::string& message)
{
    json payload = json::object();
    if (!message.empty())
        payload["ErrorMessage"] = message;
    if (!type.empty())
        payload["ErrorType"] = type;
    return wrapped("Error", std::move(payload));
}

} // namespace

HistoryBuilder& HistoryBuilder::after(Millis time)
{
    m_now += time.count();
    return *this;
}

HistoryBuilder& HistoryBuilder::event(const std::string& type, const std::string& id, json details)
{
    json event{{"EventType", type}, {"EventId", m_events.size() + 1}, {"EventTimestamp", seconds(m_now)}};
    if (!id.empty())
        event["Id"] = id;
    event[type + "Details"] = std::move(details);
    m_events.push_back(std::move(event));
    return *this;
}

HistoryBuilder& HistoryBuilder::begin(const std::string& type, const std::string& id, Named named, const char* subType,
                                      json details)
{
    if (named.subType.empty())
        named.subType = subType;
    if (named.name.empty())
        named.name = id;
    m_named[id] = named;
    invocationStarts();
    return end(type, id, std::move(details));
}

HistoryBuilder& HistoryBuilder::end(const std::string& type, const std::string& id, json details)
{
    const history::EventType known = core::eventTypeFromText(type).value_or(history::EventType::Unknown);
    if (core::isWrittenByFunction(known))
        invocationStarts();
    event(type, id, std::move(details));
    const Named& named = m_named[id];
    if (!named.subType.empty())
        last()["SubType"] = named.subType;
    if (!named.unnamed && !named.name.empty())
        last()["Name"] = named.name;
    if (!named.parent.empty())
        last()["ParentId"] = named.parent;
    return *this;
}

HistoryBuilder& HistoryBuilder::executionStarted(const std::string& input, int timeoutSeconds)
{
    json details = wrapped("Input", input);
    details["ExecutionTimeout"] = timeoutSeconds;
    event("ExecutionStarted", kExecutionId, std::move(details));
    last()["Name"] = "run-42";
    return *this;
}

HistoryBuilder& HistoryBuilder::executionSucceeded(const std::string& result)
{
    event("ExecutionSucceeded", kExecutionId, wrapped("Result", result));
    last()["Name"] = "run-42";
    return *this;
}

HistoryBuilder& HistoryBuilder::executionFailed(const std::string& type, const std::string& message)
{
    return event("ExecutionFailed", kExecutionId, error(type, message));
}

HistoryBuilder& HistoryBuilder::executionTimedOut()
{
    return event("ExecutionTimedOut", kExecutionId, json::object());
}

HistoryBuilder& HistoryBuilder::executionStopped()
{
    return event("ExecutionStopped", kExecutionId, error({}, {}));
}

HistoryBuilder& HistoryBuilder::invocationStarts()
{
    if (m_invocationStart < 0)
        m_invocationStart = m_now;
    return *this;
}

HistoryBuilder& HistoryBuilder::invocationCompleted(const std::string& errorType)
{
    invocationStarts();
    json details = errorType.empty() ? json::object() : error(errorType, "RequestId: 1 Error: Runtime exited");
    details["StartTimestamp"] = seconds(m_invocationStart);
    details["EndTimestamp"] = seconds(m_now);
    details["RequestId"] = "request-" + std::to_string(m_events.size());
    m_invocationStart = -1;
    return event("InvocationCompleted", {}, std::move(details));
}

HistoryBuilder& HistoryBuilder::contextStarted(const std::string& id, const Named& named)
{
    return begin("ContextStarted", id, named, "RunInChildContext", json::object());
}

HistoryBuilder& HistoryBuilder::contextSucceeded(const std::string& id, const std::string& result)
{
    return end("ContextSucceeded", id, wrapped("Result", result));
}

HistoryBuilder& HistoryBuilder::contextFailed(const std::string& id, const std::string& type,
                                              const std::string& message)
{
    return end("ContextFailed", id, error(type, message));
}

HistoryBuilder& HistoryBuilder::stepStarted(const std::string& id, const Named& named)
{
    if (m_named.contains(id))
        return end("StepStarted", id, json::object());
    return begin("StepStarted", id, named, "Step", json::object());
}

json HistoryBuilder::retry(const std::string& id, int delaySeconds)
{
    json details{{"CurrentAttempt", ++m_attempts[id]}};
    if (delaySeconds > 0)
        details["NextAttemptDelaySeconds"] = delaySeconds;
    return details;
}

HistoryBuilder& HistoryBuilder::stepSucceeded(const std::string& id, const std::string& result, int delaySeconds)
{
    json details = wrapped("Result", result);
    details["RetryDetails"] = retry(id, delaySeconds);
    return end("StepSucceeded", id, std::move(details));
}

HistoryBuilder& HistoryBuilder::stepFailed(const std::string& id, const std::string& type, int delaySeconds,
                                           const std::string& message)
{
    json details = error(type, message);
    details["RetryDetails"] = retry(id, delaySeconds);
    return end("StepFailed", id, std::move(details));
}

HistoryBuilder& HistoryBuilder::waitStarted(const std::string& id, int waitSeconds, const Named& named)
{
    return begin("WaitStarted", id, named, "Wait",
                 {{"Duration", waitSeconds}, {"ScheduledEndTimestamp", seconds(m_now + waitSeconds * 1000)}});
}

HistoryBuilder& HistoryBuilder::waitSucceeded(const std::string& id)
{
    return end("WaitSucceeded", id, json::object());
}

HistoryBuilder& HistoryBuilder::waitCancelled(const std::string& id)
{
    return end("WaitCancelled", id, json::object());
}

HistoryBuilder& HistoryBuilder::callbackStarted(const std::string& id, const Named& named, int timeoutSeconds)
{
    json details{{"CallbackId", "callback-" + id}};
    if (timeoutSeconds > 0)
        details["Timeout"] = timeoutSeconds;
    return begin("CallbackStarted", id, named, "Callback", std::move(details));
}

HistoryBuilder& HistoryBuilder::callbackSucceeded(const std::string& id, const std::string& result)
{
    return end("CallbackSucceeded", id, wrapped("Result", result));
}

HistoryBuilder& HistoryBuilder::callbackFailed(const std::string& id, const std::string& type,
                                               const std::string& message)
{
    return end("CallbackFailed", id, error(type, message));
}

HistoryBuilder& HistoryBuilder::callbackTimedOut(const std::string& id, const std::string& type)
{
    return end("CallbackTimedOut", id, error(type, {}));
}

HistoryBuilder& HistoryBuilder::invokeStarted(const std::string& id, const std::string& function, const Named& named)
{
    json details = wrapped("Input", "{}");
    details["FunctionName"] = function;
    return begin("ChainedInvokeStarted", id, named, "ChainedInvoke", std::move(details));
}

HistoryBuilder& HistoryBuilder::invokeSucceeded(const std::string& id, const std::string& result)
{
    return end("ChainedInvokeSucceeded", id, wrapped("Result", result));
}

HistoryBuilder& HistoryBuilder::invokeEnded(const std::string& id, const std::string& how, const std::string& type)
{
    return end("ChainedInvoke" + how, id, error(type, {}));
}

std::shared_ptr<const history::EventLog> HistoryBuilder::log() const
{
    return logFromJson(m_events);
}

} // namespace durascope::test
