// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/failure.h"
#include "app/durable/run_driver.h"
#include "app/durable/terminal.h"
#include "engine/host/engine.h"

#include <chrono>
#include <string>
#include <vector>

namespace durascope::app {

/// What is known at the end of a run.
struct RunSummary
{
    host::Engine::ExecutionView view;
    std::size_t operations = 0; ///< without the execution
    std::size_t events = 0;
    core::Timestamp now; ///< on the engine's clock
    std::chrono::duration<double> wall{0};
};

/// "SUCCEEDED", "RUNNING" …
[[nodiscard]] std::string statusWord(core::OperationStatus status);
/// The object of --json; its members are a contract.
[[nodiscard]] std::string summaryJson(const RunSummary& summary);
/// The result as JSON: null when nothing was returned, a string when it is no JSON.
[[nodiscard]] std::string resultJson(const core::Payload& result);

/// One line for an execution that ended badly, with how and why.
void printFailure(const RunSummary& summary, Terminal& terminal);
/// One line for one that cannot go on by itself, with what would help.
void printWaiting(const std::vector<std::string>& waitingFor, const std::vector<OutsideWorld::OpenCallback>& callbacks,
                  const std::string& arn, ErrorStyle style, Terminal& terminal);

} // namespace durascope::app
