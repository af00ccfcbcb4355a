// SPDX-License-Identifier: Apache-2.0
#include "engine/samples/workflows.h"

// A workflow of workflows: it invokes a plain function and a durable one, and groups what belongs together in child
// contexts. While the invoked functions work this one is not running.

namespace durascope::samples {

using namespace std::chrono_literals;

namespace {

/// A plain function: asked, answers, forgets.
json stockOf(const json& question)
{
    const auto wanted = question.value("quantity", 1);
    return {{"sku", question.value("sku", std::string())}, {"available", wanted <= 12}, {"left", 12 - wanted}};
}

/// A durable function with a life of its own: its wait is not the caller's.
durable::Handler makePayment(const Environment& environment)
{
    return [environment](const json& payment, durable::Context& context) -> json {
        const std::string authorization = context.step(
            "authorize",
            [&] {
                spend(environment, 720ms);
                if (payment.value("amount", 0.0) > 1000)
                    throw durable::ApplicationError("CardDeclinedError", "the card is declined above 1000");
                return std::string("auth-77120");
            },
            {.retry = durable::retry::none()});
        context.wait("fraud-check", 30s);
        return context.step("capture", [&] {
            spend(environment, 480ms);
            return "captured-" + authorization;
        });
    };
}

json ship(const Environment& environment, durable::Context& context)
{
    const std::string parcel = context.step("pack", [&] {
        spend(environment, 900ms);
        return std::string("parcel-1");
    });
    const std::string label = context.runInChildContext("label", [&](durable::Context& inner) {
        const std::string number = inner.step("reserve-number", [&] {
            spend(environment, 210ms);
            return std::string("JD0002");
        });
        return inner.step("print-label", [&] {
            spend(environment, 330ms);
            return number + "/" + parcel;
        });
    });
    return {{"parcel", parcel}, {"label", label}};
}

durable::Handler make(const Environment& environment)
{
    return [environment](const json& order, durable::Context& context) -> json {
        const json stock = context.invoke("check-stock", "stock-of", order);
        if (!stock.value("available", false))
            return {{"status", "out-of-stock"}, {"sku", stock.value("sku", std::string())}};

        const json payment{{"order", order.value("orderId", std::string())}, {"amount", order.value("amount", 0.0)}};
        std::string receipt;
        try {
            receipt = context.invoke<std::string>("pay", "take-payment:live", payment);
        } catch (const durable::InvokeError& error) {
            return {{"status", "not-paid"}, {"reason", error.message()}};
        }
        const json shipping =
            context.runInChildContext("shipping", [&](durable::Context& child) { return ship(environment, child); });
        return {{"status", "shipped"}, {"receipt", receipt}, {"shipping", shipping}};
    };
}

constexpr Target kTargets[] = {{.name = "stock-of", .plain = stockOf},
                               {.name = "take-payment", .durable = makePayment}};

} // namespace

constinit const Sample kNested{
    .name = "nested",
    .title = "Workflows inside a workflow",
    .sentence = "Stock is asked of a plain function, payment is another durable workflow with a wait of its own, and "
                "shipping is a context in a context: open and close the levels.",
    .input = R"({"orderId":"6604","sku":"DESK-OAK","quantity":2,"amount":640.0})",
    .make = make,
    .targets = kTargets,
    .lookAt = "pay",
};

} // namespace durascope::samples
