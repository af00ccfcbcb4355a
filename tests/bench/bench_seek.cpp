// SPDX-License-Identifier: GPL-3.0-or-later
// P10, its first half: the state of everything that a window of 40 rows shows, and the totals, at a random event.
// p50 and p99 are over single seeks. The growth from 1 000 to 1 M events shows whether a seek costs a search or a walk.
#include "engine/history/state_at.h"
#include "tests/bench/bench_data.h"
#include "tests/bench/json_events.h"
#include "tests/bench/pairs.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <vector>

namespace durascope::bench {
namespace {

using history::EventIndex;
using history::OperationIndex;

constexpr std::uint32_t kRows = 40;

/// The rows of a window that follows the cursor half of the time, and looks elsewhere the other half.
std::uint32_t firstRow(const history::EventLog& log, EventIndex cursor, Random& random)
{
    const std::uint32_t last = log.operationCount() > kRows ? log.operationCount() - kRows : 0;
    if (random.oneIn(2))
        return std::min(log.operation(cursor).value(), last);
    return static_cast<std::uint32_t>(random.between(0, last));
}

std::uint64_t seek(const history::EventLog& log, EventIndex cursor, std::uint32_t row)
{
    const history::StateAt state(log, cursor);
    const std::uint32_t end = std::min(row + kRows, log.operationCount());
    std::uint64_t sum = state.totals().openOperations;
    for (; row < end; ++row)
        sum += static_cast<std::uint64_t>(state.state(OperationIndex(row)).status);
    return sum;
}

void seekRandomly(benchmark::State& state, const Workload& workload)
{
    const auto log = logOf(workload);
    Random random(42);
    std::vector<double> times;
    for ([[maybe_unused]] auto _ : state) {
        const EventIndex cursor(static_cast<std::uint32_t>(random.between(0, log->eventCount() - 1)));
        const std::uint32_t row = firstRow(*log, cursor, random);
        const double seconds = timed([&] { benchmark::DoNotOptimize(seek(*log, cursor, row)); });
        state.SetIterationTime(seconds);
        times.push_back(seconds * 1e6);
    }
    state.counters["p50us"] = quantile(times, 0.5);
    state.counters["p99us"] = quantile(times, 0.99);
}

void registerAll()
{
    for (const Workload* workload : {&kThousand, &kUsual, &kLarge, &kMillion}) {
        benchmark::RegisterBenchmark((std::string("seek/") + workload->name).c_str(),
                                     [workload](benchmark::State& state) { seekRandomly(state, *workload); })
            ->UseManualTime()
            ->Unit(benchmark::kMicrosecond)
            ->Iterations(50'000);
    }
}

} // namespace
} // namespace durascope::bench

int main(int argc, char** argv)
{
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    durascope::bench::registerAll();
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
