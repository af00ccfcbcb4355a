// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/invocation.h"
#include "engine/sdk/client.h"
#include "engine/sdk/function.h"
#include "engine/service/execution.h"
#include "engine/service/limits.h"
#include "engine/store/library.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::host {

using core::Payload;
using core::Timestamp;
using service::Answer;

/// Who runs the code of a function (architecture section 8). All the engine knows of it.
class FunctionHost
{
public:
    virtual ~FunctionHost() = default;
    /// Runs one invocation to its end on the calling thread. May be called from several threads at once. What it throws
    /// is an InvocationFailure; durable::SimulatedExit is Runtime.ExitError.
    [[nodiscard]] virtual core::InvocationOutcome
    invoke(const core::InvocationEvent& event, durable::DurableClient& client, const durable::RunOptions& options) = 0;
    /// Asks for an early end of an invocation that runs, from another thread; may come too late. Asked in Real time
    /// when the invocation's time is over.
    virtual void stop(const std::string& /*requestId*/) {}
};
/// A durable function in this process.
[[nodiscard]] std::shared_ptr<FunctionHost> cppHost(durable::Function function);
/// `path` of a shared library and the name given to DURABLE_FUNCTION. Errors: NotFound, Unreadable (the loader's
/// words), Unsupported (built with another SDK).
[[nodiscard]] core::Result<std::shared_ptr<FunctionHost>> sharedLibraryHost(const std::string& path,
                                                                            const std::string& name);

/// A function that is not durable: payload in, outcome out.
using PlainFunction = std::function<service::InvokeOutcome(const Payload& payload)>;
/// JSON in, JSON out; what it throws becomes the error.
[[nodiscard]] PlainFunction plainFunction(std::function<durable::json(const durable::json&)> body);

struct FunctionConfig
{
    std::string name; ///< as it is called: exactly, or as the name inside an ARN, with or without qualifier
    std::string version = "$LATEST";
    bool tenantIsolated = false;
    /// On the engine's clock; absent: none. Once it is over, checkpoints of the invocation are refused and it ends as
    /// Sandbox.Timedout whatever it answers. Virtual time passes inside an invocation only by checkpointLatency or by
    /// somebody who moves the clock. Code that its host cannot stop (C++) runs to its end first, and the next
    /// invocation waits for that: two never work at once.
    std::optional<std::chrono::seconds> invocationTimeout = {};
    std::int64_t executionTimeout = 31'622'400; ///< seconds, unless the start says otherwise
};

enum class TimeMode : std::uint8_t {
    Skip,   ///< whenever nothing can run, jump to the next due timer
    Real,   ///< the wall clock
    Manual, ///< stands still until advance() is called
};

/// Where tests make things go wrong. Called with the engine's lock not held; any of them may be empty.
struct FaultHooks
{
    /// Before a checkpoint is applied. Throwing durable::SimulatedExit lets the process "end" before it; an error is
    /// answered instead of applying it.
    std::function<std::optional<core::ServiceError>(const core::CheckpointRequest&)> beforeCheckpoint;
    /// After it was applied and before the answer goes back: SimulatedExit is a lost answer; an error, too.
    std::function<std::optional<core::ServiceError>(const core::CheckpointRequest&)> afterCheckpoint;
    /// After the handler answered, before the engine sees it: SimulatedExit is a crash at the very end.
    std::function<void(const core::InvocationEvent&, core::InvocationOutcome&)> beforeAnswer;
};

struct EngineOptions
{
    TimeMode time = TimeMode::Skip;
    std::optional<Timestamp> startTime;  ///< of Skip and Manual; absent: now
    core::Duration checkpointLatency{0}; ///< of every checkpoint, on the engine's clock
    service::Limits limits = {};
    durable::Scheduling scheduling = durable::Scheduling::Sequential;
    std::uint64_t seed = 0;
    unsigned maxThreads = 64;
    unsigned workers = 1; ///< invocations at the same time; 1: all on the thread that drives
    std::string region = "us-east-1";
    std::string account = "123456789012";
    store::Library* library = nullptr; ///< not owned; null: nothing is kept
    /// How long the library keeps executions that have ended, on the engine's clock; the service allows 1 to 90 days
    /// (wire-protocol section 3). Older ones are removed when an execution starts, at most once a day. Absent: kept.
    std::optional<std::chrono::days> retention = {};
    std::uint32_t maxInvokeDepth = 10;
    FaultHooks faults = {};
    /// Every log record of every function, with the invocation's request id in it. Empty: standard output.
    durable::LogSink logSink = {};
};

struct StartRequest
{
    std::string function; ///< name, qualified name or ARN
    Payload input;
    std::string executionName; ///< empty: made up
    std::optional<std::int64_t> executionTimeout;
    std::optional<std::string> tenantId;
};

struct EngineAccess;

/// Runs executions on this machine: the service's rules, a clock, a store and hosts brought together.
///
/// drive() does the work: starts invocations, fires timers, moves the clock, calls targets of chained invokes. It runs
/// on the caller's thread; with workers > 1 invocations run on threads of their own. Everything else may be called from
/// any thread at any time. With workers = 1, Skip or Manual time, Sequential scheduling and the same seed, two runs
/// give the same bytes.
class Engine
{
public:
    explicit Engine(EngineOptions options = {});
    ~Engine(); ///< stops driving; running invocations are waited for

    void addFunction(FunctionConfig config, std::shared_ptr<FunctionHost> host);
    void addPlainFunction(FunctionConfig config, PlainFunction function);

    /// Errors: ResourceNotFoundException, InvalidParameterValueException, DurableExecutionAlreadyStartedException (same
    /// name, other input); the same name with the same input gives the running execution's ARN.
    [[nodiscard]] Answer<std::string> start(const StartRequest& request);
    /// Takes up an execution that the library holds unfinished. Its function must have been added.
    /// So are the targets of its chained invokes that have not ended; plain functions are called again. Errors:
    /// NotFound (no such execution or function), Malformed, Unreadable, Usage (no library, or it has ended).
    [[nodiscard]] core::Result<void> resume(const std::string& arn);

    enum class Idle : std::uint8_t {
        Done,    ///< the predicate held
        Nothing, ///< nothing can happen any more by itself: only a callback, an invoke by hand or (Manual) time helps
        Stopped, ///< requestStop()
        Failed,  ///< the library failed: nothing is driven any more, failure() says why
    };
    /// Works until the predicate holds (asked between any two events), or nothing can happen. Wait::Block lets it block
    /// for the outside world instead of giving Nothing, and in Real time for timers. Skip does not jump to the time-out
    /// of an execution when nothing else is due: who waits for somebody outside only would never be answered.
    enum class Wait : std::uint8_t { Return, Block };
    Idle drive(const std::function<bool()>& until, Wait wait = Wait::Return);
    /// Exactly one invocation of that execution (and everything at the same instant that leads to it). False: it wants
    /// none now.
    bool driveOneInvocation(const std::string& arn);
    void requestStop(); ///< lets drive() return; when nobody is in it, the next one returns at once
    /// Why nothing is driven any more: the library could not store what happened.
    [[nodiscard]] std::optional<core::Error> failure() const;

    // --- time
    [[nodiscard]] Timestamp now() const;
    void setTimeMode(TimeMode mode);
    /// Fires what falls due, in order and each at its time, in Manual and Skip time. Invocations that are wanted then
    /// run in drive(). Without effect in Real time.
    void advance(core::Duration by);
    /// The same, to the next due timer of whatever kind; false: there is none, or time is Real.
    bool advanceToNextTimer();
    /// While held, Skip does not jump to the deadlines of that callback, nor past them.
    void holdCallback(const std::string& callbackId, bool hold);

    // --- the outside world
    [[nodiscard]] Answer<void> succeedCallback(const std::string& callbackId, Payload result);
    [[nodiscard]] Answer<void> failCallback(const std::string& callbackId, core::ErrorRef error);
    [[nodiscard]] Answer<void> heartbeatCallback(const std::string& callbackId);
    [[nodiscard]] Answer<void> timeOutCallback(const std::string& callbackId, bool heartbeat = false);
    /// For targets that were not added and are in `manualInvokes`. False: no such open operation.
    bool completeInvoke(const std::string& arn, const std::string& operationId, const service::InvokeOutcome& outcome);
    /// Targets of that name are not called: somebody completes them by hand.
    void setManualTarget(const std::string& functionName);
    [[nodiscard]] Answer<Timestamp> stop(const std::string& arn, core::ErrorRef error = {});
    /// One wait or retry is due now. False: no such open operation.
    bool skipTimer(const std::string& arn, const std::string& operationId);
    /// Runs another invocation on the calling thread while one is running or none is wanted (a duplicate, as queues
    /// do). Called from a fault hook it overtakes the invocation that the hook belongs to. False: the execution has
    /// ended.
    bool deliverDuplicate(const std::string& arn);

    // --- looking; values are copies
    struct ExecutionView
    {
        std::string arn;
        std::string functionName;
        core::OperationStatus status = core::OperationStatus::Started;
        Payload input;
        Payload result;
        core::ErrorRef error;
        Timestamp start;
        std::optional<Timestamp> end;
        std::uint32_t invocations = 0;
        bool invocationRunning = false;
        std::uint32_t metered = 0;
    };
    /// An end is shown once it is stored.
    [[nodiscard]] std::optional<ExecutionView> execution(const std::string& arn) const;
    [[nodiscard]] std::vector<std::string> executions() const; ///< ARNs in order of start, children too
    [[nodiscard]] std::vector<core::OperationRef> operations(const std::string& arn) const;
    /// Events from that EventId on (1: all).
    [[nodiscard]] std::vector<service::Event> events(const std::string& arn, std::int64_t from = 1) const;
    [[nodiscard]] std::vector<service::Execution::Timer> timers(const std::string& arn) const;
    [[nodiscard]] std::vector<std::string> warnings(const std::string& arn) const; ///< quotas, abandoned operations
    /// Called after every change, from the thread that made it, without locks held. For live views and waiters.
    void setListener(std::function<void(const std::string& arn)> listener);
    /// Blocks until the predicate holds, asked after every change. False: the deadline (wall clock) came first.
    bool waitFor(const std::function<bool()>& until, std::chrono::milliseconds atMost) const;
    /// Everything acknowledged so far is in the library.
    [[nodiscard]] core::Result<void> flush();

private:
    friend struct EngineAccess; ///< for engine/testing: engine_access.h
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace durascope::host
