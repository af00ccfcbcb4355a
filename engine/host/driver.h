// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/engine_state.h"

#include <functional>
#include <optional>
#include <thread>
#include <vector>

namespace durascope::host {

/// Decides what runs next: jobs in the order in which they became wanted, then, when nothing runs, the clock. With one
/// worker jobs run on the thread in drive(), with more on threads of their own while somebody is in drive().
class Driver
{
public:
    explicit Driver(EngineState& state);
    /// Lets everybody out of drive() and waits for running jobs.
    ~Driver();
    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;

    Engine::Idle drive(const std::function<bool()>& until, Engine::Wait wait);
    bool driveOneInvocation(const std::string& arn);
    void requestStop();

private:
    enum class Next : std::uint8_t { GoOn, Nothing, WaitForJobs };
    Next step();
    [[nodiscard]] std::optional<Job> take();
    [[nodiscard]] std::optional<Job> takeFor(const ExecutionRecord& record);
    void run(const Job& job);
    bool fireDue();
    bool jump();
    [[nodiscard]] bool isHeld(const ExecutionRecord& record, Timestamp due) const;
    void startWorkers();
    void work();
    void watchRealTime();
    void watch();

    EngineState& m_state;
    // Guarded by the engine's mutex.
    unsigned m_drivers = 0; ///< threads in drive()
    bool m_stopRequested = false;
    bool m_closing = false;
    std::vector<std::thread> m_workers;
    std::thread m_watcher;
};

} // namespace durascope::host
