// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/simulation.h"

#include <QTest>

#include <cstdio>
#include <cstdlib>

using namespace durascope::simulation;

namespace {

/// Sanitizers and debug builds take their time.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kShare = 20;
#elif defined(NDEBUG)
constexpr int kShare = 1;
#else
constexpr int kShare = 5;
#endif
constexpr int kSmall = 3'000 / kShare;
constexpr int kLarge = 200 / kShare;
constexpr int kRow = 100; ///< seeds a row

std::uint32_t fromEnvironment(const char* name, std::uint32_t otherwise)
{
    const char* const text = std::getenv(name);
    return text == nullptr ? otherwise : static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10));
}

} // namespace

/// Random workflows under a seeded scheduler, undisturbed and under every fault we know. DURASCOPE_SIMULATION_SEED=n
/// (and _SIZE, _FAULTS) runs one.
class TestSimulation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { stayOnOneProcessor(); }

    void theResultDoesNotDependOnFaults_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("size");
        if (std::getenv("DURASCOPE_SIMULATION_SEED") != nullptr) {
            QTest::newRow("one seed") << int(fromEnvironment("DURASCOPE_SIMULATION_SEED", 1)) << 1
                                      << int(fromEnvironment("DURASCOPE_SIMULATION_SIZE", 12));
            return;
        }
        for (int first = 1; first <= kSmall; first += kRow)
            QTest::addRow("small from %d", first) << first << std::min(kRow, kSmall) << 0;
        for (int first = 1; first <= kLarge; first += kRow)
            QTest::addRow("large from %d", first) << 1'000'000 + first << std::min(kRow, kLarge) << 150;
    }

    void theResultDoesNotDependOnFaults()
    {
        QFETCH(const int, first);
        QFETCH(const int, count);
        QFETCH(const int, size);
        const std::uint32_t faults = fromEnvironment("DURASCOPE_SIMULATION_FAULTS", size > 100 ? 60 : 20);
        for (int seed = first; seed < first + count; ++seed) {
            Simulation simulation;
            simulation.seed = static_cast<std::uint64_t>(seed);
            simulation.size = size > 0 ? static_cast<std::uint32_t>(size) : 1 + static_cast<std::uint32_t>(seed) % 40;
            simulation.faults = faults;
            const std::string wrong = simulate(simulation, m_coverage);
            std::fputs(wrong.c_str(), stderr); // messages of QtTest are cut off
            QVERIFY2(wrong.empty(), wrong.substr(0, wrong.find('\n')).c_str());
        }
    }

    void everythingWasMet()
    {
        if (std::getenv("DURASCOPE_SIMULATION_SEED") != nullptr)
            QSKIP("one seed meets little");
        const std::string missing = m_coverage.missing();
        QVERIFY2(missing.empty(), missing.c_str());
        QVERIFY(m_coverage.succeeded > m_coverage.worlds / 2);
        QVERIFY(m_coverage.failed > 0);
        std::printf("%llu worlds, %llu checkpoints, %llu bodies\n", static_cast<unsigned long long>(m_coverage.worlds),
                    static_cast<unsigned long long>(m_coverage.checkpoints),
                    static_cast<unsigned long long>(m_coverage.bodies));
    }

private:
    Coverage m_coverage;
};

QTEST_GUILESS_MAIN(TestSimulation)
#include "tst_simulation.moc"
