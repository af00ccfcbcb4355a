// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/context_state.h"

#include <string>
#include <string_view>

namespace durable::detail {

/// One call of a durable operation: what it is, what the log says of it, and the updates it sends.
class OperationCall
{
public:
    /// Throws ValidationError for a name beyond the limits.
    OperationCall(ContextState& context, const Claim& claim, OperationType type, std::string_view subType,
                  std::string_view name);

    /// The record of the operation; null when it is new. The first call compares the record with what this code asks
    /// for (execution-model section 5): a difference ends the execution.
    [[nodiscard]] OperationRef meet();
    [[nodiscard]] OperationRef record() { return m_invocation.find(m_claim.id); }

    [[nodiscard]] OperationUpdate update(UpdateAction action);
    /// START, and the hook that goes with it.
    void sendStart(OperationUpdate update, Sent until);
    void send(OperationUpdate update, Sent until);
    /// Until the record has left that status.
    OperationRef parkWhile(OperationStatus status);

    [[nodiscard]] const std::string& id() const { return m_claim.id; }
    [[nodiscard]] std::string_view name() const { return m_name; }
    [[nodiscard]] const IdentityRef& identity(); ///< the recorded one when there is one
    [[nodiscard]] Invocation& invocation() { return m_invocation; }
    [[nodiscard]] ContextState& context() { return m_context; }
    [[nodiscard]] const Claim& claim() const { return m_claim; }

private:
    void compare(const Operation& recorded);

    ContextState& m_context;
    Invocation& m_invocation;
    const Claim& m_claim;
    const OperationType m_type;
    const std::string_view m_subType;
    const std::string_view m_name;
    IdentityRef m_identity; ///< made when it is needed: a replayed operation needs none
    bool m_met = false;
};

/// One run of a function of the user's inside a step, check or submitter: hooks, the step context, and whatever it
/// throws as an error object. Nothing: it returned.
struct AttemptRun
{
    OperationCall& call;
    std::uint32_t attempt = 1;

    [[nodiscard]] ErrorRef run(const std::function<void(StepContext&)>& body);
};

/// Decides by the strategy what comes of a failed attempt. A strategy that throws stops with what it threw.
struct RetryVerdict
{
    RetryDecision decision;
    ErrorRef error;
};
[[nodiscard]] RetryVerdict askStrategy(OperationCall& call, const RetryStrategy& strategy, ErrorRef error,
                                       std::uint32_t attempt);
[[nodiscard]] std::int64_t delaySeconds(std::chrono::seconds delay); ///< within the limits of the service

} // namespace durable::detail
