// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/simulation.h"

#ifdef __linux__
#include <sched.h>
#endif

namespace durascope::simulation {
namespace {

using End = WorldOptions::End;

WorldOptions optionsOf(const Simulation& simulation)
{
    WorldOptions options;
    options.seed = simulation.seed;
    options.faults = simulation.faults;
    options.checksEveryCall = simulation.seed % 16 == 0 && simulation.size <= 30;
    if (simulation.seed % 20 == 7)
        options.end = simulation.seed % 40 == 7 ? End::Stopped : End::TimedOut;
    return options;
}

struct Wrong
{
    std::string what;
    std::vector<std::string> story;
};

Wrong trial(const Simulation& simulation, Coverage& coverage)
{
    const auto workflow = randomWorkflow(simulation.seed, simulation.size);
    const WorldOptions options = optionsOf(simulation);
    const WorldReport calm = World(workflow, {.seed = 0}).run();
    const WorldReport stormy = World(workflow, options).run();
    coverage.add(calm);
    coverage.add(stormy);
    for (std::size_t i = 0; i < kNodeKinds; ++i)
        coverage.nodes[i] += workflow->counts[i];
    Wrong wrong{{}, stormy.story};
    for (const std::string& what : calm.violations)
        wrong.what += "undisturbed: " + what + '\n';
    for (const std::string& what : stormy.violations)
        wrong.what += what + '\n';
    if (options.end == End::ByItself && stormy.outcome != calm.outcome)
        wrong.what += "undisturbed: " + calm.outcome + "\ndisturbed:   " + stormy.outcome + '\n';
    // Larger seeds cost more, and say no more about this.
    const bool again = simulation.seed % 4 == 0;
    if (again && World(workflow, options).run().history != stormy.history)
        wrong.what += "the same seed gave other bytes\n";
    return wrong;
}

} // namespace

void Coverage::add(const WorldReport& report)
{
    ++worlds;
    checkpoints += report.checkpoints;
    bodies += report.bodies;
    polls += report.polls;
    succeeded += report.outcome.starts_with("SUCCEEDED") ? 1 : 0;
    failed += report.outcome.starts_with("FAILED") ? 1 : 0;
    for (std::size_t i = 0; i < faults.size(); ++i)
        faults[i] += report.faults[i];
    for (std::size_t i = 0; i < events.size(); ++i)
        events[i] += report.events[i];
}

std::string Coverage::missing() const
{
    std::string names;
    for (std::size_t i = 0; i < faults.size(); ++i) {
        if (faults[i] == 0)
            names += std::string(toText(static_cast<Fault>(i))) + ", ";
    }
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i] == 0)
            names += std::string(toText(static_cast<NodeKind>(i))) + ", ";
    }
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto type = static_cast<core::EventType>(i);
        // No operation of the SDK cancels a wait.
        if (events[i] == 0 && type != core::EventType::WaitCancelled)
            names += std::string(core::toText(type)) + ", ";
    }
    if (polls == 0)
        names += "polls, ";
    return names;
}

std::string simulate(const Simulation& simulation, Coverage& coverage)
{
    Wrong wrong = trial(simulation, coverage);
    if (wrong.what.empty())
        return {};
    Simulation smallest = simulation;
    Coverage ignored;
    for (std::uint32_t size = 1; size < simulation.size; ++size) {
        const Simulation smaller{simulation.seed, size, simulation.faults};
        Wrong found = trial(smaller, ignored);
        if (!found.what.empty()) {
            smallest = smaller;
            wrong = std::move(found);
            break;
        }
    }
    for (std::uint32_t faults = 0; faults < smallest.faults; ++faults) {
        const Simulation fewer{simulation.seed, smallest.size, faults};
        Wrong found = trial(fewer, ignored);
        if (!found.what.empty()) {
            smallest = fewer;
            wrong = std::move(found);
            break;
        }
    }
    std::string text = "DURASCOPE_SIMULATION_SEED=" + std::to_string(smallest.seed) +
                       " DURASCOPE_SIMULATION_SIZE=" + std::to_string(smallest.size) +
                       " DURASCOPE_SIMULATION_FAULTS=" + std::to_string(smallest.faults) + '\n' + wrong.what;
    for (const std::string& fault : wrong.story)
        text += "  " + fault + '\n';
    return text + describe(*randomWorkflow(smallest.seed, smallest.size));
}

void stayOnOneProcessor()
{
#ifdef __linux__
    cpu_set_t processors;
    CPU_ZERO(&processors);
    CPU_SET(static_cast<std::size_t>(::sched_getcpu()), &processors);
    static_cast<void>(::sched_setaffinity(0, sizeof processors, &processors)); // slower when it is not allowed
#endif
}

} // namespace durascope::simulation
