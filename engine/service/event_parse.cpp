// SPDX-License-Identifier: Apache-2.0
#include "engine/core/json_view.h"
#include "engine/service/event.h"

#include <functional>

namespace durascope::service {
namespace {

using core::JsonKind;
using core::JsonView;

std::unexpected<core::Error> malformed(std::string what)
{
    return core::fail(core::ErrorCode::Malformed, "not an event: " + std::move(what));
}

/// Members in their exact spelling; what is of the wrong kind sets `wrong` to the member's name.
class Reader
{
public:
    explicit Reader(JsonView object)
        : m_object(object)
    {
    }

    [[nodiscard]] JsonView find(std::string_view name) const { return core::member(m_object, name); }
    std::optional<std::string> text(std::string_view name)
    {
        const JsonView value = find(name);
        if (!value)
            return std::nullopt;
        if (value.kind != JsonKind::String)
            wrong = name;
        return core::decodeString(value);
    }
    std::optional<std::int64_t> integer(std::string_view name)
    {
        const JsonView value = find(name);
        if (!value)
            return std::nullopt;
        const std::optional<std::int64_t> number = core::toInteger(value);
        if (!number)
            wrong = name;
        return number;
    }
    std::optional<Timestamp> time(std::string_view name)
    {
        const JsonView value = find(name);
        if (!value)
            return std::nullopt;
        const std::optional<core::ParsedTime> parsed = core::parseEpochTime(value.text);
        if (!parsed)
            wrong = name;
        return parsed ? std::optional(parsed->time) : std::nullopt;
    }
    Payload payload(std::string_view name)
    {
        Reader wrapper(find(name));
        Payload result = core::payload(wrapper.m_object ? wrapper.text("Payload") : std::nullopt);
        note(wrapper);
        return result;
    }
    core::ErrorRef error(std::string_view name)
    {
        const JsonView wrapper = find(name);
        Reader members(wrapper ? core::member(wrapper, "Payload") : JsonView{});
        if (!members.m_object)
            return {};
        core::ErrorObject result;
        result.message = members.text("ErrorMessage");
        result.type = members.text("ErrorType");
        result.data = members.text("ErrorData");
        if (const JsonView stack = members.find("StackTrace")) {
            result.stackTrace.emplace();
            core::forEachElement(stack, [&](std::size_t, JsonView line) {
                result.stackTrace->push_back(core::decodeString(line));
                return true;
            });
        }
        note(members);
        return core::errorRef(std::move(result));
    }
    void note(const Reader& inner)
    {
        if (!inner.wrong.empty())
            wrong = inner.wrong;
    }

    std::string wrong; ///< the last member that was not what it should be

private:
    JsonView m_object;
};

void readDetails(Reader& details, Event& event)
{
    event.payload = details.payload(details.find("Input") ? "Input" : "Result");
    event.hasInput = event.type == EventType::ChainedInvokeStarted && static_cast<bool>(details.find("Input"));
    event.error = details.error("Error");
    event.duration = details.integer("Duration");
    event.scheduledEnd = details.time("ScheduledEndTimestamp");
    event.callbackId = details.text("CallbackId");
    const bool isExecution = event.type == EventType::ExecutionStarted;
    event.timeout = details.integer(isExecution ? "ExecutionTimeout" : "Timeout");
    event.heartbeatTimeout = details.integer("HeartbeatTimeout");
    event.functionName = details.text("FunctionName");
    event.tenantId = details.text("TenantId");
    event.executedVersion = details.text("ExecutedVersion");
    event.durableExecutionArn = details.text("DurableExecutionArn");
    event.requestId = details.text("RequestId");
    event.invocationStart = details.time("StartTimestamp");
    event.invocationEnd = details.time("EndTimestamp");
    Reader retry(details.find("RetryDetails"));
    event.currentAttempt = static_cast<std::uint32_t>(retry.integer("CurrentAttempt").value_or(0));
    event.nextAttemptDelay = retry.integer("NextAttemptDelaySeconds");
    details.note(retry);
}

} // namespace

core::Result<Event> eventFromJson(std::string_view json)
{
    const JsonView object = core::parseJson(json);
    if (object.kind != JsonKind::Object)
        return malformed("no JSON object");
    Reader members(object);
    Event event;
    const std::string typeText = members.text("EventType").value_or("");
    const std::optional<EventType> type = core::eventTypeFromText(typeText);
    const std::optional<std::int64_t> eventId = members.integer("EventId");
    const std::optional<Timestamp> time = members.time("EventTimestamp");
    if (!type)
        return malformed("EventType '" + typeText + "' is not known");
    if (!eventId || !time)
        return malformed("EventId or EventTimestamp is missing");
    event.type = *type;
    event.eventId = *eventId;
    event.time = *time;
    if (std::optional<std::string> id = members.text("Id")) {
        core::OperationIdentity who;
        who.id = std::move(*id);
        who.name = members.text("Name");
        who.subType = members.text("SubType");
        who.parentId = members.text("ParentId");
        who.type = core::operationTypeOf(event.type);
        event.who = std::make_shared<const core::OperationIdentity>(std::move(who));
    }
    Reader details(members.find(typeText + "Details"));
    readDetails(details, event);
    members.note(details);
    if (!members.wrong.empty())
        return malformed("member " + members.wrong + " of the wrong kind");
    return event;
}

} // namespace durascope::service
