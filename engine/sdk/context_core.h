// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/calls.h"
#include "engine/sdk/logger.h"

#include <string>
#include <string_view>

namespace durable::detail {

class Invocation;

/// What every Context stands on. The functions that take a Claim may run on another branch than the context's own; all
/// others belong to the branch that owns the context, and say so with a ContextUsageError.
class ContextCore
{
public:
    virtual ~ContextCore() = default;

    [[nodiscard]] virtual Claim claim() = 0;

    [[nodiscard]] virtual Payload step(const Claim& claim, const StepCall& call) = 0;
    virtual void wait(const Claim& claim, std::string_view name, std::chrono::seconds duration) = 0;
    /// Creates the callback and returns its id; never throws for one that failed already.
    [[nodiscard]] virtual std::string createCallback(const Claim& claim, const CallbackCall& call) = 0;
    [[nodiscard]] virtual Payload awaitCallback(const Claim& claim) = 0;
    [[nodiscard]] virtual Payload waitForCallback(const Claim& claim, const WaitForCallbackCall& call) = 0;
    [[nodiscard]] virtual Payload waitForCondition(const Claim& claim, const ConditionCall& call) = 0;
    [[nodiscard]] virtual Payload invoke(const Claim& claim, const InvokeCall& call) = 0;
    [[nodiscard]] virtual Payload child(const Claim& claim, const ChildCall& call) = 0;
    [[nodiscard]] virtual BatchReturn batch(const Claim& claim, const BatchCall& call) = 0;

    /// Runs `work` on a branch of its own. The Pending's last owner gone, the branch is abandoned and joined.
    [[nodiscard]] virtual PendingRef start(std::function<Payload()> work) = 0;
    /// A callback that exists already as something to combine.
    [[nodiscard]] virtual PendingRef startCallback(const Claim& claim) = 0;
    /// Parks until there is an outcome; throws it when it is an error.
    [[nodiscard]] virtual Payload await(Pending& pending) = 0;

    enum class Combination : std::uint8_t { All, AllSettled, Any, Race };
    struct CombineReturn
    {
        std::size_t winner = 0;        ///< Any, Race
        std::vector<RawItem> outcomes; ///< All, AllSettled: one an operand; Any, Race: the winner's
    };
    /// A child context that stores which outcome counted (execution-model section 6.12).
    [[nodiscard]] virtual CombineReturn combine(const Claim& claim, std::string_view name, Combination how,
                                                const std::vector<PendingRef>& operands) = 0;

    [[nodiscard]] virtual SerdesContext serdesContext(const Claim& claim) const = 0;
    [[nodiscard]] virtual const Logger& logger() const = 0;
    [[nodiscard]] virtual bool replaying() const = 0;
    [[nodiscard]] virtual const std::string& executionArn() const = 0;
    [[nodiscard]] virtual const std::string& requestId() const = 0;
    [[nodiscard]] virtual std::string_view path() const = 0; ///< of the context; empty for the root
    [[nodiscard]] virtual durascope::core::Timestamp now() const = 0;
    [[nodiscard]] virtual std::optional<durascope::core::Timestamp> deadline() const = 0;
    [[nodiscard]] virtual const std::optional<std::string>& tenantId() const = 0;
};

} // namespace durable::detail
