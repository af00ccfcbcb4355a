// SPDX-License-Identifier: Apache-2.0
#include "engine/samples/workflows.h"

#include <string>
#include <vector>

// Several things are awaited from outside at once. Of the carriers' offers the first one counts (any); of the
// confirmations every one is looked at, however it ended (allSettled).

namespace durascope::samples {

using namespace std::chrono_literals;

namespace {

/// Begins to wait for something from outside and hands out the id to answer to.
durable::Handle<json> ask(const Environment& environment, durable::Context& context, const std::string& name,
                          std::chrono::seconds timeout)
{
    auto callback = context.createCallback(name, durable::CallbackOptions<json>{.timeout = timeout});
    context.step("ask-for-" + name, [&](durable::StepContext& step) {
        step.logger().info("asking", {{"for", name}, {"answerTo", callback.id()}});
        spend(environment, 90ms);
    });
    return callback.handle();
}

durable::Handler make(const Environment& environment)
{
    return [environment](const json& shipment, durable::Context& context) -> json {
        std::vector<durable::Handle<json>> offers;
        for (const char* carrier : {"north-offer", "swift-offer", "canal-offer"})
            offers.push_back(ask(environment, context, carrier, 2h));
        const json offer = context.any("first-offer", offers);

        const std::vector<std::string> wanted{"packed", "customs-cleared", "paid"};
        std::vector<durable::Handle<json>> confirmations;
        for (const std::string& what : wanted)
            confirmations.push_back(ask(environment, context, what, 24h));
        const auto settled = context.allSettled("confirmations", confirmations);

        json missing = json::array();
        for (std::size_t i = 0; i < settled.size(); ++i) {
            if (!settled[i].succeeded())
                missing.push_back(wanted[i]);
        }
        const bool ready = missing.empty();
        context.step(ready ? "hand-over" : "hold-back", [&] { spend(environment, 240ms); });
        return {{"shipment", shipment.value("shipmentId", std::string())},
                {"carrier", offer.value("carrier", std::string())},
                {"status", ready ? "handed-over" : "held-back"},
                {"missing", missing}};
    };
}

constexpr CallbackAnswer kAnswers[] = {
    {.callback = "swift-offer", .after = 35min, .result = R"({"carrier":"swift","price":42.5})"},
    {.callback = "north-offer", .after = 50min, .result = R"({"carrier":"north","price":39.9})"},
    {.callback = "canal-offer",
     .after = 6min,
     .result = {},
     .failure = R"({"ErrorType":"NoCapacity","ErrorMessage":"no barge this week"})"},
    {.callback = "packed", .after = 2h, .result = R"({"parcels":3})"},
    {.callback = "paid", .after = 20min, .result = R"({"reference":"pay-5512"})"},
    {.callback = "customs-cleared", .after = 7h, .result = R"({"office":"Rotterdam"})"},
};

} // namespace

constinit const Sample kEventDriven{
    .name = "event-driven",
    .title = "Waiting for several events",
    .sentence =
        "Three carriers are asked and the first offer counts, then three confirmations arrive in any order: see "
        "which callback won and which one failed without harm.",
    .input = R"({"shipmentId":"S-3310","destination":"Rotterdam"})",
    .make = make,
    .answers = kAnswers,
    .lookAt = "first-offer",
};

} // namespace durascope::samples
