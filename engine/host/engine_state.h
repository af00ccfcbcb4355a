// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/engine_clock.h"
#include "engine/host/executions.h"
#include "engine/host/functions.h"
#include "engine/host/timer_index.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <variant>

namespace durascope::host {

/// Something to be run without the engine's mutex. Jobs run in the order in which they became wanted.
struct InvocationJob
{
    ExecutionRecord* record;
};
struct PlainCallJob
{
    ExecutionRecord* caller;
    service::InvokeRequest request;
    FunctionRef function;
};
using Job = std::variant<InvocationJob, PlainCallJob>;

/// Everything an engine holds. Whoever changes it does so through a Change, which holds the mutex; nothing that was
/// handed in by the user of the engine is called while it is held.
struct EngineState
{
    explicit EngineState(EngineOptions engineOptions);

    const EngineOptions options;
    EngineClock clock;

    mutable std::mutex mutex;                ///< guards everything below
    mutable std::condition_variable changed; ///< the epoch moved
    std::condition_variable timeMoved;       ///< another timer is the first, a job began, or time runs differently
    std::uint64_t epoch = 0;                 ///< counts changes, so that nobody sleeps through one

    FunctionTable functions;
    std::unordered_set<std::string> manualTargets;
    ExecutionTable executions;
    TimerIndex timers;
    std::unordered_set<std::string> heldCallbacks;
    std::deque<Job> jobs;
    unsigned running = 0;                                        ///< jobs that were taken and are not done
    std::vector<std::shared_ptr<RunningInvocation>> invocations; ///< of all executions
    std::uint64_t started = 0;                                   ///< executions begun by start()
    std::shared_ptr<const std::function<void(const std::string&)>> listener;
    std::optional<Timestamp> retentionDue; ///< when the library is looked through again; absent: at the next start
    std::optional<core::Error> failure;    ///< of the library; nothing is driven any more

    [[nodiscard]] Timestamp now() const { return clock.now(); }
    [[nodiscard]] bool isStored(std::uint64_t ticket) const
    {
        return options.library == nullptr || options.library->committed() >= ticket;
    }
    /// Blocks until the epoch is another one, or until the engine's clock in Real time reaches `due`.
    void waitForChange(std::unique_lock<std::mutex>& lock, std::uint64_t seen, std::optional<Timestamp> due) const;
};

} // namespace durascope::host
