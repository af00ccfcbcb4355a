// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/run_engine.h"

#include "app/durable/handler.h"
#include "engine/core/text.h"

#include <utility>

namespace durascope::app {

namespace {
using Problem = std::unexpected<RunProblem>;

Problem problem(const core::Error& error)
{
    return Problem({error, exitCodeOf(error.code)});
}

Problem notStarted(const core::Error& error)
{
    return Problem({error, error.code == core::ErrorCode::Usage ? kExitUsage : kExitNotStarted});
}

host::FunctionConfig configOf(const std::string& name, const RunOptions& options)
{
    host::FunctionConfig config;
    config.name = name;
    if (options.executionTimeout) {
        config.executionTimeout = *options.executionTimeout;
    }
    return config;
}

/// What the handler invokes: what the command line names, and for a sample what it brings along.
std::expected<void, RunProblem> addTargets(RunEngine& run, const RunOptions& options,
                                           const samples::Environment& environment)
{
    std::vector<std::string> taken;
    for (const auto& [name, text] : options.invokes) {
        const core::Result<Handler> handler = openHandler(text, environment);
        if (!handler) {
            return notStarted(handler.error());
        }
        host::FunctionConfig config;
        config.name = name;
        run.engine->addFunction(config, handler->host);
        taken.push_back(name);
    }
    for (const samples::Target& target :
         run.sample == nullptr ? std::span<const samples::Target>() : run.sample->targets) {
        if (std::ranges::find(taken, target.name) != taken.end()) {
            continue;
        }
        host::FunctionConfig config;
        config.name = target.name;
        if (target.durable != nullptr) {
            run.engine->addFunction(config, host::cppHost({target.durable(environment), {}, {}}));
        } else {
            run.engine->addPlainFunction(config, host::plainFunction(target.plain));
        }
    }
    return {};
}

/// Takes up what the library has of that name, if anything: names are unique within a function.
std::expected<bool, RunProblem> takeUp(RunEngine& run, const RunOptions& options, const core::Payload& input)
{
    store::ListQuery query;
    query.functionName = run.functionName;
    query.name = options.name;
    query.limit = 1;
    const auto found = run.library->list(query);
    if (!found) {
        return problem(found.error());
    }
    if (found->empty()) {
        return false;
    }
    run.arn = found->front().arn;
    auto stored = run.library->load(run.arn);
    if (!stored) {
        return problem(stored.error());
    }
    const core::Payload before = stored->events.empty() ? core::Payload() : stored->events.front().payload;
    if (!options.input.empty() && !core::samePayload(before, input)) {
        return problem({core::ErrorCode::Usage,
                        "the execution `" + core::printable(options.name) + "` began with another input",
                        core::Place{options.library}, "leave --input away, or choose another --name"});
    }
    if (found->front().status == "RUNNING") {
        const auto resumed = run.engine->resume(run.arn);
        return resumed ? std::expected<bool, RunProblem>(true) : problem(resumed.error());
    }
    const core::Timestamp end = found->front().end.value_or(found->front().start);
    auto ended = service::Execution::restore(run.arn, std::move(stored->events), stored->facts, {}, end);
    if (!ended) {
        return problem(ended.error());
    }
    run.ended = std::move(*ended);
    return true;
}

std::expected<void, RunProblem> begin(RunEngine& run, const RunOptions& options, const core::Payload& input)
{
    if (run.library && !options.name.empty()) {
        const auto taken = takeUp(run, options, input);
        if (!taken) {
            return std::unexpected(taken.error());
        }
        if (*taken) {
            return {};
        }
    }
    host::StartRequest request;
    request.function = run.functionName;
    request.input = input ? input : core::payload(std::string(run.sample == nullptr ? "{}" : run.sample->input));
    request.executionName = options.name;
    request.executionTimeout = options.executionTimeout;
    const auto started = run.engine->start(request);
    if (!started) {
        return problem({core::ErrorCode::Usage,
                        "the execution cannot begin: " + core::printable(started.error().message),
                        {},
                        "see `durable run --help`"});
    }
    run.arn = *started;
    return {};
}
} // namespace

std::expected<RunEngine, RunProblem> openRun(const RunOptions& options, const core::Payload& input,
                                             durable::LogSink logSink)
{
    RunEngine run;
    // The samples ask the clock of the engine, which is made after them.
    auto clock = std::make_shared<host::Engine*>(nullptr);
    const samples::Environment environment{{}, [clock] { return (*clock)->now(); }};
    const core::Result<Handler> handler = openHandler(options.handler, environment);
    if (!handler) {
        return notStarted(handler.error());
    }
    if (!options.library.empty()) {
        auto library = store::Library::open(options.library);
        if (!library) {
            return problem(library.error());
        }
        run.library = std::move(*library);
    }
    host::EngineOptions engineOptions;
    engineOptions.time = options.time == RunTime::Real ? host::TimeMode::Real : host::TimeMode::Manual;
    engineOptions.scheduling =
        options.time == RunTime::Real ? durable::Scheduling::Concurrent : durable::Scheduling::Sequential;
    engineOptions.library = run.library.get();
    engineOptions.logSink = std::move(logSink);
    run.engine = std::make_unique<host::Engine>(std::move(engineOptions));
    *clock = run.engine.get();
    run.functionName = handler->functionName;
    run.sample = handler->sample;
    run.engine->addFunction(configOf(run.functionName, options), handler->host);
    if (const auto added = addTargets(run, options, environment); !added) {
        return std::unexpected(added.error());
    }
    if (const auto begun = begin(run, options, input); !begun) {
        return std::unexpected(begun.error());
    }
    return run;
}

} // namespace durascope::app
