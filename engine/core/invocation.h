// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/operation.h"

#include <cstdint>
#include <expected>
#include <string>
#include <variant>
#include <vector>

namespace durascope::core {

/// What a function gets when it is invoked (wire-protocol section 5.1), and the parts of the Lambda context that
/// belong to one invocation.
struct InvocationEvent
{
    std::string executionArn;
    std::string checkpointToken;
    std::vector<OperationRef> operations; ///< the first page; the first one is the EXECUTION operation
    std::string nextMarker;               ///< empty: everything is there
    std::vector<std::string> updatedOperationIds;

    std::string requestId;
    std::string functionName;
    std::string functionVersion;
    std::optional<std::string> tenantId;
    std::optional<Timestamp> deadline; ///< of the invocation, on the engine's clock; absent: none
};

/// What a durable function answers (wire-protocol section 5.3).
struct InvocationAnswer
{
    enum class Status : std::uint8_t { Succeeded, Failed, Pending } status = Status::Pending;
    Payload result; ///< Succeeded; absent when nothing was returned, empty text when the result was checkpointed
    ErrorRef error; ///< Failed
};
[[nodiscard]] std::string_view toText(InvocationAnswer::Status status); ///< "SUCCEEDED", …

/// The invocation itself failed: the handler threw, the process ended or ran out of time (wire-protocol section 18).
/// The execution goes on with another invocation.
struct InvocationFailure
{
    ErrorRef error; ///< type such as Runtime.ExitError or Sandbox.Timedout; never null
};
using InvocationOutcome = std::variant<InvocationAnswer, InvocationFailure>;

struct CheckpointRequest
{
    std::string executionArn;
    std::string token;
    std::vector<OperationUpdate> updates; ///< empty: a poll
    std::string clientToken;              ///< empty: none
};

/// The answer to a checkpoint (wire-protocol sections 6 and 16.2).
struct CheckpointAnswer
{
    std::optional<std::string> token;     ///< absent exactly when the checkpoint closed the execution
    std::vector<OperationRef> operations; ///< what changed since the function last saw it
    /// When a store stands behind the service, the ticket to wait for before the answer may be relied on; 0: at once.
    std::uint64_t ticket = 0;
};

struct StatePage
{
    std::vector<OperationRef> operations;
    std::string nextMarker;
};

} // namespace durascope::core
