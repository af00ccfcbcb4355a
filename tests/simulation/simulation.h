// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/world.h"

#include <string>

namespace durascope::simulation {

/// One seed: its workflow undisturbed, disturbed, and disturbed again.
struct Simulation
{
    std::uint64_t seed = 1;
    std::uint32_t size = 10;   ///< operations of the workflow, about
    std::uint32_t faults = 20; ///< at most
};

/// What all simulations of a test have come across.
struct Coverage
{
    std::array<std::uint64_t, kFaults> faults{};
    std::array<std::uint64_t, kNodeKinds> nodes{};
    std::array<std::uint64_t, core::kEventTypeCount> events{};
    std::uint64_t worlds = 0;
    std::uint64_t checkpoints = 0;
    std::uint64_t bodies = 0;
    std::uint64_t polls = 0;
    std::uint64_t succeeded = 0;
    std::uint64_t failed = 0;

    void add(const WorldReport& report);
    /// What was never met; empty: everything was.
    [[nodiscard]] std::string missing() const;
};

/// What is wrong with the seed, with its workflow and faults; empty: nothing. A wrong one is made smaller first.
[[nodiscard]] std::string simulate(const Simulation& simulation, Coverage& coverage);

/// Branches hand over from thread to thread, one at a time: on another processor each of them would begin with waking
/// it up, and a simulation take twice as long.
void stayOnOneProcessor();

} // namespace durascope::simulation
