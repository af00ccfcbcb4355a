// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/cell.h"
#include "app/durable/history_commands.h"
#include "app/durable/history_input.h"
#include "engine/core/text.h"
#include "engine/history/json_writer.h"

#include <algorithm>

namespace durascope::app {

using history::EventLog;

namespace {
std::uint32_t operationsIn(const EventLog& log)
{
    return log.operationCount() == 0 ? 0 : log.operationCount() - 1; // row 0 is the execution itself
}

void printLine(const std::string& file, const EventLog& log, Terminal& terminal)
{
    terminal.out << "ok " << shown(terminal, core::printable(file)) << " events=" << log.eventCount()
                 << " operations=" << operationsIn(log) << " repairs=" << log.repairs().repairs().size() << '\n';
}

/// One object a line, so that the results of many files can be read one by one.
void printObject(const std::string& file, const EventLog& log, Terminal& terminal)
{
    history::JsonWriter out(
        [&terminal](std::string_view text) {
            terminal.out << (terminal.outIsTerminal ? harmlessJson(text) : std::string(text));
            return !terminal.closed();
        },
        0);
    out.beginObject();
    out.key("ok");
    out.boolean(true);
    out.key("file");
    out.string(file);
    out.key("events");
    out.integer(log.eventCount());
    out.key("operations");
    out.integer(operationsIn(log));
    out.key("repairs");
    out.beginArray();
    for (const history::Repair& repair : log.repairs().repairs()) {
        out.string(repairText(repair));
    }
    out.endArray();
    out.endObject();
    out.raw("\n");
    out.flush();
}
} // namespace

int validateHistories(const ValidateOptions& options, Terminal& terminal)
{
    int exitCode = kExitOk;
    for (const std::string& file : options.files) {
        const auto log = loadHistory(file, terminal);
        if (!log) {
            const int code = report(terminal, log.error(), options.json ? ErrorStyle::Json : ErrorStyle::Line);
            if (code == kExitCancelled) {
                return code;
            }
            exitCode = std::max(exitCode, code);
        } else if (options.json) {
            printObject(file, **log, terminal);
        } else {
            printLine(file, **log, terminal);
            printRepairs(**log, terminal, options.files.size() > 1 ? file : std::string{});
        }
        terminal.out.flush();
    }
    return exitCode;
}

} // namespace durascope::app
