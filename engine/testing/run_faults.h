// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/testing/local_test_runner.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

namespace durable::testing {

/// Counts the checkpoints of a run and lets the chosen ones go wrong. Thread safe.
class RunFaults
{
public:
    void beginRun();
    void crashAt(std::uint32_t nth, LocalTestRunner::Moment moment);
    void failAt(std::uint32_t nth, durascope::core::ServiceError error);
    /// Hooks of the test itself; they are asked after the chosen faults.
    void setHooks(durascope::host::FaultHooks hooks);
    [[nodiscard]] std::uint32_t checkpoints() const;
    /// What the engine is to call.
    [[nodiscard]] durascope::host::FaultHooks engineHooks();

private:
    std::optional<durascope::core::ServiceError> before(const durascope::core::CheckpointRequest& request);
    std::optional<durascope::core::ServiceError> after(const durascope::core::CheckpointRequest& request);
    void answering(const durascope::core::InvocationEvent& event, durascope::core::InvocationOutcome& outcome);

    mutable std::mutex m_mutex;
    std::uint32_t m_checkpoints = 0;
    std::map<std::uint32_t, LocalTestRunner::Moment> m_crashes;
    std::map<std::uint32_t, durascope::core::ServiceError> m_errors;
    durascope::host::FaultHooks m_hooks;
};

} // namespace durable::testing
