// SPDX-License-Identifier: Apache-2.0
#include "engine/samples/workflows.h"

// Calls to services that fail: one is retried until it works, the other is given up and something else is done instead.
// Between two attempts the function does not run; the delays are the retry strategy's.

namespace durascope::samples {

using namespace std::chrono_literals;

namespace {

/// Too busy for the first attempts of a large payment.
std::string chargeCard(const json& order, std::uint32_t attempt)
{
    if (order.value("total", 0.0) > 250 && attempt <= 2) {
        const json details{{"status", 503}, {"retryAfter", 2}};
        throw durable::ApplicationError("PaymentProviderError",
                                        "POST https://payments.example.com/v2/charges: 503 Service Unavailable",
                                        details.dump());
    }
    return "ch_31d0aa";
}

std::string bookCourier(const json& parcel)
{
    const double weight = parcel.value("weightKg", 1.0);
    if (weight > 30) {
        throw durable::ApplicationError("CourierUnavailableError", "no courier takes a parcel of " +
                                                                       json(weight).dump() + " kg to " +
                                                                       parcel.value("postcode", std::string()));
    }
    return "courier-88172";
}

durable::Handler make(const Environment& environment)
{
    return [environment](const json& order, durable::Context& context) -> json {
        const auto patient = durable::retry::exponential(
            {.maxAttempts = 5, .initialDelay = 2s, .rate = 2, .jitter = durable::Jitter::None, .filter = {}});
        // The key lets the provider see that a repeated request is the same charge.
        const std::string charge =
            context.step("charge-payment",
                         [&](durable::StepContext& step) {
                             spend(environment, step.attempt() <= 2 ? 1280ms : 690ms);
                             step.logger().info("asking for the money", {{"idempotencyKey", step.operationId()}});
                             return chargeCard(order, step.attempt());
                         },
                         {.retry = patient});

        const json parcel = order.value("parcel", json::object());
        std::string carrier = "courier";
        std::string tracking;
        try {
            const auto brief = durable::retry::exponential(
                {.maxAttempts = 4, .initialDelay = 1s, .rate = 3, .jitter = durable::Jitter::None, .filter = {}});
            tracking = context.step("book-courier",
                                    [&] {
                                        spend(environment, 270ms);
                                        return bookCourier(parcel);
                                    },
                                    {.retry = brief});
        } catch (const durable::StepError& error) {
            context.logger().warn("no courier, the post takes it", {{"reason", error.message()}});
            carrier = "post";
            tracking = context.step("hand-over-to-post", [&] {
                spend(environment, 410ms);
                return std::string("PB 4471 902 GB");
            });
        }

        context.step("tell-customer", [&] { spend(environment, 150ms); });
        return {{"status", "shipped"}, {"charge", charge}, {"carrier", carrier}, {"trackingNumber", tracking}};
    };
}

} // namespace

constinit const Sample kApiOrchestration{
    .name = "api-orchestration",
    .title = "Retries and back-off",
    .sentence = "The payment provider fails twice before it answers, and the courier never does: compare the attempts "
                "of the two steps and what the workflow did instead.",
    .input = R"({"orderId":"5820","total":418.9,"currency":"GBP","parcel":{"weightKg":31.4,"postcode":"ZE2 9JU"}})",
    .make = make,
    .lookAt = "charge-payment",
};

} // namespace durascope::samples
