// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/enums.h"
#include "engine/core/ids.h"
#include "engine/core/time.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace durascope::core {

/// The text of an input or a result: usually JSON, verbatim whatever it is. Shared, never changed; null is "no value",
/// which the wire keeps apart from an empty text.
using Payload = std::shared_ptr<const std::string>;
[[nodiscard]] inline Payload payload(std::string text)
{
    return std::make_shared<const std::string>(std::move(text));
}
[[nodiscard]] inline Payload payload(std::optional<std::string> text)
{
    return text ? payload(std::move(*text)) : Payload{};
}
/// Equal texts, or both absent.
[[nodiscard]] inline bool samePayload(const Payload& a, const Payload& b)
{
    return a == b || (a && b && *a == *b);
}

/// An error shared the same way.
using ErrorRef = std::shared_ptr<const ErrorObject>;
[[nodiscard]] inline ErrorRef errorRef(ErrorObject error)
{
    return std::make_shared<const ErrorObject>(std::move(error));
}
[[nodiscard]] inline ErrorRef errorRef(std::string type, std::string message)
{
    return errorRef(ErrorObject{std::move(message), std::move(type), {}, {}});
}

/// What never changes about an operation (spec/wire-protocol.md section 13). One object per operation, shared by its
/// states and its events.
struct OperationIdentity
{
    std::string id; ///< 1 to 64 of [A-Za-z0-9_-]
    std::optional<std::string> parentId;
    std::optional<std::string> name;
    std::optional<std::string> subType;
    OperationType type = OperationType::Generic;
    friend bool operator==(const OperationIdentity&, const OperationIdentity&) = default;
};
using IdentityRef = std::shared_ptr<const OperationIdentity>;

/// One record of the checkpoint log as the service hands it to a function (wire-protocol section 13.1). Copying shares
/// the identity, the payloads and the error.
struct Operation
{
    IdentityRef identity; ///< never null
    OperationStatus status = OperationStatus::Started;
    Timestamp start;              ///< of the first start; retries do not move it
    std::optional<Timestamp> end; ///< when terminal
    Payload input;                ///< EXECUTION only: ExecutionDetails.InputPayload
    Payload result;               ///< also the poll state of a wait-for-condition between two checks
    ErrorRef error;
    std::uint32_t attempt = 0;                  ///< STEP: finished attempts (wire-protocol section 15)
    bool replayChildren = false;                ///< CONTEXT
    std::optional<Timestamp> nextAttempt;       ///< STEP while Pending
    std::optional<Timestamp> scheduledEnd;      ///< WAIT
    std::optional<std::string> callbackId = {}; ///< CALLBACK

    [[nodiscard]] const std::string& id() const { return identity->id; }
    [[nodiscard]] OperationType type() const { return identity->type; }
    [[nodiscard]] std::string_view name() const { return identity->name ? std::string_view(*identity->name) : ""; }
    [[nodiscard]] std::string_view subType() const
    {
        return identity->subType ? std::string_view(*identity->subType) : "";
    }
};
/// A state of an operation at some moment; never changed once handed out.
using OperationRef = std::shared_ptr<const Operation>;

enum class UpdateAction : std::uint8_t { Start, Succeed, Fail, Retry, Cancel };
[[nodiscard]] std::string_view toText(UpdateAction action); ///< "START", …
[[nodiscard]] std::optional<UpdateAction> updateActionFromText(std::string_view text);

/// One change that a function asks for (wire-protocol section 13.2). Durations in seconds as on the wire; absent
/// optionals are absent members.
struct OperationUpdate
{
    IdentityRef identity; ///< never null; for EXECUTION updates the id is not looked at
    UpdateAction action = UpdateAction::Start;
    Payload payload;
    ErrorRef error;
    std::optional<bool> replayChildren = {};           ///< ContextOptions.ReplayChildren
    std::optional<std::int64_t> nextAttemptDelay = {}; ///< StepOptions.NextAttemptDelaySeconds
    std::optional<std::int64_t> wait = {};             ///< WaitOptions.WaitSeconds
    std::optional<std::int64_t> callbackTimeout = {};  ///< CallbackOptions.TimeoutSeconds; 0 is none
    std::optional<std::int64_t> heartbeatTimeout = {}; ///< CallbackOptions.HeartbeatTimeoutSeconds; 0 is none
    std::optional<std::string> functionName = {};      ///< ChainedInvokeOptions.FunctionName
    std::optional<std::string> tenantId = {};          ///< ChainedInvokeOptions.TenantId
};

/// What the service answers instead of a result: `type` is the word of x-amzn-ErrorType.
struct ServiceError
{
    std::string type = "InvalidParameterValueException";
    std::string message;
    int status = 400;
    friend bool operator==(const ServiceError&, const ServiceError&) = default;
};

} // namespace durascope::core
