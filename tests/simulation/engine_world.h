// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/engine.h"
#include "tests/simulation/world.h"

#include <filesystem>
#include <map>
#include <memory>

namespace durascope::simulation {

struct EngineWorldOptions
{
    std::uint64_t seed = 1;
    std::uint32_t faults = 0;
    std::filesystem::path library; ///< a file that is not there yet
    /// Manual: this world moves the clock. Skip: the engine does, and answers come when nothing else is left.
    host::TimeMode time = host::TimeMode::Manual;
};

/// A workflow in a host::Engine with a library: what World does by hand is the engine's here. Faults come through its
/// hooks, and now and then the engine goes and another one takes up what the library holds. The same seed gives the
/// same bytes.
class EngineWorld final : private Outside
{
public:
    EngineWorld(std::shared_ptr<const Workflow> workflow, EngineWorldOptions options);
    ~EngineWorld() override;
    /// Once. Counts no events of kinds.
    [[nodiscard]] WorldReport run();

private:
    class Host;
    struct Session ///< an invocation that runs
    {
        std::string arn;
        std::uint64_t number = 0; ///< of all that began
        std::size_t eventsBefore = 0;
    };
    struct Answer ///< from outside, on its way
    {
        std::string callbackId;
        const Node* node = nullptr;
        bool heartbeat = false;
    };

    void bodyBegins(const std::string& arn, const Node& node, const durable::StepContext& step) override;
    void bodyEnds(const std::string& arn, const Node& node, const durable::StepContext& step) override;
    void callbackGiven(const std::string& arn, const Node& node, const std::string& callbackId) override;
    void observed(const std::string& arn, const std::string& label, const std::string& value) override;
    void violated(const std::string& what) override;

    void live();
    void open();
    void openLibrary();
    void close(bool losesPower);
    void continueWithCopy();
    void checkStored(const std::string& arn, const std::vector<service::Event>& shown, bool losesPower);
    [[nodiscard]] bool advance();
    void deliver(const Answer& answer);
    [[nodiscard]] std::optional<core::ServiceError> beforeCheckpoint(const core::CheckpointRequest& request);
    [[nodiscard]] std::optional<core::ServiceError> afterCheckpoint(const core::CheckpointRequest& request);
    void beforeAnswer(const core::InvocationEvent& event);
    void overtake(const std::string& arn);
    void noteMoment(const std::string& arn);
    void checkBody(const Node& node, const durable::StepContext& step);
    [[nodiscard]] bool over() const;

    const std::shared_ptr<const Workflow> m_workflow;
    const EngineWorldOptions m_options;
    FaultPlan m_plan;
    std::filesystem::path m_file;
    std::unique_ptr<store::Library> m_library;
    std::unique_ptr<host::Engine> m_engine;
    core::Timestamp m_clock;
    std::string m_root;
    bool m_shutsDown = false;
    std::multimap<core::Timestamp, Answer> m_due;
    std::map<std::string, const Node*> m_given;    ///< callbacks that will be answered, until they are
    std::vector<Session> m_sessions;               ///< running, the innermost last
    std::map<std::string, std::uint64_t> m_latest; ///< number of the last invocation that began, by execution
    std::uint64_t m_begun = 0;
    std::map<std::string, std::vector<service::Event>> m_histories; ///< as the last engine left them
    std::map<std::string, std::vector<Moment>> m_moments;
    std::map<std::pair<std::string, std::uint32_t>, std::uint32_t> m_bodies;
    std::map<std::string, bool> m_known; ///< callback ids ever given
    Observations m_observations;
    std::set<std::pair<std::string, std::string>> m_told; ///< execution and operation whose end the workflow has seen
    WorldReport m_report;
};

} // namespace durascope::simulation
