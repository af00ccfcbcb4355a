// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/invocation.h"
#include "engine/service/event.h"
#include "engine/service/limits.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace durascope::service {

using core::ErrorRef;
using core::OperationRef;
using core::OperationStatus;
using core::OperationType;
using core::ServiceError;

template <typename T>
using Answer = std::expected<T, ServiceError>;

/// How an execution begins (wire-protocol sections 4 and 5).
struct StartSpec
{
    std::string arn;          ///< …/durable-execution/NAME/ID
    std::string functionName; ///< as the function is called, for the invocation event
    std::string functionVersion = "$LATEST";
    Payload input;
    std::int64_t executionTimeout = 31'622'400; ///< seconds
    std::optional<std::string> tenantId;
    std::uint32_t depth = 0; ///< how many executions stand above this one through CHAINED_INVOKE
};

/// A target that a CHAINED_INVOKE wants to have called. The owner calls it and reports with completeInvoke().
struct InvokeRequest
{
    std::string operationId;
    std::string functionName; ///< as the function wrote it
    Payload payload;
    std::optional<std::string> tenantId;
    std::uint32_t depth = 0; ///< of the child
};

/// How a chained invoke ended (wire-protocol section 19).
struct InvokeOutcome
{
    enum class Kind : std::uint8_t { Succeeded, Failed, TimedOut, Stopped } kind = Kind::Succeeded;
    Payload result;
    ErrorRef error;
};

/// What the owner of an execution has to do after a call. Taken with Execution::takeEffects(), in order.
struct StartInvoke
{
    InvokeRequest request;
};
struct Ended
{
    std::string status; ///< SUCCEEDED, FAILED, TIMED_OUT, STOPPED
};
/// A quota of wire-protocol section 24 was passed for the first time; said once a quota.
struct QuotaWarning
{
    std::string message;
};
/// An operation was still running when the execution ended well: started and not awaited.
struct AbandonedWarning
{
    std::string operationId;
};
using Effect = std::variant<StartInvoke, Ended, QuotaWarning, AbandonedWarning>;

/// Facts that a store must keep beside the events because histories do not carry them.
struct Fact
{
    enum class Kind : std::uint8_t {
        ReplayChildren,
        Heartbeat,
        Depth,
        Tenant,
        FunctionName,
        InvocationFailures, ///< in a row; the last one of these counts
        FunctionVersion,    ///< where the ARN does not tell it
        Ready,              ///< a retry was let begin before its time
        Wanted,             ///< an invocation was wanted, or running, although the events do not tell so
    } kind;
    std::string operationId; ///< empty: of the execution
    Timestamp time;          ///< Heartbeat, InvocationFailures, Ready: when it came
    std::int64_t number = 0; ///< Depth, InvocationFailures; Ready, Wanted: EventId of the last event before it
    std::string text;        ///< Tenant, FunctionName, FunctionVersion; InvocationFailures: crashes and empty answers
};

/// What the owner knows about a target before it is called, for ChainedInvokeStarted (history-format section 4.7).
struct TargetInfo
{
    std::optional<std::string> executedVersion;
    std::optional<std::string> durableExecutionArn; ///< durable targets: of the child that will be started
};

/// The checkpoint log of one execution: a deterministic state machine without I/O, clock or thread. Every call is
/// given `now`; calls with earlier instants than before count as the latest instant seen. Same calls, same events, same
/// tokens. Not thread safe: the owner serializes.
///
/// After every call the owner takes what came of it: newEvents() to be stored, newFacts(), takeEffects(), and asks
/// wantsInvocation() and nextTimer().
class Execution
{
public:
    /// Begins the execution: writes ExecutionStarted and wants an invocation. Errors: ValidationException for an ARN,
    /// name or input beyond the limits.
    [[nodiscard]] static Answer<std::unique_ptr<Execution>> start(StartSpec spec, Limits limits, Timestamp now);
    /// From what a store kept, after the process that ran it is gone: an invocation that was running then is forgotten
    /// (its tokens are void), timers are armed again, and an invocation is wanted when one was running or something
    /// had changed that the function may not have seen. Chained invokes that are open ask to be started again. What is
    /// due at `now` happens at once. Errors (as a core::Error): Malformed when events contradict.
    [[nodiscard]] static core::Result<std::unique_ptr<Execution>> restore(const std::string& arn,
                                                                          std::vector<Event> events,
                                                                          const std::vector<Fact>& facts, Limits limits,
                                                                          Timestamp now);
    ~Execution();
    /// Asked for every CHAINED_INVOKE START, before its event is written; may be empty. The child's ARN it answers is
    /// the one the owner uses when it handles StartInvoke. Must be a pure function of its arguments.
    using Resolver = std::function<TargetInfo(const InvokeRequest&)>;
    void setResolver(Resolver resolver);

    // --- the function's side
    /// An invocation begins: new token, the operations the function may see (pruned, first page), the ids that changed
    /// without its doing. Starting another one makes the tokens of the one before void. REQUIRES: wantsInvocation(), or
    /// the owner wants a duplicate delivery; the execution is open. `requestId` comes from the owner.
    [[nodiscard]] core::InvocationEvent beginInvocation(std::string requestId, Timestamp now,
                                                        std::optional<Timestamp> deadline = {});
    /// CheckpointDurableExecution: all updates or none (sections 6 and 14). Due timers fire first.
    [[nodiscard]] Answer<core::CheckpointAnswer> checkpoint(const core::CheckpointRequest& request, Timestamp now);
    /// GetDurableExecutionState: does not consume the token. maxItems 0: the default.
    [[nodiscard]] Answer<core::StatePage> state(std::string_view token, std::string_view marker, std::uint32_t maxItems,
                                                Timestamp now);
    /// The invocation ended in whatever way: writes InvocationCompleted and what follows from the answer. Outcomes of
    /// superseded invocations (another requestId began since) only write their InvocationCompleted.
    void completeInvocation(const std::string& requestId, const core::InvocationOutcome& outcome, Timestamp now);

    // --- the world's side
    [[nodiscard]] Answer<void> succeedCallback(std::string_view callbackId, Payload result, Timestamp now);
    [[nodiscard]] Answer<void> failCallback(std::string_view callbackId, ErrorRef error, Timestamp now);
    [[nodiscard]] Answer<void> heartbeatCallback(std::string_view callbackId, Timestamp now);
    /// As if the callback's deadline had come. Same errors as the others.
    [[nodiscard]] Answer<void> timeOutCallback(std::string_view callbackId, bool heartbeat, Timestamp now);
    /// Outcomes for operations that are not open are ignored. False: ignored.
    bool completeInvoke(const std::string& operationId, const InvokeOutcome& outcome, Timestamp now);
    /// StopDurableExecution. Returns when it stopped, or when it had ended already.
    Timestamp stop(ErrorRef error, Timestamp now);
    /// Fires every timer due at or before `now`, in order of due time and then of creation.
    void advanceTo(Timestamp now);
    /// Lets one wait or one pending retry be due now, whatever its time. False: no such open operation.
    bool skipTimer(const std::string& operationId, Timestamp now);

    // --- what came of it
    [[nodiscard]] std::vector<Effect> takeEffects();
    [[nodiscard]] std::vector<Event> takeNewEvents(); ///< since the last call, also kept in events()
    [[nodiscard]] std::vector<Fact> takeNewFacts();
    /// Open, no invocation running, and something has changed that the function has not seen (section 16.4), a failed
    /// invocation's retry is due, or it is new.
    [[nodiscard]] bool wantsInvocation() const;
    [[nodiscard]] bool invocationRunning() const;
    [[nodiscard]] std::optional<Timestamp> nextTimer() const; ///< earliest due instant of any kind
    struct Timer
    {
        enum class Kind : std::uint8_t { Wait, Retry, Callback, Heartbeat, Execution, InvocationRetry } kind;
        Timestamp due;
        std::string operationId; ///< empty for Execution and InvocationRetry
    };
    [[nodiscard]] std::vector<Timer> timers() const; ///< ascending by due time, then creation

    // --- looking
    [[nodiscard]] const std::string& arn() const;
    [[nodiscard]] const StartSpec& spec() const;
    [[nodiscard]] OperationStatus status() const; ///< of the EXECUTION operation
    [[nodiscard]] bool open() const { return status() == OperationStatus::Started; }
    [[nodiscard]] Payload result() const; ///< when SUCCEEDED
    [[nodiscard]] ErrorRef error() const; ///< when FAILED, TIMED_OUT, STOPPED
    [[nodiscard]] Timestamp startTime() const;
    [[nodiscard]] std::optional<Timestamp> endTime() const;
    [[nodiscard]] const std::vector<Event>& events() const;              ///< all so far
    [[nodiscard]] const std::vector<OperationRef>& operations() const;   ///< in order of start; [0] is the execution
    [[nodiscard]] OperationRef find(std::string_view operationId) const; ///< null when there is none
    [[nodiscard]] OperationRef findCallback(std::string_view callbackId) const;
    [[nodiscard]] std::uint32_t meteredOperations() const; ///< section 24
    [[nodiscard]] std::uint64_t persistedBytes() const;
    [[nodiscard]] std::uint32_t invocations() const; ///< begun

private:
    struct Private;
    explicit Execution(std::unique_ptr<Private> data);
    std::unique_ptr<Private> d;
};

/// The execution that a callback id of ours belongs to; nothing for ids that are not of that form.
[[nodiscard]] std::optional<std::string> executionOfCallback(std::string_view callbackId);

} // namespace durascope::service
