// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/invocation.h"
#include "engine/core/operation.h"
#include "engine/core/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::service {

using core::EventType;
using core::IdentityRef;
using core::Payload;
using core::Timestamp;

/// One entry of an execution's history as the service writes it (spec/history-format.md section 4). A value: payloads
/// and identities are shared, so copying one costs no payload. Members that the type does not have stay empty.
struct Event
{
    EventType type = EventType::Unknown;
    std::int64_t eventId = 0; ///< from 1, ascending by 1
    Timestamp time;
    /// The operation; for Execution events the identity of the execution (type Execution, id and name); null for
    /// InvocationCompleted.
    IdentityRef who;

    Payload payload;       ///< Input or Result
    core::ErrorRef error;  ///< Error; null where the details carry none
    bool hasInput = false; ///< ChainedInvokeStarted: Input is written although there is no payload

    std::uint32_t currentAttempt = 0;               ///< StepSucceeded, StepFailed: RetryDetails, 1-based
    std::optional<std::int64_t> nextAttemptDelay;   ///< seconds, same
    std::optional<std::int64_t> duration;           ///< seconds: WaitStarted, WaitSucceeded
    std::optional<Timestamp> scheduledEnd;          ///< WaitStarted
    std::optional<std::string> callbackId;          ///< CallbackStarted
    std::optional<std::int64_t> timeout;            ///< seconds: CallbackStarted, ExecutionStarted
    std::optional<std::int64_t> heartbeatTimeout;   ///< seconds: CallbackStarted
    std::optional<std::string> functionName;        ///< ChainedInvokeStarted
    std::optional<std::string> tenantId;            ///< ChainedInvokeStarted
    std::optional<std::string> executedVersion;     ///< ChainedInvokeStarted
    std::optional<std::string> durableExecutionArn; ///< ChainedInvokeStarted
    std::optional<std::string> requestId;           ///< InvocationCompleted
    std::optional<Timestamp> invocationStart;       ///< InvocationCompleted
    std::optional<Timestamp> invocationEnd;         ///< InvocationCompleted
};

/// The event as one line of JSON in AWS form (times in epoch seconds, canonical member order, details object always
/// there, no null members), without line feed. history::readHistory() understands it.
[[nodiscard]] std::string toJson(const Event& event);
/// The way back: exact for everything toJson() writes. Errors: Malformed.
[[nodiscard]] core::Result<Event> eventFromJson(std::string_view json);

/// {"Events":[…]} with one event a line: what GetDurableExecutionHistory answers.
[[nodiscard]] std::string historyJson(const std::vector<Event>& events);

} // namespace durascope::service
