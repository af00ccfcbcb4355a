// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/handlers/common.h"
#include "tests/conformance/handlers/suites.h"

#include <stdexcept>

namespace durascope::conformance {
namespace {

using namespace std::chrono_literals;
using durable::Context;
using durable::SerdesContext;

// --- the functions that are invoked

constexpr const char* kEchoName = "conformance-echo";
constexpr const char* kFailingName = "conformance-failing";
constexpr const char* kTenantEchoName = "conformance-tenant-echo";
constexpr const char* kEcho = "conformance-echo:$LATEST";
constexpr const char* kFailing = "conformance-failing:$LATEST";
constexpr const char* kTenantEcho = "conformance-tenant-echo:$LATEST";

json echo(const json& event, Context& context)
{
    context.wait(1s);
    return event;
}

json failing(const json&, Context& context)
{
    context.wait(1s);
    throw std::runtime_error("the target fails");
}

// --- the handlers

json basic(const json& event, Context& context)
{
    return context.invoke(kEcho, event);
}

json named(const json& event, Context& context)
{
    return context.invoke(event.at("name").get<std::string>(), kEcho, event.at("payload"));
}

json nullPayload(const json&, Context& context)
{
    return context.invoke(kEcho, json());
}

json targetFails(const json&, Context& context)
{
    return context.invoke(kFailing, json());
}

json targetFailsCaught(const json&, Context& context)
{
    try {
        return context.invoke(kFailing, json());
    } catch (const durable::InvokeError&) {
        return "fallback";
    }
}

json largePayload(const json&, Context& context)
{
    constexpr std::size_t kNearTheLimit = 200'000;
    return context.invoke(kEcho, std::string(kNearTheLimit, 'x'));
}

json tenant(const json& event, Context& context)
{
    return context.invoke(kTenantEcho, event.at("payload"), {.tenantId = event.at("tenantId").get<std::string>()});
}

json cachedOnReplay(const json&, Context& context)
{
    json result = context.invoke(kEcho, std::string("ping"));
    context.wait(1s);
    return result;
}

json failureOnReplay(const json&, Context& context)
{
    json result;
    try {
        result = context.invoke(kFailing, json());
    } catch (const durable::InvokeError&) {
        result = "caught";
    }
    context.wait(1s);
    return result;
}

json afterStep(const json&, Context& context)
{
    const std::string value = context.step([] { return std::string("from the step"); });
    return context.invoke(kEcho, value);
}

json beforeStep(const json&, Context& context)
{
    const json result = context.invoke(kEcho, std::string("from the target"));
    return context.step([&result] { return result; });
}

json inChildContext(const json&, Context& context)
{
    return context.runInChildContext([](Context& child) -> json { return child.invoke(kEcho, std::string("child")); });
}

json inSequence(const json&, Context& context)
{
    const json first = context.invoke(kEcho, std::string("first"));
    const json second = context.invoke(kEcho, std::string("second"));
    return json::array({first, second});
}

/// All texts of a value in upper case.
json inUpperCase(json value)
{
    if (value.is_string())
        return upperCase(value.get<std::string>());
    if (value.is_structured()) {
        for (json& element : value)
            element = inUpperCase(element);
    }
    return value;
}

json payloadSerdes(const json& event, Context& context)
{
    const auto serialize = [](const json& value, const SerdesContext&) { return inUpperCase(value).dump(); };
    return context.invoke(kEcho, event, {.payloadSerdes = {serialize, {}}});
}

json resultSerdes(const json& event, Context& context)
{
    const auto deserialize = [](const std::optional<std::string>& text, const SerdesContext&) {
        return upperCase(text.value());
    };
    return context.invoke<std::string>(kEcho, event, {.resultSerdes = {{}, deserialize}});
}

} // namespace

void addInvokeHandlers(HandlerRegistry& registry)
{
    registry.addTarget({kEchoName, false, {echo}});
    registry.addTarget({kFailingName, false, {failing}});
    registry.addTarget({kTenantEchoName, true, {echo}});

    registry.add("5-1", basic);
    registry.add("5-2", named);
    registry.add("5-3", basic);
    registry.add("5-4", nullPayload);
    registry.add("5-5", targetFails);
    registry.add("5-6", targetFailsCaught);
    registry.add("5-7", largePayload);
    registry.add("5-8", tenant);
    registry.add("5-9", cachedOnReplay);
    registry.add("5-10", failureOnReplay);
    registry.add("5-11", afterStep);
    registry.add("5-12", beforeStep);
    registry.add("5-13", inChildContext);
    registry.add("5-14", inSequence);
    registry.add("5-15", payloadSerdes);
    registry.add("5-16", resultSerdes);
}

} // namespace durascope::conformance
