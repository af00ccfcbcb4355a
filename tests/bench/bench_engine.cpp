// SPDX-License-Identifier: GPL-3.0-or-later
// P2 to P5: workflows through the rules of the service, the SDK, the host and the store, in time that skips. What the
// disk can do runs in turn with what goes to the disk; counters that begin with x are medians over the rounds.
#include "tests/bench/bench_engine.h"

#include <benchmark/benchmark.h>

int main(int argc, char** argv)
{
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    durascope::bench::registerSteps();
    durascope::bench::registerReplay();
    durascope::bench::registerWorkflows();
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
