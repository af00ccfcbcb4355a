// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/event_text.h"
#include "app/durable/history_commands.h"
#include "app/durable/history_input.h"
#include "app/durable/symbols.h"
#include "app/durable/table.h"
#include "engine/core/text.h"
#include "engine/core/time.h"

namespace durascope::app {

using core::EventType;
using history::EventIndex;
using history::EventLog;

namespace {
constexpr std::size_t kMaxName = 32;
constexpr std::size_t kMaxTypeName = 32;

Tone toneOf(const EventLog& log, EventIndex event)
{
    if (log.has(event, history::kIgnored)) {
        return Tone::Faint;
    }
    const EventType type = log.type(event);
    if (type == EventType::InvocationCompleted || type == EventType::Unknown ||
        core::roleOf(type) != core::EventRole::End) {
        return Tone::Plain;
    }
    if (log.has(event, history::kRetryFollows)) {
        return Tone::Waiting;
    }
    return core::isFailure(core::statusAfter(type)) ? Tone::Bad : Tone::Good;
}

Row rowOf(const EventLog& log, EventIndex event, TablePass pass)
{
    const history::OperationIndex operation = log.operation(event);
    return {
        {std::to_string(log.eventId(event)), Tone::Plain},
        {core::formatIso(log.time(event)), Tone::Faint},
        {offsetText(log, log.time(event)), Tone::Plain},
        {core::printable(log.typeName(event), kMaxTypeName), toneOf(log, event)},
        {operation == history::kExecution ? std::string{} : titleOf(log, operation, kMaxName), Tone::Strong},
        {pass == TablePass::Print ? describeEvent(log, event) : std::string{}, Tone::Plain},
    };
}

void printTableOf(const EventLog& log, Terminal& terminal)
{
    const std::vector<Column> columns = {
        {"EVENT", Align::Right},
        {"TIME", Align::Left, 0, true},
        {"AFTER", Align::Right},
        {"TYPE", Align::Left, kMaxTypeName},
        {"OPERATION", Align::Left, kMaxName},
        {"DETAILS"},
    };
    printTable(terminal, columns, [&log](TablePass pass, const std::function<bool(const Row&)>& put) {
        for (std::uint32_t i = 0; i < log.eventCount(); ++i) {
            if (!put(rowOf(log, EventIndex(i), pass))) {
                return;
            }
        }
    });
}

void printJsonOf(const EventLog& log, Terminal& terminal)
{
    terminal.out << "[";
    for (std::uint32_t i = 0; i < log.eventCount() && !terminal.closed(); ++i) {
        const std::string event = history::eventJson(log, EventIndex(i));
        terminal.out << (i == 0 ? "\n" : ",\n") << (terminal.outIsTerminal ? harmlessJson(event) : event);
    }
    terminal.out << "\n]\n";
}
} // namespace

int listEvents(const EventsOptions& options, Terminal& terminal)
{
    const auto log = loadHistory(options.file, terminal);
    if (!log) {
        return report(terminal, log.error(), options.errors);
    }
    printRepairs(**log, terminal);
    if (options.format == EventsFormat::Json) {
        printJsonOf(**log, terminal);
    } else {
        printTableOf(**log, terminal);
    }
    return kExitOk;
}

} // namespace durascope::app
