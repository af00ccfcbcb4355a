// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/history_input.h"

#include "app/durable/cell.h"
#include "engine/core/text.h"
#include "engine/history/reader.h"

#include <chrono>

namespace durascope::app {

namespace {
constexpr std::size_t kUsualWidth = 79;

/// One line on standard error that is rewritten while a file is read, and gone afterwards.
class ProgressLine
{
public:
    ProgressLine(Terminal& terminal, const std::string& file)
        : m_terminal(terminal)
        , m_file(core::printable(file))
    {
    }
    ~ProgressLine()
    {
        if (m_shown) {
            m_terminal.err << "\r\x1b[K" << std::flush;
        }
    }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void update(const history::ReadProgress& progress)
    {
        // Most files are read before anybody could see a line: it would only flicker.
        if (std::chrono::steady_clock::now() - m_begin < std::chrono::milliseconds(500)) {
            return;
        }
        std::string text = "reading " + m_file + ": " + core::formatBytes(progress.bytesRead);
        if (progress.bytesTotal > 0) {
            text += " of " + core::formatBytes(progress.bytesTotal);
        }
        text += ", " + core::formatCount(progress.events) + " events";
        const std::size_t room = m_terminal.width > 1 ? m_terminal.width - 1 : kUsualWidth;
        m_terminal.err << "\r\x1b[K" << fitted(m_terminal, text, room) << std::flush;
        m_shown = true;
    }

private:
    Terminal& m_terminal;
    std::string m_file;
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
    bool m_shown = false;
};
} // namespace

core::Result<std::shared_ptr<const history::EventLog>> loadHistory(const std::string& file, Terminal& terminal)
{
    ProgressLine line(terminal, file);
    history::ReadOptions options;
    options.stop = terminal.stop;
    if (terminal.errIsTerminal) {
        options.progress = [&line](const history::ReadProgress& progress) { line.update(progress); };
    }
    auto log = history::readHistoryFile(file, options);
    if (log && (*log)->empty()) {
        return core::fail(core::ErrorCode::Malformed, "there are no events in it",
                          core::Place{file == "-" ? "standard input" : file},
                          "save the whole answer of GetDurableExecutionHistory");
    }
    return log;
}

std::string repairText(const history::Repair& repair)
{
    return std::string(history::toText(repair.severity)) + ": " + core::printable(history::describe(repair));
}

void printRepairs(const history::EventLog& log, Terminal& terminal, const std::string& file)
{
    const std::string prefix = file.empty() ? "" : core::printable(file) + ": ";
    for (const history::Repair& repair : log.repairs().repairs()) {
        terminal.err << shown(terminal, prefix + repairText(repair)) << '\n';
    }
    terminal.err.flush();
}

} // namespace durascope::app
