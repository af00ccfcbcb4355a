// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/workflows.h"

#include <chrono>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace durascope::bench {

using durable::Context;
using durable::json;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kResultText = 88; // and its two quotation marks

void runSteps(Context& context, int count)
{
    for (int i = 0; i < count; ++i)
        static_cast<void>(context.step([] { return std::string(kResultText, 'x'); }));
}

int nest(Context& context, int depth)
{
    if (depth == 0)
        return context.step([] { return 1; });
    return context.runInChildContext([depth](Context& inner) { return nest(inner, depth - 1); });
}

} // namespace

durable::Function sequentialSteps(int count)
{
    return {[count](const json&, Context& context) -> json {
        runSteps(context, count);
        return count;
    }};
}

durable::Function stepsAndWait(int count)
{
    return {[count](const json&, Context& context) -> json {
        runSteps(context, count);
        context.wait(1s);
        return count;
    }};
}

durable::Function waits(int count)
{
    return {[count](const json&, Context& context) -> json {
        for (int i = 0; i < count; ++i)
            context.wait(1s);
        return count;
    }};
}

durable::Function retriedSteps(int count)
{
    return {[count](const json&, Context& context) -> json {
        for (int i = 0; i < count; ++i) {
            static_cast<void>(context.step(
                [](durable::StepContext& step) {
                    if (step.attempt() < 3)
                        throw std::runtime_error("not yet");
                    return 1;
                },
                {.retry = durable::retry::fixed(1s, 3)}));
        }
        return count;
    }};
}

durable::Function mapOfSteps(int items)
{
    return {[items](const json&, Context& context) -> json {
        std::vector<int> numbers(static_cast<std::size_t>(items));
        std::iota(numbers.begin(), numbers.end(), 0);
        const auto result = context.map(
            numbers, [](Context& branch, int number) { return branch.step([number] { return number; }); });
        if (result.successCount() != numbers.size())
            throw std::runtime_error("an item failed");
        return items;
    }};
}

durable::Function nestedContexts(int count, int depth)
{
    return {[count, depth](const json&, Context& context) -> json {
        for (int i = 0; i < count; ++i)
            static_cast<void>(nest(context, depth));
        return count;
    }};
}

} // namespace durascope::bench
