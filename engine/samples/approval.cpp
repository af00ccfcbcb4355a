// SPDX-License-Identifier: Apache-2.0
#include "engine/samples/workflows.h"

// A person decides, or does not. The question waits up to three days for an answer from outside; beside it a second
// branch reminds her every day. The first branch that succeeds ends them both, and only the question ever does.

namespace durascope::samples {

using namespace std::chrono_literals;

namespace {

/// approved, rejected or expired, and why.
json askManager(const Environment& environment, durable::Context& context)
{
    try {
        return context.waitForCallback("manager-decision",
                                       [&](const std::string& callbackId, durable::StepContext& step) {
                                           step.logger().info("asking the manager", {{"answerTo", callbackId}});
                                           spend(environment, 280ms);
                                       },
                                       {.timeout = 72h});
    } catch (const durable::CallbackTimeoutError&) {
        return {{"decision", "expired"}, {"comment", "nobody decided within three days"}};
    } catch (const durable::CallbackError& error) {
        return {{"decision", "rejected"}, {"comment", error.message()}};
    }
}

json sendReminders(const Environment& environment, durable::Context& context)
{
    for (int number = 1;; ++number) {
        context.wait("until-reminder", 24h);
        context.step("send-reminder", [&] {
            spend(environment, 170ms);
            return number;
        });
    }
}

durable::Handler make(const Environment& environment)
{
    return [environment](const json& expense, durable::Context& context) -> json {
        const bool needsApproval = context.step("check-policy", [&] {
            spend(environment, 120ms);
            return expense.value("amount", 0.0) > 100;
        });
        json decision{{"decision", "approved"}, {"comment", "below the limit"}};
        if (needsApproval) {
            const std::vector<durable::Branch<json>> branches{
                {"decision", [&](durable::Context& branch) { return askManager(environment, branch); }},
                {"reminders", [&](durable::Context& branch) { return sendReminders(environment, branch); }},
            };
            const auto approval =
                context.parallel("approval", branches, {.completion = durable::CompletionConfig::firstSuccessful()});
            decision = approval.results().at(0);
        }

        std::string transfer;
        if (decision.value("decision", std::string()) == "approved")
            transfer = context.invoke<std::string>("pay-out", "expense-payout:live", expense);
        context.step("tell-employee", [&] { spend(environment, 140ms); });
        return {{"decision", decision}, {"transfer", transfer.empty() ? json() : json(transfer)}};
    };
}

/// The money is another durable function's business: banks book in their own time.
durable::Handler makePayout(const Environment& environment)
{
    return [environment](const json& expense, durable::Context& context) -> json {
        const std::string transfer = context.step("order-transfer", [&] {
            spend(environment, 620ms);
            return "sepa-" + expense.value("expenseId", std::string("0"));
        });
        context.wait("settlement", 4s);
        return transfer;
    };
}

constexpr CallbackAnswer kAnswers[] = {
    {.callback = "manager-decision",
     .after = 51h + 11min,
     .result = R"({"decision":"approved","by":"greta.maier@example.com","comment":"Good talk, enjoy Ghent."})"}};
constexpr Target kTargets[] = {{.name = "expense-payout", .durable = makePayout}};

} // namespace

constinit const Sample kApproval{
    .name = "approval",
    .title = "A three-day approval",
    .sentence =
        "A manager approves after two days and three hours while a second branch sends reminders: fold the days "
        "away on the axis and see which wait was left behind.",
    .input = R"({"expenseId":"2291","employee":"tomas.ferreira@example.com","manager":"greta.maier@example.com",)"
             R"("purpose":"Conference in Ghent, train and two nights","amount":612.4,"currency":"EUR"})",
    .make = make,
    .answers = kAnswers,
    .targets = kTargets,
    .lookAt = "manager-decision",
};

} // namespace durascope::samples
