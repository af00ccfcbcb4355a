// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/run_console.h"

#include "app/durable/cell.h"
#include "app/durable/duration_text.h"

#include <utility>

namespace durascope::app {

namespace {
constexpr const char* kWays =
    "Enter goes to what is due next, +5m moves on, NAME=JSON and NAME!=JSON answer a callback, "
    "? lists what is waited for";

std::string trimmed(const std::string& line)
{
    const std::size_t begin = line.find_first_not_of(" \t\r");
    return begin == std::string::npos ? std::string() : line.substr(begin, line.find_last_not_of(" \t\r") + 1 - begin);
}
} // namespace

RunConsole::RunConsole(Terminal& terminal, Source source)
    : m_terminal(terminal)
    , m_source(std::move(source))
    , m_lines(terminal.in, terminal.stop)
{
}

void RunConsole::prompt(bool whatIsWaitedFor)
{
    if (!m_terminal.inIsTerminal) {
        return;
    }
    if (whatIsWaitedFor) {
        m_terminal.err << shown(m_terminal, "it is " + m_source.now()) << '\n';
        for (const std::string& line : m_source.waitingFor()) {
            m_terminal.err << shown(m_terminal, "  waits for " + line) << '\n';
        }
    }
    m_terminal.err << "> " << std::flush;
}

void RunConsole::explain(const std::string& problem)
{
    m_terminal.err << shown(m_terminal, "durable: " + problem + "; " + kWays) << '\n' << std::flush;
}

bool RunConsole::answers(const std::string& line)
{
    const std::size_t equals = line.find('=');
    const bool failure = equals > 0 && line[equals - 1] == '!';
    const core::Result<PlannedAnswer> answer =
        parseAnswer(failure ? line.substr(0, equals - 1) + line.substr(equals) : line, failure);
    if (!answer) {
        explain(answer.error().text());
        return false;
    }
    if (!m_source.answer(*answer)) {
        explain("no callback `" + answer->callback + "` waits now");
        return false;
    }
    return true;
}

std::optional<RunDriver::Wish> RunConsole::ask()
{
    for (bool first = true;; first = false) {
        prompt(first);
        const std::optional<std::string> read = m_lines.next();
        if (!read) {
            return std::nullopt;
        }
        const std::string line = trimmed(*read);
        if (line.empty()) {
            return RunDriver::Wish{};
        }
        if (line == "?") {
            for (const std::string& waited : m_source.waitingFor()) {
                m_terminal.err << shown(m_terminal, "  waits for " + waited) << '\n';
            }
        } else if (line.starts_with('+')) {
            if (const auto duration = parseDuration(line.substr(1))) {
                return RunDriver::Wish{*duration};
            }
            explain("`" + line + "` is no length of time");
        } else if (line.find('=') != std::string::npos) {
            if (answers(line)) {
                return RunDriver::Wish{core::Duration{0}};
            }
        } else {
            explain("`" + line + "` is not understood");
        }
    }
}

} // namespace durascope::app
