// SPDX-License-Identifier: Apache-2.0
#include "engine/samples/workflows.h"

// The smallest useful workflow: a step, a wait, a step. While it waits nothing runs; five minutes later the function is
// called again, executed from its start, and "create-order" answers at once with what it returned the first time.

namespace durascope::samples {

using namespace std::chrono_literals;

namespace {

struct Order
{
    std::string id;
    std::size_t items = 0;
    double total = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Order, id, items, total)

Order createOrder(const json& input)
{
    Order order{"order-" + input.value("customer", std::string("somebody")), 0, 0};
    for (const json& item : input.value("items", json::array())) {
        const auto quantity = item.value("quantity", 1U);
        order.items += quantity;
        order.total += quantity * item.value("unitPrice", 0.0);
    }
    return order;
}

durable::Handler make(const Environment& environment)
{
    return [environment](const json& input, durable::Context& context) -> json {
        const Order order = context.step("create-order", [&] {
            spend(environment, 340ms);
            return createOrder(input);
        });
        context.wait("time-to-change-mind", 5min);
        const std::string message = context.step("send-notification", [&](durable::StepContext& step) {
            step.logger().info("sending the confirmation", {{"order", order.id}});
            spend(environment, 160ms);
            return "confirmed-" + order.id; // the provider's id of the message
        });
        return {{"orderId", order.id}, {"status", "completed"}, {"message", message}};
    };
}

} // namespace

constinit const Sample kOrderProcessing{
    .name = "order-processing",
    .title = "A short order",
    .sentence = "An order is created, five minutes pass in which nothing runs and nothing is billed, and a second "
                "invocation sends the confirmation.",
    .input = R"({"customer":"nora","items":[{"sku":"LAMP-02-BRASS","quantity":1,"unitPrice":89.0},)"
             R"({"sku":"BULB-E27-WARM","quantity":2,"unitPrice":6.5}]})",
    .make = make,
    .lookAt = "time-to-change-mind",
};

} // namespace durascope::samples
