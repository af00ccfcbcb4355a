// SPDX-License-Identifier: GPL-3.0-or-later
#include "lend.h"

#include <engine/testing/local_test_runner.h>

#include <cstdio>
#include <cstdlib>

using namespace durable::testing;
using namespace std::chrono_literals;

static void expect(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "not so: %s\n", what);
        std::exit(1);
    }
}

static void theBicycleIsLent()
{
    LocalTestRunner runner(lendBicycle);
    runner.answerCallback("pickup", {{"by", "Nora"}});
    const Timestamp begin = runner.now();
    const Outcome outcome = runner.run({{"model", "tandem"}});

    expect(outcome.result().at("status") == "reminded", "the reminder is sent");
    expect(outcome.result().at("bicycle") == "tandem-17", "the bicycle is the reserved one");
    expect(runner.operation("reserve").attempt() == 2, "the depot answers at the second attempt");
    expect(runner.now() - begin == 30s + 14 * 24h, "a pause of 30 seconds and two weeks have passed");
}

static void nobodyPicksItUp()
{
    LocalTestRunner runner(lendBicycle);
    const Outcome outcome = runner.run({{"model", "tandem"}});
    expect(outcome.result().at("status") == "not picked up", "the lending ends after two days");
    expect(!runner.operation("remind").exists(), "nobody is reminded");
}

static void aCrashChangesNothing()
{
    LocalTestRunner runner(lendBicycle);
    runner.answerCallback("pickup", {{"by", "Nora"}});
    runner.crashAtCheckpoint(3, LocalTestRunner::Moment::AfterStored);
    const Outcome outcome = runner.run({{"model", "tandem"}});
    expect(outcome.result().at("status") == "reminded", "the crash is survived");
}

int main()
{
    theBicycleIsLent();
    nobodyPicksItUp();
    aCrashChangesNothing();
    return 0;
}
