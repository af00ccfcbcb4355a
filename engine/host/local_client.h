// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/host/engine_state.h"
#include "engine/sdk/client.h"

#include <expected>
#include <functional>
#include <memory>
#include <string_view>

namespace durascope::host {

/// The durable API of one invocation over the engine in this process. Answers carry the ticket of the library; asking
/// again is never needed, the waker tells.
class LocalClient final : public durable::DurableClient
{
public:
    LocalClient(EngineState& state, ExecutionRecord& record, std::shared_ptr<RunningInvocation> invocation);
    ~LocalClient() override;

    /// Errors: those of the service; those of fault hooks; `Invalid checkpoint token` for an invocation whose time is
    /// over; ServiceException once the library has failed. Throws what fault hooks throw.
    [[nodiscard]] std::expected<core::CheckpointAnswer, core::ServiceError>
    checkpoint(const core::CheckpointRequest& request) override;
    [[nodiscard]] std::expected<core::StatePage, core::ServiceError>
    state(std::string_view executionArn, std::string_view token, std::string_view marker) override;
    [[nodiscard]] std::expected<void, core::ServiceError> awaitStored(std::uint64_t ticket) override;
    [[nodiscard]] bool isStored(std::uint64_t ticket) const override;
    void setWaker(std::function<void()> waker) override;
    [[nodiscard]] Timestamp now() const override;

private:
    [[nodiscard]] std::expected<core::CheckpointAnswer, core::ServiceError>
    apply(const core::CheckpointRequest& request);
    [[nodiscard]] std::optional<core::ServiceError> refusal();
    void passLatency();

    EngineState& m_state;
    ExecutionRecord& m_record;
    std::shared_ptr<RunningInvocation> m_invocation;
};

} // namespace durascope::host
