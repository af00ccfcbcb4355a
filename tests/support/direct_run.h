// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/clock.h"
#include "engine/sdk/function.h"
#include "engine/service/execution.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace durascope::test {

/// The rules of the service and the SDK with nothing between them: one execution in memory, in time that jumps. For
/// tests of the SDK and for measuring the two alone.
class DirectRun final : private durable::DurableClient
{
public:
    explicit DirectRun(durable::Function function, std::string input = "{}", durable::RunOptions options = {},
                       service::Limits limits = {});

    /// One invocation; false when none is wanted.
    bool invoke();
    /// Invocations and jumps to the next timer until the execution ends, or nothing can happen any more.
    void run();
    /// To the next timer; false when there is none but the execution's own timeout.
    bool jump();

    [[nodiscard]] service::Execution& execution() { return *m_execution; }
    [[nodiscard]] core::ManualClock& clock() { return m_clock; }
    [[nodiscard]] const core::InvocationOutcome& lastOutcome() const { return m_outcome; }
    [[nodiscard]] const core::InvocationEvent& lastEvent() const { return m_event; }
    [[nodiscard]] std::vector<std::string> eventTypes() const; ///< "StepStarted", …
    [[nodiscard]] std::uint32_t checkpoints() const { return m_checkpoints; }
    /// Called before a checkpoint is applied, with its number from 1; may throw durable::SimulatedExit, or answer an
    /// error instead.
    std::function<std::optional<core::ServiceError>(std::uint32_t)> beforeCheckpoint;
    /// Runs other code over the same execution from the next invocation on.
    void replaceFunction(durable::Function function) { m_function = std::move(function); }
    [[nodiscard]] const std::vector<std::size_t>& batchSizes() const { return m_batchSizes; } ///< updates a checkpoint
    std::vector<durable::LogRecord> logs;

private:
    [[nodiscard]] std::expected<core::CheckpointAnswer, core::ServiceError>
    checkpoint(const core::CheckpointRequest& request) override;
    [[nodiscard]] std::expected<core::StatePage, core::ServiceError> state(std::string_view arn, std::string_view token,
                                                                           std::string_view marker) override;
    [[nodiscard]] core::Timestamp now() const override { return m_clock.now(); }

    durable::Function m_function;
    durable::RunOptions m_options;
    core::ManualClock m_clock;
    std::mutex m_mutex;
    std::unique_ptr<service::Execution> m_execution;
    core::InvocationOutcome m_outcome;
    core::InvocationEvent m_event;
    std::vector<std::size_t> m_batchSizes;
    std::uint32_t m_checkpoints = 0;
    std::uint32_t m_invocations = 0;
};

} // namespace durascope::test
