// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/engine.h"
#include "engine/testing/local_test_runner.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace durable::testing {

/// The log records of a run. Thread safe.
class LogCapture
{
public:
    void add(const LogRecord& record);
    void clear();
    [[nodiscard]] std::vector<LogRecord> records() const;

private:
    mutable std::mutex m_mutex;
    std::vector<LogRecord> m_records;
};

/// The words of GetDurableExecution: RUNNING, SUCCEEDED, …
[[nodiscard]] std::string statusWord(OperationStatus status);

/// One line each about what an open execution waits for: which operation, of what kind, since when, due when.
[[nodiscard]] std::vector<std::string> waitingFor(const durascope::host::Engine& engine, const std::string& arn);
/// What went round in a run that was given up after that many invocations.
[[nodiscard]] std::string describeStuck(const durascope::host::Engine& engine, const std::string& arn,
                                        std::uint32_t invocations);

/// How the execution stands. `maxInvocations` as in RunnerOptions.
[[nodiscard]] Outcome outcomeOf(const durascope::host::Engine& engine, const std::string& arn,
                                std::uint32_t maxInvocations);

/// "; " between the lines.
[[nodiscard]] std::string joined(const std::vector<std::string>& lines);

} // namespace durable::testing
