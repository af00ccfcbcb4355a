// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/engine_world.h"
#include "tests/simulation/simulation.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <cstdlib>

using namespace durascope;
using namespace durascope::simulation;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kSeeds = 30;
#elif defined(NDEBUG)
constexpr int kSeeds = 600;
#else
constexpr int kSeeds = 120;
#endif
constexpr int kRow = 30;

} // namespace

/// The same workflows in the engine itself, with a library that one engine after the other takes up.
/// DURASCOPE_SIMULATION_SEED=n runs one.
class TestEngineSimulation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { stayOnOneProcessor(); }

    void theResultDoesNotDependOnFaults_data()
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

    void theResultDoesNotDependOnFaults()
    {
        QFETCH(const int, first);
        QFETCH(const int, count);
        for (int seed = first; seed < first + count; ++seed) {
            const std::string wrong = wrongWith(static_cast<std::uint64_t>(seed));
            std::fputs(wrong.c_str(), stderr); // messages of QtTest are cut off
            QVERIFY2(wrong.empty(), ("DURASCOPE_SIMULATION_SEED=" + std::to_string(seed)).c_str());
        }
    }

    void enginesWereTakenUp()
    {
        if (std::getenv("DURASCOPE_SIMULATION_SEED") != nullptr)
            QSKIP("one seed meets little");
        for (const Fault fault : {Fault::ServiceRestarted, Fault::ServiceRestartedInside, Fault::ExitInBody,
                                  Fault::OvertakenInBody, Fault::OvertakenAtEnd, Fault::LateInvocation})
            QVERIFY2(m_coverage.faults[static_cast<std::size_t>(fault)] > 0, simulation::toText(fault));
    }

private:
    [[nodiscard]] WorldReport report(std::uint64_t seed, const std::shared_ptr<const Workflow>& workflow)
    {
        const QTemporaryDir folder;
        EngineWorldOptions options;
        options.seed = seed;
        options.faults = 20;
        options.library = std::filesystem::path(folder.path().toStdString()) / "library";
        options.time = seed % 2 == 0 ? host::TimeMode::Skip : host::TimeMode::Manual;
        return EngineWorld(workflow, options).run();
    }

    [[nodiscard]] std::string wrongWith(std::uint64_t seed)
    {
        const auto workflow = randomWorkflow(seed, 1 + static_cast<std::uint32_t>(seed) % 40);
        const std::string calm = World(workflow, {.seed = 0}).run().outcome;
        const WorldReport stormy = report(seed, workflow);
        m_coverage.add(stormy);
        std::string wrong;
        for (const std::string& what : stormy.violations)
            wrong += what + '\n';
        if (stormy.outcome != calm)
            wrong += "undisturbed: " + calm + "\ndisturbed:   " + stormy.outcome + '\n';
        if (seed % 4 == 0 && report(seed, workflow).history != stormy.history)
            wrong += "the same seed gave other bytes\n";
        if (wrong.empty())
            return wrong;
        for (const std::string& fault : stormy.story)
            wrong += "  " + fault + '\n';
        return wrong + describe(*workflow);
    }

    Coverage m_coverage;
};

QTEST_GUILESS_MAIN(TestEngineSimulation)
#include "tst_engine_simulation.moc"
