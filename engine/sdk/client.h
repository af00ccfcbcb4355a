// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/invocation.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string_view>

namespace durable {

using durascope::core::CheckpointAnswer;
using durascope::core::CheckpointRequest;
using durascope::core::Duration;
using durascope::core::InvocationEvent;
using durascope::core::InvocationOutcome;
using durascope::core::ServiceError;
using durascope::core::StatePage;
using durascope::core::Timestamp;

/// The durable API as a running invocation needs it: the service in this process, or Lambda's over HTTP. Thread safe;
/// the SDK has at most one checkpoint of an execution in flight.
class DurableClient
{
public:
    virtual ~DurableClient() = default;

    /// CheckpointDurableExecution (wire-protocol section 6). The answer may be used for going on at once; whoever must
    /// not lose it waits for its ticket.
    [[nodiscard]] virtual std::expected<CheckpointAnswer, ServiceError>
    checkpoint(const CheckpointRequest& request) = 0;
    /// GetDurableExecutionState (section 7).
    [[nodiscard]] virtual std::expected<StatePage, ServiceError>
    state(std::string_view executionArn, std::string_view token, std::string_view marker) = 0;
    /// Blocks until what the ticket stands for is stored. A client whose answers are always stored has nothing to do.
    [[nodiscard]] virtual std::expected<void, ServiceError> awaitStored(std::uint64_t /*ticket*/) { return {}; }
    [[nodiscard]] virtual bool isStored(std::uint64_t /*ticket*/) const { return true; }

    /// How long to wait before asking with an empty checkpoint whether something changed, the n-th time in a row
    /// (from 1), while part of the invocation still runs. Nothing: never ask, setWaker() tells.
    [[nodiscard]] virtual std::optional<Duration> pollDelay(std::uint32_t /*nth*/) const { return std::nullopt; }
    /// The waker is called, from any thread, when an operation of the execution changed from outside. Reset with {}.
    virtual void setWaker(std::function<void()> /*waker*/) {}
    /// The time that user code shall see.
    [[nodiscard]] virtual Timestamp now() const { return durascope::core::SystemClock{}.now(); }
};

} // namespace durable
