// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/engine_state.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace durascope::host {

/// One change of an engine's state: holds the mutex from its making to finish(). Events and facts of the executions
/// that were touched go to the library in the order of the lock; invocations running elsewhere, waiters and the
/// listener are told afterwards, without it.
class Change
{
public:
    explicit Change(EngineState& state);
    ~Change(); ///< as finish(Store::Ends)
    Change(const Change&) = delete;
    Change& operator=(const Change&) = delete;

    [[nodiscard]] EngineState& state() { return m_state; }
    [[nodiscard]] Timestamp now() const { return m_state.now(); }

    /// Takes what came of calls to the execution: stores it, starts and completes chained invokes, queues a wanted
    /// invocation. `origin` is the invocation that made the change itself and need not be told.
    void settle(ExecutionRecord& record, const RunningInvocation* origin = nullptr);
    /// The same for what the world outside said: stored before an invocation acts upon it.
    void settleFromOutside(ExecutionRecord& record);
    /// Moves virtual time to that instant, over every instant in between at which something is due, in order.
    void advanceTo(Timestamp time);
    /// Fires what is due now. False: nothing was.
    bool fireDue();

    enum class Store : std::uint8_t {
        Ends, ///< returns when the ends of executions are stored
        All,  ///< … when everything is
    };
    /// Lets the mutex go. Errors: the library's, now or earlier; the engine has failed then.
    core::Result<void> finish(Store store = Store::Ends);

private:
    void settleOnce(ExecutionRecord& record, const RunningInvocation* origin);
    bool write(ExecutionRecord& record);
    void handle(ExecutionRecord& record, service::Effect& effect);
    void tellParent(ExecutionRecord& child);
    void note(ExecutionRecord& record);
    core::Result<void> commit(std::uint64_t ticket);
    [[nodiscard]] std::optional<Timestamp> firstDue() const;

    EngineState& m_state;
    std::unique_lock<std::mutex> m_lock;
    const std::optional<Timestamp> m_firstTimer; ///< when the change began
    std::vector<ExecutionRecord*> m_changed;     ///< in order of their first change
    std::vector<std::shared_ptr<Waker>> m_wakers;
    std::uint64_t m_endTicket = 0;
    std::uint64_t m_lastTicket = 0;
    bool m_finished = false;
};

} // namespace durascope::host
