// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_engine.h"
#include "tests/bench/disk_limits.h"
#include "tests/bench/engine_run.h"
#include "tests/bench/workflows.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <string>
#include <vector>

namespace durascope::bench {
namespace {

/// The median, not the mean: one stall of a shared machine is not what a step costs.
void report(benchmark::State& state, const std::vector<double>& times, int steps)
{
    const double median = quantile(times, 0.5);
    state.counters["seconds"] = median;
    state.counters["us/step"] = median * 1e6 / steps;
    state.counters["steps/s"] = steps / median;
}

void inMemory(benchmark::State& state, int steps)
{
    std::vector<double> times;
    for ([[maybe_unused]] auto _ : state) {
        times.push_back(EngineRun{.function = sequentialSteps(steps)}.seconds());
        state.SetIterationTime(times.back());
    }
    report(state, times, steps);
}

/// xSync and xSqlite: our steps a second over what the disk and SQLite manage in the same folder.
void inLibrary(benchmark::State& state, int steps, store::Durability durability)
{
    const ScratchLibrary library(durability);
    SyncedAppends appends;
    SqliteCommits commits;
    std::vector<double> times;
    Ratios sync;
    Ratios sqlite;
    std::uint64_t transactions = 0;
    for ([[maybe_unused]] auto _ : state) {
        const std::uint64_t before = library->commits();
        times.push_back(EngineRun{.function = sequentialSteps(steps), .library = library.get()}.seconds());
        state.SetIterationTime(times.back());
        transactions = library->commits() - before;
        sync.add(appends.seconds(steps), times.back());
        sqlite.add(commits.seconds(steps), times.back());
    }
    report(state, times, steps);
    state.counters["xSync"] = sync.median();
    state.counters["xSqlite"] = sqlite.median();
    state.counters["commits/step"] = static_cast<double>(transactions) / steps;
}

/// So many rounds as take some ten seconds: disks differ by a factor of fifty in how long a synced write takes.
int roundsOnThisDisk(int steps, store::Durability durability)
{
    constexpr int kProbes = 50;
    constexpr double kBudget = 10;
    static const double sync = SyncedAppends().seconds(kProbes) / kProbes;
    const double writes = durability == store::Durability::Full ? 3.0 : 2.0; // ours when synced, and the two limits
    return static_cast<int>(std::clamp(kBudget / (writes * sync * steps), 1.0, 7.0));
}

} // namespace

void registerSteps()
{
    for (const int steps : {100, 1'000, 3'000, 30'000, 100'000}) {
        benchmark::RegisterBenchmark(("steps/memory/" + std::to_string(steps)).c_str(),
                                     [steps](benchmark::State& state) { inMemory(state, steps); })
            ->UseManualTime()
            ->Unit(benchmark::kMillisecond)
            ->Iterations(steps <= 1'000 ? 51 : steps <= 3'000 ? 21 : 5);
    }
    for (const auto& [name, durability] :
         {std::pair("full", store::Durability::Full), std::pair("normal", store::Durability::Normal)}) {
        for (const int steps : {1'000, 3'000}) {
            benchmark::RegisterBenchmark(("steps/" + std::string(name) + "/" + std::to_string(steps)).c_str(),
                                         [steps, durability = durability](benchmark::State& state) {
                                             inLibrary(state, steps, durability);
                                         })
                ->UseManualTime()
                ->Unit(benchmark::kMillisecond)
                ->Iterations(roundsOnThisDisk(steps, durability));
        }
    }
}

} // namespace durascope::bench
