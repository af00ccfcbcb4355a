// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/failure.h"
#include "app/durable/outside_world.h"
#include "app/durable/terminal.h"
#include "engine/core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace durascope::app {

enum class RunTime {
    Skip,  ///< whenever nothing can run, jump to what is due next
    Real,  ///< the wall clock
    Manual ///< stands still until a line of standard input moves it
};

struct RunOptions
{
    std::string handler;
    std::string input; ///< JSON, @FILE or @-; empty: the sample's own, else {}
    std::string name;  ///< of the execution; empty: made up
    RunTime time = RunTime::Skip;
    std::vector<PlannedAnswer> answers;
    std::vector<std::pair<std::string, std::string>> invokes; ///< function name, HANDLER
    std::optional<std::int64_t> executionTimeout;             ///< seconds
    std::string output;                                       ///< file for the history; empty: none
    std::string library;                                      ///< empty: none
    bool json = false;
};

/// `durable run`: runs the handler to its end, or to where only somebody else can help, and says what came of it.
int runHandler(const RunOptions& options, Terminal& terminal);

/// NAME=JSON as an answer. Errors: Usage.
[[nodiscard]] core::Result<PlannedAnswer> parseAnswer(const std::string& text, bool failure);

} // namespace durascope::app
