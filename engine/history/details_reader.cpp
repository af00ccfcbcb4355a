// SPDX-License-Identifier: Apache-2.0
#include "engine/history/details_reader.h"

#include "engine/history/name_table.h"

#include <algorithm>

namespace durascope::history {
namespace {

using core::EventType;
using core::JsonCursor;

enum class Detail {
    Input,
    Result,
    Error,
    RetryDetails,
    ExecutionTimeout,
    Duration,
    ScheduledEndTimestamp,
    Timeout,
    StartTimestamp,
    EndTimestamp,
    Known, ///< read on demand by detailsOf(); named here so that other spellings of it are noticed
};
constexpr NameTable<Detail, 17> kDetails{{{{"Input", Detail::Input},
                                           {"Result", Detail::Result},
                                           {"Error", Detail::Error},
                                           {"RetryDetails", Detail::RetryDetails},
                                           {"ExecutionTimeout", Detail::ExecutionTimeout},
                                           {"Duration", Detail::Duration},
                                           {"ScheduledEndTimestamp", Detail::ScheduledEndTimestamp},
                                           {"Timeout", Detail::Timeout},
                                           {"StartTimestamp", Detail::StartTimestamp},
                                           {"EndTimestamp", Detail::EndTimestamp},
                                           {"HeartbeatTimeout", Detail::Known},
                                           {"CallbackId", Detail::Known},
                                           {"RequestId", Detail::Known},
                                           {"FunctionName", Detail::Known},
                                           {"TenantId", Detail::Known},
                                           {"ExecutedVersion", Detail::Known},
                                           {"DurableExecutionArn", Detail::Known}}}};

enum class WrapperMember { Payload, Truncated, ErrorMember };
constexpr NameTable<WrapperMember, 6> kWrapperMembers{{{{"Payload", WrapperMember::Payload},
                                                        {"Truncated", WrapperMember::Truncated},
                                                        {"ErrorMessage", WrapperMember::ErrorMember},
                                                        {"ErrorType", WrapperMember::ErrorMember},
                                                        {"ErrorData", WrapperMember::ErrorMember},
                                                        {"StackTrace", WrapperMember::ErrorMember}}}};

enum class RetryMember { CurrentAttempt, Delay };
constexpr NameTable<RetryMember, 2> kRetryMembers{
    {{{"CurrentAttempt", RetryMember::CurrentAttempt}, {"NextAttemptDelaySeconds", RetryMember::Delay}}}};

enum class WrapperKind { Value, Error };

/// Looks a key up and reports an unusual spelling.
template <typename Table>
auto recognise(const Table& table, std::string_view key, const JsonCursor& cursor, ValueReader& values)
{
    const auto found = table.find(key);
    if (found && !found->exact) {
        values.report(RepairKind::MemberSpelling, cursor.at, key);
    }
    return found;
}

bool readPayload(JsonCursor& cursor, ValueReader& values, std::string_view& payload)
{
    const char* const begin = cursor.at;
    if (!values.skip(cursor)) {
        return false;
    }
    if (*begin != 'n') {
        payload = textBetween(begin, cursor.at);
    }
    return true;
}

bool readWrapperObject(JsonCursor& cursor, ValueReader& values, WrapperKind kind, PayloadWrapper& wrapper)
{
    const char* const begin = cursor.at;
    bool unwrapped = false;
    const bool taken = walkObject(cursor, values.strings(), [&](std::string_view key) {
        const auto member = recognise(kWrapperMembers, key, cursor, values);
        if (member && member->value == WrapperMember::Payload) {
            return readPayload(cursor, values, wrapper.payload);
        }
        if (member && member->value == WrapperMember::Truncated) {
            return values.boolean(cursor, wrapper.truncated);
        }
        unwrapped = unwrapped || (member && kind == WrapperKind::Error);
        return values.skip(cursor);
    });
    if (taken && unwrapped && wrapper.payload.empty()) {
        wrapper.payload = textBetween(begin, cursor.at);
        values.report(RepairKind::ErrorUnwrapped, begin);
    }
    return taken;
}

bool readWrapper(JsonCursor& cursor, ValueReader& values, WrapperKind kind, PayloadWrapper& wrapper)
{
    const char* const begin = cursor.at;
    if (*begin == 'n') {
        return values.skip(cursor);
    }
    wrapper = {};
    wrapper.present = true;
    const bool taken =
        *begin == '{' ? readWrapperObject(cursor, values, kind, wrapper) : readPayload(cursor, values, wrapper.payload);
    if (taken && kind == WrapperKind::Error && wrapper.payload.starts_with('"')) {
        values.report(RepairKind::ErrorAsText, begin, wrapper.payload);
    }
    return taken;
}

bool readRetryDetails(JsonCursor& cursor, ValueReader& values, DetailFacts& facts)
{
    if (*cursor.at != '{') {
        return values.skip(cursor);
    }
    facts.retryDetails = true;
    return walkObject(cursor, values.strings(), [&](std::string_view key) {
        const auto member = recognise(kRetryMembers, key, cursor, values);
        if (!member) {
            return values.skip(cursor);
        }
        return member->value == RetryMember::Delay ? values.seconds(cursor, facts.retryDelay)
                                                   : values.integer(cursor, facts.currentAttempt);
    });
}

bool readDetail(Detail detail, JsonCursor& cursor, ValueReader& values, DetailFacts& facts)
{
    switch (detail) {
    case Detail::Input:
        return readWrapper(cursor, values, WrapperKind::Value, facts.input);
    case Detail::Result:
        return readWrapper(cursor, values, WrapperKind::Value, facts.result);
    case Detail::Error:
        return readWrapper(cursor, values, WrapperKind::Error, facts.error);
    case Detail::RetryDetails:
        return readRetryDetails(cursor, values, facts);
    case Detail::ExecutionTimeout:
        return values.seconds(cursor, facts.executionTimeout);
    case Detail::Duration:
        return values.seconds(cursor, facts.waitDuration);
    case Detail::ScheduledEndTimestamp:
        return values.time(cursor, facts.scheduledEnd);
    case Detail::Timeout:
        return values.seconds(cursor, facts.callbackTimeout);
    case Detail::StartTimestamp:
        return values.time(cursor, facts.intervalStart);
    case Detail::EndTimestamp:
        return values.time(cursor, facts.intervalEnd);
    case Detail::Known:
        break;
    }
    return values.skip(cursor);
}

} // namespace

const PayloadWrapper& DetailFacts::payloadOf(EventType type) const
{
    const auto first = [](const PayloadWrapper& a, const PayloadWrapper& b, const PayloadWrapper& c) -> const auto& {
        return a.present ? a : b.present ? b : c;
    };
    if (type == EventType::InvocationCompleted) {
        return error;
    }
    if (core::roleOf(type) == core::EventRole::Start) {
        return first(input, result, error);
    }
    return core::statusAfter(type) == core::OperationStatus::Succeeded ? first(result, error, input)
                                                                       : first(error, result, input);
}

std::int64_t DetailFacts::numberOf(EventType type, std::optional<core::Timestamp> eventTime) const
{
    switch (type) {
    case EventType::StepSucceeded:
    case EventType::StepFailed:
        return std::max<std::int64_t>(retryDelay.value_or(0), 0);
    case EventType::WaitStarted:
        if (scheduledEnd) {
            return scheduledEnd->micros;
        }
        return eventTime && waitDuration ? (*eventTime + core::Duration(*waitDuration)).micros : 0;
    case EventType::CallbackStarted:
        return std::max<std::int64_t>(callbackTimeout.value_or(0), 0);
    case EventType::ExecutionStarted:
        return std::max<std::int64_t>(executionTimeout.value_or(0), 0);
    default:
        return 0;
    }
}

bool readDetails(JsonCursor& cursor, ValueReader& values, DetailFacts& facts)
{
    return walkObject(cursor, values.strings(), [&](std::string_view key) {
        const auto member = recognise(kDetails, key, cursor, values);
        return member ? readDetail(member->value, cursor, values, facts) : values.skip(cursor);
    });
}

} // namespace durascope::history
