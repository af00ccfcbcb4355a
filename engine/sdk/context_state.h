// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/context_core.h"
#include "engine/sdk/invocation.h"

#include <atomic>
#include <optional>
#include <string>

namespace durable::detail {

/// A context of the workflow while it runs: hands out ids, knows whether it replays, and carries the operations out.
/// claim() and what awaits belong to the strand that owns it; the operations proper may run on any strand.
class ContextState final : public ContextCore
{
public:
    enum class Replay : std::uint8_t {
        AsRecorded, ///< until the next operation has no record
        Always,     ///< a finished context is run again only for its result (ReplayChildren)
    };
    /// `path` is the raw path of the context and prefix of its operations; `parentId` the wire id of the nearest
    /// recorded context, absent at the top.
    ContextState(Invocation& invocation, std::string path, std::optional<std::string> parentId, Replay replay);

    [[nodiscard]] Claim claim() override;
    [[nodiscard]] Payload step(const Claim& claim, const StepCall& call) override;
    void wait(const Claim& claim, std::string_view name, std::chrono::seconds duration) override;
    [[nodiscard]] std::string createCallback(const Claim& claim, const CallbackCall& call) override;
    [[nodiscard]] Payload awaitCallback(const Claim& claim) override;
    [[nodiscard]] Payload waitForCallback(const Claim& claim, const WaitForCallbackCall& call) override;
    [[nodiscard]] Payload waitForCondition(const Claim& claim, const ConditionCall& call) override;
    [[nodiscard]] Payload invoke(const Claim& claim, const InvokeCall& call) override;
    [[nodiscard]] Payload child(const Claim& claim, const ChildCall& call) override;
    [[nodiscard]] BatchReturn batch(const Claim& claim, const BatchCall& call) override;
    [[nodiscard]] PendingRef start(std::function<Payload()> work) override;
    [[nodiscard]] PendingRef startCallback(const Claim& claim) override;
    [[nodiscard]] Payload await(Pending& pending) override;
    [[nodiscard]] CombineReturn combine(const Claim& claim, std::string_view name, Combination how,
                                        const std::vector<PendingRef>& operands) override;
    [[nodiscard]] SerdesContext serdesContext(const Claim& claim) const override;
    [[nodiscard]] const Logger& logger() const override { return m_logger; }
    [[nodiscard]] bool replaying() const override { return m_replaying; }
    [[nodiscard]] const std::string& executionArn() const override;
    [[nodiscard]] const std::string& requestId() const override;
    [[nodiscard]] std::string_view path() const override { return m_path; }
    [[nodiscard]] Timestamp now() const override;
    [[nodiscard]] std::optional<Timestamp> deadline() const override;
    [[nodiscard]] const std::optional<std::string>& tenantId() const override;

    [[nodiscard]] Invocation& invocation() { return m_invocation; }
    [[nodiscard]] const std::optional<std::string>& parentId() const { return m_parentId; }
    /// The n-th child from 1, whether or not it has been claimed.
    [[nodiscard]] Claim childClaim(std::uint32_t number) const;
    /// What comes next is new: the context logs from here on. For the owner's strand; others are ignored.
    void noteLive();
    /// However an operation of this context is left: looks whether the next one is recorded.
    class Done
    {
    public:
        explicit Done(ContextState& context)
            : m_context(context)
        {
        }
        ~Done() { m_context.noteDone(); }
        Done(const Done&) = delete;
        Done& operator=(const Done&) = delete;

    private:
        ContextState& m_context;
    };
    [[nodiscard]] bool repeatsLogs() const;

    /// While one lives, user code of an inner scope runs and the context itself may not be used.
    class Busy
    {
    public:
        explicit Busy(ContextState& context)
            : m_context(owns(context) ? &context : nullptr)
        {
            if (m_context)
                ++m_context->m_busy;
        }
        ~Busy()
        {
            if (m_context)
                --m_context->m_busy;
        }
        Busy(const Busy&) = delete;
        Busy& operator=(const Busy&) = delete;

    private:
        static bool owns(const ContextState& context) { return Scheduler::current() == context.m_owner; }
        ContextState* m_context;
    };

private:
    void checkUse();
    [[nodiscard]] Payload awaitCallbackAnywhere(const Claim& claim);
    void noteDone();
    [[nodiscard]] bool nextIsRecorded();

    Invocation& m_invocation;
    const std::string m_path;
    const std::optional<std::string> m_parentId;
    const Replay m_mode;
    Strand* const m_owner;
    std::uint32_t m_next = 1;
    std::optional<Claim> m_peeked; ///< childClaim(m_next), made while looking ahead
    int m_busy = 0;
    std::atomic<bool> m_replaying;
    Logger m_logger;
};

/// A logger that speaks for one operation, or for a context when `context` is given.
[[nodiscard]] Logger operationLogger(Invocation& invocation, std::string operationId, std::string_view name,
                                     std::uint32_t attempt);

} // namespace durable::detail
