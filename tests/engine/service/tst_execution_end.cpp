// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/service_testing.h"

#include <QTest>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kInvalidToken = "Invalid checkpoint token";

std::string effects(Driver& run)
{
    std::vector<std::string> lines;
    for (const service::Effect& effect : run->takeEffects()) {
        if (const auto* ended = std::get_if<service::Ended>(&effect))
            lines.push_back("ended " + ended->status);
        else if (const auto* abandoned = std::get_if<service::AbandonedWarning>(&effect))
            lines.push_back("abandoned " + abandoned->operationId);
        else
            lines.push_back("other");
    }
    return joined(lines);
}

} // namespace

class TstExecutionEnd : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void success();
    void successWithoutResult();
    void failure();
    void failureWithoutError();
    void aLargeResultComesByCheckpoint();
    void aFailureMayComeByCheckpoint();
    void theClosingBatchIsAppliedFirst();
    void timesOutWhileSuspended();
    void timesOutDuringAnInvocation();
    void anOverdueExecutionIsClosedByAnyCall();
    void stoppedWhileSuspended();
    void stoppedDuringAnInvocation();
    void stoppedTwice();
    void theEndDiscardsTimers();
    void abandonedOperationsAreNamed();
    void nothingHappensAfterTheEnd();
    void aTokenGivenAfterTheEndIsWorthNothing();
};

void TstExecutionEnd::success()
{
    Driver run;
    run.begin();
    run.pass(1s);
    run.complete(answerSucceeded("{\"done\":true}"));
    QCOMPARE(run.story(1), "InvocationCompleted, ExecutionSucceeded");
    QCOMPARE(run->events()[1].time, run->events()[2].time);
    QVERIFY(!run->events()[1].error);
    QCOMPARE(run->status(), OperationStatus::Succeeded);
    QCOMPARE(*run->result(), "{\"done\":true}");
    QVERIFY(!run->error());
    QCOMPARE(run->endTime(), std::optional(run.now()));
    QCOMPARE(run->startTime(), kStart);
    QCOMPARE(effects(run), "ended SUCCEEDED");
    QVERIFY(!run->wantsInvocation());
}

void TstExecutionEnd::successWithoutResult()
{
    Driver run;
    run.begin();
    run.complete(core::InvocationAnswer{core::InvocationAnswer::Status::Succeeded, {}, {}});
    QVERIFY(!run->result());
    QVERIFY(service::toJson(run->events().back()).ends_with("{\"Result\":{\"Truncated\":false}}}"));
}

void TstExecutionEnd::failure()
{
    Driver run;
    run.begin();
    run.complete(answerFailed("Error", "boom"));
    QCOMPARE(run.story(1), "InvocationCompleted, ExecutionFailed");
    QCOMPARE(run->status(), OperationStatus::Failed);
    QCOMPARE(*run->error()->message, "boom");
    QVERIFY(*run->events()[1].error == *run->events()[2].error);
    QCOMPARE(effects(run), "ended FAILED");
}

void TstExecutionEnd::failureWithoutError()
{
    Driver run;
    run.begin();
    run.complete(core::InvocationAnswer{core::InvocationAnswer::Status::Failed, {}, {}});
    QVERIFY(run->error()->empty());
    QVERIFY(service::toJson(run->events().back()).ends_with("{\"Error\":{\"Payload\":{},\"Truncated\":false}}}"));
}

void TstExecutionEnd::aLargeResultComesByCheckpoint()
{
    Driver run;
    run.begin();
    const std::string result(6'000'000, ' ');
    const auto answer = run.send({executionSucceed(result)});
    QVERIFY(answer.has_value());
    QVERIFY(!answer->token);
    QVERIFY(answer->operations.empty());
    QCOMPARE(run->status(), OperationStatus::Succeeded);
    QVERIFY(run->invocationRunning());
    run.pass(5ms);
    run.complete(answerSucceeded(""));
    QCOMPARE(run.story(1), "ExecutionSucceeded, InvocationCompleted");
    QCOMPARE(run->result()->size(), result.size());
    QCOMPARE(run.refused({}), kInvalidToken);
}

void TstExecutionEnd::aFailureMayComeByCheckpoint()
{
    Driver run;
    run.begin();
    const auto answer = run.send({executionFail("Large")});
    QVERIFY(!answer->token);
    // Python answers FAILED without an error then; it is ignored.
    run.complete(core::InvocationAnswer{core::InvocationAnswer::Status::Failed, {}, {}});
    QCOMPARE(run.story(1), "ExecutionFailed, InvocationCompleted");
    QCOMPARE(*run->error()->type, "Large");
    QVERIFY(!run->events().back().error);
}

void TstExecutionEnd::theClosingBatchIsAppliedFirst()
{
    Driver run;
    run.begin();
    QCOMPARE(run.delta({stepSucceed("a"), executionSucceed("1")}), "a SUCCEEDED");
    QCOMPARE(run.story(1), "StepSucceeded a, ExecutionSucceeded");
}

void TstExecutionEnd::timesOutWhileSuspended()
{
    Driver run({}, 60);
    run.begin();
    QVERIFY(run.send({waitStart("w", 1000)}));
    run.complete(answerPending());
    run.after(100s);
    QCOMPARE(run->status(), OperationStatus::TimedOut);
    QCOMPARE(run->endTime(), std::optional(kStart + 60s));
    QCOMPARE(run.story(2), "InvocationCompleted, ExecutionTimedOut");
    QVERIFY(service::toJson(run->events().back()).ends_with("\"ExecutionTimedOutDetails\":{}}"));
    QCOMPARE(*run->error()->message, "Execution timed out after 60 seconds.");
    QVERIFY(!run->error()->type);
    QCOMPARE(effects(run), "ended TIMED_OUT");
    QCOMPARE(run.status("w"), OperationStatus::Started);
}

void TstExecutionEnd::timesOutDuringAnInvocation()
{
    Driver run({}, 60);
    run.begin();
    QVERIFY(run.send({stepStart("a")}));
    run.after(60s);
    QCOMPARE(run.refused({stepSucceed("a")}), kInvalidToken);
    run.complete(answerSucceeded());
    QCOMPARE(run.story(2), "ExecutionTimedOut, InvocationCompleted");
    QCOMPARE(run->status(), OperationStatus::TimedOut);
}

void TstExecutionEnd::anOverdueExecutionIsClosedByAnyCall()
{
    Driver run({}, 60);
    run.begin();
    run.pass(61s);
    QCOMPARE(run.refused({stepStart("a")}), kInvalidToken);
    QCOMPARE(run->status(), OperationStatus::TimedOut);
    Driver other({}, 60);
    other.begin();
    other.pass(61s);
    other.complete(answerSucceeded());
    QCOMPARE(other.story(1), "ExecutionTimedOut, InvocationCompleted");
    // An invocation that is being begun stays whole; the next call closes.
    Driver begun({}, 60);
    begun.pass(61s);
    QCOMPARE(begun.begin().operations.size(), std::size_t{1});
    QVERIFY(begun->open());
    begun.after(0s);
    QVERIFY(!begun->open());
}

void TstExecutionEnd::stoppedWhileSuspended()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 1000)}));
    run.complete(answerPending());
    run.pass(7s);
    QCOMPARE(run->stop(error("Operator", "enough"), run.now()), run.now());
    QCOMPARE(run->status(), OperationStatus::Stopped);
    QCOMPARE(*run->error()->message, "enough");
    QCOMPARE(run.story(3), "ExecutionStopped");
    QCOMPARE(effects(run), "ended STOPPED");
    run.after(2000s);
    QCOMPARE(run.status("w"), OperationStatus::Started);
}

void TstExecutionEnd::stoppedDuringAnInvocation()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepStart("a")}));
    run->stop({}, run.now());
    QVERIFY(service::toJson(run->events().back()).ends_with("{\"Error\":{\"Payload\":{},\"Truncated\":false}}}"));
    QCOMPARE(run.refused({stepSucceed("a")}), kInvalidToken);
    run.complete(crash());
    QCOMPARE(run.story(2), "ExecutionStopped, InvocationCompleted");
    QCOMPARE(*run->events().back().error->type, "Runtime.ExitError");
    QVERIFY(!run->wantsInvocation());
    QVERIFY(!run->nextTimer());
}

void TstExecutionEnd::stoppedTwice()
{
    Driver run;
    const Timestamp first = run->stop(error("One"), run.now());
    run.pass(10s);
    QCOMPARE(run->stop(error("Two"), run.now()), first);
    QCOMPARE(*run->error()->type, "One");
    QCOMPARE(run.story(1), "ExecutionStopped");
}

void TstExecutionEnd::theEndDiscardsTimers()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 1), stepRetry("s", 1), callbackStart("b", 1, 1)}));
    QVERIFY(run->timers().size() > 1);
    run.complete(answerFailed("E"));
    QVERIFY(run->timers().empty());
    QVERIFY(!run->nextTimer());
    const std::string before = dump(*run);
    run.after(1000s);
    QCOMPARE(dump(*run), before);
}

void TstExecutionEnd::abandonedOperationsAreNamed()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({stepStart("s"), stepSucceed("done"), waitStart("w", 9), contextStart("open"),
                      stepRetry("inside", 5, "open"), contextStart("race"), waitStart("loser", 9, "race"),
                      contextSucceed("race")}));
    run.complete(answerSucceeded());
    QCOMPARE(effects(run), "abandoned s, abandoned w, abandoned open, abandoned inside, ended SUCCEEDED");
    Driver failed;
    failed.begin();
    QVERIFY(failed.send({stepStart("s")}));
    failed.complete(answerFailed("E"));
    QCOMPARE(effects(failed), "ended FAILED");
}

void TstExecutionEnd::nothingHappensAfterTheEnd()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("b"), invokeStart("i"), waitStart("w", 5)}));
    run.complete(answerSucceeded());
    const std::size_t events = run->events().size();
    QVERIFY(!run->succeedCallback(run.callbackId("b"), {}, run.now()));
    QVERIFY(!run->completeInvoke("i", {}, run.now()));
    QVERIFY(!run->skipTimer("w", run.now()));
    run.complete(answerSucceeded());
    run.after(5000s);
    QCOMPARE(run->events().size(), events);
    QVERIFY(!run->state(run.token(), "", 0, run.now()).has_value());
}

void TstExecutionEnd::aTokenGivenAfterTheEndIsWorthNothing()
{
    Driver run;
    run->stop({}, run.now());
    run.begin(); // the owner should not, but may have been about to
    QCOMPARE(run.refused({stepStart("a")}), kInvalidToken);
    QVERIFY(!run->state(run.token(), "", 0, run.now()).has_value());
    run.complete(answerSucceeded());
    QCOMPARE(run->status(), OperationStatus::Stopped);
}

QTEST_GUILESS_MAIN(TstExecutionEnd)
#include "tst_execution_end.moc"
