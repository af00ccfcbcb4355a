// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/logger.h"

#include "engine/core/json_view.h"
#include "engine/sdk/object_members.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace durable {
namespace {

using durascope::core::quoteJson;

constexpr std::array<std::string_view, 6> kLevels = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"};

/// The members of a record. Fields of these names must not pose as them.
constexpr std::array<std::string_view, 9> kOwnMembers = {"timestamp",     "level",    "requestId",
                                                         "executionArn",  "tenantId", "operationId",
                                                         "operationName", "attempt",  "message"};

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

void addText(detail::ObjectMembers& members, std::string_view name, const std::optional<std::string>& text)
{
    if (text)
        members.set(name, quoteJson(*text));
}

void addFields(detail::ObjectMembers& members, const std::string& fields)
{
    if (fields.empty())
        return;
    detail::ObjectMembers further;
    if (!further.merge(fields)) {
        members.set("fields", quoteJson(fields));
        return;
    }
    for (const auto& [name, value] : further.all())
        members.set(std::ranges::find(kOwnMembers, name) == kOwnMembers.end() ? name : name + '_', value);
}

} // namespace

std::string_view toText(LogLevel level)
{
    return kLevels[static_cast<std::size_t>(level)];
}

std::optional<LogLevel> logLevelFromText(std::string_view text)
{
    const auto found = std::ranges::find_if(
        kLevels, [text](std::string_view level) { return std::ranges::equal(level, text, {}, {}, upper); });
    if (found == kLevels.end())
        return std::nullopt;
    return static_cast<LogLevel>(found - kLevels.begin());
}

LogLevel effectiveThreshold(const LoggerConfig& config)
{
    const char* const wanted = std::getenv("AWS_LAMBDA_LOG_LEVEL"); // NOLINT(concurrency-mt-unsafe): nobody sets it
    const std::optional<LogLevel> level = wanted ? logLevelFromText(wanted) : std::nullopt;
    return level.value_or(config.threshold);
}

std::string LogRecord::toJson() const
{
    detail::ObjectMembers members;
    members.set("timestamp", quoteJson(durascope::core::formatIso(time)));
    members.set("level", quoteJson(toText(level)));
    members.set("requestId", quoteJson(requestId));
    members.set("executionArn", quoteJson(executionArn));
    addText(members, "tenantId", tenantId);
    addText(members, "operationId", operationId);
    addText(members, "operationName", operationName);
    if (attempt)
        members.set("attempt", std::to_string(*attempt));
    members.set("message", quoteJson(message));
    addFields(members, fields);
    std::string line = members.text();
    // Inside of strings they are escaped, so these are blanks between the tokens of the fields.
    std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return line;
}

LogSink standardOutputSink()
{
    return [](const LogRecord& record) {
        const std::string line = record.toJson() + '\n';
        // One call writes the line in one piece whatever other threads write. There is nowhere to report a failure to.
        std::fwrite(line.data(), 1, line.size(), stdout);
        // A process that ends abruptly has still said what it did.
        std::fflush(stdout);
    };
}

void Logger::log(LogLevel level, std::string_view message, const nlohmann::json& fields) const
{
    if (level < m_source->threshold() || m_source->silent())
        return;
    std::string text;
    if (!fields.is_null())
        text = fields.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    m_source->emit(level, message, text);
}

void Logger::log(LogLevel level, std::string_view message) const
{
    if (level >= m_source->threshold() && !m_source->silent())
        m_source->emit(level, message, std::string());
}

} // namespace durable
