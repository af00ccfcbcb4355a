// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/durability/long_workflow.h"

#include "engine/sdk/durable.h"

#include <chrono>
#include <numeric>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace durascope::durability {

using namespace std::chrono_literals;
using durable::Context;
using durable::json;
using durable::StepSemantics;

namespace {

constexpr int kOrders = 12;
constexpr auto kAgain = StepSemantics::AtLeastOncePerRetry;
constexpr auto kOnce = StepSemantics::AtMostOncePerRetry;

/// How a step goes.
struct StepPlan
{
    std::string name;
    StepSemantics semantics = kAgain;
    std::uint32_t failures = 0; ///< first attempts that fail
};

class Shop
{
public:
    Shop(const RunLog& log, std::function<void()> fresh)
        : m_log(log)
        , m_fresh(std::move(fresh))
    {
    }

    json run(Context& context) const
    {
        const std::string opened = step(context, {"open"});
        std::vector<int> orders(kOrders);
        std::iota(orders.begin(), orders.end(), 0);
        const auto shipped =
            context.map("orders", orders, [this](Context& branch, const int& number) { return order(branch, number); },
                        {.maxConcurrency = 4});
        const std::vector<durable::Branch<std::string>> reports{
            {"sales", [this](Context& branch) { return report(branch, "sales", 3); }},
            {"stock", [this](Context& branch) { return report(branch, "stock", 2); }},
            {"taxes", [this](Context& branch) { return report(branch, "taxes", 1); }},
        };
        const auto reported = context.parallel("reports", reports);
        return {{"opened", opened},
                {"shipped", shipped.results()},
                {"reported", reported.results()},
                {"closed", step(context, {"close", kOnce})}};
    }

private:
    std::string order(Context& context, int number) const
    {
        const std::string at = "order-" + std::to_string(number) + '/';
        std::string done = step(context, {at + "reserve", kAgain, number % 3 == 1 ? 2U : 0U});
        done += step(context, {at + "charge", kOnce, number % 4 == 0 ? 1U : 0U});
        if (number % 3 == 0)
            context.wait(at + "settle", std::chrono::seconds(1 + number * 7));
        done += context.runInChildContext(at + "ship", [&](Context& inner) {
            std::string parcel = step(inner, {at + "pack"});
            if (number % 4 == 1)
                inner.wait(at + "courier", 90s);
            return parcel + step(inner, {at + "label", kOnce});
        });
        return done + step(context, {at + "tell"});
    }

    std::string report(Context& context, const std::string& name, int pages) const
    {
        std::string text;
        for (int page = 1; page <= pages; ++page) {
            text += step(context, {name + "/page-" + std::to_string(page), page % 2 == 0 ? kOnce : kAgain});
            context.wait(name + "/night-" + std::to_string(page), 12h);
        }
        return text;
    }

    std::string step(Context& context, const StepPlan& plan) const
    {
        bool ran = false;
        // Interrupted attempts count, so there have to be enough of them for every kill.
        const auto patient = durable::retry::fixed(2s, 1'000);
        const auto value = context.step(
            plan.name,
            [&](durable::StepContext& body) {
                ran = true;
                m_log.write({LogLine::Kind::Body, plan.name, body.attempt(), plan.semantics == kOnce, {}});
                // The work: long enough for kills to find bodies that run.
                std::this_thread::sleep_for(std::chrono::microseconds(100 + 50 * (plan.name.size() % 7)));
                if (body.attempt() <= plan.failures)
                    throw durable::ApplicationError("BusyError", "not yet");
                return plan.name + '#' + std::string(plan.name.size() * plan.name.size() % 700, 'v') + '|';
            },
            {.retry = patient, .semantics = plan.semantics});
        m_log.write({LogLine::Kind::Acknowledged, plan.name, 0, false, json(value).dump()});
        if (ran)
            m_fresh();
        return value;
    }

    const RunLog& m_log;
    std::function<void()> m_fresh;
};

} // namespace

durable::Function longWorkflow(const RunLog& log, std::function<void()> fresh)
{
    return {.handler = [shop = Shop(log, std::move(fresh))](const json&, Context& context) { return shop.run(context); }};
}

} // namespace durascope::durability
