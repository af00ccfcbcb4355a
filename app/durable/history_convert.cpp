// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/atomic_file.h"
#include "app/durable/cell.h"
#include "app/durable/history_commands.h"
#include "app/durable/history_input.h"

namespace durascope::app {

using history::EventLog;

namespace {
core::Result<void> writeToOutput(const EventLog& log, const ConvertOptions& options, Terminal& terminal)
{
    const auto written = history::writeHistory(log, options.write, [&terminal](std::string_view text) {
        terminal.out << (terminal.outIsTerminal ? harmlessJson(text) : std::string(text));
        return !terminal.closed();
    });
    // Whoever reads the output may have had enough (| head): whether that is an error is decided where the stream is.
    const bool refused = !written && terminal.closed();
    return refused ? core::Result<void>{} : written;
}

core::Result<void> writeToFile(const EventLog& log, const ConvertOptions& options, const Terminal& terminal)
{
    auto file = AtomicFile::create(options.output);
    if (!file) {
        return std::unexpected(file.error());
    }
    bool refused = false;
    const auto written = history::writeHistory(log, options.write, [&](std::string_view text) {
        if (terminal.stop.stop_requested()) {
            return false;
        }
        refused = !(*file)->write(text);
        return !refused;
    });
    if (terminal.stop.stop_requested()) {
        return core::fail(core::ErrorCode::Cancelled, "the conversion was cancelled", core::Place{options.output},
                          "what stood there before is unchanged");
    }
    if (refused) {
        return std::unexpected((*file)->error());
    }
    if (!written) {
        return written;
    }
    return (*file)->commit();
}
} // namespace

int convertHistory(const ConvertOptions& options, Terminal& terminal)
{
    const auto log = loadHistory(options.file, terminal);
    if (!log) {
        return report(terminal, log.error(), options.errors);
    }
    const bool toOutput = options.output.empty() || options.output == "-";
    const core::Result<void> written =
        toOutput ? writeToOutput(**log, options, terminal) : writeToFile(**log, options, terminal);
    if (!written) {
        return report(terminal, written.error(), options.errors);
    }
    printRepairs(**log, terminal);
    return kExitOk;
}

} // namespace durascope::app
