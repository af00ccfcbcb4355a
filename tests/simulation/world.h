// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/clock.h"
#include "tests/simulation/faults.h"
#include "tests/simulation/interpreter.h"
#include "tests/simulation/invariants.h"

#include <deque>
#include <map>
#include <memory>
#include <mutex>

namespace durascope::simulation {

struct WorldOptions
{
    std::uint64_t seed = 1;   ///< of faults and of the order of branches
    std::uint32_t faults = 0; ///< at most
    durable::Scheduling scheduling = durable::Scheduling::Sequential;
    enum class End : std::uint8_t { ByItself, Stopped, TimedOut } end = End::ByItself;
    bool checksEveryCall = false; ///< folds the history after every call; costs the square of the calls
};

/// How a world ended, and everything that was wrong on the way.
struct WorldReport
{
    std::string outcome; ///< "SUCCEEDED …" or "FAILED …": of the first execution
    std::string history; ///< of all executions, in order of start
    std::vector<std::string> violations;
    std::vector<std::string> story; ///< the faults that struck
    std::array<std::uint32_t, kFaults> faults{};
    std::array<std::uint32_t, core::kEventTypeCount> events{};
    std::uint32_t checkpoints = 0;
    std::uint32_t bodies = 0;
    std::uint32_t polls = 0; ///< checkpoints without updates
};

/// A workflow, the service and everybody outside in one thread's time: executions and the SDK without an engine between
/// them, so that whatever a network, a process or a queue may do can be done here between any two checkpoints. Chained
/// invokes, callbacks and the clock are the world's. The same seed gives the same bytes when branches are Sequential.
///
/// With Concurrent branches only faults that need no second invocation strike.
class World final : private Outside
{
public:
    World(std::shared_ptr<const Workflow> workflow, WorldOptions options);
    ~World() override;
    /// Once.
    [[nodiscard]] WorldReport run();

private:
    class Session;
    struct Run; ///< an execution and what was stored of it
    struct Due; ///< something from outside that is on its way

    // --- Outside
    void bodyBegins(const std::string& arn, const Node& node, const durable::StepContext& step) override;
    void bodyEnds(const std::string& arn, const Node& node, const durable::StepContext& step) override;
    void callbackGiven(const std::string& arn, const Node& node, const std::string& callbackId) override;
    void observed(const std::string& arn, const std::string& label, const std::string& value) override;
    void violated(const std::string& what) override;

    // --- the world's course: world.cpp
    Run& begin(const std::string& function, const std::string& input, std::uint32_t depth);
    void drive();
    void betweenInvocations();
    [[nodiscard]] bool advance();
    void moveTo(core::Timestamp time);
    void jump();
    void settle(Run& run);
    void applyEffects(Run& run);
    void restartService(Run& run);
    [[nodiscard]] Run* anyThatWants();
    [[nodiscard]] std::string whatIsLeft() const;

    // --- invocations: world_invocations.cpp
    void invoke(Run& run);
    [[nodiscard]] std::unique_ptr<Session> beginInvocation(Run& run);
    [[nodiscard]] core::InvocationOutcome work(Session& session);
    void complete(Session& session, const core::InvocationOutcome& outcome);
    void overtake(Run& run);
    std::expected<core::CheckpointAnswer, core::ServiceError> checkpoint(Session& session,
                                                                         const core::CheckpointRequest& request);
    std::expected<core::CheckpointAnswer, core::ServiceError> apply(Session& session, core::CheckpointRequest request);
    void sendAgain(Session& session, const core::CheckpointRequest& request, const core::CheckpointAnswer& first);
    void strikeInBody(Fault fault, const std::string& where);
    [[nodiscard]] bool mayOvertake() const;
    void checkBody(const Session& session, const Node& node, const durable::StepContext& step);
    void passTime(Session& session);

    // --- the world outside: world_outside.cpp
    void deliver(const Due& due);
    void answer(Run& run, const Due& due);
    void schedule(core::Duration after, Due due);
    void startInvoke(Run& run, const service::InvokeRequest& request);
    void finishChild(Run& child);

    [[nodiscard]] core::Timestamp now() const { return m_clock.now(); }

    const std::shared_ptr<const Workflow> m_workflow;
    const WorldOptions m_options;
    const durable::Function m_function;
    const durable::Function m_invoked;
    service::Limits m_limits;
    FaultPlan m_plan;
    core::ManualClock m_clock;
    std::mutex m_mutex; ///< guards what follows where branches are Concurrent; nobody holds it while user code runs
    std::deque<std::unique_ptr<Run>> m_runs;
    std::multimap<core::Timestamp, Due> m_due;
    std::map<std::string, std::uint32_t> m_given;                            ///< callback ids: how often
    std::vector<Session*> m_sessions;                                        ///< running, the innermost last
    std::map<std::pair<std::string, std::uint32_t>, std::uint32_t> m_bodies; ///< arn and label, attempt: how often
    Observations m_observations;
    std::uint32_t m_requests = 0;
    std::uint32_t m_stopAfter = 0; ///< checkpoints
    bool m_sendsClientTokens = false;
    WorldReport m_report;
    std::mutex m_violationsMutex; ///< guards m_report.violations
};

} // namespace durascope::simulation
