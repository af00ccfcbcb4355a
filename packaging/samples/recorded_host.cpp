// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/samples/recorded_host.h"

#include <atomic>
#include <utility>

namespace durascope::packaging {

namespace {

/// A client whose checkpoints take time.
class SlowClient final : public durable::DurableClient
{
public:
    SlowClient(durable::DurableClient& inside, Pace& pace, host::Engine& engine)
        : m_inside(inside)
        , m_pace(pace)
        , m_engine(engine)
    {
    }

    std::expected<core::CheckpointAnswer, core::ServiceError>
    checkpoint(const core::CheckpointRequest& request) override
    {
        m_engine.advance(m_pace.between(6, 14));
        auto answer = m_inside.checkpoint(request);
        if (answer)
            answer->ticket = ++m_ticket;
        return answer;
    }
    std::expected<core::StatePage, core::ServiceError> state(std::string_view executionArn, std::string_view token,
                                                             std::string_view marker) override
    {
        return m_inside.state(executionArn, token, marker);
    }
    bool isStored(std::uint64_t /*ticket*/) const override { return false; }
    std::optional<core::Duration> pollDelay(std::uint32_t nth) const override { return m_inside.pollDelay(nth); }
    void setWaker(std::function<void()> waker) override { m_inside.setWaker(std::move(waker)); }
    core::Timestamp now() const override { return m_inside.now(); }

private:
    durable::DurableClient& m_inside;
    Pace& m_pace;
    host::Engine& m_engine;
    std::uint64_t m_ticket = 0;
};

class RecordedHost final : public host::FunctionHost
{
public:
    RecordedHost(std::shared_ptr<host::FunctionHost> inside, Pace& pace, host::Engine* const& engine)
        : m_inside(std::move(inside))
        , m_pace(pace)
        , m_engine(engine)
    {
    }

    core::InvocationOutcome invoke(const core::InvocationEvent& event, durable::DurableClient& client,
                                   const durable::RunOptions& options) override
    {
        m_engine->advance(std::exchange(m_cold, false) ? m_pace.between(1400, 2300) : m_pace.between(35, 90));
        SlowClient slow(client, m_pace, *m_engine);
        core::InvocationOutcome outcome = m_inside->invoke(event, slow, options);
        m_engine->advance(m_pace.between(6, 14));
        return outcome;
    }

private:
    std::shared_ptr<host::FunctionHost> m_inside;
    Pace& m_pace;
    host::Engine* const& m_engine;
    bool m_cold = true;
};

} // namespace

std::chrono::milliseconds Pace::between(int least, int most)
{
    // Knuth's MMIX generator: the library's distributions differ from one to the other.
    m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
    return std::chrono::milliseconds(least +
                                     static_cast<int>((m_state >> 33) % static_cast<unsigned>(most - least + 1)));
}

std::chrono::milliseconds Pace::about(std::chrono::milliseconds time)
{
    const int tenth = static_cast<int>(time.count() / 10);
    return time + between(-tenth, tenth);
}

std::shared_ptr<host::FunctionHost> recordedHost(std::shared_ptr<host::FunctionHost> inside, Pace& pace,
                                                 host::Engine* const& engine)
{
    return std::make_shared<RecordedHost>(std::move(inside), pace, engine);
}

} // namespace durascope::packaging
