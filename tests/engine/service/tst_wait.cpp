// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/service_testing.h"

#include <QTest>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

class TstWait : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsWhenItIsTime();
    void aLateClockStillTellsTheTruth();
    void timersFireInTheOrderOfTheirTimes();
    void endsInsideAnInvocation();
    void dueWaitsComeWithTheCheckpoint();
    void mayBeSkipped();
    void mayBeCancelled();
    void timeDoesNotRunBackwards();
    void timersAreListed();
};

void TstWait::endsWhenItIsTime()
{
    Driver run;
    run.begin();
    run.pass(450ms);
    QCOMPARE(run.delta({waitStart("w", 30)}), "w STARTED");
    QCOMPARE(run->find("w")->scheduledEnd, std::optional(run.now() + 30s));
    run.complete(answerPending());
    run.after(30s - 1us);
    QCOMPARE(run.status("w"), OperationStatus::Started);
    QVERIFY(!run->wantsInvocation());
    run.after(1us);
    QCOMPARE(run.status("w"), OperationStatus::Succeeded);
    QCOMPARE(run->find("w")->end, std::optional(run.now()));
    QCOMPARE(run->events().back().duration, std::optional<std::int64_t>(30));
    QVERIFY(run->wantsInvocation());
}

void TstWait::aLateClockStillTellsTheTruth()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 30)}));
    run.complete(answerPending());
    run.after(100s);
    QCOMPARE(run->events().back().time, kStart + 30s);
}

void TstWait::timersFireInTheOrderOfTheirTimes()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("late", 3), waitStart("first", 1), stepRetry("retry", 2), waitStart("same1", 2),
                      waitStart("same2", 2)}));
    run.complete(answerPending());
    run.after(10s);
    QCOMPARE(run.story(7), "WaitSucceeded first, WaitSucceeded same1, WaitSucceeded same2, WaitSucceeded late");
    QCOMPARE(joined(run.begin().updatedOperationIds), "first, retry, same1, same2, late");
}

void TstWait::endsInsideAnInvocation()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 1), stepStart("s")}));
    run.after(1s);
    QVERIFY(!run->wantsInvocation());
    QCOMPARE(run.delta({stepSucceed("s")}), "w SUCCEEDED, s SUCCEEDED");
    run.complete(answerSucceeded());
    QCOMPARE(run.story(3), "WaitSucceeded w, StepSucceeded s, InvocationCompleted, ExecutionSucceeded");
}

// Section 6: what is due when a checkpoint is processed is part of its answer, whether its timer has rung or not.
void TstWait::dueWaitsComeWithTheCheckpoint()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 1), stepRetry("s", 1)}));
    run.pass(2s);
    QCOMPARE(run.delta({}), "w SUCCEEDED, s READY");
}

void TstWait::mayBeSkipped()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 1000), stepRetry("s", 1000), callbackStart("b"), stepSucceed("done")}));
    run.complete(answerPending());
    run.pass(1s);
    QVERIFY(run->skipTimer("w", run.now()));
    QCOMPARE(run->find("w")->end, std::optional(run.now()));
    QCOMPARE(run->events().back().duration, std::optional<std::int64_t>(1000));
    QVERIFY(run->skipTimer("s", run.now()));
    QCOMPARE(run.status("s"), OperationStatus::Ready);
    for (const char* id : {"w", "s", "b", "done", "nobody", kExecutionId})
        QVERIFY2(!run->skipTimer(id, run.now()), id);
    QCOMPARE(run->timers().size(), std::size_t{1});
}

void TstWait::mayBeCancelled()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 10)}));
    run.pass(1s);
    QCOMPARE(run.delta({waitCancel("w")}), "w CANCELLED");
    QCOMPARE(run->find("w")->end, std::optional(run.now()));
    run.after(100s);
    QCOMPARE(run.story(1), "WaitStarted w, WaitCancelled w");
    QCOMPARE(run.refused({waitCancel("w")}), "Cannot cancel a WAIT that does not exist or has already completed.");
}

void TstWait::timeDoesNotRunBackwards()
{
    Driver run;
    run.pass(10s);
    run.begin();
    run.pass(-5s);
    QVERIFY(run.send({waitStart("w", 1)}));
    QCOMPARE(run->events().back().time, kStart + 10s);
    QCOMPARE(run->find("w")->scheduledEnd, std::optional(kStart + 11s));
}

void TstWait::timersAreListed()
{
    using Kind = Execution::Timer::Kind;
    Driver run({}, 500);
    run.begin();
    QVERIFY(run.send({waitStart("w", 40), stepRetry("s", 30), callbackStart("b", 20, 10)}));
    std::vector<std::pair<Kind, std::string>> listed;
    Timestamp last = kStart;
    for (const Execution::Timer& timer : run->timers()) {
        QVERIFY(timer.due >= last);
        last = timer.due;
        listed.emplace_back(timer.kind, timer.operationId);
    }
    const std::vector<std::pair<Kind, std::string>> expected{
        {Kind::Heartbeat, "b"}, {Kind::Callback, "b"}, {Kind::Retry, "s"}, {Kind::Wait, "w"}, {Kind::Execution, ""}};
    QCOMPARE(listed, expected);
    QCOMPARE(run->nextTimer(), std::optional(kStart + 10s));
}

QTEST_GUILESS_MAIN(TstWait)
#include "tst_wait.moc"
