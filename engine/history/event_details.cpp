// SPDX-License-Identifier: Apache-2.0
#include "engine/history/event_details.h"

#include "engine/core/decimal.h"
#include "engine/core/json_view.h"
#include "engine/history/details_schema.h"

#include <algorithm>

namespace durascope::history {

using core::JsonKind;
using core::JsonView;

namespace {

/// Integers, fractions and either of them as text (section 13 rule 5).
std::optional<core::Duration> secondsOf(JsonView value)
{
    if (value.kind != JsonKind::Number && value.kind != JsonKind::String)
        return std::nullopt;
    constexpr int kMicroDigits = 6;
    const std::optional<core::Decimal> number = core::Decimal::parse(core::decodeString(value));
    const auto micros = number ? number->scaled(kMicroDigits) : std::nullopt;
    return micros ? std::optional(core::Duration(micros->value)) : std::nullopt;
}

std::optional<Timestamp> instantOf(JsonView value)
{
    if (value.kind != JsonKind::Number && value.kind != JsonKind::String)
        return std::nullopt;
    const std::string text = core::decodeString(value);
    auto parsed = core::parseEpochTime(text);
    if (!parsed)
        parsed = core::parseIsoTime(text);
    return parsed ? std::optional(parsed->time) : std::nullopt;
}

std::optional<std::string> textOf(JsonView value)
{
    if (value.kind != JsonKind::String)
        return std::nullopt;
    return core::decodeString(value);
}

/// Emulators write empty strings for what they do not know (section 17, row 15).
std::optional<std::string> filledTextOf(JsonView value)
{
    std::optional<std::string> text = textOf(value);
    return text && !text->empty() ? text : std::nullopt;
}

/// Nothing for an object without any member of an error.
std::optional<core::ErrorObject> errorOfObject(JsonView object)
{
    core::ErrorObject error;
    error.message = textOf(memberOfAnySpelling(object, "ErrorMessage"));
    error.type = textOf(memberOfAnySpelling(object, "ErrorType"));
    const JsonView data = memberOfAnySpelling(object, "ErrorData");
    if (data && data.kind != JsonKind::Null)
        error.data = core::decodeString(data);
    const JsonView trace = memberOfAnySpelling(object, "StackTrace");
    if (trace.kind == JsonKind::Array) {
        error.stackTrace.emplace();
        core::forEachElement(trace, [&error](std::size_t, JsonView line) {
            error.stackTrace->push_back(core::decodeString(line));
            return true;
        });
    }
    return error.empty() ? std::nullopt : std::optional(std::move(error));
}

/// A writer that was careless gives the message alone (section 13 rule 5).
std::optional<core::ErrorObject> errorOfPayload(JsonView payload)
{
    if (payload.kind == JsonKind::Object)
        return errorOfObject(payload);
    if (payload.kind != JsonKind::String)
        return std::nullopt;
    core::ErrorObject error;
    error.message = core::decodeString(payload);
    return error;
}

std::optional<core::ErrorObject> errorOfDetails(JsonView details)
{
    const JsonView error = memberOfAnySpelling(details, "Error");
    if (error.kind == JsonKind::String)
        return errorOfPayload(error);
    if (error.kind != JsonKind::Object)
        return std::nullopt;
    const JsonView payload = memberOfAnySpelling(error, "Payload");
    return payload ? errorOfPayload(payload) : errorOfObject(error);
}

void readRetry(JsonView details, EventDetails& result)
{
    const JsonView retry = memberOfAnySpelling(details, "RetryDetails");
    if (retry.kind != JsonKind::Object)
        return;
    const std::optional<std::int64_t> attempt = core::toInteger(memberOfAnySpelling(retry, "CurrentAttempt"));
    if (attempt && *attempt >= 0 && *attempt <= std::numeric_limits<std::uint32_t>::max())
        result.currentAttempt = static_cast<std::uint32_t>(*attempt);
    result.nextAttemptDelay = secondsOf(memberOfAnySpelling(retry, "NextAttemptDelaySeconds"));
    if (result.nextAttemptDelay && result.nextAttemptDelay->count() <= 0)
        result.nextAttemptDelay.reset();
}

void readMembers(EventType type, JsonView details, EventDetails& result)
{
    const auto value = [details](std::string_view name) { return memberOfAnySpelling(details, name); };
    switch (type) {
    case EventType::ExecutionStarted:
        result.executionTimeout = secondsOf(value("ExecutionTimeout"));
        break;
    case EventType::WaitStarted:
        result.scheduledEnd = instantOf(value("ScheduledEndTimestamp"));
        [[fallthrough]];
    case EventType::WaitSucceeded:
        result.waitDuration = secondsOf(value("Duration"));
        break;
    case EventType::StepSucceeded:
    case EventType::StepFailed:
        readRetry(details, result);
        break;
    case EventType::CallbackStarted:
        result.callbackId = filledTextOf(value("CallbackId"));
        result.timeout = secondsOf(value("Timeout"));
        result.heartbeatTimeout = secondsOf(value("HeartbeatTimeout"));
        break;
    case EventType::ChainedInvokeStarted:
        result.functionName = filledTextOf(value("FunctionName"));
        result.tenantId = filledTextOf(value("TenantId"));
        result.executedVersion = filledTextOf(value("ExecutedVersion"));
        result.durableExecutionArn = filledTextOf(value("DurableExecutionArn"));
        break;
    case EventType::InvocationCompleted:
        result.requestId = filledTextOf(value("RequestId"));
        result.invocationStart = instantOf(value("StartTimestamp"));
        result.invocationEnd = instantOf(value("EndTimestamp"));
        break;
    default:
        break;
    }
}

/// So much of a string literal that at least `maxBytes` come out of it, cut between two characters and closed.
std::string cutLiteral(std::string_view literal, std::size_t maxBytes)
{
    // The longest spelling of a byte is \u0041; a few characters more, so that the last of them is not needed.
    constexpr std::size_t kLongestEscape = 6;
    constexpr std::size_t kSpare = 8;
    const std::size_t limit = (maxBytes + kSpare) * kLongestEscape;
    if (literal.size() <= limit + kLongestEscape)
        return std::string(literal);
    std::size_t end = 1;
    while (end < limit) {
        if (literal[end] == '\\')
            end += literal[end + 1] == 'u' ? kLongestEscape : 2;
        else
            ++end;
    }
    while ((static_cast<unsigned char>(literal[end]) & 0xc0U) == 0x80U)
        ++end;
    return std::string(literal.substr(0, end)) + '"';
}

void cutText(std::string& text, std::size_t maxBytes)
{
    if (maxBytes == 0 || text.size() <= maxBytes)
        return;
    std::size_t end = maxBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        --end;
    text.resize(end);
}

} // namespace

EventDetails detailsOf(const EventLog& log, EventIndex event)
{
    EventDetails result;
    const JsonView details = core::parseJson(log.detailsJson(event));
    if (details.kind != JsonKind::Object)
        return result;
    readMembers(log.type(event), details, result);
    result.error = errorOfDetails(details);
    return result;
}

std::optional<core::ErrorObject> errorOf(const EventLog& log, EventIndex event)
{
    const EventType type = log.type(event);
    const bool hasErrorPayload = core::isFailure(core::statusAfter(type)) || type == EventType::WaitCancelled ||
                                 type == EventType::InvocationCompleted;
    if (hasErrorPayload && log.has(event, kPayload))
        return errorOfPayload(core::parseJson(log.payload(event).json));
    const JsonView details = core::parseJson(log.detailsJson(event));
    return details.kind == JsonKind::Object ? errorOfDetails(details) : std::nullopt;
}

std::optional<std::string> payloadText(const EventLog& log, EventIndex event, std::size_t maxBytes)
{
    const PayloadView payload = log.payload(event);
    if (payload.state != PayloadState::Present)
        return std::nullopt;
    std::string text;
    if (payload.json.size() >= 2 && payload.json.front() == '"') {
        const std::string literal = maxBytes == 0 ? std::string() : cutLiteral(payload.json, maxBytes);
        text = core::decodeString({JsonKind::String, maxBytes == 0 ? payload.json : std::string_view(literal)});
    } else {
        text = payload.json.substr(0, maxBytes == 0 ? std::string_view::npos : maxBytes + 4);
    }
    cutText(text, maxBytes);
    return text;
}

} // namespace durascope::history
