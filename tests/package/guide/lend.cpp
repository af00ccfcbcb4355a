// SPDX-License-Identifier: GPL-3.0-or-later
#include "lend.h"

#include "depot.h"

using namespace std::chrono_literals;

durable::json lendBicycle(const durable::json& request, durable::Context& context)
{
    const std::string bicycle = context.step(
        "reserve",
        [&](durable::StepContext& step) {
            return depot::reserveBicycle(request.at("model").get<std::string>(), step.attempt());
        },
        {.retry = durable::retry::fixed(30s, 5)});

    try {
        context.waitForCallback(
            "pickup", [&](const std::string& callbackId) { depot::askForPickup(bicycle, callbackId); },
            {.timeout = 48h});
    } catch (const durable::CallbackTimeoutError&) {
        return {{"bicycle", bicycle}, {"status", "not picked up"}};
    }

    context.wait("two-weeks", 14 * 24h);
    context.step("remind", [&] { depot::sendReminder(bicycle); });
    return {{"bicycle", bicycle}, {"status", "reminded"}};
}
