// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/line_reader.h"
#include "app/durable/run_driver.h"
#include "app/durable/terminal.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace durascope::app {

/// Where a person moves a clock that stands still, a line at a time:
///
///     (nothing)     to what is due next
///     +5m           five minutes on; units d, h, m, s, ms
///     NAME=JSON     answers a callback
///     NAME!=JSON    lets it fail
///     ?             what is waited for
class RunConsole
{
public:
    struct Source
    {
        std::function<std::vector<std::string>()> waitingFor;
        std::function<std::string()> now;          ///< the time as people read it
        std::function<bool(PlannedAnswer)> answer; ///< false: no such callback waits
    };
    RunConsole(Terminal& terminal, Source source);

    /// Reads until there is a wish; nothing at the end of the input.
    [[nodiscard]] std::optional<RunDriver::Wish> ask();

private:
    void prompt(bool whatIsWaitedFor);
    void explain(const std::string& problem);
    /// True: the line answered a callback, so the run can go on.
    bool answers(const std::string& line);

    Terminal& m_terminal;
    Source m_source;
    LineReader m_lines;
};

} // namespace durascope::app
