// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/run_command.h"

#include "app/durable/atomic_file.h"
#include "app/durable/cell.h"
#include "app/durable/error_json.h"
#include "app/durable/event_feed.h"
#include "app/durable/run_console.h"
#include "app/durable/run_driver.h"
#include "app/durable/run_engine.h"
#include "app/durable/run_input.h"
#include "app/durable/run_progress.h"
#include "app/durable/run_report.h"
#include "engine/core/json_view.h"
#include "engine/core/text.h"
#include "engine/core/time.h"
#include "engine/service/event.h"

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace durascope::app {

namespace {
Tone toneOf(durable::LogLevel level)
{
    return level >= durable::LogLevel::Error  ? Tone::Bad
           : level == durable::LogLevel::Warn ? Tone::Waiting
                                              : Tone::Faint;
}

/// Standard output belongs to the result, so what the workflow logs goes to standard error.
durable::LogSink logSinkFor(Terminal& terminal, const std::unique_ptr<RunProgress>& progress)
{
    return [&terminal, &progress](const durable::LogRecord& record) {
        if (!progress) {
            terminal.err << record.toJson() << '\n' << std::flush;
            return;
        }
        const std::string fields = record.fields.empty() ? "" : " " + record.fields;
        progress->say({core::printable(std::string(durable::toText(record.level)) + " " + record.message + fields),
                       toneOf(record.level)});
    };
}

std::vector<service::Event> eventsOf(const RunEngine& run)
{
    return run.ended ? run.ended->events() : run.engine->events(run.arn);
}

RunSummary summaryOf(const RunEngine& run, std::chrono::steady_clock::time_point begin)
{
    RunSummary summary;
    std::size_t operations = 0;
    if (run.ended) {
        const service::Execution& execution = *run.ended;
        summary.view.arn = run.arn;
        summary.view.status = execution.status();
        summary.view.result = execution.result();
        summary.view.error = execution.error();
        summary.view.start = execution.startTime();
        summary.view.end = execution.endTime();
        summary.view.invocations = execution.invocations();
        operations = execution.operations().size();
    } else {
        summary.view = run.engine->execution(run.arn).value_or(host::Engine::ExecutionView{});
        operations = run.engine->operations(run.arn).size();
    }
    summary.operations = operations - (operations > 0 ? 1 : 0);
    summary.events = eventsOf(run).size();
    summary.now = run.engine->now();
    summary.wall = std::chrono::steady_clock::now() - begin;
    return summary;
}

core::Result<void> writeHistory(AtomicFile& file, const RunEngine& run)
{
    if (!file.write(service::historyJson(eventsOf(run)) + "\n")) {
        return std::unexpected(file.error());
    }
    return file.commit();
}

/// "durable run HANDLER --library FILE --name NAME"
std::string wayToGoOn(const RunOptions& options, const std::string& arn)
{
    const auto parts = core::parseExecutionArn(arn);
    return "`durable run " + options.handler + " --library " + options.library + " --name " +
           (parts ? parts->executionName : options.name) + "` goes on with it";
}

int tell(const RunOptions& options, const RunEngine& run, RunEnd end, const RunSummary& summary,
         const std::vector<std::string>& waitingFor, const OutsideWorld& world, Terminal& terminal)
{
    const ErrorStyle style = options.json ? ErrorStyle::Json : ErrorStyle::Line;
    const bool succeeded = summary.view.status == core::OperationStatus::Succeeded;
    if (options.json || succeeded) {
        const std::string text = options.json ? summaryJson(summary) : resultJson(summary.view.result);
        terminal.out << (terminal.outIsTerminal ? harmlessJson(text) : text) << '\n';
    }
    if (end == RunEnd::Waiting) {
        printWaiting(waitingFor, world.open(), run.arn, style, terminal);
    } else if (end == RunEnd::Ended && !succeeded && !options.json) {
        printFailure(summary, terminal);
    }
    if (end == RunEnd::Stopped) {
        const std::string kept = run.library ? "it stays in the library" : "nothing of it is kept";
        return report(terminal,
                      {core::ErrorCode::Cancelled,
                       "the run was stopped; " + kept,
                       {},
                       run.library ? wayToGoOn(options, run.arn) : "use --library to keep executions"},
                      style);
    }
    return succeeded ? kExitOk : kExitNotSucceeded;
}
} // namespace

core::Result<PlannedAnswer> parseAnswer(const std::string& text, bool failure)
{
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
        return core::fail(core::ErrorCode::Usage, "`" + core::printable(text) + "` is no answer", {},
                          "write NAME=JSON");
    }
    PlannedAnswer answer{text.substr(0, equals), core::payload(text.substr(equals + 1))};
    if (!core::parseJson(*answer.result)) {
        return core::fail(core::ErrorCode::Usage,
                          "the answer to `" + core::printable(answer.callback) +
                              "` is no JSON: " + core::printable(*answer.result, 60),
                          {}, "put text into quotes: " + core::printable(answer.callback) + "='\"text\"'");
    }
    if (failure) {
        const core::Result<core::ErrorObject> error = errorFromJson(*answer.result);
        if (!error) {
            return core::fail(core::ErrorCode::Usage, error.error().message, {}, error.error().remedy);
        }
        answer.error = core::errorRef(*error);
    }
    return answer;
}

int runHandler(const RunOptions& options, Terminal& terminal)
{
    const auto begin = std::chrono::steady_clock::now();
    const ErrorStyle style = options.json ? ErrorStyle::Json : ErrorStyle::Line;
    const core::Result<core::Payload> input = readInput(options.input, terminal);
    if (!input) {
        return report(terminal, input.error(), style);
    }
    std::unique_ptr<AtomicFile> output;
    if (!options.output.empty()) {
        auto file = AtomicFile::create(options.output);
        if (!file) {
            return report(terminal, file.error(), style);
        }
        output = std::move(*file);
    }
    std::unique_ptr<RunProgress> progress = terminal.errIsTerminal ? std::make_unique<RunProgress>(terminal) : nullptr;
    const auto run = openRun(options, *input, logSinkFor(terminal, progress));
    if (!run) {
        progress.reset();
        report(terminal, run.error().error, style);
        return run.error().exitCode;
    }

    std::vector<PlannedAnswer> answers = options.answers;
    if (run->sample != nullptr) {
        const auto defaults = answersOf(*run->sample, answers);
        answers.insert(answers.end(), defaults.begin(), defaults.end());
    }
    EventFeed feed(*run->engine, progress ? EventFeed::When::AtOnce : EventFeed::When::Asked);
    OutsideWorld world(*run->engine, std::move(answers));
    feed.add([&world](const std::string& arn, const service::Event& event) { world.note(arn, event); });
    if (progress) {
        feed.add([&progress](const std::string& arn, const service::Event& event) { progress->note(arn, event); });
    }
    for (const std::string& arn : run->engine->executions()) {
        feed.include(arn);
    }

    RunDriver::Setting setting;
    setting.time = options.time;
    setting.deadlineCounts = options.executionTimeout.has_value();
    setting.stop = terminal.stop;
    std::optional<RunConsole> console;
    setting.ask = [&console] { return console->ask(); };
    if (progress) {
        setting.pausing = [&] { options.time == RunTime::Manual ? progress->settle() : progress->update(); };
    }
    RunDriver driver(*run->engine, feed, world, setting);
    console.emplace(terminal, RunConsole::Source{[&driver] { return driver.waitingFor(); },
                                                 [&run] { return core::formatIso(run->engine->now()); },
                                                 [&world](PlannedAnswer answer) { return world.answerNow(answer); }});
    const RunEnd end = run->ended ? RunEnd::Ended : driver.run(run->arn);
    progress.reset();

    if (const auto stored = run->engine->flush(); !stored) {
        return report(terminal, stored.error(), style);
    }
    if (output) {
        if (const auto written = writeHistory(*output, *run); !written) {
            return report(terminal, written.error(), style);
        }
    }
    const RunSummary summary = summaryOf(*run, begin);
    return tell(options, *run, end, summary, driver.waitingFor(), world, terminal);
}

} // namespace durascope::app
