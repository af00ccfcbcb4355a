// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/attempt_range.h"

namespace durascope::models {

namespace {

/// Attempt numbers ascend with the position.
std::size_t firstWith(const history::EventLog& log, core::OperationIndex step, std::uint32_t attempt, std::size_t count)
{
    std::size_t low = 0;
    std::size_t high = count;
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (log.attempt(step, static_cast<std::uint32_t>(middle)) < attempt)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

} // namespace

std::span<const core::EventIndex> eventsOfAttempt(const history::EventLog& log, core::OperationIndex step,
                                                  std::uint32_t attempt)
{
    const auto events = log.events(step);
    const std::size_t begin = firstWith(log, step, attempt, events.size());
    const std::size_t end = firstWith(log, step, attempt + 1, events.size());
    return events.subspan(begin, end - begin);
}

} // namespace durascope::models
