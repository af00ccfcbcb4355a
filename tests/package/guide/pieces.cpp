// SPDX-License-Identifier: GPL-3.0-or-later
// The pieces of code of the guide that do not belong to its program.
#include <engine/sdk/durable.h>

#include <iostream>
#include <random>

using namespace durable;
using namespace std::chrono_literals;

namespace {

std::string charge(const json&)
{
    return "charge-1";
}
json quoteOf(const std::string& shop)
{
    return {{"shop", shop}, {"price", 10}};
}
void refund(const std::string&) {}

[[maybe_unused]] json determinism(const json&, Context& context)
{
    const int dice = context.step("throw-dice", [] { return std::random_device{}() % 6 + 1; });
    return dice;
}

[[maybe_unused]] json errors(const json& order, Context& context)
{
    std::string id;
    try {
        id = context.step("charge", [&] { return charge(order); },
                          {.retry = retry::exponential({.maxAttempts = 4,
                                                        .initialDelay = 2s,
                                                        .filter = {.errorTypes = {"Busy"}, .messageFragments = {}}}),
                           .semantics = StepSemantics::AtMostOncePerRetry});
    } catch (const StepError& error) {
        if (error.causeType() == "CardDeclined")
            return {{"status", "declined"}};
        throw;
    }
    return id;
}

[[maybe_unused, noreturn]] void decline()
{
    throw ApplicationError("CardDeclined", "the bank says no", R"({"code":51})");
}

[[maybe_unused]] json callback(const json&, Context& context)
{
    auto answer = context.createCallback<std::string>("courier-answer", {.timeout = 2h, .heartbeatTimeout = 10min});
    context.step("ask-courier", [&] { std::clog << "answer to " << answer.id() << '\n'; });
    return answer.get();
}

[[maybe_unused]] json condition(const json&, Context& context)
{
    const int jobs = context.waitForCondition<int>(
        "queue-is-empty", [](int before) { return before / 2; },
        {.initialState = 100,
         .strategy = pollWhile<int>([](const int& left) { return left > 0; }, {.maxAttempts = 20})});
    return jobs;
}

[[maybe_unused]] json batches(const json& input, Context& context)
{
    const auto shops = input.at("shops").get<std::vector<std::string>>();
    const auto quotes = context.map(
        "quotes", shops,
        [](Context& item, const std::string& shop) { return item.step("ask", [&] { return quoteOf(shop); }); },
        {.maxConcurrency = 5, .completion = {.toleratedFailureCount = 2}});
    for (const auto& failed : quotes.failed())
        context.logger().warn("no quote", {{"shop", shops[failed.index]}, {"why", failed.error->message()}});
    return quotes.results();
}

[[maybe_unused]] json handles(const json& order, Context& context)
{
    auto payment = context.startStep("charge", [&] { return charge(order); });
    auto stock = context.startInvoke<json>("stock", "stock-of:live", json{{"sku", order.at("sku")}});
    context.wait("grace-period", 10s);
    auto [paid, available] = context.all("both", payment, stock);
    return {{"paid", paid}, {"available", available}};
}

[[maybe_unused]] json child(const json& order, Context& context)
{
    const std::string label = context.runInChildContext("shipping", [&](Context& shipping) {
        const std::string parcel =
            shipping.step("pack", [&] { return "parcel of " + order.at("sku").get<std::string>(); });
        return shipping.step("print-label", [&] { return "label of " + parcel; });
    });
    return label;
}

struct Order
{
    std::string id;
    int items = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Order, id, items)

[[maybe_unused]] json values(const json&, Context& context)
{
    const Order order = context.step("create-order", [] { return Order{"order-1", 3}; });
    const std::string text = context.step("fetch-page", [] { return std::string("<html>"); }, {.serdes = textSerdes()});
    return {{"id", order.id}, {"page", text}};
}

[[maybe_unused]] json idempotency(const json& order, Context& context)
{
    context.step("refund", [&](StepContext& step) {
        step.logger().info("asking for the refund", {{"idempotencyKey", step.operationId()}});
        refund(order.at("charge").get<std::string>());
    });
    return nullptr;
}

class SlowSteps : public Plugin
{
public:
    void onAttemptStart(const AttemptInfo& attempt) override { m_begin = attempt.start; }
    void onAttemptEnd(const AttemptInfo& attempt) override
    {
        if (m_begin && attempt.end && *attempt.end - *m_begin > 5s)
            std::clog << attempt.operation.name.value_or("a step") << " is slow\n";
    }

private:
    std::optional<Timestamp> m_begin;
};

Function watched()
{
    return {.handler = values, .plugins = {std::make_shared<SlowSteps>()}, .logger = {.threshold = LogLevel::Info}};
}

} // namespace

DURABLE_FUNCTION(orders, watched());
