// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/command_parts.h"
#include "app/durable/help_text.h"
#include "app/durable/run_command.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace durascope::app {

namespace {
constexpr std::int64_t kLongest = 31'622'400; // seconds: 366 days, the limit of the service

/// Texts that the parser only collects: what is wrong in them is said in our words.
struct RawRun
{
    RunOptions options;
    std::string time = "skip";
    std::vector<std::string> callbacks;
    std::vector<std::string> failures;
    std::vector<std::string> invokes;
    std::int64_t executionTimeout = 0;
};

core::Result<void> addAnswers(RunOptions& options, const std::vector<std::string>& texts, bool failure)
{
    for (const std::string& text : texts) {
        core::Result<PlannedAnswer> answer = parseAnswer(text, failure);
        if (!answer) {
            return std::unexpected(answer.error());
        }
        options.answers.push_back(std::move(*answer));
    }
    return {};
}

core::Result<void> addInvokes(RunOptions& options, const std::vector<std::string>& texts)
{
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
            return core::fail(core::ErrorCode::Usage, "`" + text + "` names no function to invoke", {},
                              "write NAME=HANDLER");
        }
        options.invokes.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    return {};
}

int run(RawRun raw, Terminal& terminal)
{
    RunOptions& options = raw.options;
    options.time = raw.time == "real" ? RunTime::Real : raw.time == "manual" ? RunTime::Manual : RunTime::Skip;
    const ErrorStyle style = options.json ? ErrorStyle::Json : ErrorStyle::Line;
    for (const core::Result<void>& added :
         {addAnswers(options, raw.callbacks, false), addAnswers(options, raw.failures, true),
          addInvokes(options, raw.invokes)}) {
        if (!added) {
            return report(terminal, added.error(), style);
        }
    }
    return runHandler(options, terminal);
}

CLI::Option* addRepeated(CLI::App& command, const char* name, std::vector<std::string>& values, const char* type,
                         const char* help)
{
    return command.add_option(name, values, help)
        ->type_name(type)
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}
} // namespace

void addRun(CLI::App& program, Action& action)
{
    CLI::App* const command = addCommand(program, "run", "Run a workflow on this machine", kRunHelp, kRunFooter);
    auto raw = std::make_shared<RawRun>();
    RunOptions& options = raw->options;
    command->add_option("HANDLER", options.handler, "what to run: sample:NAME or path/libx.so:name")
        ->required()
        ->type_name("");
    command->add_option("--input", options.input, "the input: JSON, a file with it, or @- for standard input")
        ->type_name("JSON|@FILE");
    command->add_option("--name", options.name, "of the execution; made up without it")->type_name("NAME");
    command->add_option("--time", raw->time, "skip, real or manual")
        ->type_name("MODE")
        ->check(CLI::IsMember({"skip", "real", "manual"}))
        ->capture_default_str();
    addRepeated(*command, "--callback", raw->callbacks, "NAME=JSON", "answer a callback; may be repeated");
    addRepeated(*command, "--callback-failure", raw->failures, "NAME=JSON", "let a callback fail; may be repeated");
    addRepeated(*command, "--invoke", raw->invokes, "NAME=HANDLER", "what an invoked function is; may be repeated");
    CLI::Option* const timeout =
        command->add_option("--execution-timeout", raw->executionTimeout, "the execution times out after S seconds")
            ->type_name("S")
            ->check(CLI::Range(std::int64_t{1}, kLongest));
    command->add_option("--output", options.output, "write the whole history there")->type_name("FILE");
    command->add_option("--library", options.library, "keep the execution in this library")->type_name("FILE");
    command->add_flag("--json", options.json, "print an object about the run; errors are objects, too");
    command->callback([=, &action] {
        if (!timeout->empty()) {
            raw->options.executionTimeout = raw->executionTimeout;
        }
        action = [raw](Terminal& terminal) { return run(*raw, terminal); };
    });
}

} // namespace durascope::app
