// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/conformance_command.h"

#include "app/durable/cell.h"
#include "app/durable/command_parts.h"
#include "app/durable/failure.h"
#include "app/durable/help_text.h"
#include "engine/testing/conformance/runner.h"

#include <map>
#include <memory>

namespace durascope::app {

int runConformance(const ConformanceOptions& options, Terminal& terminal)
{
    const auto result = conformance::runAll(options.directory, options.suites, conformance::builtInHandlers());
    if (!result) {
        return report(terminal, result.error(),
                      options.report == ConformanceReport::Json ? ErrorStyle::Json : ErrorStyle::Line);
    }
    switch (options.report) {
    case ConformanceReport::Text:
        terminal.out << shown(terminal, conformance::reportText(*result));
        break;
    case ConformanceReport::Json:
        terminal.out << conformance::reportJson(*result);
        break;
    case ConformanceReport::Junit:
        terminal.out << conformance::reportJunit(*result);
        break;
    }
    return result->succeeded() ? kExitOk : kExitNotSucceeded;
}

void addConformance(CLI::App& program, Action& action)
{
    static const std::map<std::string, ConformanceReport> reports = {
        {"text", ConformanceReport::Text}, {"json", ConformanceReport::Json}, {"junit", ConformanceReport::Junit}};
    CLI::App* const command = addCommand(program, "conformance", "Check the engine against the official requirements",
                                         kConformanceHelp, kConformanceFooter);
    auto options = std::make_shared<ConformanceOptions>();
    auto form = std::make_shared<std::string>("text");
    command->add_option("DIRECTORY", options->directory, "the folder with the requirement files")
        ->required()
        ->type_name("");
    command->add_option("--suite", options->suites, "only this suite; may be repeated")
        ->type_name("NAME")
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--report", *form, "text, json or junit")
        ->type_name("FORM")
        ->check(CLI::IsMember(reports))
        ->capture_default_str();
    command->callback([=, &action] {
        options->report = reports.at(*form);
        action = [options](Terminal& terminal) { return runConformance(*options, terminal); };
    });
}

} // namespace durascope::app
