// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/time.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace durable {

enum class LogLevel : std::uint8_t { Trace, Debug, Info, Warn, Error, Fatal };
[[nodiscard]] std::string_view toText(LogLevel level);                         ///< "INFO"
[[nodiscard]] std::optional<LogLevel> logLevelFromText(std::string_view text); ///< any case

/// One record of a log (execution-model section 9). Absent members are not written.
struct LogRecord
{
    durascope::core::Timestamp time;
    LogLevel level = LogLevel::Info;
    std::string message;
    std::string requestId;
    std::string executionArn;
    std::optional<std::string> tenantId;
    std::optional<std::string> operationId; ///< wire id
    std::optional<std::string> operationName;
    std::optional<std::uint32_t> attempt;
    std::string fields; ///< further members as JSON text `{…}`, or empty

    /// One line of JSON without line feed: timestamp, level, requestId, executionArn, …, message, then the fields. A
    /// field named like one of those gets a "_" behind its name; fields that are no object become a text named
    /// "fields".
    [[nodiscard]] std::string toJson() const;
};

/// Where records go. Called from the thread that logs, one record at a time. Default: a JSON line on standard output,
/// as CloudWatch wants it.
using LogSink = std::function<void(const LogRecord&)>;
[[nodiscard]] LogSink standardOutputSink();

/// How a function logs. `whileReplaying` lets contexts log again what earlier invocations have logged already.
struct LoggerConfig
{
    LogSink sink = {};                    ///< empty: the host's, else standard output
    LogLevel threshold = LogLevel::Debug; ///< AWS_LAMBDA_LOG_LEVEL, when set, wins
    enum class Replay : std::uint8_t { Suppress, Repeat } whileReplaying = Replay::Suppress;
};

/// The level below which nothing is logged: AWS_LAMBDA_LOG_LEVEL when it names one, else that of the config.
[[nodiscard]] LogLevel effectiveThreshold(const LoggerConfig& config);

/// Writes records that carry the execution, the operation and the attempt. The logger of a context is silent while the
/// context replays; that of a step, check or submitter never is. Cheap to copy; thread safe.
class Logger
{
public:
    struct Source
    {
        virtual ~Source() = default;
        [[nodiscard]] virtual bool silent() const = 0;
        virtual void emit(LogLevel level, std::string_view message, const std::string& fields) = 0;
        [[nodiscard]] virtual LogLevel threshold() const = 0;
    };
    explicit Logger(std::shared_ptr<Source> source)
        : m_source(std::move(source))
    {
    }

    /// `fields` must be an object; its members become members of the record.
    void log(LogLevel level, std::string_view message, const nlohmann::json& fields) const;
    void log(LogLevel level, std::string_view message) const;
    void debug(std::string_view message) const { log(LogLevel::Debug, message); }
    void info(std::string_view message) const { log(LogLevel::Info, message); }
    void warn(std::string_view message) const { log(LogLevel::Warn, message); }
    void error(std::string_view message) const { log(LogLevel::Error, message); }
    void debug(std::string_view message, const nlohmann::json& fields) const { log(LogLevel::Debug, message, fields); }
    void info(std::string_view message, const nlohmann::json& fields) const { log(LogLevel::Info, message, fields); }
    void warn(std::string_view message, const nlohmann::json& fields) const { log(LogLevel::Warn, message, fields); }
    void error(std::string_view message, const nlohmann::json& fields) const { log(LogLevel::Error, message, fields); }

private:
    std::shared_ptr<Source> m_source;
};

} // namespace durable
