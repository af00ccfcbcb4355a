// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/world.h"

#include <functional>

namespace durascope::simulation {

struct World::Run
{
    std::string arn;
    const durable::Function* function = nullptr;
    std::unique_ptr<service::Execution> execution;
    std::vector<service::Event> events; ///< as a store would have them
    std::vector<service::Fact> facts;
    std::vector<Moment> moments;
    Session* current = nullptr; ///< the invocation that is not stale
    Run* parent = nullptr;
    std::string parentOperation;
    bool reported = false; ///< to the parent
};

struct World::Due
{
    enum class Kind : std::uint8_t { Answer, AnswerAgain, LateAnswer, Heartbeat, CompleteInvoke } kind;
    Run* run = nullptr;
    std::string id; ///< callback id, operation id
    const Node* node = nullptr;
};

/// One invocation as the SDK sees the service.
class World::Session final : public durable::DurableClient
{
public:
    Session(World& world, Run& run, core::InvocationEvent event)
        : m_world(world)
        , m_run(run)
        , m_event(std::move(event))
        , m_eventsBefore(run.events.size())
    {
    }

    std::expected<core::CheckpointAnswer, core::ServiceError>
    checkpoint(const core::CheckpointRequest& request) override
    {
        return m_world.checkpoint(*this, request);
    }
    std::expected<core::StatePage, core::ServiceError> state(std::string_view, std::string_view token,
                                                             std::string_view marker) override
    {
        const std::lock_guard lock(m_world.m_mutex);
        return m_run.execution->state(token, marker, 0, m_world.now());
    }
    void setWaker(std::function<void()> waker) override { m_waker = std::move(waker); }
    core::Timestamp now() const override { return m_world.now(); }

    [[nodiscard]] Run& run() const { return m_run; }
    [[nodiscard]] const core::InvocationEvent& event() const { return m_event; }
    /// Events that were there when it began.
    [[nodiscard]] std::size_t eventsBefore() const { return m_eventsBefore; }
    void wake()
    {
        if (m_waker)
            m_waker();
    }

private:
    World& m_world;
    Run& m_run;
    const core::InvocationEvent m_event;
    const std::size_t m_eventsBefore;
    std::function<void()> m_waker;
};

} // namespace durascope::simulation
