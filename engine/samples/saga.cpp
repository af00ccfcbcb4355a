// SPDX-License-Identifier: Apache-2.0
#include "engine/samples/workflows.h"

#include <vector>

// A saga: several bookings that belong together without a transaction over them all. Every booking that worked leaves
// behind what undoes it; when a later one fails, those run in reverse order, each of them a step of its own.

namespace durascope::samples {

using namespace std::chrono_literals;

namespace {

struct Booking
{
    std::string_view what;
    std::chrono::milliseconds takes;
};
constexpr Booking kBookings[] = {{"flight", 540ms}, {"hotel", 380ms}, {"car", 710ms}};

/// Fails for the one the trip calls sold out.
std::string book(const json& trip, std::string_view what)
{
    if (trip.value("soldOut", std::string()) == what)
        throw durable::ApplicationError("SoldOutError", "there is no " + std::string(what) + " left for these days");
    return std::string(what) + "-" + trip.value("tripId", std::string("0"));
}

durable::Handler make(const Environment& environment)
{
    return [environment](const json& trip, durable::Context& context) -> json {
        std::vector<std::string> booked;
        std::vector<std::string_view> undo;
        try {
            for (const Booking& booking : kBookings) {
                // What is sold out stays sold out; anything else is worth another attempt.
                const durable::RetryStrategy retry =
                    durable::retry::linear({.maxAttempts = 3,
                                            .initialDelay = 2s,
                                            .filter = {.errorTypes = {"TimeoutError"}, .messageFragments = {}}});
                booked.push_back(context.step("book-" + std::string(booking.what),
                                              [&] {
                                                  spend(environment, booking.takes);
                                                  return book(trip, booking.what);
                                              },
                                              {.retry = retry}));
                undo.push_back(booking.what);
            }
            context.step("send-itinerary", [&] { spend(environment, 130ms); });
            return {{"status", "booked"}, {"bookings", booked}};
        } catch (const durable::StepError& error) {
            context.logger().warn("the trip is called off", {{"reason", error.message()}});
            for (auto what = undo.rbegin(); what != undo.rend(); ++what) {
                // Undoing must succeed in the end, so it is repeated for a long time.
                context.step("cancel-" + std::string(*what), [&] { spend(environment, 310ms); },
                             {.retry = durable::retry::critical()});
            }
            return {{"status", "cancelled"}, {"reason", error.message()}, {"undone", booked.size()}};
        }
    };
}

} // namespace

constinit const Sample kSaga{
    .name = "saga",
    .title = "A saga that is undone",
    .sentence = "Flight and hotel are booked, then there is no car left: the bookings are taken back in reverse order, "
                "and the execution still succeeds.",
    .input = R"({"tripId":"7719","from":"2026-05-04","to":"2026-05-11","soldOut":"car"})",
    .make = make,
    .lookAt = "book-car",
};

} // namespace durascope::samples
