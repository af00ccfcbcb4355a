// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/handlers/common.h"
#include "tests/conformance/handlers/suites.h"

#include <stdexcept>

namespace durascope::conformance {
namespace {

using namespace std::chrono_literals;
using durable::Context;
using durable::Polling;

Polling every(std::chrono::seconds delay)
{
    return {.initialDelay = delay, .rate = 1, .jitter = durable::Jitter::None};
}

durable::WaitStrategy<int> untilAtLeast(int threshold, Polling polling = every(1s))
{
    return durable::pollWhile<int>([threshold](const int& state) { return state < threshold; }, polling);
}

int increment(int state)
{
    return state + 1;
}

/// Counts from `initial` until the input is reached.
durable::Handler counting(int initial, Polling polling = every(1s))
{
    return [initial, polling](const json& event, Context& context) -> json {
        return context.waitForCondition<int>(
            increment, {.initialState = initial, .strategy = untilAtLeast(event.get<int>(), polling)});
    };
}

json immediate(const json& event, Context& context)
{
    return context.waitForCondition<int>([](int state) { return state; },
                                         {.initialState = 5, .strategy = untilAtLeast(event.get<int>())});
}

json named(const json& event, Context& context)
{
    return context.waitForCondition<int>("poll-status", increment,
                                         {.initialState = 0, .strategy = untilAtLeast(event.get<int>())});
}

json neverMet(const json&, Context& context)
{
    Polling threeTimes = every(1s);
    threeTimes.maxAttempts = 3;
    return context.waitForCondition<int>(
        increment,
        {.initialState = 0, .strategy = durable::pollWhile<int>([](const int&) { return true; }, threeTimes)});
}

int throwingCheck(int)
{
    throw std::runtime_error("the check fails");
}

json checkThrows(const json&, Context& context)
{
    return context.waitForCondition<int>(throwingCheck, {.initialState = 0, .strategy = untilAtLeast(1)});
}

json checkThrowsCaught(const json& event, Context& context)
{
    try {
        return checkThrows(event, context);
    } catch (const durable::WaitForConditionError&) {
        return "recovered";
    }
}

json objectState(const json&, Context& context)
{
    const auto check = [](json state) {
        state["attempts"] = state.at("attempts").get<int>() + 1;
        if (state.at("attempts") == 2)
            state["status"] = "DONE";
        return state;
    };
    const auto pending = [](const json& state) { return state.at("status") == "PENDING"; };
    return context.waitForCondition<json>(check, {.initialState = {{"status", "PENDING"}, {"attempts", 0}},
                                                  .strategy = durable::pollWhile<json>(pending, every(1s))});
}

json nullState(const json&, Context& context)
{
    const auto stop = [](const json&, const durable::AttemptContext&) { return durable::WaitDecision::done(); };
    return context.waitForCondition<json>([](const json&) { return json(); }, {.initialState = {}, .strategy = stop});
}

json customSerdes(const json&, Context& context)
{
    // "xx" is stored as "<xx>".
    const durable::Serdes<std::string> serdes{
        [](const std::string& value, const durable::SerdesContext&) { return '<' + value + '>'; },
        [](const std::optional<std::string>& text, const durable::SerdesContext&) {
            const std::string& stored = text.value();
            if (stored.size() < 2 || stored.front() != '<' || stored.back() != '>')
                throw std::invalid_argument("this was not written by the serializer: " + stored);
            return stored.substr(1, stored.size() - 2);
        }};
    const auto tooShort = [](const std::string& state) { return state.size() < 2; };
    return context.waitForCondition<std::string>(
        [](const std::string& state) { return state + 'x'; },
        {.initialState = "", .strategy = durable::pollWhile<std::string>(tooShort, every(1s)), .serdes = serdes});
}

json feedsStep(const json& event, Context& context)
{
    const int count =
        context.waitForCondition<int>(increment, {.initialState = 0, .strategy = untilAtLeast(event.get<int>())});
    return context.step([count] { return count * 10; });
}

json inSequence(const json&, Context& context)
{
    const int first = context.waitForCondition<int>(increment, {.initialState = 0, .strategy = untilAtLeast(2)});
    return context.waitForCondition<int>(increment, {.initialState = first, .strategy = untilAtLeast(4)});
}

} // namespace

void addWaitForConditionHandlers(HandlerRegistry& registry)
{
    registry.add("6-1", counting(0));
    registry.add("6-2", immediate);
    registry.add("6-3", named);
    registry.add("6-4", counting(5));
    registry.add("6-5", counting(0, every(2s)));
    registry.add("6-6", neverMet);
    registry.add("6-7", checkThrows);
    registry.add("6-8", checkThrowsCaught);
    registry.add("6-9", objectState);
    registry.add("6-10", nullState);
    registry.add("6-11", customSerdes);
    registry.add("6-12", feedsStep);
    registry.add("6-13", inSequence);
}

} // namespace durascope::conformance
