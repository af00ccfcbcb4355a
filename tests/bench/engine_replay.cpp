// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_engine.h"
#include "tests/bench/engine_run.h"
#include "tests/bench/workflows.h"
#include "tests/support/direct_run.h"

#include <benchmark/benchmark.h>
#include <limits>
#include <string>
#include <vector>

namespace durascope::bench {
namespace {

/// One invocation that finds `steps` recorded operations and ends; recording them is not measured.
double replayOnce(int steps)
{
    service::Limits limits;
    limits.quotas = service::QuotaMode::Ignore;
    limits.statePageBytes = std::numeric_limits<std::uint32_t>::max();
    limits.statePageItems = std::numeric_limits<std::uint32_t>::max();
    durable::RunOptions options;
    options.scheduling = durable::Scheduling::Sequential;
    test::DirectRun run(stepsAndWait(steps), "{}", options, limits);
    if (!run.invoke() || !run.jump())
        giveUp("nothing was recorded");
    const double taken = timed([&] { static_cast<void>(run.invoke()); });
    if (run.execution().open())
        giveUp("the replay did not come to its end");
    return taken;
}

void replay(benchmark::State& state, int steps)
{
    std::vector<double> times;
    for ([[maybe_unused]] auto _ : state) {
        times.push_back(replayOnce(steps));
        state.SetIterationTime(times.back());
    }
    state.counters["us/operation"] = quantile(times, 0.5) * 1e6 / steps;
}

} // namespace

void registerReplay()
{
    for (const int steps : {3'000, 100'000}) {
        benchmark::RegisterBenchmark(("replay/" + std::to_string(steps)).c_str(),
                                     [steps](benchmark::State& state) { replay(state, steps); })
            ->UseManualTime()
            ->Unit(benchmark::kMillisecond)
            ->Iterations(steps <= 3'000 ? 31 : 5);
    }
}

} // namespace durascope::bench
