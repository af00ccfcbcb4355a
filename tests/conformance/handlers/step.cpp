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

class TransientError : public std::runtime_error
{
    using std::runtime_error::runtime_error;
};

json basic(const json& event, Context& context)
{
    return context.step([&event] { return greeting(event); });
}

json named(const json& event, Context& context)
{
    return context.step("custom_step_name", [&event] { return greeting(event); });
}

json secondDependsOnFirst(const json&, Context& context)
{
    const std::string first = context.step([] { return std::string("first"); });
    return context.step([&first] { return first + "_second"; });
}

json complexObject(const json& event, Context& context)
{
    return context.step([&event]() -> json {
        const json& tags = event.at("tags");
        return {{"user", {{"name", event.at("name")}, {"tags", tags}}}, {"count", tags.size()}};
    });
}

json nullResult(const json&, Context& context)
{
    return context.step([] { return nullptr; });
}

json upperCaseSerdes(const json& event, Context& context)
{
    const durable::Serdes<std::string> serdes{
        [](const std::string& value, const durable::SerdesContext&) { return json(upperCase(value)).dump(); },
        [](const std::optional<std::string>& text, const durable::SerdesContext&) {
            return json::parse(text.value()).get<std::string>();
        }};
    return context.step([&event] { return event.get<std::string>(); }, {.serdes = serdes});
}

json logging(const json& event, Context& context)
{
    return context.step([&event](StepContext& step) {
        step.logger().info("Greeting step started for: " + event.get<std::string>());
        std::string greeted = greeting(event);
        step.logger().info("Greeting step completed with: " + greeted);
        return greeted;
    });
}

json thenWait(const json&, Context& context)
{
    const std::string computed = context.step([] { return std::string("computed"); });
    context.wait(2s);
    return computed;
}

json cachedOnReplay(const json&, Context& context)
{
    const std::string value = context.step([](StepContext& step) {
        step.logger().info("step executed");
        return std::string("cached_value");
    });
    context.wait(1s);
    return value;
}

json failureOnReplay(const json&, Context& context)
{
    try {
        context.step(
            [](StepContext& step) {
                step.logger().info("step executed");
                throw std::runtime_error("permanent failure");
            },
            {.retry = retry::none()});
    } catch (const durable::StepError&) {
        // caught in every run: the wait follows
    }
    context.wait(1s);
    return nullptr;
}

json failsThenSucceeds(const json&, Context& context)
{
    return context.step(
        [](StepContext& step) {
            if (step.attempt() < 2)
                throw std::runtime_error("unreliable");
            return std::string("Operation succeeded");
        },
        {.retry = retry::fixed(1s, 3)});
}

json exhausted(const json&, Context& context)
{
    context.step([] { throw std::runtime_error("always fails"); },
                 {.retry = retry::exponential(
                      {.maxAttempts = 4, .initialDelay = 1s, .rate = 1, .jitter = durable::Jitter::None})});
    return nullptr;
}

std::string failsTwice(StepContext& step)
{
    if (step.attempt() < 3)
        throw std::runtime_error("unreliable");
    return "third time lucky";
}

json defaultRetry(const json&, Context& context)
{
    return context.step(failsTwice);
}

json customRetry(const json&, Context& context)
{
    return context.step(failsTwice,
                        {.retry = retry::exponential(
                             {.maxAttempts = 5, .initialDelay = 2s, .rate = 3, .jitter = durable::Jitter::None})});
}

json retriesTransientError(const json&, Context& context)
{
    return context.step(
        [](StepContext& step) {
            if (step.attempt() < 2)
                throw TransientError("try again");
            return std::string("recovered");
        },
        {.retry = retry::exponential({.maxAttempts = 3,
                                      .initialDelay = 1s,
                                      .jitter = durable::Jitter::None,
                                      .filter = {.errorTypes = {"TransientError"}}})});
}

json refusesTransientError(const json&, Context& context)
{
    const auto allButTransient = [](const durable::ErrorObject& error, const durable::AttemptContext&) {
        return error.type && error.type->ends_with("TransientError") ? durable::RetryDecision::stop()
                                                                     : durable::RetryDecision::after(1s);
    };
    context.step([] { throw TransientError("do not try again"); }, {.retry = allButTransient});
    return nullptr;
}

json atMostOnceInterrupted(const json& event, Context& context)
{
    context.step("at_most_once_flaky_step",
                 [&event](StepContext& step) {
                     step.logger().info(event.get<std::string>());
                     throw durable::SimulatedExit{};
                 },
                 {.retry = retry::none(), .semantics = durable::StepSemantics::AtMostOncePerRetry});
    return nullptr;
}

durable::Function atMostOnceRetried(const Environment&)
{
    const auto crash = std::make_shared<Once>();
    return {[crash](const json& event, Context& context) -> json {
        return context.step(
            [&](StepContext& step) {
                step.logger().info(event.get<std::string>());
                if (crash->first())
                    throw durable::SimulatedExit{};
                return std::string("succeeded on second attempt");
            },
            {.retry = onceMore(), .semantics = durable::StepSemantics::AtMostOncePerRetry});
    }};
}

json failsWithoutRetry(const json&, Context& context)
{
    context.step([] { throw std::runtime_error("fails at once"); }, {.retry = retry::none()});
    return nullptr;
}

json failureCaught(const json&, Context& context)
{
    std::string value;
    try {
        value = context.step([]() -> std::string { throw std::runtime_error("no value"); }, {.retry = retry::none()});
    } catch (const durable::StepError&) {
        value = "fallback_result";
    }
    return context.step([&value] { return value; });
}

} // namespace

void addStepHandlers(HandlerRegistry& registry)
{
    registry.add("1-1", basic);
    registry.add("1-2", named);
    registry.add("1-3", secondDependsOnFirst);
    registry.add("1-4", complexObject);
    registry.add("1-5", nullResult);
    registry.add("1-6", upperCaseSerdes);
    registry.add("1-7", logging);
    registry.add("1-8", thenWait);
    registry.add("1-9", cachedOnReplay);
    registry.add("1-10", failureOnReplay);
    registry.add("1-11", failsThenSucceeds);
    registry.add("1-12", exhausted);
    registry.add("1-13", defaultRetry);
    registry.add("1-14", customRetry);
    registry.add("1-15", retriesTransientError);
    registry.add("1-16", refusesTransientError);
    registry.add("1-17", atMostOnceInterrupted);
    registry.addFactory("1-18", atMostOnceRetried);
    registry.add("1-19", failsWithoutRetry);
    registry.add("1-20", failureCaught);
}

} // namespace durascope::conformance
