// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_engine.h"
#include "tests/bench/engine_run.h"
#include "tests/bench/workflows.h"

#include <benchmark/benchmark.h>
#include <vector>

namespace durascope::bench {
namespace {

constexpr int kMapItems = 1'000;
constexpr int kRounds = 7;

void inMemory(benchmark::State& state, const durable::Function& function)
{
    for ([[maybe_unused]] auto _ : state)
        state.SetIterationTime(EngineRun{.function = function}.seconds());
}

/// Branches that commit at the same time share a transaction, and so one fdatasync.
void mapInLibrary(benchmark::State& state)
{
    const ScratchLibrary library(store::Durability::Full);
    std::vector<double> itemsPerSync;
    for ([[maybe_unused]] auto _ : state) {
        const std::uint64_t before = library->commits();
        state.SetIterationTime(EngineRun{.function = mapOfSteps(kMapItems), .library = library.get()}.seconds());
        itemsPerSync.push_back(kMapItems / static_cast<double>(library->commits() - before));
    }
    state.counters["items/sync"] = quantile(itemsPerSync, 0.5);
}

void add(const char* name, void (*run)(benchmark::State&))
{
    benchmark::RegisterBenchmark(name, run)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(kRounds);
}

} // namespace

void registerWorkflows()
{
    add("workflows/waits", [](benchmark::State& state) { inMemory(state, waits(1'000)); });
    add("workflows/retries", [](benchmark::State& state) { inMemory(state, retriedSteps(100)); });
    add("workflows/map", [](benchmark::State& state) { inMemory(state, mapOfSteps(kMapItems)); });
    add("workflows/map-full", mapInLibrary);
    add("workflows/nested", [](benchmark::State& state) { inMemory(state, nestedContexts(100, 10)); });
}

} // namespace durascope::bench
