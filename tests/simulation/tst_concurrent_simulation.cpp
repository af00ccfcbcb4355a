// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/world.h"

#include <QTest>

#include <cstdio>
#include <cstdlib>

using namespace durascope::simulation;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kSeeds = 100;
#elif defined(NDEBUG)
constexpr int kSeeds = 400;
#else
constexpr int kSeeds = 200;
#endif
constexpr int kRow = 50;

} // namespace

/// The same workflows with branches on as many threads as there are, and the faults that need no second invocation.
/// Nothing here is repeatable but the workflow, its result and the faults' seed. DURASCOPE_SIMULATION_SEED=n runs one.
class TestConcurrentSimulation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theResultDoesNotDependOnThreads_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("count");
        if (const char* const seed = std::getenv("DURASCOPE_SIMULATION_SEED")) {
            QTest::newRow("one seed") << std::atoi(seed) << 1;
            return;
        }
        for (int first = 1; first <= kSeeds; first += kRow)
            QTest::addRow("from %d", first) << first << kRow;
    }

    void theResultDoesNotDependOnThreads()
    {
        QFETCH(const int, first);
        QFETCH(const int, count);
        for (int seed = first; seed < first + count; ++seed) {
            const auto workflow = randomWorkflow(static_cast<std::uint64_t>(seed), 10 + seed % 40);
            const std::string calm = World(workflow, {.seed = 0}).run().outcome;
            WorldOptions options;
            options.seed = static_cast<std::uint64_t>(seed);
            options.faults = 10;
            options.scheduling = durable::Scheduling::Concurrent;
            const WorldReport report = World(workflow, options).run();
            std::string wrong;
            for (const std::string& what : report.violations)
                wrong += what + '\n';
            if (report.outcome != calm)
                wrong += "sequential: " + calm + "\nconcurrent: " + report.outcome + '\n';
            if (!wrong.empty())
                std::fputs((wrong + describe(*workflow)).c_str(), stderr); // messages of QtTest are cut off
            QVERIFY2(wrong.empty(), ("DURASCOPE_SIMULATION_SEED=" + std::to_string(seed)).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestConcurrentSimulation)
#include "tst_concurrent_simulation.moc"
