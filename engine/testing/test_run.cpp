// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/test_run.h"

#include <map>

namespace durable::testing {

using durascope::core::EventType;
using durascope::host::Engine;
using durascope::service::Event;
using durascope::service::Execution;

void LogCapture::add(const LogRecord& record)
{
    const std::lock_guard lock(m_mutex);
    m_records.push_back(record);
}

void LogCapture::clear()
{
    const std::lock_guard lock(m_mutex);
    m_records.clear();
}

std::vector<LogRecord> LogCapture::records() const
{
    const std::lock_guard lock(m_mutex);
    return m_records;
}

std::string statusWord(OperationStatus status)
{
    return status == OperationStatus::Started ? "RUNNING" : std::string(durascope::core::toText(status));
}

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines)
        text += (text.empty() ? "" : "; ") + line;
    return text;
}

std::string describeStuck(const Engine& engine, const std::string& arn, std::uint32_t invocations)
{
    std::string text = "given up after " + std::to_string(invocations) + " invocations";
    std::map<std::string, std::uint32_t> events;
    const durascope::service::Event* last = nullptr;
    std::string busiest;
    const std::vector<Event> all = engine.events(arn);
    for (const Event& event : all) {
        if (event.type == EventType::InvocationCompleted) {
            last = &event;
        } else if (event.who && ++events[event.who->id] > events[busiest]) {
            busiest = event.who->id;
        }
    }
    if (last != nullptr && last->error)
        text += "; the last one ended with " + last->error->type.value_or("Error") + ": " +
                last->error->message.value_or("");
    for (const durascope::core::OperationRef& operation : engine.operations(arn)) {
        if (operation->id() == busiest && operation->type() != OperationType::Execution) {
            text += "; " + std::string(durascope::core::toText(operation->type())) + ' ' +
                    (operation->name().empty() ? operation->id() : std::string(operation->name())) +
                    " was going round, with " + std::to_string(events[busiest]) + " events";
        }
    }
    return text;
}

Outcome outcomeOf(const Engine& engine, const std::string& arn, std::uint32_t maxInvocations)
{
    const std::optional<Engine::ExecutionView> view = engine.execution(arn);
    if (!view)
        throw TestError("nothing has been run yet");
    Outcome outcome;
    outcome.executionArn = arn;
    outcome.status = statusWord(view->status);
    if (view->result)
        outcome.resultText = *view->result;
    if (view->error)
        outcome.errorObject = *view->error;
    if (view->status == OperationStatus::Started) {
        outcome.waitingFor = waitingFor(engine, arn);
        if (view->invocations >= maxInvocations)
            outcome.stuck = describeStuck(engine, arn, view->invocations);
    }
    for (const Event& event : engine.events(arn)) {
        if (event.type != EventType::InvocationCompleted)
            continue;
        outcome.invocations.push_back({event.requestId.value_or(""), event.invocationStart.value_or(event.time),
                                       event.invocationEnd.value_or(event.time),
                                       event.error ? std::optional(*event.error) : std::nullopt});
    }
    return outcome;
}

json Outcome::result() const
{
    if (!succeeded()) {
        std::string message = "the run has no result: it is " + status;
        if (errorObject)
            message += " with " + errorObject->type.value_or("an error") + ": " + errorObject->message.value_or("");
        if (stuck)
            message += "; " + *stuck;
        else if (!waitingFor.empty())
            message += " and waits for " + joined(waitingFor);
        throw TestError(message);
    }
    if (!resultText || resultText->empty())
        return json();
    json parsed = json::parse(*resultText, nullptr, false);
    return parsed.is_discarded() ? json(*resultText) : parsed;
}

ErrorObject Outcome::error() const
{
    if (status == "RUNNING" || status == "SUCCEEDED")
        throw TestError("the run has no error: it is " + status);
    return errorObject.value_or(ErrorObject{});
}

} // namespace durable::testing
