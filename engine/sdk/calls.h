// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/operation.h"
#include "engine/sdk/batch.h"
#include "engine/sdk/options.h"
#include "engine/sdk/step_context.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The seam between the templates of context.h and the SDK's compiled part: values cross it as text only. Nothing in
/// here is for workflow code.
namespace durable {
class Context;
}

namespace durable::detail {

using durascope::core::ErrorRef;
using durascope::core::Payload;
using Text = std::optional<std::string>;

/// An id taken for an operation at the call (execution-model section 2).
struct Claim
{
    std::string path; ///< raw: "2-1"
    std::string id;   ///< wire id
};

struct StepCall
{
    std::string_view name;
    RetryStrategy retry; ///< empty: the default
    StepSemantics semantics = StepSemantics::AtLeastOncePerRetry;
    std::function<Text(StepContext&)> body;
};

struct CallbackCall
{
    std::string_view name;
    std::optional<std::chrono::seconds> timeout;
    std::optional<std::chrono::seconds> heartbeatTimeout;
};

struct WaitForCallbackCall
{
    std::string_view name;
    CallbackCall callback;
    RetryStrategy retry;
    std::function<void(const std::string& callbackId, StepContext&)> submitter;
};

struct ConditionCall
{
    std::string_view name;
    struct Checked
    {
        Text state;
        WaitDecision decision;
    };
    /// One check: the state before (no value: the initial one) to the state after, and what the strategy says of it.
    std::function<Text(const Payload& before, StepContext&)> check;
    std::function<WaitDecision(const Payload& after, const AttemptContext&)> strategy;
};

struct InvokeCall
{
    std::string_view name;
    std::string_view functionName;
    std::optional<std::string> tenantId;
    std::function<Text(const SerdesContext&)> payload;
};

struct ChildCall
{
    std::string_view name;
    std::string_view subType = "RunInChildContext";
    ContextKind kind = ContextKind::Recorded;
    std::function<Text(Context&)> body;
    std::function<std::string(const Payload&)> summary; ///< may be empty
    std::function<ErrorObject(const ErrorObject&)> mapError;
    bool ownerStores = false; ///< whoever called records something behind its end and waits until that is stored
};

/// A batch with its values as text.
struct RawItem
{
    std::size_t index = 0;
    BatchItemStatus status = BatchItemStatus::Started;
    Payload result;
    ErrorRef error;
};
struct RawBatch
{
    std::vector<RawItem> items;
    CompletionReason reason = CompletionReason::AllCompleted;
};

struct BatchCall
{
    std::string_view name;
    bool map = false; ///< else parallel
    std::size_t count = 0;
    std::function<std::string(std::size_t)> branchName; ///< empty text: the default name
    std::function<Text(std::size_t, Context&)> branch;
    std::optional<int> maxConcurrency;
    const CompletionConfig* completion = nullptr;
    Nesting nesting = Nesting::Nested;
    std::function<Text(const RawBatch&)> encode; ///< of a serdes for the whole; empty: the default form
};
struct BatchReturn
{
    RawBatch batch;  ///< what the payload says, or made again from the children
    Payload payload; ///< for a serdes for the whole; null when it has to be made from `batch`
};

/// Something started that will have an outcome.
class Pending
{
public:
    virtual ~Pending() = default;
};
using PendingRef = std::shared_ptr<Pending>;

/// How a started operation ended: a value, or an error and the class to throw it as.
struct Settled
{
    Payload value;
    ErrorRef error;         ///< null: succeeded
    std::string errorClass; ///< "StepError", …
};

class ContextCore;

} // namespace durable::detail
