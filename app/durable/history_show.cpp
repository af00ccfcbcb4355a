// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/history_commands.h"
#include "app/durable/history_input.h"
#include "app/durable/show_formats.h"

#include <algorithm>

namespace durascope::app {

using history::EventIndex;
using history::EventLog;

namespace {
/// "1 to 11", of the EventIds that are there.
std::string idRange(const EventLog& log)
{
    std::int64_t least = log.eventId(EventIndex(0));
    std::int64_t greatest = least;
    for (std::uint32_t i = 1; i < log.eventCount(); ++i) {
        least = std::min(least, log.eventId(EventIndex(i)));
        greatest = std::max(greatest, log.eventId(EventIndex(i)));
    }
    return std::to_string(least) + " to " + std::to_string(greatest);
}

core::Result<EventIndex> cursorFor(const EventLog& log, const ShowOptions& options)
{
    if (!options.at) {
        return log.lastEvent();
    }
    if (const std::optional<EventIndex> event = log.findEventId(*options.at)) {
        return *event;
    }
    return core::fail(core::ErrorCode::Usage, "there is no event with the EventId " + std::to_string(*options.at),
                      core::Place{options.file == "-" ? "standard input" : options.file},
                      "its EventIds go from " + idRange(log));
}
} // namespace

int showHistory(const ShowOptions& options, Terminal& terminal)
{
    const auto log = loadHistory(options.file, terminal);
    if (!log) {
        return report(terminal, log.error(), options.errors);
    }
    const core::Result<EventIndex> cursor = cursorFor(**log, options);
    if (!cursor) {
        return report(terminal, cursor.error(), options.errors);
    }
    printRepairs(**log, terminal);
    const history::StateAt state(**log, *cursor);
    switch (options.format) {
    case ShowFormat::Json:
        printStateAsJson(state, terminal);
        break;
    case ShowFormat::Table:
        printStateAsTable(state, terminal);
        break;
    case ShowFormat::Tree:
        printSummary(state, history::Analysis(*log), terminal);
        printStateAsTree(state, terminal);
        break;
    }
    return kExitOk;
}

} // namespace durascope::app
