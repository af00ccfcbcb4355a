// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/engine.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace durascope::host {

/// How an invocation is told that its execution changed from outside. Thread safe.
class Waker
{
public:
    /// When this returns, no call of the waker before is under way any more.
    void set(std::function<void()> wake)
    {
        const std::lock_guard lock(m_mutex);
        m_wake = std::move(wake);
    }
    /// REQUIRES: the engine's mutex is not held.
    void wake()
    {
        const std::lock_guard lock(m_mutex);
        if (m_wake)
            m_wake();
    }

private:
    std::mutex m_mutex;
    std::function<void()> m_wake;
};

/// An invocation between its beginning and its outcome. Guarded by the engine's mutex, but for the waker and what never
/// changes.
struct RunningInvocation
{
    std::string requestId;
    std::optional<Timestamp> deadline;
    std::shared_ptr<FunctionHost> host;
    std::shared_ptr<Waker> waker = std::make_shared<Waker>();
    bool timedOut = false; ///< its checkpoints are refused and its answer is not looked at
};

} // namespace durascope::host
