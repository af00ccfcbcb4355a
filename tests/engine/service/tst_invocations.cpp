// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/service_testing.h"

#include <QTest>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

class TstInvocations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstEventHasOnlyTheExecution();
    void theInvocationIsRecordedWhenItEnds();
    void aChangeNobodyHasSeenCallsAgainAtOnce();
    void aChangeThatWasSeenDoesNot();
    void everyCompletionWakes();
    void pendingWithNothingPendingFails();
    void emptyAnswersMayBeForgiven();
    void aReadyStepIsSomethingToComeBackFor();
    void readyStepsAreNotWaitedForForEver();
    void badEnvelopes_data();
    void badEnvelopes();
    void aCrashIsTriedAgainLater();
    void delaysGrow();
    void afterFiveCrashesItFails();
    void aGoodInvocationResets();
    void timeoutsNeverGiveUp();
    void newsDoNotWaitForTheRetry();
    void asecondInvocationOvertakesTheFirst();
    void outcomesOfStrangersAreIgnored();
};

void TstInvocations::theFirstEventHasOnlyTheExecution()
{
    Driver run;
    QVERIFY(run->wantsInvocation());
    run.pass(50ms);
    const core::InvocationEvent event = run->beginInvocation("r-1", run.now(), run.now() + 900s);
    QVERIFY(!run->wantsInvocation());
    QVERIFY(run->invocationRunning());
    QCOMPARE(event.executionArn, kArn);
    QCOMPARE(event.operations.size(), std::size_t{1});
    QCOMPARE(event.operations[0]->id(), kExecutionId);
    QCOMPARE(event.operations[0]->name(), "run-42");
    QCOMPARE(*event.operations[0]->input, "{\"n\": 1}");
    QCOMPARE(event.operations[0]->start, kStart);
    QVERIFY(event.updatedOperationIds.empty());
    QVERIFY(event.nextMarker.empty());
    QCOMPARE(event.requestId, "r-1");
    QCOMPARE(event.functionName, "orders:7");
    QCOMPARE(event.functionVersion, "7");
    QCOMPARE(event.deadline, std::optional(run.now() + 900s));
}

void TstInvocations::theInvocationIsRecordedWhenItEnds()
{
    Driver run;
    run.pass(50ms);
    run.begin();
    QVERIFY(run.send({waitStart("w", 10)}));
    run.pass(30ms);
    run.complete(answerPending());
    const service::Event& completed = run->events().back();
    QCOMPARE(completed.type, service::EventType::InvocationCompleted);
    QCOMPARE(completed.requestId, std::optional<std::string>("request-1"));
    QCOMPARE(completed.invocationStart, std::optional(kStart + 50ms));
    QCOMPARE(completed.invocationEnd, std::optional(kStart + 80ms));
    QCOMPARE(completed.time, kStart + 80ms);
    QVERIFY(!completed.error);
    QVERIFY(!completed.who);
    QVERIFY(!run->wantsInvocation());
}

void TstInvocations::aChangeNobodyHasSeenCallsAgainAtOnce()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 1), callbackStart("b")}));
    run.after(1s);
    QVERIFY(!run->wantsInvocation());
    run.complete(answerPending());
    QVERIFY(run->wantsInvocation());
    QCOMPARE(run.story(3), "WaitSucceeded w, InvocationCompleted");
    QCOMPARE(joined(run.begin().updatedOperationIds), "w");
}

void TstInvocations::aChangeThatWasSeenDoesNot()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 1), callbackStart("b")}));
    run.after(1s);
    QCOMPARE(run.delta({}), "w SUCCEEDED");
    run.complete(answerPending());
    QVERIFY(!run->wantsInvocation());
    QVERIFY(run->succeedCallback(run.callbackId("b"), {}, run.now()));
    QVERIFY(run->wantsInvocation());
    QCOMPARE(joined(run.begin().updatedOperationIds), "b");
}

// Conformance 4-9: a callback answered during a wait wakes the function although it is blocked elsewhere.
void TstInvocations::everyCompletionWakes()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("b"), waitStart("w", 5)}));
    run.complete(answerPending());
    run.pass(1s);
    QVERIFY(run->succeedCallback(run.callbackId("b"), core::payload(std::string("1")), run.now()));
    QVERIFY(run->wantsInvocation());
    run.begin();
    run.complete(answerPending());
    QVERIFY(!run->wantsInvocation());
    run.after(4s);
    QVERIFY(run->wantsInvocation());
    run.begin();
    run.complete(answerSucceeded());
    QCOMPARE(run.story(),
             "ExecutionStarted, CallbackStarted b, WaitStarted w, InvocationCompleted, CallbackSucceeded b, "
             "InvocationCompleted, WaitSucceeded w, InvocationCompleted, ExecutionSucceeded");
}

void TstInvocations::pendingWithNothingPendingFails()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepStart("a"), stepSucceed("a")}));
    run.complete(answerPending());
    QCOMPARE(run->status(), OperationStatus::Failed);
    QCOMPARE(run.story(3), "InvocationCompleted, ExecutionFailed");
    for (const service::ErrorRef& error : {run->error(), run->events()[3].error, run->events()[4].error}) {
        QCOMPARE(*error->type, "InvalidParameterValueException");
        QCOMPARE(*error->message, "Cannot return PENDING status with no pending operations.");
    }
}

void TstInvocations::emptyAnswersMayBeForgiven()
{
    service::Limits limits;
    limits.emptyPending = 3;
    Driver run(limits);
    for (int i = 0; i < 2; ++i) {
        run.begin();
        run.complete(answerPending());
        QVERIFY(run->open());
        QVERIFY(run->events().back().error != nullptr);
        QVERIFY(!run->wantsInvocation());
        run.after(2s);
        QVERIFY(run->wantsInvocation());
    }
    run.begin();
    run.complete(answerPending());
    QCOMPARE(run->status(), OperationStatus::Failed);
}

void TstInvocations::aReadyStepIsSomethingToComeBackFor()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepRetry("a", 1)}));
    run.after(1s);
    QCOMPARE(run.delta({}), "a READY");
    run.complete(answerPending());
    QVERIFY(run->open());
    QVERIFY(run->wantsInvocation());
    QVERIFY(!run->events().back().error);
}

void TstInvocations::readyStepsAreNotWaitedForForEver()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepRetry("a", 1)}));
    run.after(1s);
    int invocations = 0;
    for (; run->open() && invocations < 100; ++invocations) {
        if (!run->invocationRunning())
            run.begin();
        run.complete(answerPending());
    }
    QVERIFY(invocations < 10);
    QCOMPARE(*run->error()->message, "Cannot return PENDING status with no pending operations.");
    // One that waits for something else is left in peace, although a retry lies about that nobody takes up.
    Driver race;
    race.begin();
    QVERIFY(race.send({stepRetry("a", 1), waitStart("w", 1000)}));
    race.complete(answerPending());
    race.after(1s);
    race.begin();
    race.complete(answerPending());
    QVERIFY(!race->wantsInvocation());
    QVERIFY(race->open());
}

void TstInvocations::badEnvelopes_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("result");
    QTest::addColumn<bool>("error");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QString>("message");
    using Status = core::InvocationAnswer::Status;
    QTest::newRow("a result of a failure")
        << int(Status::Failed) << true << true << 100 << "Cannot provide a Result for FAILED status.";
    QTest::newRow("an error of a success")
        << int(Status::Succeeded) << false << true << 100 << "Cannot provide an Error for SUCCEEDED status.";
    QTest::newRow("too large") << int(Status::Succeeded) << true << false << 8
                               << "Execution output payload size must be less than or equal to 8 bytes.";
}

void TstInvocations::badEnvelopes()
{
    QFETCH(const int, status);
    QFETCH(const bool, result);
    QFETCH(const bool, error);
    QFETCH(const int, limit);
    QFETCH(const QString, message);
    service::Limits limits;
    limits.executionPayload = static_cast<std::uint64_t>(limit);
    Driver run(limits);
    run.begin();
    core::InvocationAnswer answer;
    answer.status = static_cast<core::InvocationAnswer::Status>(status);
    if (result)
        answer.result = core::payload(std::string("123456789"));
    if (error)
        answer.error = test::error("Mine");
    run.complete(answer);
    QCOMPARE(run->status(), OperationStatus::Failed);
    QCOMPARE(*run->error()->type, "InvalidParameterValueException");
    QCOMPARE(QString::fromStdString(*run->error()->message), message);
    QCOMPARE(run.story(1), "InvocationCompleted, ExecutionFailed");
    QVERIFY(run->events()[1].error != nullptr);
    QVERIFY(*run->events()[1].error == *run->error());
}

void TstInvocations::aCrashIsTriedAgainLater()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepStart("a")}));
    run.complete(crash());
    QVERIFY(run->open());
    QCOMPARE(*run->events().back().error->type, "Runtime.ExitError");
    QVERIFY(!run->wantsInvocation());
    QCOMPARE(run->nextTimer(), std::optional(run.now() + 1s));
    QCOMPARE(run->timers()[0].kind, Execution::Timer::Kind::InvocationRetry);
    run.after(1s);
    QVERIFY(run->wantsInvocation());
    QCOMPARE(run.status("a"), OperationStatus::Started);
}

void TstInvocations::delaysGrow()
{
    service::Limits limits;
    limits.invocationFailures = 0;
    Driver run(limits);
    std::vector<std::int64_t> delays;
    for (int i = 0; i < 9; ++i) {
        run.begin();
        run.complete(crash());
        delays.push_back((*run->nextTimer() - run.now()) / 1s);
        run.after(*run->nextTimer() - run.now());
    }
    QCOMPARE(delays, (std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 60, 60, 60}));
}

void TstInvocations::afterFiveCrashesItFails()
{
    Driver run;
    for (int i = 1; i <= 5; ++i) {
        QVERIFY(run->open());
        run.begin();
        run.complete(crash("Runtime.Crash" + std::to_string(i)));
        run.after(16s);
    }
    QCOMPARE(run->status(), OperationStatus::Failed);
    QCOMPARE(*run->error()->type, "Runtime.Crash5");
    QCOMPARE(run.story(5), "InvocationCompleted, ExecutionFailed");
    QCOMPARE(run->events()[5].time, run->events()[6].time);
    QVERIFY(!run->nextTimer());
    QVERIFY(!run->wantsInvocation());
}

void TstInvocations::aGoodInvocationResets()
{
    Driver run;
    for (int i = 0; i < 4; ++i) {
        run.begin();
        run.complete(crash());
        run.after(16s);
    }
    run.begin();
    QVERIFY(run.send({waitStart("w", 1)}));
    run.complete(answerPending());
    run.after(1s);
    run.begin();
    run.complete(crash());
    QVERIFY(run->open());
    QCOMPARE(*run->nextTimer() - run.now(), core::Duration(1s));
}

void TstInvocations::timeoutsNeverGiveUp()
{
    Driver run({}, 100'000);
    for (int i = 0; i < 40; ++i) {
        run.begin();
        run.complete(crash("Sandbox.Timedout"));
        QVERIFY(run->open());
        run.after(60s);
    }
    // They do not hide crashes either.
    for (int i = 0; i < 5; ++i) {
        QVERIFY(run->open());
        run.begin();
        run.complete(crash());
        run.after(60s);
    }
    QVERIFY(!run->open());
}

void TstInvocations::newsDoNotWaitForTheRetry()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("b")}));
    run.complete(crash());
    run.pass(300ms);
    QVERIFY(run->succeedCallback(run.callbackId("b"), {}, run.now()));
    QVERIFY(run->wantsInvocation());
    QCOMPARE(run->timers().size(), std::size_t{1}); // that of the execution: the retry will be this invocation
    run.begin();
    QCOMPARE(run->timers().size(), std::size_t{1});
    // What came while the failed invocation ran is no reason to hurry.
    Driver other;
    other.begin();
    QVERIFY(other.send({callbackStart("b")}));
    QVERIFY(other->succeedCallback(other.callbackId("b"), {}, other.now()));
    other.complete(crash());
    QVERIFY(!other->wantsInvocation());
    other.after(1s);
    QCOMPARE(joined(other.begin().updatedOperationIds), "b");
}

void TstInvocations::asecondInvocationOvertakesTheFirst()
{
    Driver run;
    run.begin();
    const std::string oldToken = run.token();
    const std::string oldRequest = run.requestId();
    run.pass(1s);
    run.begin();
    const auto late = run->checkpoint({kArn, oldToken, {stepStart("a")}, {}}, run.now());
    QCOMPARE(late.error().message, "Invalid checkpoint token");
    QVERIFY(run.send({waitStart("w", 9)}));
    run->completeInvocation(oldRequest, answerSucceeded(), run.now());
    QVERIFY(run->open());
    QVERIFY(run->invocationRunning());
    QCOMPARE(run.story(2), "InvocationCompleted");
    QCOMPARE(run->events().back().invocationStart, std::optional(kStart));
    QVERIFY(run.send({stepStart("b")}));
    run.complete(answerPending());
    QVERIFY(!run->invocationRunning());
    QVERIFY(!run->wantsInvocation());
}

void TstInvocations::outcomesOfStrangersAreIgnored()
{
    Driver run;
    run.begin();
    run->completeInvocation("someone else", answerSucceeded(), run.now());
    QVERIFY(run->invocationRunning());
    QCOMPARE(run->events().size(), std::size_t{1});
    run.complete(answerSucceeded());
    run.complete(answerFailed("Late"));
    QCOMPARE(run.story(1), "InvocationCompleted, ExecutionSucceeded");
}

QTEST_GUILESS_MAIN(TstInvocations)
#include "tst_invocations.moc"
