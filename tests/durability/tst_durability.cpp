// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/library.h"
#include "tests/durability/checks.h"
#include "tests/durability/victim.h"

#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <memory>
#include <random>
#include <set>

using namespace durascope;
using namespace durascope::durability;
using core::EventType;
using service::Event;

namespace {

constexpr int kKills = 12;      // of each row, at least
constexpr int kExecutions = 30; // of each row, at most

LogLine body(const std::string& step, std::uint32_t attempt, bool atMostOnce = false)
{
    return {LogLine::Kind::Body, step, attempt, atMostOnce, {}};
}
LogLine acknowledged(const std::string& step, const std::string& value)
{
    return {LogLine::Kind::Acknowledged, step, 0, false, value};
}
Event storedEvent(std::int64_t id, EventType type, const std::string& name, const std::string& result)
{
    Event made;
    made.type = type;
    made.eventId = id;
    made.who = std::make_shared<const core::OperationIdentity>(
        core::OperationIdentity{"1", {}, name, {}, core::OperationType::Step});
    made.payload = core::payload(result);
    return made;
}

/// One execution that is shot at until it has ended.
class Ordeal
{
public:
    Ordeal(const std::filesystem::path& folder, const std::vector<std::string>& how)
        : m_library(folder / "library")
        , m_log(folder / "log")
        , m_command{DURABILITY_RUN, m_library.string(), m_log.string()}
    {
        m_command.insert(m_command.end(), how.begin(), how.end());
    }

    /// What is wrong; empty: nothing.
    std::string undisturbed() { return after(runToTheEnd(m_command)); }
    std::string shoot(const Shot& shot) { return after(runAndKill(m_command, shot)); }

    [[nodiscard]] bool over() const
    {
        const auto& history = m_moments.back().history;
        return !history.empty() && history.back().type == EventType::ExecutionSucceeded;
    }
    [[nodiscard]] std::string result() const { return *m_moments.back().history.back().payload; }
    [[nodiscard]] int kills() const { return m_kills; }
    /// Bodies that a kill made run again for the same attempt, or attempts that it cost.
    [[nodiscard]] int interrupted() const { return m_interrupted; }

private:
    std::string after(const Ending& ending)
    {
        m_kills += ending.killed ? 1 : 0;
        if (!ending.killed && ending.status != 0)
            return "the process has failed: " + std::to_string(ending.status);
        const std::vector<LogLine> log = readRunLog(m_log);
        Moment now{{}, log.size()};
        if (std::string problem = look(now.history); !problem.empty())
            return problem;
        const std::vector<Event> before = m_moments.empty() ? std::vector<Event>() : m_moments.back().history;
        m_moments.push_back(std::move(now));
        countInterrupted(log);
        for (std::string problem :
             {checkHistory(before, m_moments.back().history), checkNothingLost(log, m_moments.back().history),
              checkBodies(log), checkStoredBodies(log, m_moments)}) {
            if (!problem.empty())
                return problem;
        }
        return !ending.killed && !over() ? "the process has ended, the execution has not" : "";
    }

    std::string look(std::vector<Event>& history) const
    {
        if (!std::filesystem::exists(m_library))
            return {};
        const auto library = store::Library::open(m_library, {.readOnly = true});
        if (!library)
            return library.error().text();
        const auto list = (*library)->list();
        if (!list)
            return list.error().text();
        if (list->size() > 1)
            return "there are several executions";
        if (list->empty())
            return {};
        auto stored = (*library)->load(list->front().arn);
        if (!stored)
            return stored.error().text();
        history = std::move(stored->events);
        return {};
    }

    void countInterrupted(const std::vector<LogLine>& log)
    {
        std::set<std::pair<std::string, std::uint32_t>> seen;
        m_interrupted = 0;
        for (const LogLine& line : log) {
            if (line.kind == LogLine::Kind::Body && !seen.emplace(line.step, line.attempt).second)
                ++m_interrupted;
        }
        for (const Event& event : m_moments.back().history) {
            if (event.error && event.error->type == "StepInterruptedError")
                ++m_interrupted;
        }
    }

    std::filesystem::path m_library;
    std::filesystem::path m_log;
    std::vector<std::string> m_command;
    std::vector<Moment> m_moments;
    int m_kills = 0;
    int m_interrupted = 0;
};

/// Every fourth one hits the start or the taking up, before anything is acknowledged.
Shot randomShot(std::mt19937_64& random, int round)
{
    if (round % 4 == 0)
        return {0, std::chrono::microseconds(random() % 30'000)};
    return {static_cast<unsigned>(1 + random() % 8), std::chrono::microseconds(random() % 2'000)};
}

} // namespace

class TestDurability : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checksSeeWhatIsWrong()
    {
        const std::vector<Event> good{storedEvent(1, EventType::StepStarted, "a", ""),
                                      storedEvent(2, EventType::StepSucceeded, "a", "1")};
        const std::vector<Event> none;
        QCOMPARE(checkHistory(none, good), std::string());
        QCOMPARE(checkHistory({good[0]}, good), std::string());
        QVERIFY(!checkHistory(good, {good[0]}).empty());
        QVERIFY(!checkHistory(none, {good[1]}).empty());
        QVERIFY(!checkHistory(good, {good[0], storedEvent(2, EventType::StepSucceeded, "a", "2")}).empty());

        QCOMPARE(checkNothingLost({acknowledged("a", "1"), acknowledged("a", "1")}, good), std::string());
        QVERIFY(!checkNothingLost({acknowledged("a", "1")}, {good[0]}).empty());
        QVERIFY(!checkNothingLost({acknowledged("a", "2")}, good).empty());
        QVERIFY(!checkNothingLost({{LogLine::Kind::End, {}, 0, false, "1"}}, good).empty());

        const LogLine process;
        QCOMPARE(checkBodies({process, body("a", 1), process, body("a", 1), acknowledged("a", "1")}), std::string());
        QCOMPARE(checkBodies({process, body("a", 1, true), process, body("a", 2, true)}), std::string());
        QVERIFY(!checkBodies({process, body("a", 1), body("a", 1)}).empty());
        QVERIFY(!checkBodies({process, body("a", 1, true), process, body("a", 1, true)}).empty());
        QVERIFY(!checkBodies({process, body("a", 1), acknowledged("a", "1"), process, body("a", 2)}).empty());

        const std::vector<Moment> moments{{{good[0]}, 1}, {good, 3}};
        QCOMPARE(checkStoredBodies({process, process, body("a", 1), process}, moments), std::string());
        QVERIFY(!checkStoredBodies({process, process, body("a", 1), process, body("a", 1)}, moments).empty());
    }

    void linesThatWereCutShortAreNoLines()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("log")).toStdString();
        const std::vector<LogLine> lines{{}, body("a", 2, true), acknowledged("a", "\"value\"")};
        {
            const RunLog log(file);
            for (const LogLine& line : lines)
                log.write(line);
        }
        const auto whole = std::filesystem::file_size(file);
        QVERIFY(readRunLog(file) == lines);
        std::filesystem::resize_file(file, whole - 3);
        QCOMPARE(readRunLog(file).size(), std::size_t(2));
        RunLog(file).write({});
        QCOMPARE(readRunLog(file).size(), std::size_t(3));
    }

    void nothingIsLostWhenTheProcessIsKilled_data()
    {
        QTest::addColumn<QString>("how");
        QTest::newRow("full, sequential") << QStringLiteral("full sequential 1");
        QTest::newRow("full, concurrent") << QStringLiteral("full concurrent 2");
        QTest::newRow("normal, sequential") << QStringLiteral("normal sequential 2");
        QTest::newRow("normal, concurrent") << QStringLiteral("normal concurrent 1");
    }

    void nothingIsLostWhenTheProcessIsKilled()
    {
        QFETCH(QString, how);
        std::uint64_t seed = std::random_device()();
        if (const QByteArray given = qgetenv("DURASCOPE_SEED"); !given.isEmpty())
            seed = given.toULongLong();
        std::mt19937_64 random(seed);
        int kills = 0;
        int interrupted = 0;
        for (int execution = 0; kills < kKills && execution < kExecutions; ++execution) {
            std::vector<std::string> arguments;
            for (const QString& word : how.split(QLatin1Char(' ')))
                arguments.push_back(word.toStdString());
            arguments.push_back(std::to_string(random() % 1'000));
            const auto wrong = [&](const std::string& problem) {
                return problem + "\nDURASCOPE_SEED=" + std::to_string(seed) + ", execution " +
                       std::to_string(execution);
            };

            const QTemporaryDir calm;
            Ordeal undisturbed(calm.path().toStdString(), arguments);
            std::string problem = undisturbed.undisturbed();
            QVERIFY2(problem.empty(), wrong(problem).c_str());

            QTemporaryDir folder;
            folder.setAutoRemove(false);
            Ordeal ordeal(folder.path().toStdString(), arguments);
            int round = 0;
            do {
                problem = ordeal.shoot(randomShot(random, round++));
                QVERIFY2(problem.empty(), (wrong(problem) + " in " + folder.path().toStdString()).c_str());
            } while (!ordeal.over());
            QCOMPARE(ordeal.result(), undisturbed.result());
            folder.remove();
            kills += ordeal.kills();
            interrupted += ordeal.interrupted();
        }
        qInfo("%d kills, %d bodies interrupted, seed %llu", kills, interrupted,
              static_cast<unsigned long long>(seed));
        QVERIFY2(kills >= kKills, "the processes are over before a kill finds them");
        QVERIFY(interrupted > 0);
    }
};

QTEST_GUILESS_MAIN(TestDurability)

#include "tst_durability.moc"
