// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/conformance/callback_actions.h"

#include "engine/testing/conformance/pattern.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

namespace durascope::conformance {
namespace {

using core::ErrorCode;

std::string textOf(const Value& object, const char* name)
{
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<CallbackAction::Operation> operationFromText(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (text == "success")
        return CallbackAction::Operation::Success;
    if (text == "failure")
        return CallbackAction::Operation::Failure;
    if (text == "heartbeat")
        return CallbackAction::Operation::Heartbeat;
    return std::nullopt;
}

core::Result<CallbackAction> readAction(const Value& entry)
{
    CallbackAction action;
    action.callbackName = textOf(entry, "CallbackName");
    if (action.callbackName.empty())
        return core::fail(ErrorCode::Malformed, "a callback action needs a CallbackName");
    const auto operation = operationFromText(textOf(entry, "Operation"));
    if (!operation)
        return core::fail(ErrorCode::Malformed, "the Operation of a callback action is success, failure or heartbeat");
    action.operation = *operation;
    if (const auto payload = entry.find("Payload"); payload != entry.end())
        action.payload = *payload;
    if (action.operation == CallbackAction::Operation::Failure && !action.payload.is_null() &&
        !action.payload.is_object())
        return core::fail(ErrorCode::Malformed, "the Payload of a failure must be a map");
    if (const auto delay = entry.find("Delay"); delay != entry.end()) {
        constexpr double kLongest = 1e9;
        if (!delay->is_number() || !(delay->get<double>() >= 0 && delay->get<double>() <= kLongest))
            return core::fail(ErrorCode::Malformed, "the Delay of a callback action is a number of seconds");
        action.delay = std::chrono::duration_cast<core::Duration>(std::chrono::duration<double>(delay->get<double>()));
    }
    return action;
}

} // namespace

core::Result<std::vector<CallbackAction>> readCallbackActions(const Value& list)
{
    std::vector<CallbackAction> actions;
    for (const Value& entry : list) {
        core::Result<CallbackAction> action = readAction(entry);
        if (!action)
            return std::unexpected(action.error());
        actions.push_back(std::move(*action));
    }
    return actions;
}

void fillInNames(Value& events)
{
    std::map<std::string, const Value*> lastOf;
    for (const Value& event : events)
        lastOf[textOf(event, "Id")] = &event;
    for (Value& event : events) {
        const std::string type = textOf(event, "EventType");
        const bool inner = type == "CallbackStarted" || type == "StepStarted" || type == "StepSucceeded";
        const auto parent = lastOf.find(textOf(event, "ParentId"));
        if (!inner || !textOf(event, "Name").empty() || parent == lastOf.end() || parent->first.empty())
            continue;
        const std::string name = textOf(*parent->second, "Name");
        if (textOf(*parent->second, "SubType") == "WaitForCallback" && !name.empty())
            event["Name"] = name;
    }
}

core::Payload successPayload(const CallbackAction& action, const Bindings& bindings)
{
    return action.payload.is_null() ? core::Payload() : core::payload(pythonJson(bindings.substitute(action.payload)));
}

core::ErrorRef failureError(const CallbackAction& action, const Bindings& bindings)
{
    const Value payload = bindings.substitute(action.payload);
    core::ErrorObject error;
    const auto take = [&payload](const char* name, std::optional<std::string>& into) {
        const auto found = payload.is_object() ? payload.find(name) : payload.end();
        if (found != payload.end() && !found->is_null())
            into = pythonText(*found);
    };
    take("ErrorType", error.type);
    take("ErrorMessage", error.message);
    take("ErrorData", error.data);
    if (const auto trace = payload.is_object() ? payload.find("StackTrace") : payload.end();
        trace != payload.end() && trace->is_array()) {
        error.stackTrace.emplace();
        for (const Value& line : *trace)
            error.stackTrace->push_back(pythonText(line));
    }
    return error.empty() ? core::ErrorRef() : core::errorRef(std::move(error));
}

std::size_t CallbackResponder::actionFor(const std::string& eventName, const Bindings& bindings) const
{
    for (std::size_t i = 0; i < m_actions.size(); ++i) {
        if (m_used[i])
            continue;
        const std::string wanted = bindings.substituteText(m_actions[i].callbackName);
        if (wanted == "*" || wanted == eventName)
            return i;
        if (const auto expression = patternOf(wanted);
            expression && searchPattern(*expression, eventName).value_or(false))
            return i;
    }
    return m_actions.size();
}

std::vector<std::string> CallbackResponder::answer(const Value& events, const Bindings& bindings)
{
    std::vector<std::string> errors;
    for (const Value& event : events) {
        if (textOf(event, "EventType") != "CallbackStarted")
            continue;
        const auto details = event.find("CallbackStartedDetails");
        const std::string id = details != event.end() ? textOf(*details, "CallbackId") : std::string();
        if (id.empty() || m_handled.contains(id))
            continue;
        const std::string name = textOf(event, "Name");
        const std::size_t which = actionFor(name, bindings);
        if (which == m_actions.size()) {
            m_handled.insert(id);
            if (!m_actions.empty())
                errors.push_back("no callback action fits the callback \"" + name + '"');
            continue;
        }
        const CallbackAction& action = m_actions[which];
        m_used[which] = true;
        if (action.operation != CallbackAction::Operation::Heartbeat)
            m_handled.insert(id); // a heartbeat leaves it to the next action that fits
        if (action.delay > core::Duration(0))
            m_outside.sleep(action.delay);
        if (const service::Answer<void> sent = m_outside.send(id, action); !sent)
            errors.push_back("callback \"" + name + "\": " + sent.error().type + ": " + sent.error().message);
    }
    return errors;
}

} // namespace durascope::conformance
