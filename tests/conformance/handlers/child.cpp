// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/handlers/common.h"
#include "tests/conformance/handlers/suites.h"

#include <memory>
#include <stdexcept>

namespace durascope::conformance {
namespace {

using namespace std::chrono_literals;
using durable::Context;
using durable::StepContext;
namespace retry = durable::retry;

/// A step that returns a text.
std::string stepOf(Context& context, const std::string& value)
{
    return context.step([&value] { return value; });
}

void failingStep(Context& context, durable::RetryStrategy strategy)
{
    context.step([] { throw std::runtime_error("the step fails"); }, {.retry = std::move(strategy)});
}

json basic(const json& event, Context& context)
{
    return context.runInChildContext([&event](Context& child) { return stepOf(child, event.get<std::string>()); });
}

json named(const json& event, Context& context)
{
    return context.runInChildContext(event.at("name").get<std::string>(), [&event](Context& child) {
        return stepOf(child, event.at("value").get<std::string>());
    });
}

json sequentialSteps(const json& event, Context& context)
{
    return context.runInChildContext("two-steps", [&event](Context& child) {
        const std::string first = stepOf(child, event.get<std::string>());
        return stepOf(child, first);
    });
}

json stepFails(const json&, Context& context)
{
    context.runInChildContext("failing", [](Context& child) { failingStep(child, retry::none()); });
    return nullptr;
}

json stepFailsCaught(const json& event, Context& context)
{
    try {
        context.runInChildContext([](Context& child) { failingStep(child, retry::none()); });
    } catch (const durable::ChildContextError&) {
        return stepOf(context, event.get<std::string>());
    }
    return nullptr;
}

json nested(const json& event, Context& context)
{
    return context.runInChildContext("outer", [&event](Context& outer) {
        const std::string value = stepOf(outer, event.get<std::string>());
        return outer.runInChildContext("inner", [&value](Context& inner) { return stepOf(inner, value); });
    });
}

json stepRetried(const json& event, Context& context)
{
    return context.runInChildContext("retrying", [&event](Context& child) {
        return child.step(
            [&event](StepContext& step) {
                if (step.attempt() < 2)
                    throw std::runtime_error("the first attempt fails");
                return event.get<std::string>();
            },
            {.retry = onceMore()});
    });
}

json retriesExhausted(const json&, Context& context)
{
    context.runInChildContext("exhausted", [](Context& child) { failingStep(child, onceMore()); });
    return nullptr;
}

json cachedOnReplay(const json& event, Context& context)
{
    const std::string value =
        context.runInChildContext([&event](Context& child) { return stepOf(child, event.get<std::string>()); });
    context.wait(1s);
    return value;
}

/// A child with a step and a wait; returns the input.
std::string stepAndWait(const json& event, Context& context)
{
    return context.runInChildContext("step-and-wait", [&event](Context& child) {
        std::string value = stepOf(child, event.get<std::string>());
        child.wait(1s);
        return value;
    });
}

json stepAndWaitInside(const json& event, Context& context)
{
    return stepAndWait(event, context);
}

/// Contexts log in replay, too.
durable::Function withReplayLogging(durable::Handler handler)
{
    durable::LoggerConfig logger;
    logger.whileReplaying = durable::LoggerConfig::Replay::Repeat;
    return {std::move(handler), {}, logger};
}

json largePayload(const json& event, Context& context)
{
    constexpr std::size_t kLarge = 300 * 1024;
    const std::string large = context.runInChildContext("large", [&event](Context& child) {
        child.logger().info(event.get<std::string>());
        const std::string small = stepOf(child, event.get<std::string>());
        std::string built;
        while (built.size() < kLarge)
            built += small;
        return built;
    });
    context.wait(1s);
    return {{"length", large.size()}};
}

durable::Function interrupted(const Environment&)
{
    const auto crash = std::make_shared<Once>();
    return {[crash](const json& event, Context& context) -> json {
        return context.runInChildContext([&](Context& child) {
            return child.step([&] {
                if (crash->first())
                    throw durable::SimulatedExit{};
                return event.get<std::string>();
            });
        });
    }};
}

json waitInsideStepOutside(const json& event, Context& context)
{
    const std::string value = context.runInChildContext("waiting", [&event](Context& child) {
        child.wait(1s);
        return event.get<std::string>();
    });
    return stepOf(context, value);
}

json customSerdes(const json& event, Context& context)
{
    return context.runInChildContext("upper-case",
                                     [&event](Context& child) { return stepOf(child, event.get<std::string>()); },
                                     {.serdes = upperCaseTextSerdes()});
}

json failsWithoutStep(const json&, Context& context)
{
    context.runInChildContext("throwing", [](Context&) { throw std::runtime_error("the child fails"); });
    return nullptr;
}

json nullResult(const json&, Context& context)
{
    return context.runInChildContext("null", [](Context&) { return nullptr; });
}

json logsOnly(const json& event, Context& context)
{
    const std::string value = context.runInChildContext("logging", [&event](Context& child) {
        child.logger().info(event.get<std::string>());
        return event.get<std::string>();
    });
    context.wait(1s);
    return value;
}

json insideAndAfter(const json& event, Context& context)
{
    const std::string inner = stepAndWait(event, context);
    const std::string outer = stepOf(context, inner);
    context.wait(1s);
    return outer;
}

} // namespace

void addChildHandlers(HandlerRegistry& registry)
{
    registry.add("3-1", basic);
    registry.add("3-2", named);
    registry.add("3-3", sequentialSteps);
    registry.add("3-4", stepFails);
    registry.add("3-5", stepFailsCaught);
    registry.add("3-6", nested);
    registry.add("3-7", stepRetried);
    registry.add("3-8", retriesExhausted);
    registry.add("3-9", cachedOnReplay);
    registry.add("3-10", stepAndWaitInside);
    registry.addFactory("3-11", [](const Environment&) { return withReplayLogging(largePayload); });
    registry.addFactory("3-12", interrupted);
    registry.add("3-13", waitInsideStepOutside);
    registry.add("3-14", customSerdes);
    registry.add("3-15", failsWithoutStep);
    registry.add("3-16", nullResult);
    registry.addFactory("3-17", [](const Environment&) { return withReplayLogging(logsOnly); });
    registry.add("3-18", insideAndAfter);
}

} // namespace durascope::conformance
