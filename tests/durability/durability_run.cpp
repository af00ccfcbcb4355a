// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/engine.h"
#include "tests/durability/long_workflow.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>
#include <vector>

// durability_run LIBRARY LOG full|normal sequential|concurrent WORKERS SEED
//
// Runs the long workflow in that library, or goes on with it where the process before was killed. One byte on standard
// output for every step whose body ran and whose result came back. Status 0: the execution has ended.

using namespace durascope;

namespace {

int complain(const std::string& what)
{
    std::fprintf(stderr, "durability_run: %s\n", what.c_str());
    return 1;
}

template <typename T>
T number(const std::string& text)
{
    T value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size())
        std::exit(complain("no number: " + text));
    return value;
}

void tick()
{
    const char byte = '.';
    if (::write(STDOUT_FILENO, &byte, 1) != 1)
        std::_Exit(3);
}

/// Begins the execution, or takes it up; an empty ARN when it has ended already.
core::Result<std::string> beginOrResume(host::Engine& engine, store::Library& library)
{
    const auto known = library.list();
    if (!known)
        return std::unexpected(known.error());
    if (!known->empty()) {
        const store::ExecutionSummary& summary = known->front();
        if (summary.end)
            return std::string();
        if (auto resumed = engine.resume(summary.arn); !resumed)
            return std::unexpected(std::move(resumed.error()));
        return summary.arn;
    }
    auto started = engine.start({durability::kFunctionName, core::payload(std::string("{}")), durability::kExecutionName,
                                 std::nullopt, std::nullopt});
    if (!started)
        std::exit(complain(started.error().type + ": " + started.error().message));
    return *started;
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() != 6)
        return complain("LIBRARY LOG full|normal sequential|concurrent WORKERS SEED");
    const durability::RunLog log(arguments[1]);
    log.write({});
    const auto library = store::Library::open(
        arguments[0], {.durability = arguments[2] == "full" ? store::Durability::Full : store::Durability::Normal});
    if (!library)
        return complain(library.error().text());

    host::EngineOptions options;
    options.startTime = core::Timestamp{1'767'225'600'000'000}; // 2026-01-01
    options.scheduling =
        arguments[3] == "concurrent" ? durable::Scheduling::Concurrent : durable::Scheduling::Sequential;
    options.workers = number<unsigned>(arguments[4]);
    options.seed = number<std::uint64_t>(arguments[5]);
    options.library = library->get();
    options.logSink = [](const durable::LogRecord&) {};
    host::Engine engine(options);
    engine.addFunction({.name = durability::kFunctionName}, host::cppHost(durability::longWorkflow(log, tick)));

    const auto arn = beginOrResume(engine, **library);
    if (!arn)
        return complain(arn.error().text());
    if (arn->empty())
        return 0;
    if (engine.drive({}) == host::Engine::Idle::Failed)
        return complain(engine.failure()->text());
    const auto view = engine.execution(*arn);
    if (!view || view->status != core::OperationStatus::Succeeded || !view->result)
        return complain("the execution has not succeeded");
    log.write({durability::LogLine::Kind::End, {}, 0, false, *view->result});
    return 0;
}
