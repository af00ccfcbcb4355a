// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/time.h"
#include "tests/conformance/handlers/common.h"
#include "tests/conformance/handlers/suites.h"

#include <stdexcept>

namespace durascope::conformance {
namespace {

using namespace std::chrono_literals;
using durable::Callback;
using durable::CallbackOptions;
using durable::Context;
using durable::SerdesContext;

std::string nameIn(const json& event)
{
    return event.get<std::string>();
}

/// Creates a callback named by the input and awaits it.
durable::Handler awaiting(CallbackOptions<json> options = {})
{
    return [options = std::move(options)](const json& event, Context& context) -> json {
        return context.createCallback(nameIn(event), options).get();
    };
}

json approval(const json&, Context& context)
{
    return context.createCallback("approval").get();
}

durable::Handler stepBetween(CallbackOptions<json> options = {})
{
    return [options = std::move(options)](const json& event, Context& context) -> json {
        Callback<json> callback = context.createCallback(nameIn(event), options);
        context.step([] { return std::string("between"); });
        return callback.get();
    };
}

durable::Handler waitBetween(std::chrono::seconds wait, CallbackOptions<json> options = {})
{
    return [wait, options = std::move(options)](const json& event, Context& context) -> json {
        Callback<json> callback = context.createCallback(nameIn(event), options);
        context.wait(wait);
        return callback.get();
    };
}

json waitAfter(const json& event, Context& context)
{
    json answer = context.createCallback(nameIn(event)).get();
    context.wait(2s);
    return answer;
}

durable::Handler failureCaught(CallbackOptions<json> options = {})
{
    return [options = std::move(options)](const json& event, Context& context) -> json {
        Callback<json> callback = context.createCallback(nameIn(event), options);
        std::string message;
        try {
            callback.get();
        } catch (const durable::CallbackError& error) {
            message = error.message();
        }
        context.wait(2s);
        return message;
    };
}

struct Message
{
    std::string id;
    std::string message;
    std::int64_t seconds = 0; ///< since 1970

    friend void from_json(const json& value, Message& read)
    {
        value.at("id").get_to(read.id);
        value.at("message").get_to(read.message);
        value.at("seconds").get_to(read.seconds);
    }
};

Message messageFromText(const std::optional<std::string>& text, const SerdesContext&)
{
    const json sent = json::parse(text.value());
    const auto time = core::parseIsoTime(sent.at("timestamp").get<std::string>());
    if (!time)
        throw std::invalid_argument("timestamp is no time");
    constexpr std::int64_t kMicrosInSecond = 1'000'000;
    return {sent.at("id"), sent.at("message"), time->time.micros / kMicrosInSecond};
}

json typedObject(const json& event, Context& context)
{
    const Message received = context.createCallback<Message>(nameIn(event), {.deserialize = messageFromText}).get();
    return {{"received", {{"id", received.id}, {"message", received.message}, {"timestamp", received.seconds}}}};
}

json number(const json& event, Context& context)
{
    const auto toNumber = [](const std::optional<std::string>& text, const SerdesContext&) {
        return std::stoi(text.value());
    };
    const int count = context.createCallback<int>(nameIn(event), {.deserialize = toNumber}).get();
    return {{"count", count}, {"doubled", count * 2}};
}

json oneAfterTheOther(const json& event, Context& context)
{
    json a = context.createCallback(nameIn(event.at(0))).get();
    json b = context.createCallback(nameIn(event.at(1))).get();
    return json::array({std::move(a), std::move(b)});
}

json bothInOrder(const json& event, Context& context)
{
    Callback<json> a = context.createCallback(nameIn(event.at(0)));
    Callback<json> b = context.createCallback(nameIn(event.at(1)));
    json resultA = a.get();
    json resultB = b.get();
    return json::array({std::move(resultA), std::move(resultB)});
}

json bothInReverse(const json& event, Context& context)
{
    Callback<json> a = context.createCallback(nameIn(event.at(0)));
    Callback<json> b = context.createCallback(nameIn(event.at(1)));
    json resultB = b.get();
    json resultA = a.get();
    return json::array({std::move(resultA), std::move(resultB)});
}

} // namespace

void addCallbackHandlers(HandlerRegistry& registry)
{
    registry.add("4-1", awaiting());
    registry.add("4-2", approval);
    registry.add("4-3", awaiting({.timeout = 5s}));
    registry.add("4-4", awaiting({.heartbeatTimeout = 5s}));
    registry.add("4-5", awaiting({.heartbeatTimeout = 10s}));
    registry.add("4-6", awaiting());
    registry.add("4-7", stepBetween());
    registry.add("4-8", stepBetween({.timeout = 5s}));
    registry.add("4-9", waitBetween(5s));
    registry.add("4-10", waitBetween(5s));
    registry.add("4-11", waitBetween(6s, {.timeout = 3s}));
    registry.add("4-12", waitAfter);
    registry.add("4-13", failureCaught());
    registry.add("4-14", failureCaught({.timeout = 3s}));
    registry.add("4-15", typedObject);
    registry.add("4-16", number);
    registry.add("4-17", oneAfterTheOther);
    registry.add("4-18", bothInOrder);
    registry.add("4-19", bothInReverse);
}

} // namespace durascope::conformance
