// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::core {

/// The error of an operation, an invocation or an execution (history-format section 4.9). Every member may be absent;
/// an empty string and an absent member are kept apart because the wire does.
struct ErrorObject
{
    std::optional<std::string> message;
    std::optional<std::string> type;
    std::optional<std::string> data; ///< often JSON text
    std::optional<std::vector<std::string>> stackTrace;

    [[nodiscard]] bool empty() const { return !message && !type && !data && !stackTrace; }
    friend bool operator==(const ErrorObject&, const ErrorObject&) = default;
};

/// The last component of a qualified error type: "com.acme.NoSeat" and "acme.NoSeat" give "NoSeat"; service codes such
/// as "Callback.Timeout" and "Sandbox.Timedout" stay whole (history-format section 17, row 21).
[[nodiscard]] std::string shortErrorType(std::string_view type);

/// arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]/durable-execution/EXECUTION-NAME/EXECUTION-ID
struct ExecutionArn
{
    std::string region;
    std::string account;
    std::string functionName;
    std::string qualifier; ///< may be empty
    std::string executionName;
    std::string executionId;
};
[[nodiscard]] std::optional<ExecutionArn> parseExecutionArn(std::string_view arn);

/// The execution's ARN out of a callback id as AWS makes them: base64 of 0x01 and a CBOR map with member `e`
/// (history-format section 15). Nothing when the id is not of that form.
[[nodiscard]] std::optional<std::string> executionArnOfCallbackId(std::string_view callbackId);

} // namespace durascope::core
