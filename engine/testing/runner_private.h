// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/library.h"
#include "engine/testing/callback_watch.h"
#include "engine/testing/local_test_runner.h"
#include "engine/testing/run_faults.h"
#include "engine/testing/test_run.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace durable::testing {

struct LocalTestRunner::Private
{
    Private(Function function, RunnerOptions runnerOptions);
    ~Private();

    /// Begins an execution. TestError with the service's words when it is refused.
    void begin(const json& input);
    /// Lets the current execution go on until the predicate holds, it ends, is given up, or only somebody outside can
    /// help.
    void goOn(const std::function<bool()>& until = {});
    /// The same on a thread of its own; it goes on waiting for the outside world.
    void goOnElsewhere();
    void joinDriver();
    [[nodiscard]] bool finished() const; ///< ended or given up
    [[nodiscard]] Outcome outcome() const;
    [[nodiscard]] std::vector<durascope::core::OperationRef> operations() const; ///< without the execution
    /// Nobody drives: only a call of the test lets the run go on.
    [[nodiscard]] bool driven() const { return m_driven; }
    [[nodiscard]] const std::string& arn() const; ///< TestError when nothing was run

    const RunnerOptions options;
    std::unique_ptr<durascope::store::Library> library;
    RunFaults faults;
    LogCapture logs;
    std::unique_ptr<durascope::host::Engine> engine;
    std::unique_ptr<CallbackWatch> callbacks;
    std::atomic<Time> mode;
    bool byInvocation = false; ///< the current execution was begun by runInvocation()

private:
    std::optional<Timestamp> nextRealTimer() const;

    std::string m_arn;
    std::atomic<bool> m_driven = false;
    std::thread m_driver;
};

/// The words of the service as an exception.
[[noreturn]] void throwRefused(const std::string& what, const durascope::core::ServiceError& error);

} // namespace durable::testing
