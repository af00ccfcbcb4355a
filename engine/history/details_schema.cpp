// SPDX-License-Identifier: Apache-2.0
#include "engine/history/details_schema.h"

namespace durascope::history {

using core::EventType;
using core::JsonView;

namespace {
constexpr MemberSpec kExecutionStarted[] = {{"Input", MemberKind::Value}, {"ExecutionTimeout", MemberKind::Seconds}};
constexpr MemberSpec kResult[] = {{"Result", MemberKind::Value}};
constexpr MemberSpec kError[] = {{"Error", MemberKind::Error}};
constexpr MemberSpec kOptionalError[] = {{"Error", MemberKind::OptionalError}};
constexpr MemberSpec kStoppedError[] = {{"Error", MemberKind::StoppedError}};
constexpr MemberSpec kWaitStarted[] = {{"Duration", MemberKind::Seconds},
                                       {"ScheduledEndTimestamp", MemberKind::Instant}};
constexpr MemberSpec kWaitSucceeded[] = {{"Duration", MemberKind::Seconds}};
constexpr MemberSpec kStepSucceeded[] = {{"Result", MemberKind::Value}, {"RetryDetails", MemberKind::Retry}};
constexpr MemberSpec kStepFailed[] = {{"Error", MemberKind::Error}, {"RetryDetails", MemberKind::Retry}};
constexpr MemberSpec kChainedInvokeStarted[] = {{"FunctionName", MemberKind::Text},
                                                {"TenantId", MemberKind::Tenant},
                                                {"Input", MemberKind::OptionalValue},
                                                {"ExecutedVersion", MemberKind::OptionalText},
                                                {"DurableExecutionArn", MemberKind::OptionalText}};
constexpr MemberSpec kCallbackStarted[] = {{"CallbackId", MemberKind::CallbackId},
                                           {"HeartbeatTimeout", MemberKind::Seconds},
                                           {"Timeout", MemberKind::Seconds}};
constexpr MemberSpec kInvocationCompleted[] = {{"StartTimestamp", MemberKind::Instant},
                                               {"EndTimestamp", MemberKind::Instant},
                                               {"RequestId", MemberKind::Text},
                                               {"Error", MemberKind::OptionalError}};

bool nextLetter(std::string_view text, std::size_t& i, char& letter)
{
    while (i < text.size() && (text[i] == '_' || text[i] == '-')) {
        ++i;
    }
    if (i == text.size()) {
        return false;
    }
    letter = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
    ++i;
    return true;
}
} // namespace

std::span<const MemberSpec> detailMembers(EventType type)
{
    switch (type) {
    case EventType::ExecutionStarted:
        return kExecutionStarted;
    case EventType::ExecutionSucceeded:
    case EventType::ContextSucceeded:
    case EventType::ChainedInvokeSucceeded:
    case EventType::CallbackSucceeded:
        return kResult;
    case EventType::ExecutionFailed:
    case EventType::ContextFailed:
    case EventType::ChainedInvokeFailed:
    case EventType::ChainedInvokeTimedOut:
    case EventType::ChainedInvokeStopped:
    case EventType::CallbackFailed:
    case EventType::CallbackTimedOut:
        return kError;
    case EventType::ExecutionTimedOut:
    case EventType::WaitCancelled:
        return kOptionalError;
    case EventType::ExecutionStopped:
        return kStoppedError;
    case EventType::WaitStarted:
        return kWaitStarted;
    case EventType::WaitSucceeded:
        return kWaitSucceeded;
    case EventType::StepSucceeded:
        return kStepSucceeded;
    case EventType::StepFailed:
        return kStepFailed;
    case EventType::ChainedInvokeStarted:
        return kChainedInvokeStarted;
    case EventType::CallbackStarted:
        return kCallbackStarted;
    case EventType::InvocationCompleted:
        return kInvocationCompleted;
    case EventType::ContextStarted:
    case EventType::StepStarted:
    case EventType::Unknown:
        break;
    }
    return {};
}

bool isSameMember(std::string_view written, std::string_view name)
{
    std::size_t i = 0;
    std::size_t j = 0;
    char a = 0;
    char b = 0;
    while (true) {
        const bool moreA = nextLetter(written, i, a);
        const bool moreB = nextLetter(name, j, b);
        if (!moreA || !moreB) {
            return moreA == moreB;
        }
        if (a != b) {
            return false;
        }
    }
}

JsonView memberOfAnySpelling(JsonView object, std::string_view name)
{
    JsonView exact;
    JsonView similar;
    core::forEachMember(object, [&](std::string_view key, JsonView value) {
        if (key == name) {
            exact = value;
            return false;
        }
        if (!similar && isSameMember(key, name)) {
            similar = value;
        }
        return true;
    });
    return exact ? exact : similar;
}

} // namespace durascope::history
