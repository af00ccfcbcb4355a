// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/command_line.h"

#include "app/durable/command_parts.h"
#include "app/durable/help_text.h"
#include "app/durable/history_commands.h"
#include "app/durable/version_text.h"

#include <algorithm>
#include <map>
#include <memory>
#include <sstream>
#include <string_view>

namespace durascope::app {

CLI::App* addCommand(CLI::App& parent, const char* name, const char* summary, const char* help, const char* footer)
{
    CLI::App* const command = parent.add_subcommand(name, summary);
    command->footer(footer);
    // The list of commands wants one line, the command's own --help the whole description.
    command->preparse_callback([command, help](std::size_t) { command->description(help); });
    return command;
}

namespace {
void addShow(CLI::App& history, Action& action)
{
    static const std::map<std::string, ShowFormat> formats = {
        {"tree", ShowFormat::Tree}, {"table", ShowFormat::Table}, {"json", ShowFormat::Json}};
    CLI::App* const command =
        addCommand(history, "show", "Show the state of an execution at one of its events", kShowHelp, kShowFooter);
    auto options = std::make_shared<ShowOptions>();
    auto at = std::make_shared<std::int64_t>(0);
    auto format = std::make_shared<std::string>("tree");
    auto json = std::make_shared<bool>(false);
    command->add_option("FILE", options->file, "the history, or - for standard input")->required()->type_name("");
    CLI::Option* const atOption =
        command->add_option("--at", *at, "the EventId to stop at; without it the last event")->type_name("EVENT_ID");
    command->add_option("--format", *format, "tree, table or json")
        ->type_name("FORMAT")
        ->check(CLI::IsMember(formats))
        ->capture_default_str();
    command->add_flag("--json", *json, "the same as --format json; errors are objects, too");
    command->callback([=, &action] {
        options->at = atOption->empty() ? std::nullopt : std::optional(*at);
        options->format = *json ? ShowFormat::Json : formats.at(*format);
        options->errors = options->format == ShowFormat::Json ? ErrorStyle::Json : ErrorStyle::Line;
        action = [options](Terminal& terminal) { return showHistory(*options, terminal); };
    });
}

void addEvents(CLI::App& history, Action& action)
{
    static const std::map<std::string, EventsFormat> formats = {{"table", EventsFormat::Table},
                                                                {"json", EventsFormat::Json}};
    CLI::App* const command = addCommand(history, "events", "List every event in order", kEventsHelp, kEventsFooter);
    auto options = std::make_shared<EventsOptions>();
    auto format = std::make_shared<std::string>("table");
    auto json = std::make_shared<bool>(false);
    command->add_option("FILE", options->file, "the history, or - for standard input")->required()->type_name("");
    command->add_option("--format", *format, "table or json")
        ->type_name("FORMAT")
        ->check(CLI::IsMember(formats))
        ->capture_default_str();
    command->add_flag("--json", *json, "the same as --format json; errors are objects, too");
    command->callback([=, &action] {
        options->format = *json ? EventsFormat::Json : formats.at(*format);
        options->errors = options->format == EventsFormat::Json ? ErrorStyle::Json : ErrorStyle::Line;
        action = [options](Terminal& terminal) { return listEvents(*options, terminal); };
    });
}

void addConvert(CLI::App& history, Action& action)
{
    CLI::App* const command =
        addCommand(history, "convert", "Write the history in another form", kConvertHelp, kConvertFooter);
    auto options = std::make_shared<ConvertOptions>();
    auto form = std::make_shared<std::string>();
    auto json = std::make_shared<bool>(false);
    command->add_option("FILE", options->file, "the history, or - for standard input")->required()->type_name("");
    command->add_option("--to", *form, "aws, cli or sdk")
        ->type_name("FORM")
        ->check(CLI::IsMember({"aws", "cli", "sdk"}))
        ->required();
    command->add_flag("--redact", options->write.redact, "replace every value by a mark");
    command->add_option("--output", options->output, "write there and not to standard output")->type_name("FILE");
    command->add_flag("--json", *json, "errors are objects");
    command->callback([=, &action] {
        options->write.form = history::historyFormFromText(*form).value_or(history::HistoryForm::Aws);
        options->errors = *json ? ErrorStyle::Json : ErrorStyle::Line;
        action = [options](Terminal& terminal) { return convertHistory(*options, terminal); };
    });
}

void addValidate(CLI::App& history, Action& action)
{
    CLI::App* const command =
        addCommand(history, "validate", "Say whether histories can be read", kValidateHelp, kValidateFooter);
    auto options = std::make_shared<ValidateOptions>();
    command->add_option("FILE", options->files, "the histories, or - for standard input")->required()->type_name("");
    command->add_flag("--json", options->json, "one object a file; errors are objects, too");
    command->callback(
        [=, &action] { action = [options](Terminal& terminal) { return validateHistories(*options, terminal); }; });
}

void addCommands(CLI::App& program, Action& action)
{
    program.footer(kProgramFooter);
    program.require_subcommand(1);
    program.set_version_flag("--version", versionText(), "the same as the command version");
    addRun(program, action);
    CLI::App* const history =
        addCommand(program, "history", "Look at a recorded history, check or convert it", kHistoryHelp, kHistoryFooter);
    history->require_subcommand(1);
    addShow(*history, action);
    addEvents(*history, action);
    addConvert(*history, action);
    addValidate(*history, action);
    addConformance(program, action);
    CLI::App* const version =
        addCommand(program, "version", "Print versions, kind of build and compiler", kVersionHelp, "");
    version->callback([&action] {
        action = [](Terminal& terminal) {
            terminal.out << versionText();
            return kExitOk;
        };
    });
}

/// Parsing may have failed before it came to the option, so the words themselves are asked.
ErrorStyle errorStyleOf(const std::vector<std::string>& arguments)
{
    for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
        const bool isFormat = arguments[i] == "--format" || arguments[i] == "--report";
        const bool asFormat = isFormat && i + 1 < arguments.size() && arguments[i + 1] == "json";
        if (arguments[i] == "--json" || arguments[i] == "--format=json" || arguments[i] == "--report=json" ||
            asFormat) {
            return ErrorStyle::Json;
        }
    }
    return ErrorStyle::Line;
}

/// "durable history show", as far as the arguments name commands.
std::string namedCommand(const CLI::App& program)
{
    std::string name = "durable";
    const CLI::App* app = &program;
    while (!app->get_subcommands().empty()) {
        app = app->get_subcommands().front();
        name += " " + app->get_name();
    }
    return name;
}

/// The word to blame in "The following arguments were not expected: x --where", which lists them from the end: an
/// option if there is one, else the first.
std::string unexpectedWord(const std::string& text)
{
    std::istringstream words(text.substr(std::min(text.size(), text.rfind(": ") + 2)));
    std::string word;
    std::string blamed;
    while (words >> word) {
        if (!blamed.starts_with("-") || word.starts_with("-")) {
            blamed = word;
        }
    }
    return blamed;
}

/// CLI11's words for what is wrong, made into ours where they would puzzle.
std::string usageMessage(const CLI::App& program, const CLI::ParseError& error,
                         const std::vector<std::string>& arguments)
{
    const std::string text = error.what();
    const std::vector<std::string> unknown = program.remaining(true);
    const bool lacksCommand = text.find("subcommand is required") != std::string::npos;
    if (lacksCommand && (unknown.empty() || arguments.empty())) {
        return "a command is missing";
    }
    if (lacksCommand) {
        return "there is no command `" + unknown.front() + "`";
    }
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
        return "`" + unexpectedWord(text) + "` is not understood here";
    }
    if (text.find("--execution-timeout") != std::string::npos) {
        return "--execution-timeout wants whole seconds, 1 to 31622400";
    }
    if (error.get_name() == "ConversionError") {
        return "--at wants the EventId of an event, a whole number";
    }
    constexpr std::string_view kRequired = " is required";
    if (error.get_name() == "RequiredError" && text.ends_with(kRequired)) {
        return text.substr(0, text.size() - kRequired.size()) + " is missing";
    }
    return text.substr(0, text.find('\n'));
}

int reportUsage(const CLI::App& program, const CLI::ParseError& error, const std::vector<std::string>& arguments,
                Terminal& terminal)
{
    return report(terminal,
                  core::Error{core::ErrorCode::Usage,
                              usageMessage(program, error, arguments),
                              {},
                              "see `" + namedCommand(program) + " --help`"},
                  errorStyleOf(arguments));
}
} // namespace

int runCommandLine(const std::vector<std::string>& arguments, Terminal& terminal)
{
    Action action;
    CLI::App program(kProgramHelp, "durable");
    addCommands(program, action);
    try {
        // CLI11 takes arguments from the end of the list.
        program.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::CallForHelp&) {
        terminal.out << program.help();
        return kExitOk;
    } catch (const CLI::CallForVersion& version) {
        terminal.out << version.what();
        return kExitOk;
    } catch (const CLI::ParseError& error) {
        return reportUsage(program, error, arguments, terminal);
    }
    return action(terminal);
}

} // namespace durascope::app
