// SPDX-License-Identifier: GPL-3.0-or-later
// P8: a history file in a warm cache becomes a usable log, on one thread. In turn with it, every round: memcpy of the
// same bytes (the limit), simdjson visiting every field (a peer), a document tree (where that ends within seconds).
// Every counter that begins with x is the median over the rounds of our time divided by theirs.
#include "engine/history/reader.h"
#include "tests/bench/bench_data.h"
#include "tests/bench/pairs.h"
#include "tests/bench/peers.h"

#include <benchmark/benchmark.h>
#include <cmath>

namespace durascope::bench {
namespace {

constexpr std::uint64_t kTreeUpTo = 25'000;

struct Round
{
    std::string path;
    std::uint64_t events = 0;
    int repeat = 1; ///< small files are read several times a round, so that the clock can tell
};

/// Our time for one read; the benchmark fails when the log is not what was written.
double readOnce(const Round& round, benchmark::State& state)
{
    return timed([&] {
        for (int i = 0; i < round.repeat; ++i) {
            const auto log = history::readHistoryFile(round.path);
            if (!log || (*log)->eventCount() != round.events)
                state.SkipWithError("the history could not be read");
        }
    });
}

double peerOnce(const Round& round, benchmark::State& state, std::uint64_t (*peer)(const std::string&))
{
    return timed([&] {
        for (int i = 0; i < round.repeat; ++i) {
            if (peer(round.path) != round.events)
                state.SkipWithError("the peer could not read the history");
        }
    });
}

void import(benchmark::State& state, const Workload& workload)
{
    const auto log = logOf(workload);
    const std::size_t bytes = log->bytes().size();
    MemoryCopy copy(log->bytes());
    const Round round{fileOf(workload), workload.events, workload.events < 10'000 && bytes < 1'000'000 ? 50 : 1};
    Ratios limit;
    Ratios peer;
    Ratios tree;
    for ([[maybe_unused]] auto _ : state) {
        const double ours = readOnce(round, state);
        state.SetIterationTime(ours / round.repeat);
        limit.add(ours, timed([&] {
                      for (int i = 0; i < round.repeat; ++i) {
                          copy.run();
                          benchmark::DoNotOptimize(copy.target().data());
                          benchmark::ClobberMemory();
                      }
                  }));
        peer.add(ours, peerOnce(round, state, visitWithSimdjson));
        if (workload.events <= kTreeUpTo && workload.payloadBytes < 1000)
            tree.add(ours, peerOnce(round, state, buildWithNlohmann));
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * static_cast<std::int64_t>(state.iterations()));
    state.counters["xMemcpy"] = limit.median();
    state.counters["xSimdjson"] = peer.median();
    state.counters["xTree"] = tree.empty() ? std::nan("") : tree.median();
    state.counters["B/event"] = static_cast<double>(log->memoryUse()) / static_cast<double>(log->eventCount());
}

void registerAll()
{
    for (const Workload* workload : {&kThousand, &kUsual, &kLarge, &kMillion, &kHeavy}) {
        benchmark::RegisterBenchmark((std::string("import/") + workload->name).c_str(),
                                     [workload](benchmark::State& state) { import(state, *workload); })
            ->UseManualTime()
            ->Unit(benchmark::kMillisecond)
            ->Iterations(workload->events >= 250'000 ? 7 : 15);
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
