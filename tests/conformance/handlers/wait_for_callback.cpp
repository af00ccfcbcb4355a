// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/handlers/common.h"
#include "tests/conformance/handlers/suites.h"

#include <stdexcept>

namespace durascope::conformance {
namespace {

using namespace std::chrono_literals;
using durable::Context;
using Options = durable::WaitForCallbackOptions<json>;

/// Would hand the id to somebody; the runner finds it in the history.
void submit(const std::string& /*callbackId*/) {}

/// Named by the input.
durable::Handler waiting(Options options = {})
{
    return [options = std::move(options)](const json& event, Context& context) -> json {
        return context.waitForCallback(event.get<std::string>(), submit, options);
    };
}

json staticName(const json&, Context& context)
{
    return context.waitForCallback("approval", submit);
}

json unnamed(const json&, Context& context)
{
    return context.waitForCallback(submit);
}

json failureCaught(const json& event, Context& context)
{
    try {
        return context.waitForCallback(event.get<std::string>(), submit);
    } catch (const durable::CallbackError&) {
        return "recovered";
    }
}

json submitterFails(const json& event, Context& context)
{
    const auto throwing = [](const std::string&) { throw std::runtime_error("the submitter fails"); };
    return context.waitForCallback(event.get<std::string>(), throwing, {.retry = onceMore()});
}

json inChildContext(const json& event, Context& context)
{
    return context.runInChildContext("wrapper", [&event](Context& child) -> json {
        return child.waitForCallback(event.get<std::string>(), submit);
    });
}

json inSequence(const json&, Context& context)
{
    context.waitForCallback("first", submit);
    return context.waitForCallback("second", submit);
}

json afterWaitAndStep(const json& event, Context& context)
{
    context.wait(1s);
    context.step([] { return std::string("fixed data"); });
    return context.waitForCallback(event.get<std::string>(), submit);
}

json deserialized(const json& event, Context& context)
{
    const auto fromJson = [](const std::optional<std::string>& text, const durable::SerdesContext&) {
        return json::parse(text.value());
    };
    return context.waitForCallback(event.get<std::string>(), submit, {.deserialize = fromJson}).at("status");
}

json timeoutCaught(const json& event, Context& context)
{
    try {
        return context.waitForCallback(event.get<std::string>(), submit, {.timeout = 3s});
    } catch (const durable::CallbackTimeoutError&) {
        return "timed-out-handled";
    }
}

} // namespace

void addWaitForCallbackHandlers(HandlerRegistry& registry)
{
    registry.add("7-1", waiting());
    registry.add("7-2", staticName);
    registry.add("7-3", unnamed);
    registry.add("7-4", waiting());
    registry.add("7-5", waiting({.timeout = 3s}));
    registry.add("7-6", failureCaught);
    registry.add("7-7", submitterFails);
    registry.add("7-8", inChildContext);
    registry.add("7-9", inSequence);
    registry.add("7-10", afterWaitAndStep);
    registry.add("7-11", deserialized);
    registry.add("7-12", waiting({.heartbeatTimeout = 5s}));
    registry.add("7-13", waiting({.heartbeatTimeout = 10s}));
    registry.add("7-14", timeoutCaught);
    registry.add("7-15", waiting());
}

} // namespace durascope::conformance
