// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/duration_text.h"

#include <charconv>
#include <chrono>

namespace durascope::app {

namespace {
struct Unit
{
    std::string_view word;
    core::Duration length;
};
// "ms" stands before "m": the first word that fits is taken.
constexpr Unit kUnits[] = {{"d", std::chrono::hours(24)},
                           {"h", std::chrono::hours(1)},
                           {"ms", std::chrono::milliseconds(1)},
                           {"m", std::chrono::minutes(1)},
                           {"s", std::chrono::seconds(1)}};
constexpr std::int64_t kMostOfAUnit = 100'000'000; // keeps the sum far from overflow

const Unit* unitAt(std::string_view text)
{
    for (const Unit& unit : kUnits) {
        if (text.starts_with(unit.word)) {
            return &unit;
        }
    }
    return nullptr;
}
} // namespace

std::optional<core::Duration> parseDuration(std::string_view text)
{
    core::Duration sum{0};
    core::Duration smallest = core::Duration::max();
    while (!text.empty()) {
        if (text.front() == ' ') {
            text.remove_prefix(1);
            continue;
        }
        std::int64_t count = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
        if (problem != std::errc{} || count < 0 || count > kMostOfAUnit) {
            return std::nullopt;
        }
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        const Unit* const unit = unitAt(text);
        if (unit == nullptr || unit->length >= smallest) {
            return std::nullopt;
        }
        smallest = unit->length;
        sum += unit->length * count;
        text.remove_prefix(unit->word.size());
    }
    return sum > core::Duration{0} ? std::optional(sum) : std::nullopt;
}

} // namespace durascope::app
