// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/engine.h"
#include "engine/sdk/durable.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace durable::testing {

using durascope::core::ErrorRef;
using durascope::core::OperationStatus;
using durascope::core::OperationType;
using durascope::core::Payload;
using durascope::core::Timestamp;

using Time = durascope::host::TimeMode;

struct RunnerOptions
{
    Time time = Time::Skip;
    Scheduling scheduling = Scheduling::Sequential;
    std::uint64_t seed = 0;
    std::optional<Timestamp> startTime = {}; ///< of the virtual clock; absent: 2026-01-01T00:00:00Z
    durascope::core::Duration checkpointLatency{0};
    durascope::service::Limits limits = {};
    std::int64_t executionTimeout = 31'622'400; ///< seconds
    std::optional<std::chrono::seconds> invocationTimeout = {};
    std::uint32_t maxInvocations = 10'000; ///< a run beyond that is given up: Outcome::stuck says so
    std::string functionName = "function-under-test";
    std::string library = {}; ///< path of a library to keep the executions in; empty: memory
};

/// A test was written against something that is not there: no such operation, a wrong type, a result asked of a failed
/// run. The message says what there is instead.
class TestError : public std::logic_error
{
    using std::logic_error::logic_error;
};

class LocalTestRunner;

/// One operation of the run, found by name, index or id; usable before the run has begun (it is looked up whenever it
/// is asked). All getters throw TestError when there is no such operation (yet).
class OperationUnderTest
{
public:
    [[nodiscard]] bool exists() const;
    [[nodiscard]] std::string id() const;
    [[nodiscard]] std::string name() const; ///< empty: unnamed
    [[nodiscard]] OperationType type() const;
    [[nodiscard]] std::string subType() const;
    [[nodiscard]] OperationStatus status() const;
    [[nodiscard]] std::optional<std::string> parentId() const;
    [[nodiscard]] Timestamp startTime() const;
    [[nodiscard]] std::optional<Timestamp> endTime() const;
    [[nodiscard]] std::uint32_t attempt() const; ///< finished attempts of a step
    [[nodiscard]] json result() const;           ///< parsed; null when there is none. Text that is no JSON: a string
    [[nodiscard]] std::optional<std::string> resultText() const;
    [[nodiscard]] std::optional<ErrorObject> error() const;
    [[nodiscard]] std::string callbackId() const;                ///< of a callback or a waitForCallback
    [[nodiscard]] std::optional<Timestamp> scheduledEnd() const; ///< of a wait
    [[nodiscard]] std::vector<OperationUnderTest> children() const;
    [[nodiscard]] std::vector<durascope::service::Event> events() const;

    /// Submitted: of a waitForCallback, its submitter is done (so the id has been handed out); of others as Completed.
    enum class Stage : std::uint8_t { Started, Submitted, Completed };
    /// Blocks until the operation is that far. Of an asynchronous run (start()): waits, at most 30 s on the wall clock;
    /// of a run that is not driven by anybody: drives it. Throws TestError when the execution ends first or nothing
    /// more can happen.
    OperationUnderTest& waitFor(Stage stage = Stage::Started);

    // --- what somebody outside would do; TestError with the service's words when it refuses
    void succeed(const json& result);        ///< a callback: the JSON text
    void succeedText(std::string text);      ///< … this very text
    void succeedEmpty();                     ///< … no body
    void fail(ErrorObject error = {});       ///< a callback
    void heartbeat();                        ///< a callback
    void timeOut(bool heartbeat = false);    ///< a callback, or an invoke completed by hand
    void completeInvoke(const json& result); ///< an invoke of a manual target
    void failInvoke(ErrorObject error);
    void stopInvoke(ErrorObject error = {});
    void skip(); ///< a wait or a pending retry is due now

private:
    friend class LocalTestRunner;
    struct Locator;
    OperationUnderTest(LocalTestRunner& runner, std::shared_ptr<Locator> locator);
    [[nodiscard]] durascope::core::OperationRef state() const;
    void require(const std::string& what, const durascope::service::Answer<void>& answer) const;
    void endInvoke(const durascope::service::InvokeOutcome& outcome);

    LocalTestRunner* m_runner;
    std::shared_ptr<Locator> m_locator;
};

struct InvocationRecord
{
    std::string requestId;
    Timestamp start;
    Timestamp end;
    std::optional<ErrorObject> error;
};

/// How a run stands: after its end, or wherever it stopped.
class Outcome
{
public:
    std::string executionArn;
    std::string status; ///< SUCCEEDED, FAILED, TIMED_OUT, STOPPED; RUNNING when it waits for something
    /// Of a RUNNING one: what each open operation waits for, one line each ("callback approval, created …").
    std::vector<std::string> waitingFor;
    /// Given up: too many invocations. Says which operation was going round.
    std::optional<std::string> stuck;
    std::optional<std::string> resultText;
    std::optional<ErrorObject> errorObject;
    std::vector<InvocationRecord> invocations;
    std::vector<LogRecord> logs;

    [[nodiscard]] bool succeeded() const { return status == "SUCCEEDED"; }
    [[nodiscard]] json result() const;       ///< TestError unless SUCCEEDED, with the error of the run in its message
    [[nodiscard]] ErrorObject error() const; ///< TestError unless it failed, timed out or was stopped
};

/// Which columns print() shows.
struct PrintOptions
{
    bool id = false;
    bool parent = false;
    bool type = true;
    bool subType = true;
    bool status = true;
    bool start = true;
    bool end = true;
    bool duration = true;
};

/// Runs a workflow on the desk as the service would, in virtual time unless told otherwise.
///
///     LocalTestRunner runner(orderProcessor);
///     Outcome outcome = runner.run({{"items", {"lamp"}}});
///     assert(outcome.result().at("status") == "completed");
///     assert(runner.operation("create-order").status() == OperationStatus::Succeeded);
class LocalTestRunner
{
public:
    explicit LocalTestRunner(Handler handler, RunnerOptions options = {});
    explicit LocalTestRunner(Function function, RunnerOptions options = {});
    ~LocalTestRunner();
    LocalTestRunner(const LocalTestRunner&) = delete;
    LocalTestRunner& operator=(const LocalTestRunner&) = delete;

    // --- what the workflow may call
    LocalTestRunner& registerDurableFunction(std::string name, Function function);
    LocalTestRunner& registerFunction(std::string name, std::function<json(const json&)> function);
    /// Invokes of that target wait for OperationUnderTest::completeInvoke() and its like.
    LocalTestRunner& registerManualFunction(std::string name);
    /// The next callbacks of that name, in nested runs, too, are answered like this as soon as the invocation that
    /// created them is over (for a waitForCallback: when it is submitted); the first answer to the first, and so on.
    LocalTestRunner& answerCallback(std::string name, json result);
    LocalTestRunner& failCallback(std::string name, ErrorObject error);

    // --- running
    /// From the start to the end, or to where only somebody outside can help. A second call begins a new execution.
    Outcome run(const json& input = json::object());
    /// One invocation: the first of a new execution, or the next of the one begun by the last runInvocation(). Time
    /// does not move; when the execution wants no invocation now, nothing happens. Targets of its chained invokes run
    /// when they are what it waits for.
    Outcome runInvocation(const json& input = json::object());
    /// Begins and returns at once; the run goes on on a thread of its own. wait() gives its outcome. In Skip time the
    /// clock does not pass the deadline of an open callback while the test may still answer it: it does in wait(), and
    /// while the test waits for another operation.
    void start(const json& input = json::object());
    Outcome wait(std::chrono::milliseconds atMost = std::chrono::seconds(30)); ///< TestError when the time is over
    /// Goes on with the execution that stands still, to its end or to where only somebody outside can help.
    Outcome resume();
    Outcome outcome() const; ///< as it stands
    void stop(ErrorObject error = {});

    // --- time: manual mode. What falls due fires; resume() or runInvocation() lets the function see it.
    void advance(durascope::core::Duration by);
    bool advanceToNextTimer(); ///< false: there is none
    [[nodiscard]] Timestamp now() const;
    void setTime(Time mode);

    // --- faults
    /// The process "ends" right before or right after the n-th checkpoint (from 1) of the run, once.
    enum class Moment : std::uint8_t { BeforeStored, AfterStored };
    LocalTestRunner& crashAtCheckpoint(std::uint32_t nth, Moment moment);
    /// The n-th checkpoint gets this error instead of being applied, once.
    LocalTestRunner& failCheckpoint(std::uint32_t nth, durascope::core::ServiceError error);
    [[nodiscard]] std::uint32_t checkpoints() const; ///< of the run so far
    LocalTestRunner& setFaults(durascope::host::FaultHooks hooks);
    /// Loss of a checkpoint: the step stands as if its START were all that had been stored (the process died inside the
    /// body), or not even that. Between invocations only; the execution must be RUNNING.
    void rewindToStarted(std::string_view stepName);
    void forgetStarted(std::string_view stepName);

    // --- looking
    [[nodiscard]] OperationUnderTest operation(std::string name, std::size_t nth = 0); ///< n-th of that name
    [[nodiscard]] OperationUnderTest operationById(std::string id);
    [[nodiscard]] OperationUnderTest operationAt(std::size_t index); ///< in order of start, without the execution
    [[nodiscard]] std::vector<OperationUnderTest> operations();
    [[nodiscard]] std::vector<OperationUnderTest> operations(OperationType type);
    [[nodiscard]] std::vector<OperationUnderTest> operations(OperationStatus status);
    [[nodiscard]] std::vector<durascope::service::Event> events() const;
    [[nodiscard]] std::vector<std::string> eventTypes() const;               ///< "ExecutionStarted", "StepStarted", …
    [[nodiscard]] std::string historyJson() const;                           ///< AWS form
    [[nodiscard]] std::string print(const PrintOptions& options = {}) const; ///< a table of the operations
    [[nodiscard]] durascope::host::Engine& engine();

private:
    friend class OperationUnderTest;
    template <typename Predicate>
    std::vector<OperationUnderTest> select(const Predicate& matches);
    void forget(std::string_view stepName, bool keepStart);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace durable::testing
