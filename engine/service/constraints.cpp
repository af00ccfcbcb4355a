// SPDX-License-Identifier: Apache-2.0
#include "engine/service/constraints.h"

#include "engine/service/execution_state.h"
#include "engine/service/sizes.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>

namespace durascope::service {
namespace {

using Violation = std::optional<ServiceError>;

constexpr std::int64_t kLongest = 31'622'400; // seconds: 366 days

/// Which bytes a text may consist of.
using CharSet = std::array<bool, 256>;

constexpr CharSet rangeOf(unsigned char first, unsigned char last)
{
    CharSet set{};
    for (unsigned c = first; c <= last; ++c)
        set[c] = true;
    return set;
}

constexpr CharSet lettersDigitsAnd(std::string_view others)
{
    CharSet set{};
    for (unsigned c = 0; c < set.size(); ++c)
        set[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    for (const char c : others)
        set[static_cast<unsigned char>(c)] = true;
    return set;
}

/// A text of the model: how long and of what.
struct TextRule
{
    std::size_t maxLength;
    CharSet allowed;
    const char* pattern;
};
constexpr TextRule kId{64, lettersDigitsAnd("-_"), "[a-zA-Z0-9-_]+"};
constexpr TextRule kName{256, rangeOf(0x20, 0x7E), "[\\x20-\\x7E]+"};
constexpr TextRule kSubType{32, lettersDigitsAnd("-_"), "[a-zA-Z0-9-_]+"};
constexpr TextRule kFunctionName{140, lettersDigitsAnd("-_:.$/"), "[a-zA-Z0-9-_:.$/]+"};
constexpr TextRule kTenantId{256, lettersDigitsAnd("._:/=+-@ "), "[a-zA-Z0-9\\._:\\/=+\\-@ ]+"};
constexpr TextRule kClientToken{64, rangeOf(0x21, 0x7E), "[\\x21-\\x7E]+"};
constexpr TextRule kCheckpointToken{2048, lettersDigitsAnd("+/="), "[A-Za-z0-9+/]+={0,2}"};

bool fits(std::string_view value, const TextRule& rule)
{
    return !value.empty() && value.size() <= rule.maxLength &&
           std::ranges::all_of(value, [&rule](char c) { return rule.allowed[static_cast<unsigned char>(c)]; });
}

/// REQUIRES: it does not fit.
ServiceError misfit(std::string_view value, const TextRule& rule, const std::string& member)
{
    if (value.empty())
        return constraintViolation(value, member, "have length greater than or equal to 1");
    if (value.size() > rule.maxLength) {
        return constraintViolation(value, member,
                                   "have length less than or equal to " + std::to_string(rule.maxLength));
    }
    return constraintViolation(value, member, "satisfy regular expression pattern: " + std::string(rule.pattern));
}

Violation check(std::string_view value, const TextRule& rule, const char* member)
{
    return fits(value, rule) ? std::nullopt : Violation(misfit(value, rule, member));
}

/// Members are named only when they are wrong: nearly none is.
template <typename Name>
Violation checkOptional(const std::optional<std::string>& value, const TextRule& rule, Name&& name)
{
    return !value || fits(*value, rule) ? std::nullopt : Violation(misfit(*value, rule, name()));
}

template <typename Name>
Violation checkRange(const std::optional<std::int64_t>& value, std::int64_t least, std::int64_t most, Name&& name)
{
    if (!value || (*value >= least && *value <= most))
        return std::nullopt;
    const bool low = *value < least;
    return constraintViolation(std::to_string(*value), name(),
                               std::string("have value ") + (low ? "greater" : "less") + " than or equal to " +
                                   std::to_string(low ? least : most));
}

Violation checkUpdate(const core::OperationUpdate& update, std::size_t index)
{
    const core::OperationIdentity& who = *update.identity;
    const auto at = [index](const char* member) {
        return [index, member] { return "updates." + std::to_string(index + 1) + ".member." + member; };
    };
    constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();
    Violation found;
    // Nobody looks at the id of an EXECUTION update: SDKs put all kinds of things there (section 14).
    if (who.type != OperationType::Execution && !fits(who.id, kId))
        found = misfit(who.id, kId, at("id")());
    const auto next = [&found](auto&& rule) {
        if (!found)
            found = rule();
    };
    next([&] { return checkOptional(who.parentId, kId, at("parentId")); });
    next([&] { return checkOptional(who.name, kName, at("name")); });
    next([&] { return checkOptional(who.subType, kSubType, at("subType")); });
    next([&] { return checkRange(update.nextAttemptDelay, 1, kLongest, at("stepOptions.nextAttemptDelaySeconds")); });
    next([&] { return checkRange(update.wait, 1, kLongest, at("waitOptions.waitSeconds")); });
    next([&] { return checkRange(update.callbackTimeout, 0, kAny, at("callbackOptions.timeoutSeconds")); });
    next([&] { return checkRange(update.heartbeatTimeout, 0, kAny, at("callbackOptions.heartbeatTimeoutSeconds")); });
    next([&] { return checkOptional(update.functionName, kFunctionName, at("chainedInvokeOptions.functionName")); });
    next([&] { return checkOptional(update.tenantId, kTenantId, at("chainedInvokeOptions.tenantId")); });
    return found;
}

} // namespace

Violation violation(const core::CheckpointRequest& request)
{
    if (Violation found = check(request.token, kCheckpointToken, "checkpointToken"))
        return found;
    if (!request.clientToken.empty()) {
        if (Violation found = check(request.clientToken, kClientToken, "clientToken"))
            return found;
    }
    for (std::size_t i = 0; i < request.updates.size(); ++i) {
        if (Violation found = checkUpdate(request.updates[i], i))
            return found;
    }
    return std::nullopt;
}

Violation violation(const StartSpec& spec, const Limits& limits)
{
    constexpr std::size_t kMaxArn = 1024;
    const std::optional<core::ExecutionArn> arn = core::parseExecutionArn(spec.arn);
    if (!arn || spec.arn.size() > kMaxArn) {
        return constraintViolation(spec.arn, "durableExecutionArn",
                                   "be the ARN of a durable execution of at most " + std::to_string(kMaxArn) +
                                       " characters");
    }
    if (Violation found = check(arn->executionName, kId, "durableExecutionName"))
        return found;
    if (Violation found = check(arn->executionId, kId, "durableExecutionId"))
        return found;
    if (Violation found = checkOptional(spec.tenantId, kTenantId, [] { return std::string("tenantId"); }))
        return found;
    if (Violation found = checkRange(std::optional(spec.executionTimeout), 1, kLongest,
                                     [] { return std::string("durableConfig.executionTimeout"); }))
        return found;
    if (payloadSize(spec.input) > limits.executionPayload) {
        return constraintViolation("…", "payload",
                                   "have length less than or equal to " + std::to_string(limits.executionPayload));
    }
    return std::nullopt;
}

} // namespace durascope::service
