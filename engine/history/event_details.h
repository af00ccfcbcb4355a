// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/ids.h"
#include "engine/history/event_log.h"

#include <optional>
#include <string>

namespace durascope::history {

/// The details of one event, decoded. Made on demand for what a person looks at or a writer writes; never kept.
/// Members that do not belong to the event's type are empty. Payloads are not decoded: see EventLog::payload().
struct EventDetails
{
    std::optional<core::Duration> executionTimeout; ///< ExecutionStarted
    std::optional<std::uint32_t> currentAttempt;    ///< as written, not recounted
    std::optional<core::Duration> nextAttemptDelay; ///< absent when absent or 0
    std::optional<core::Duration> waitDuration;     ///< WaitStarted, WaitSucceeded
    std::optional<Timestamp> scheduledEnd;          ///< WaitStarted
    std::optional<std::string> callbackId;          ///< CallbackStarted
    std::optional<core::Duration> timeout;          ///< CallbackStarted
    std::optional<core::Duration> heartbeatTimeout; ///< CallbackStarted
    std::optional<std::string> functionName;        ///< ChainedInvokeStarted; empty strings count as absent
    std::optional<std::string> tenantId;
    std::optional<std::string> executedVersion;
    std::optional<std::string> durableExecutionArn;
    std::optional<std::string> requestId; ///< InvocationCompleted
    std::optional<Timestamp> invocationStart;
    std::optional<Timestamp> invocationEnd;
    std::optional<core::ErrorObject> error; ///< of any event with an Error that is not empty
};

[[nodiscard]] EventDetails detailsOf(const EventLog& log, EventIndex event);
/// Only the error of the event, cheaper than detailsOf(). Nothing when there is none or it is `{}`.
[[nodiscard]] std::optional<core::ErrorObject> errorOf(const EventLog& log, EventIndex event);
/// The payload as the function or the caller wrote it: for a string payload the decoded text, for an error its JSON.
/// Nothing when there is no payload. Copies; `maxBytes` bounds the decoded length, 0 is no bound.
[[nodiscard]] std::optional<std::string> payloadText(const EventLog& log, EventIndex event, std::size_t maxBytes = 0);

} // namespace durascope::history
