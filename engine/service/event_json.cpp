// SPDX-License-Identifier: Apache-2.0
#include "engine/service/event.h"
#include "engine/service/json_text.h"

namespace durascope::service {
namespace {

/// The members of one details object.
class Details
{
public:
    explicit Details(std::string& out)
        : m_out(out)
    {
        m_out += '{';
    }

    void close() { m_out += '}'; }
    void key(std::string_view name)
    {
        if (!m_isFirst)
            m_out += ',';
        m_isFirst = false;
        m_out += '"';
        m_out += name;
        m_out += "\":";
    }

    /// Input or Result: no Payload when there is no value (history-format section 5).
    void value(std::string_view name, const Payload& payload)
    {
        key(name);
        m_out += '{';
        if (payload) {
            m_out += "\"Payload\":";
            appendQuoted(m_out, *payload);
            m_out += ',';
        }
        m_out += "\"Truncated\":false}";
    }
    void error(const core::ErrorRef& error);
    void text(std::string_view name, const std::optional<std::string>& value)
    {
        if (!value)
            return;
        key(name);
        appendQuoted(m_out, *value);
    }
    void seconds(std::string_view name, const std::optional<std::int64_t>& value)
    {
        if (!value)
            return;
        key(name);
        appendInteger(m_out, *value);
    }
    void time(std::string_view name, const std::optional<Timestamp>& value)
    {
        if (!value)
            return;
        key(name);
        appendEpochSeconds(m_out, *value);
    }
    void retry(const Event& event)
    {
        key("RetryDetails");
        Details details(m_out);
        details.seconds("CurrentAttempt", event.currentAttempt);
        details.seconds("NextAttemptDelaySeconds", event.nextAttemptDelay);
        details.close();
    }

private:
    std::string& m_out;
    bool m_isFirst = true;
};

void Details::error(const core::ErrorRef& error)
{
    key("Error");
    m_out += '{';
    if (error) {
        m_out += "\"Payload\":";
        Details members(m_out);
        members.text("ErrorMessage", error->message);
        members.text("ErrorType", error->type);
        members.text("ErrorData", error->data);
        if (error->stackTrace) {
            members.key("StackTrace");
            m_out += '[';
            for (const std::string& line : *error->stackTrace) {
                if (&line != &error->stackTrace->front())
                    m_out += ',';
                appendQuoted(m_out, line);
            }
            m_out += ']';
        }
        members.close();
        m_out += ',';
    }
    m_out += "\"Truncated\":false}";
}

/// history-format section 4.
void writeDetails(std::string& out, const Event& event)
{
    Details details(out);
    switch (event.type) {
    case EventType::ExecutionStarted:
        details.value("Input", event.payload);
        details.seconds("ExecutionTimeout", event.timeout);
        break;
    case EventType::ExecutionSucceeded:
    case EventType::ContextSucceeded:
    case EventType::CallbackSucceeded:
    case EventType::ChainedInvokeSucceeded:
        details.value("Result", event.payload);
        break;
    case EventType::ExecutionFailed:
    case EventType::ExecutionStopped:
    case EventType::ContextFailed:
    case EventType::CallbackFailed:
    case EventType::CallbackTimedOut:
    case EventType::ChainedInvokeFailed:
    case EventType::ChainedInvokeTimedOut:
    case EventType::ChainedInvokeStopped:
        details.error(event.error);
        break;
    case EventType::WaitStarted:
        details.seconds("Duration", event.duration);
        details.time("ScheduledEndTimestamp", event.scheduledEnd);
        break;
    case EventType::WaitSucceeded:
        details.seconds("Duration", event.duration);
        break;
    case EventType::StepSucceeded:
        details.value("Result", event.payload);
        details.retry(event);
        break;
    case EventType::StepFailed:
        details.error(event.error);
        details.retry(event);
        break;
    case EventType::ChainedInvokeStarted:
        details.text("FunctionName", event.functionName);
        details.text("TenantId", event.tenantId);
        if (event.hasInput || event.payload)
            details.value("Input", event.payload);
        details.text("ExecutedVersion", event.executedVersion);
        details.text("DurableExecutionArn", event.durableExecutionArn);
        break;
    case EventType::CallbackStarted:
        details.text("CallbackId", event.callbackId);
        details.seconds("HeartbeatTimeout", event.heartbeatTimeout);
        details.seconds("Timeout", event.timeout);
        break;
    case EventType::InvocationCompleted:
        details.time("StartTimestamp", event.invocationStart);
        details.time("EndTimestamp", event.invocationEnd);
        details.text("RequestId", event.requestId);
        if (event.error)
            details.error(event.error);
        break;
    case EventType::ExecutionTimedOut:
    case EventType::WaitCancelled:
        if (event.error)
            details.error(event.error);
        break;
    case EventType::ContextStarted:
    case EventType::StepStarted:
    case EventType::Unknown:
        break;
    }
    details.close();
}

void writeEvent(std::string& out, const Event& event)
{
    const std::string_view type = core::toText(event.type);
    Details members(out);
    members.key("EventType");
    out += '"';
    out += type;
    out += '"';
    if (event.who)
        members.text("SubType", event.who->subType);
    members.seconds("EventId", event.eventId);
    if (event.who) {
        members.key("Id");
        appendQuoted(out, event.who->id);
        members.text("Name", event.who->name);
    }
    members.time("EventTimestamp", event.time);
    if (event.who)
        members.text("ParentId", event.who->parentId);
    out += ",\"";
    out += type;
    out += "Details\":";
    writeDetails(out, event);
    members.close();
}

std::size_t roughSize(const Event& event)
{
    constexpr std::size_t kMembers = 320;
    return kMembers + (event.payload ? event.payload->size() + event.payload->size() / 8 : 0);
}

} // namespace

std::string toJson(const Event& event)
{
    std::string result;
    result.reserve(roughSize(event));
    writeEvent(result, event);
    return result;
}

std::string historyJson(const std::vector<Event>& events)
{
    std::string result = "{\"Events\":[";
    for (const Event& event : events) {
        result += &event == &events.front() ? "\n" : ",\n";
        writeEvent(result, event);
    }
    result += "\n]}\n";
    return result;
}

} // namespace durascope::service
