// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/conformance/requirement.h"

#include "engine/history/yaml_to_json.h"

#include <fstream>
#include <sstream>

namespace durascope::conformance {
namespace {

using core::ErrorCode;

constexpr std::uint64_t kMaxBytes = std::uint64_t(16) << 20;
constexpr std::uint32_t kMaxDepth = 200;

Value member(const Value& file, const char* name)
{
    const auto found = file.find(name);
    return found == file.end() ? Value() : *found;
}

std::string textMember(const Value& file, const char* name)
{
    const Value value = member(file, name);
    return value.is_null() ? std::string() : pythonText(value);
}

bool boolMember(const Value& file, const char* name)
{
    const Value value = member(file, name);
    return value.is_boolean() && value.get<bool>();
}

/// A number of seconds; not there: `standard`.
core::Result<core::Duration> secondsMember(const Value& config, const char* name, core::Duration standard)
{
    const Value value = config.is_object() ? member(config, name) : Value();
    if (value.is_null())
        return standard;
    constexpr double kLongest = 1e9;
    if (!value.is_number() || !(value.get<double>() > 0 && value.get<double>() <= kLongest))
        return core::fail(ErrorCode::Malformed, std::string(name) + " must be a number of seconds");
    return std::chrono::duration_cast<core::Duration>(std::chrono::duration<double>(value.get<double>()));
}

} // namespace

core::Result<Requirement> parseRequirement(std::string_view yaml, std::string id, std::string suite)
{
    const core::Result<std::string> text = history::yamlToJson(yaml, {kMaxBytes, kMaxDepth}, {});
    if (!text)
        return std::unexpected(text.error());
    const Value file = Value::parse(*text, nullptr, false);
    if (!file.is_object())
        return core::fail(ErrorCode::Malformed, "a requirement must be one map");

    Requirement made;
    made.id = std::move(id);
    made.suite = std::move(suite);
    made.description = textMember(file, "description");
    made.handler = textMember(file, "handler");
    made.optional = boolMember(file, "optional");
    made.asynchronous = boolMember(file, "AsyncInvoke");
    made.variables = member(file, "Variables");
    made.input = member(file, "Input");
    made.callbackActions = member(file, "CallbackActions");
    made.expectedEvents = member(file, "ExpectedExecutionHistory");
    made.expectedResult = member(file, "ExpectedResult");
    made.expectedLogs = member(file, "ExpectedLogs");
    made.checksResult = made.expectedResult.is_object() && !made.expectedResult.empty();

    const Value config = member(file, "AsyncConfig");
    const auto interval = secondsMember(config, "PollIntervalSeconds", made.pollInterval);
    if (!interval)
        return std::unexpected(interval.error());
    const auto timeout = secondsMember(config, "NoProgressTimeoutSeconds", made.noProgressTimeout);
    if (!timeout)
        return std::unexpected(timeout.error());
    made.pollInterval = *interval;
    made.noProgressTimeout = *timeout;

    for (const Value* list : {&made.callbackActions, &made.expectedEvents, &made.expectedLogs}) {
        if (!list->is_null() && !list->is_array())
            return core::fail(ErrorCode::Malformed, "CallbackActions, ExpectedExecutionHistory and ExpectedLogs must "
                                                    "be lists");
    }
    return made;
}

core::Result<Requirement> readRequirement(const std::filesystem::path& file, std::string suite)
{
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream)
        return core::fail(ErrorCode::Unreadable, "the requirement cannot be read", {file.string()});
    core::Result<Requirement> made = parseRequirement(text.view(), file.stem().string(), std::move(suite));
    if (!made)
        made.error().place.source = file.string();
    return made;
}

} // namespace durascope::conformance
