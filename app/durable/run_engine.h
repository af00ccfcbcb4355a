// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/run_command.h"
#include "engine/core/result.h"
#include "engine/host/engine.h"
#include "engine/samples/samples.h"
#include "engine/service/execution.h"
#include "engine/store/library.h"

#include <functional>
#include <memory>
#include <string>

namespace durascope::app {

/// An engine with everything in it that a run needs, and the library behind it.
struct RunEngine
{
    std::unique_ptr<store::Library> library; ///< null: none; outlives the engine
    std::unique_ptr<host::Engine> engine;
    std::string functionName;
    const samples::Sample* sample = nullptr;
    std::string arn;
    /// Set when the library has it at its end already: there is nothing to run.
    std::unique_ptr<service::Execution> ended;
};

struct RunProblem
{
    core::Error error;
    int exitCode = kExitUsage;
};

/// Opens the library, loads the handlers, and begins the execution or takes up the one of that name that the library
/// holds.
[[nodiscard]] std::expected<RunEngine, RunProblem> openRun(const RunOptions& options, const core::Payload& input,
                                                           durable::LogSink logSink);

} // namespace durascope::app
