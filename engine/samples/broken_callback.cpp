// SPDX-License-Identifier: Apache-2.0
#include "engine/samples/workflows.h"

// How an error travels: a callback nobody answers times out inside a child context, the context fails with it, and the
// workflow tidies up before it fails, too.

namespace durascope::samples {

using namespace std::chrono_literals;

namespace {

json verifyIdentity(const Environment& environment, durable::Context& context)
{
    const std::string file = context.step("open-case", [&] {
        spend(environment, 460ms);
        return std::string("kyc-10442");
    });
    return context.waitForCallback(
        "identity-documents",
        [&](const std::string& callbackId, durable::StepContext& step) {
            step.logger().info("asking for documents", {{"case", file}, {"answerTo", callbackId}});
            spend(environment, 220ms);
        },
        {.timeout = 6h});
}

durable::Handler make(const Environment& environment)
{
    return [environment](const json& customer, durable::Context& context) -> json {
        const std::string account = context.step("create-account", [&] {
            spend(environment, 290ms);
            return "acc-" + customer.value("customerId", std::string("0"));
        });
        try {
            const json identity = context.runInChildContext(
                "verify-identity", [&](durable::Context& child) { return verifyIdentity(environment, child); });
            return {{"account", account}, {"state", "active"}, {"identity", identity}};
        } catch (const durable::ChildContextError& error) {
            context.step("close-account", [&] { spend(environment, 260ms); });
            throw durable::ApplicationError("OnboardingError", "onboarding of customer " +
                                                                   customer.value("customerId", std::string("0")) +
                                                                   " failed: " + error.message());
        }
    };
}

} // namespace

constinit const Sample kBrokenCallback{
    .name = "broken-callback",
    .title = "A callback that never came",
    .sentence = "A callback times out inside a child context: follow the error from its origin through every wrapping "
                "to the failed execution.",
    .input = R"({"customerId":"0893","name":"Ayşe Demir","email":"ayse.demir@example.com",)"
             R"("product":"business-account"})",
    .make = make,
    .lookAt = "identity-documents",
};

} // namespace durascope::samples
