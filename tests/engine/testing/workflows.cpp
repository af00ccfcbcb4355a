// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/testing/workflows.h"

namespace durable::test {

using namespace std::chrono_literals;

json order(const json& event, Context& context)
{
    const json made =
        context.step("create-order", [&] { return json{{"id", "order-1"}, {"items", event.at("items")}}; });
    context.wait("pause", 5min);
    context.step("send-notification", [&] { return "sent for " + made.at("id").get<std::string>(); });
    return {{"orderId", made.at("id")}, {"status", "completed"}};
}

json approval(const json&, Context& context)
{
    return context.createCallback<json>("approval").get();
}

json review(const json&, Context& context)
{
    return context.waitForCallback<json>("review", [](const std::string&, StepContext&) {});
}

json fanOut(const json& event, Context& context)
{
    const auto numbers = event.get<std::vector<int>>();
    const auto results = context.map("squares", numbers, [](Context& item, int n) {
        const int squared = item.step("square", [n] { return n * n; });
        item.wait("rest", std::chrono::seconds(n));
        return squared;
    });
    int sum = 0;
    for (const auto& each : results.all)
        sum += each.result.value_or(0);
    return sum;
}

json everything(const json&, Context& context)
{
    const std::string flaky = context.step("flaky", [](StepContext& step) -> std::string {
        if (step.attempt() < 2)
            throw ApplicationError("Flaky", "not yet");
        return "attempt " + std::to_string(step.attempt());
    });
    context.wait("pause", 1min);
    const int inner = context.runInChildContext("child", [](Context& child) {
        const int a = child.step("a", [] { return 1; });
        child.wait("inner pause", 1s);
        return a + child.step("b", [] { return 2; });
    });
    const auto both = context.parallel<int>(
        "both", {Branch<int>("left", [](Context& left) { return left.step("l", [] { return 3; }); }),
                 Branch<int>("right", [](Context& right) {
                     right.wait("rest", 2s);
                     return right.step("r", [] { return 4; });
                 })});
    ConditionOptions<int> options;
    options.initialState = 0;
    options.strategy = [](const int& state, const AttemptContext&) {
        return state < 3 ? WaitDecision::again(5s) : WaitDecision::done();
    };
    const int checked = context.waitForCondition<int>("ready", [](int state) { return state + 1; }, options);
    return {{"flaky", flaky},
            {"inner", inner},
            {"both", both.all[0].result.value() + both.all[1].result.value()},
            {"checked", checked}};
}

} // namespace durable::test
