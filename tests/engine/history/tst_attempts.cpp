// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/attempts.h"
#include "tests/support/history_builder.h"
#include "tests/support/json_log.h"
#include "tests/support/random_history.h"

#include <QTest>

using namespace durascope;
using namespace durascope::history;
using namespace durascope::test;
using namespace std::chrono_literals;
using nlohmann::json;

class TestAttempts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plannedAndActualBackOff();
    void asOfTheCursor();
    void polls();
    void restartsAfterACrash();
    void startsLeftOut();
    void openWhenTheExecutionEnded();
    void noneForOtherTypes();
    void numbersAgreeWithTheState();
};

void TestAttempts::plannedAndActualBackOff()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").after(20ms).stepFailed("a", "E", 1).after(1007ms).stepStarted("a");
    h.after(10ms).stepFailed("a", "E", 2).after(2050ms).stepStarted("a").after(10ms).stepFailed("a", "E");
    // As an emulator writes it (history-format section 7): counted all the same.
    h.events()[4]["StepFailedDetails"]["RetryDetails"]["CurrentAttempt"] = 1;
    const auto log = h.log();
    const std::vector<Attempt> attempts = attemptsOf(StateAt(*log, log->lastEvent()), *log->findOperation("a"));
    QCOMPARE(attempts.size(), std::size_t(3));
    QCOMPARE(attempts[0].number, 1U);
    QCOMPARE(attempts[0].outcome, AttemptOutcome::Retrying);
    QCOMPARE(attempts[0].plannedDelay, core::Duration(1s));
    QCOMPARE(attempts[0].actualDelay, core::Duration(1007ms));
    QCOMPARE(*attempts[0].end - attempts[0].start, core::Duration(20ms));
    QCOMPARE(attempts[1].actualDelay, core::Duration(2050ms));
    QCOMPARE(attempts[2].outcome, AttemptOutcome::Failed);
    QCOMPARE(attempts[2].plannedDelay, core::Duration(0));
    QVERIFY(!attempts[2].actualDelay);
    QCOMPARE(log->repairs().find(RepairKind::AttemptRecounted)->count, std::uint64_t(1));
}

void TestAttempts::asOfTheCursor()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").stepFailed("a", "E", 1).after(1s).stepStarted("a").stepSucceeded("a");
    const auto log = h.log();
    const OperationIndex a = *log->findOperation("a");
    QVERIFY(attemptsOf(StateAt(*log, EventIndex(0)), a).empty());
    QCOMPARE(attemptsOf(StateAt(*log, EventIndex(1)), a)[0].outcome, AttemptOutcome::Open);
    const std::vector<Attempt> failed = attemptsOf(StateAt(*log, EventIndex(2)), a);
    QCOMPARE(failed.size(), std::size_t(1));
    QCOMPARE(failed[0].outcome, AttemptOutcome::Retrying);
    QVERIFY(!failed[0].actualDelay);
    QCOMPARE(attemptsOf(StateAt(*log, EventIndex(3)), a).size(), std::size_t(2));
    QCOMPARE(attemptsOf(StateAt(*log, EventIndex(4)), a)[1].outcome, AttemptOutcome::Succeeded);
}

void TestAttempts::polls()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("p").stepSucceeded("p", "1", 2).stepStarted("p").stepSucceeded("p", "2");
    const auto log = h.log();
    const std::vector<Attempt> attempts = attemptsOf(StateAt(*log, log->lastEvent()), *log->findOperation("p"));
    QCOMPARE(attempts[0].outcome, AttemptOutcome::Polled);
    QCOMPARE(attempts[1].outcome, AttemptOutcome::Succeeded);
}

void TestAttempts::restartsAfterACrash()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").invocationCompleted("Runtime.ExitError").stepStarted("a");
    h.invocationCompleted("Runtime.ExitError").stepStarted("a").stepSucceeded("a");
    const auto log = h.log();
    const std::vector<Attempt> attempts = attemptsOf(StateAt(*log, log->lastEvent()), *log->findOperation("a"));
    QCOMPARE(attempts.size(), std::size_t(1));
    QCOMPARE(attempts[0].restarts, 2U);
    QCOMPARE(attempts[0].startEvent, EventIndex(1));
}

void TestAttempts::startsLeftOut()
{
    HistoryBuilder h;
    h.executionStarted().event("StepFailed", "a", {{"RetryDetails", {{"NextAttemptDelaySeconds", 1}}}}).after(1s);
    h.event("StepSucceeded", "a", json::object());
    const auto log = h.log();
    const std::vector<Attempt> attempts = attemptsOf(StateAt(*log, log->lastEvent()), *log->findOperation("a"));
    QCOMPARE(attempts.size(), std::size_t(2));
    QVERIFY(!attempts[0].startEvent.valid());
    QCOMPARE(attempts[0].start, *attempts[0].end);
    QVERIFY(!attempts[0].actualDelay);
    QCOMPARE(attempts[1].outcome, AttemptOutcome::Succeeded);
}

void TestAttempts::openWhenTheExecutionEnded()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").executionStopped();
    const auto log = h.log();
    QCOMPARE(attemptsOf(StateAt(*log, log->lastEvent()), *log->findOperation("a"))[0].outcome,
             AttemptOutcome::Abandoned);
}

void TestAttempts::noneForOtherTypes()
{
    HistoryBuilder h;
    h.executionStarted().waitStarted("w", 1);
    const auto log = h.log();
    QVERIFY(attemptsOf(StateAt(*log, log->lastEvent()), *log->findOperation("w")).empty());
    QVERIFY(attemptsOf(StateAt(*log, log->lastEvent()), kExecution).empty());
}

void TestAttempts::numbersAgreeWithTheState()
{
    for (std::uint32_t seed = 1; seed < 100; ++seed) {
        const auto log = logFromJson(randomHistory(seed, {80, seed % 2 == 0}));
        for (std::uint32_t i = 0; i < log->eventCount(); ++i) {
            const StateAt state(*log, EventIndex(i));
            for (std::uint32_t operation = 1; operation < log->operationCount(); ++operation) {
                const std::vector<Attempt> attempts = attemptsOf(state, OperationIndex(operation));
                QCOMPARE(static_cast<std::uint32_t>(attempts.size()), state.state(OperationIndex(operation)).attempt);
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestAttempts)
#include "tst_attempts.moc"
