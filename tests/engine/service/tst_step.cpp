// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/service_testing.h"

#include <QTest>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

class TstStep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startAndSucceedTravelTogether();
    void aRetryWaitsForItsTime();
    void attemptsCountWhatHasEnded();
    void aPollKeepsItsState();
    void readyAndStartedStepsKeepTheError();
    void aStepMayEndWithoutAStart();
    void anInterruptedStepIsNotStartedAgain();
    void pendingStepsTakeNoUpdates();
    void retriesDoNotMoveTheStart();
};

void TstStep::startAndSucceedTravelTogether()
{
    Driver run;
    run.begin();
    QCOMPARE(run.delta({stepStart("a"), stepSucceed("a", "7")}), "a SUCCEEDED");
    QCOMPARE(run.story(), "ExecutionStarted, StepStarted a, StepSucceeded a");
    const auto& events = run->events();
    QCOMPARE(events[1].time, events[2].time);
    QCOMPARE(events[2].currentAttempt, 1U);
    QVERIFY(!events[2].nextAttemptDelay);
    QCOMPARE(*run->find("a")->result, "7");
    QCOMPARE(run->find("a")->attempt, 1U);
    QCOMPARE(run->find("a")->end, std::optional(run.now()));
}

void TstStep::aRetryWaitsForItsTime()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepStart("a")}));
    run.pass(20ms);
    QCOMPARE(run.delta({stepRetry("a", 5)}), "a PENDING");
    QCOMPARE(run->find("a")->nextAttempt, std::optional(run.now() + 5s));
    run.complete(answerPending());
    QVERIFY(!run->wantsInvocation());
    QCOMPARE(run->nextTimer(), std::optional(run.now() + 5s));
    run.after(5s - 1us);
    QCOMPARE(run.status("a"), OperationStatus::Pending);
    run.after(1us);
    QCOMPARE(run.status("a"), OperationStatus::Ready);
    QVERIFY(!run->find("a")->nextAttempt);
    QVERIFY(run->wantsInvocation());
    QCOMPARE(run.story(), "ExecutionStarted, StepStarted a, StepFailed a, InvocationCompleted");
    QCOMPARE(joined(run.begin().updatedOperationIds), "a");
}

void TstStep::attemptsCountWhatHasEnded()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepStart("a")}));
    QCOMPARE(run->find("a")->attempt, 0U);
    QVERIFY(run.send({stepRetry("a", 1)}));
    QCOMPARE(run->find("a")->attempt, 1U);
    run.after(1s);
    QCOMPARE(run->find("a")->attempt, 1U);
    QVERIFY(run.send({stepStart("a")}));
    QCOMPARE(run->find("a")->attempt, 1U);
    QVERIFY(run.send({stepFail("a")}));
    QCOMPARE(run->find("a")->attempt, 2U);
    const auto& events = run->events();
    QCOMPARE(events[2].currentAttempt, 1U);
    QCOMPARE(events[2].nextAttemptDelay, std::optional<std::int64_t>(1));
    QCOMPARE(events[4].currentAttempt, 2U);
    QVERIFY(!events[4].nextAttemptDelay);
}

void TstStep::aPollKeepsItsState()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepStart("a"), stepPoll("a", 3, "[1]")}));
    QCOMPARE(run->events().back().type, service::EventType::StepSucceeded);
    for (const OperationStatus expected :
         {OperationStatus::Pending, OperationStatus::Ready, OperationStatus::Started}) {
        QCOMPARE(run.status("a"), expected);
        QCOMPARE(*run->find("a")->result, "[1]");
        if (expected == OperationStatus::Pending)
            run.after(3s);
        else if (expected == OperationStatus::Ready)
            QVERIFY(run.send({stepStart("a")}));
    }
    QVERIFY(run.send({stepRetry("a", 1)}));
    QVERIFY(!run->find("a")->result);
    QVERIFY(run->find("a")->error != nullptr);
    run.after(1s);
    QVERIFY(run.send({stepPoll("a", 1, "[2]")}));
    QVERIFY(!run->find("a")->error);
    QCOMPARE(*run->find("a")->result, "[2]");
}

void TstStep::readyAndStartedStepsKeepTheError()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepStart("a"), stepRetry("a", 1)}));
    run.after(1s);
    QCOMPARE(*run->find("a")->error->message, "again");
    QVERIFY(run.send({stepStart("a")}));
    QCOMPARE(*run->find("a")->error->message, "again");
    QVERIFY(run.send({stepSucceed("a")}));
    QVERIFY(!run->find("a")->error);
}

void TstStep::aStepMayEndWithoutAStart()
{
    Driver run;
    run.begin();
    run.pass(7ms);
    QCOMPARE(run.delta({stepSucceed("a"), stepFail("b"), stepRetry("c", 2)}), "a SUCCEEDED, b FAILED, c PENDING");
    for (const char* id : {"a", "b", "c"})
        QCOMPARE(run->find(id)->start, run.now());
    QCOMPARE(run.story(1), "StepSucceeded a, StepFailed b, StepFailed c");
}

// At-least-once: the next invocation ends the attempt that a crash cut short, and it is still the first.
void TstStep::anInterruptedStepIsNotStartedAgain()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepStart("a")}));
    run.complete(crash());
    run.after(1s);
    const core::InvocationEvent event = run.begin();
    QCOMPARE(describe(event.operations), std::string(kExecutionId) + " STARTED, a STARTED");
    QCOMPARE(run.refused({stepStart("a")}), "Invalid current STEP state to start.");
    QVERIFY(run.send({stepSucceed("a")}));
    QCOMPARE(run->events().back().currentAttempt, 1U);
    QCOMPARE(run.story(1), "StepStarted a, InvocationCompleted, StepSucceeded a");
}

void TstStep::pendingStepsTakeNoUpdates()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepStart("a"), stepRetry("a", 60)}));
    QCOMPARE(run.refused({stepStart("a")}), "Invalid current STEP state to start.");
    QCOMPARE(run.refused({stepSucceed("a")}), "Invalid current STEP state to close.");
    QCOMPARE(run.refused({stepFail("a")}), "Invalid current STEP state to close.");
    QCOMPARE(run.refused({stepRetry("a", 1)}), "Invalid current STEP state to re-attempt.");
}

void TstStep::retriesDoNotMoveTheStart()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepStart("a"), stepRetry("a", 1)}));
    run.after(1s);
    QVERIFY(run.send({stepStart("a")}));
    QCOMPARE(run->find("a")->start, kStart);
}

QTEST_GUILESS_MAIN(TstStep)
#include "tst_step.moc"
