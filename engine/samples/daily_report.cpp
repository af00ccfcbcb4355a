// SPDX-License-Identifier: Apache-2.0
#include "engine/core/time.h"
#include "engine/samples/workflows.h"

// A task that runs at a time of day, for days. Reading the clock is not deterministic, so it is done in a step: a later
// invocation gets the recorded answer and waits for the same instant.

namespace durascope::samples {

using namespace std::chrono_literals;

namespace {

using durascope::core::Timestamp;

/// How long from now until the next "HH:MM" in UTC; a whole day when that is now.
std::chrono::seconds untilTimeOfDay(Timestamp now, const std::string& timeOfDay)
{
    const auto time = core::parseIsoTime("1970-01-01T" + timeOfDay + "Z");
    if (!time)
        throw durable::ApplicationError("BadTimeError", "the time of day must look like 06:00, not " + timeOfDay);
    constexpr std::chrono::microseconds kDay = 24h;
    const std::chrono::microseconds sinceMidnight(now.micros % kDay.count());
    std::chrono::microseconds left = std::chrono::microseconds(time->time.micros) - sinceMidnight;
    if (left <= 0us)
        left += kDay;
    return std::chrono::ceil<std::chrono::seconds>(left);
}

durable::Handler make(const Environment& environment)
{
    return [environment](const json& input, durable::Context& context) -> json {
        const std::string timeOfDay = input.value("at", std::string("06:00"));
        json sent = json::array();
        for (int day = 0; day < input.value("days", 3); ++day) {
            const std::int64_t left =
                context.step("look-at-the-clock",
                             [&] {
                                 const Timestamp now = environment.now ? environment.now() : core::SystemClock().now();
                                 return static_cast<std::int64_t>(untilTimeOfDay(now, timeOfDay).count());
                             },
                             {.retry = durable::retry::none()});
            context.wait("until-" + timeOfDay, std::chrono::seconds(left));
            const int sales = context.step("add-up-sales", [&] {
                spend(environment, 2400ms);
                return 1180 + 37 * day;
            });
            sent.push_back(context.step("mail-report", [&] {
                spend(environment, 190ms);
                return "report-" + std::to_string(day + 1) + "-of-" + std::to_string(sales) + "-sales";
            }));
        }
        return {{"reports", sent}};
    };
}

} // namespace

constinit const Sample kDailyReport{
    .name = "daily-report",
    .title = "A report every morning",
    .sentence =
        "Three times the workflow sleeps until six o'clock and sends a report: the clock is read inside a step, "
        "so that every replay waits for the same instant.",
    .input = R"({"at":"06:00","days":3})",
    .make = make,
    .lookAt = "mail-report",
};

} // namespace durascope::samples
