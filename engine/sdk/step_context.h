// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/logger.h"

#include <cstdint>
#include <stop_token>
#include <string>

namespace durable {

/// What the body of a step, a check or a submitter gets: no durable operations in here, by type.
class StepContext
{
public:
    StepContext(Logger logger, std::uint32_t attempt, std::string operationId, std::stop_token stop)
        : m_logger(std::move(logger))
        , m_attempt(attempt)
        , m_operationId(std::move(operationId))
        , m_stop(std::move(stop))
    {
    }
    [[nodiscard]] const Logger& logger() const { return m_logger; }   ///< never silenced by replay
    [[nodiscard]] std::uint32_t attempt() const { return m_attempt; } ///< from 1; a crash does not raise it
    [[nodiscard]] const std::string& operationId() const { return m_operationId; } ///< wire id: an idempotency key
    /// Asked to stop when nobody waits for the outcome any more: the batch is complete, the handle gone, the
    /// invocation over.
    [[nodiscard]] const std::stop_token& stopToken() const { return m_stop; }

private:
    Logger m_logger;
    std::uint32_t m_attempt;
    std::string m_operationId;
    std::stop_token m_stop;
};

} // namespace durable
