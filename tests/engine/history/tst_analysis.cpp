// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/analysis.h"
#include "tests/support/history_builder.h"
#include "tests/support/json_log.h"
#include "tests/support/random_history.h"
#include "tests/support/shared_files.h"

#include <QTest>

using namespace durascope;
using namespace durascope::history;
using namespace durascope::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

using Wakes = std::vector<WakeReason>;

Wakes wakes(const Analysis& analysis)
{
    Wakes result;
    for (const Invocation& invocation : analysis.invocations())
        result.push_back(invocation.wake);
    return result;
}

std::vector<std::int64_t> failureIds(const EventLog& log, const Analysis& analysis)
{
    std::vector<std::int64_t> ids;
    for (const EventIndex event : analysis.failures())
        ids.push_back(log.eventId(event));
    return ids;
}

std::string ladder(const EventLog& log, const Analysis& analysis, OperationIndex operation)
{
    static constexpr std::array kWords{"origin", "same", "wrapped", "handled"};
    std::string text;
    for (const ErrorRung& rung : analysis.ladderFrom(operation)) {
        const std::string id = rung.operation == kExecution ? "execution" : std::string(log.id(rung.operation));
        text += (text.empty() ? "" : ", ") + id + " " + kWords[static_cast<std::size_t>(rung.relation)];
    }
    return text;
}

/// Ways to tell invocation times: fully, `{}` details, none.
void stripTimes(HistoryBuilder& h)
{
    for (json& event : h.events()) {
        if (event["EventType"] == "InvocationCompleted")
            event["InvocationCompletedDetails"] = json::object();
    }
}

} // namespace

class TestAnalysis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void retry();
    void answerOfEachKind();
    void crashAtLeastOnce();
    void crashAtMostOnce();
    void callbackAnsweredWhileRunningWakesNothing();
    void callbackAnsweredTooLateForTheInvocation();
    void severalCauses();
    void invocationsWithoutTimes();
    void runningLastInvocation();
    void historyWithoutInvocations();
    void terminalEventBeforeItsInvocation();
    void gapsAndWhatTheyWaitedFor();
    void leftBehindOperationsDoNotHoldAGap();
    void propagationOfAnError();
    void handledError();
    void causePrefersTheSameErrorThenAWrappedOne();
    void timeoutComesFromNothingInside();
    void deepLadder();
    void invariantsOfRandomHistories();
    void publishedFiles();
};

void TestAnalysis::retry()
{
    HistoryBuilder h;
    h.executionStarted().after(50ms).stepStarted("a").after(20ms).stepFailed("a", "E", 5).invocationCompleted();
    h.after(5100ms).stepStarted("a").after(10ms).stepSucceeded("a").invocationCompleted().executionSucceeded();
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(wakes(analysis), (Wakes{WakeReason::ExecutionStarted, WakeReason::RetryDue}));
    const Invocation& second = analysis.invocations()[1];
    QCOMPARE(second.wakeOperation, *log->findOperation("a"));
    QVERIFY(!second.wakeEvent.valid());
    QCOMPARE(second.eventsWritten, 2U);
    QCOMPARE(second.firstEvent, EventIndex(4));
    QCOMPARE(second.lastEvent, EventIndex(5));
    QCOMPARE(analysis.billedTime(), core::Duration(30ms));
    QCOMPARE(analysis.idleTime(), core::Duration(50ms + 5100ms));
    QCOMPARE(analysis.gaps().size(), std::size_t(1));
    QCOMPARE(analysis.gaps()[0].reason, GapReason::BackOff);
    QCOMPARE(analysis.gaps()[0].length(), core::Duration(5100ms));
    QCOMPARE(failureIds(*log, analysis), (std::vector<std::int64_t>{3}));
    QVERIFY(!analysis.failureOrigin().valid());
    QCOMPARE(analysis.invocationOf(EventIndex(2)), InvocationIndex(0));
    QCOMPARE(analysis.invocationOf(EventIndex(6)), InvocationIndex(1));
    QVERIFY(!analysis.invocationOf(EventIndex(0)).valid());
    QCOMPARE(analysis.invocationAt(log->time(EventIndex(5))), InvocationIndex(1));
    QVERIFY(!analysis.invocationAt(second.start + core::Duration(-1)).valid());
}

void TestAnalysis::answerOfEachKind()
{
    HistoryBuilder h;
    h.executionStarted().waitStarted("w", 5).after(10ms).invocationCompleted().after(5s).waitSucceeded("w").after(50ms);
    h.callbackStarted("cb").after(10ms).invocationCompleted().after(1h).callbackFailed("cb", "No").after(50ms);
    h.callbackStarted("hb").after(10ms).invocationCompleted().after(1h).callbackTimedOut("hb", "Callback.Heartbeat");
    h.after(50ms).invokeStarted("i", "pay:3").after(10ms).invocationCompleted().after(2s);
    h.invokeEnded("i", "TimedOut", "ChainedInvoke.Timeout").after(50ms).invocationCompleted().executionSucceeded();
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(wakes(analysis),
             (Wakes{WakeReason::ExecutionStarted, WakeReason::TimerFired, WakeReason::CallbackCompleted,
                    WakeReason::CallbackTimedOut, WakeReason::InvokeCompleted}));
    QCOMPARE(analysis.invocations()[1].wakeEvent, EventIndex(3));
    QCOMPARE(analysis.invocations()[4].wakeOperation, *log->findOperation("i"));
    std::vector<GapReason> reasons;
    for (const Gap& gap : analysis.gaps())
        reasons.push_back(gap.reason);
    QCOMPARE(reasons, (std::vector{GapReason::Timer, GapReason::Callback, GapReason::Callback, GapReason::Callee}));
    QCOMPARE(analysis.activeIntervals().size(), std::size_t(5));
}

void TestAnalysis::crashAtLeastOnce()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").after(1s).invocationCompleted("Runtime.ExitError").after(2s);
    h.invocationStarts().after(1s).stepSucceeded("a").invocationCompleted().executionSucceeded();
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(wakes(analysis), (Wakes{WakeReason::ExecutionStarted, WakeReason::PreviousInvocationFailed}));
    QVERIFY(analysis.invocations()[0].failed);
    QVERIFY(!analysis.invocations()[1].failed);
    QCOMPARE(analysis.invocations()[1].wakeEvent, EventIndex(2));
    QCOMPARE(analysis.gaps()[0].reason, GapReason::BackOff);
    QCOMPARE(StateAt(*log, log->lastEvent()).state(*log->findOperation("a")).attempt, 1U);
}

void TestAnalysis::crashAtMostOnce()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").after(1s).invocationCompleted("Sandbox.Timedout").after(100ms);
    h.stepFailed("a", "StepInterruptedError")
        .invocationCompleted("StepError")
        .executionFailed("StepError", "interrupted");
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(wakes(analysis), (Wakes{WakeReason::ExecutionStarted, WakeReason::PreviousInvocationFailed}));
    QCOMPARE(failureIds(*log, analysis), (std::vector<std::int64_t>{4, 6}));
    QCOMPARE(analysis.failureOrigin(), *log->findOperation("a"));
    QCOMPARE(ladder(*log, analysis, analysis.failureOrigin()), std::string("a origin, execution wrapped"));
}

void TestAnalysis::callbackAnsweredWhileRunningWakesNothing()
{
    HistoryBuilder h;
    h.executionStarted().callbackStarted("cb").after(10ms).stepStarted("a").after(1s).callbackSucceeded("cb").after(1s);
    h.stepSucceeded("a").waitStarted("w", 5).invocationCompleted().after(5s).waitSucceeded("w").after(10ms);
    h.invocationCompleted().executionSucceeded();
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(wakes(analysis), (Wakes{WakeReason::ExecutionStarted, WakeReason::TimerFired}));
    QCOMPARE(analysis.invocationOf(EventIndex(3)), InvocationIndex(0)); // the answer, seen while it ran
    QVERIFY(!analysis.invocationOf(EventIndex(7)).valid());             // the timer woke the next one
}

void TestAnalysis::callbackAnsweredTooLateForTheInvocation()
{
    HistoryBuilder h;
    h.executionStarted().callbackStarted("cb").after(100ms).callbackSucceeded("cb").after(5ms).invocationCompleted();
    h.after(20ms).stepStarted("a").stepSucceeded("a").invocationCompleted().executionSucceeded();
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(wakes(analysis), (Wakes{WakeReason::ExecutionStarted, WakeReason::CallbackCompleted}));
    QCOMPARE(analysis.invocations()[1].wakeEvent, EventIndex(2));
}

void TestAnalysis::severalCauses()
{
    HistoryBuilder h;
    h.executionStarted()
        .callbackStarted("cb")
        .waitStarted("w", 3)
        .waitStarted("v", 3)
        .after(10ms)
        .invocationCompleted();
    h.after(2990ms).waitSucceeded("w").waitSucceeded("v").callbackSucceeded("cb").after(50ms).invocationCompleted();
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(analysis.invocations()[1].wake, WakeReason::Several);
    QCOMPARE(analysis.invocations()[1].wakeEvent, EventIndex(5));
    QCOMPARE(analysis.gaps()[0].reason, GapReason::Several);
    QCOMPARE(analysis.gaps()[0].waitingForCount, 3U);
    QCOMPARE(analysis.gaps()[0].waitingFor.size(), std::size_t(3));
}

void TestAnalysis::invocationsWithoutTimes()
{
    HistoryBuilder h;
    h.executionStarted().after(50ms).waitStarted("w", 5).after(10ms).invocationCompleted().after(5s).waitSucceeded("w");
    h.after(50ms).stepStarted("a").after(10ms).stepSucceeded("a").invocationCompleted().executionSucceeded();
    stripTimes(h);
    const auto log = h.log();
    QCOMPARE(log->repairs().find(RepairKind::InvocationWithoutTimes)->count, std::uint64_t(2));
    const Analysis analysis(log);
    QCOMPARE(wakes(analysis), (Wakes{WakeReason::ExecutionStarted, WakeReason::TimerFired}));
    QVERIFY(!analysis.invocations()[0].timesKnown);
    QCOMPARE(analysis.invocations()[0].start, log->time(EventIndex(1)));
    QCOMPARE(analysis.invocations()[1].start, log->time(EventIndex(4)));
    QCOMPARE(analysis.invocations()[1].end, log->time(EventIndex(6)));
    QCOMPARE(analysis.gaps()[0].reason, GapReason::Timer);
}

void TestAnalysis::runningLastInvocation()
{
    HistoryBuilder h;
    h.executionStarted().waitStarted("w", 5).invocationCompleted().after(5s).waitSucceeded("w").after(50ms);
    h.stepStarted("a").after(1s).stepSucceeded("a").stepStarted("b");
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(analysis.invocations().size(), std::size_t(2));
    const Invocation& last = analysis.invocations()[1];
    QVERIFY(last.running);
    QVERIFY(!last.completed.valid());
    QCOMPARE(last.wake, WakeReason::TimerFired);
    QCOMPARE(last.end, log->endTime());
    QCOMPARE(last.billed(), core::Duration(1s));
    QCOMPARE(analysis.invocationOf(log->lastEvent()), InvocationIndex(1));
}

void TestAnalysis::historyWithoutInvocations()
{
    HistoryBuilder h;
    h.executionStarted().after(50ms).waitStarted("w", 86400).after(24h).waitSucceeded("w").after(50ms).stepStarted("a");
    h.after(20ms).stepSucceeded("a").executionSucceeded();
    const auto log = h.log();
    const Analysis analysis(log);
    QVERIFY(analysis.invocations().empty());
    QVERIFY(analysis.gaps().empty());
    QCOMPARE(analysis.activeIntervals().size(), std::size_t(2));
    QCOMPARE(analysis.activeIntervals()[0].end, log->time(EventIndex(1)));
    QVERIFY(!analysis.invocationOf(EventIndex(1)).valid());

    HistoryBuilder running;
    running.executionStarted().after(50ms).stepStarted("a");
    const auto runningLog = running.log();
    QCOMPARE(Analysis(runningLog).invocations().size(), std::size_t(1));
    QVERIFY(Analysis(runningLog).invocations()[0].running);
}

void TestAnalysis::terminalEventBeforeItsInvocation()
{
    HistoryBuilder h;
    h.executionStarted().after(50ms).stepStarted("a").after(1s).executionStopped().after(1s).stepSucceeded("a");
    h.invocationCompleted();
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(analysis.invocations().size(), std::size_t(1));
    QVERIFY(!analysis.invocations()[0].running);
    QCOMPARE(analysis.invocationOf(EventIndex(2)), InvocationIndex(0));
    QCOMPARE(analysis.failureOrigin(), kExecution);
}

void TestAnalysis::gapsAndWhatTheyWaitedFor()
{
    HistoryBuilder h;
    h.executionStarted();
    for (int i = 0; i < 40; ++i)
        h.callbackStarted("cb" + std::to_string(i));
    h.invocationCompleted().after(24h).executionTimedOut();
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(analysis.gaps().size(), std::size_t(1)); // the tail
    QCOMPARE(analysis.gaps()[0].waitingFor.size(), Gap::kMaxListed);
    QCOMPARE(analysis.gaps()[0].waitingForCount, 40U);
    QCOMPARE(analysis.gaps()[0].reason, GapReason::Callback);
    QCOMPARE(analysis.gaps()[0].end, log->endTime());
}

void TestAnalysis::leftBehindOperationsDoNotHoldAGap()
{
    HistoryBuilder h;
    h.executionStarted().contextStarted("race").callbackStarted("loser", {.parent = "race"}).contextSucceeded("race");
    h.waitStarted("w", 5).invocationCompleted().after(5s).waitSucceeded("w").invocationCompleted().executionSucceeded();
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(analysis.gaps().size(), std::size_t(1));
    QCOMPARE(analysis.gaps()[0].reason, GapReason::Timer);
    QCOMPARE(analysis.gaps()[0].waitingFor, (std::vector{*log->findOperation("w")}));
}

void TestAnalysis::propagationOfAnError()
{
    HistoryBuilder h;
    h.executionStarted().contextStarted("map").contextStarted("item", {.parent = "map"});
    h.stepStarted("charge", {.parent = "item"}).stepFailed("charge", "acme.NoSeat", 1, "no seat").after(1s);
    h.stepStarted("charge").stepFailed("charge", "acme.NoSeat", 0, "no seat");
    h.contextFailed("item", "acme.NoSeat", "no seat").contextFailed("map", "ChildContextError", "item 0: no seat");
    h.invocationCompleted("ChildContextError").executionFailed("ChildContextError", "item 0: no seat");
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(analysis.failureOrigin(), *log->findOperation("charge"));
    const std::string expected = "charge origin, item same, map wrapped, execution same";
    QCOMPARE(ladder(*log, analysis, analysis.failureOrigin()), expected);
    QCOMPARE(ladder(*log, analysis, *log->findOperation("map")), expected);
    QCOMPARE(ladder(*log, analysis, kExecution), expected);
    QCOMPARE(analysis.ladderFrom(kExecution)[0].type, std::string("acme.NoSeat"));
    QCOMPARE(analysis.ladderFrom(kExecution)[0].event, EventIndex(6));
    QCOMPARE(failureIds(*log, analysis), (std::vector<std::int64_t>{5, 7, 8, 9, 11}));
}

void TestAnalysis::handledError()
{
    HistoryBuilder h;
    h.executionStarted().contextStarted("try").stepStarted("a", {.parent = "try"}).stepFailed("a", "E", 0, "m");
    h.contextSucceeded("try").stepStarted("b").stepFailed("b", "F", 0, "n").stepStarted("c").stepSucceeded("c");
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(ladder(*log, analysis, *log->findOperation("a")), std::string("a origin, try handled"));
    QCOMPARE(analysis.ladderFrom(*log->findOperation("a"))[1].event, EventIndex(4));
    // The execution has not ended, but it went on.
    QCOMPARE(ladder(*log, analysis, *log->findOperation("b")), std::string("b origin, execution handled"));
    QVERIFY(!analysis.ladderFrom(*log->findOperation("b"))[1].event.valid());
    QVERIFY(ladder(*log, analysis, *log->findOperation("c")).empty());
    QVERIFY(!analysis.failureOrigin().valid());
}

void TestAnalysis::causePrefersTheSameErrorThenAWrappedOne()
{
    const auto originWith = [](const std::string& type, const std::string& message) {
        HistoryBuilder h;
        h.executionStarted().stepStarted("a").stepFailed("a", "acme.NoSeat", 0, "no seat");
        h.stepStarted("b")
            .stepFailed("b", "acme.NoFuel", 0, "no fuel")
            .stepStarted("c")
            .stepFailed("c", "Odd", 0, "x y");
        h.invocationCompleted(type).executionFailed(type, message);
        const auto log = h.log();
        return std::string(log->id(Analysis(log).failureOrigin()));
    };
    QCOMPARE(originWith("acme.NoSeat", "no seat"), std::string("a"));
    QCOMPARE(originWith("StepError", "step b: no fuel"), std::string("b"));
    QCOMPARE(originWith("StepError", "NoSeat"), std::string("a"));
    QCOMPARE(originWith("Unrelated", "gone"), std::string("c"));
}

void TestAnalysis::timeoutComesFromNothingInside()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").stepFailed("a", "E").callbackStarted("cb").invocationCompleted().after(1h);
    h.executionTimedOut();
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(analysis.failureOrigin(), kExecution);
    QCOMPARE(ladder(*log, analysis, kExecution), std::string("execution origin"));
    QCOMPARE(ladder(*log, analysis, *log->findOperation("a")), std::string("a origin, execution handled"));
}

void TestAnalysis::deepLadder()
{
    constexpr int kDepth = 20'000;
    HistoryBuilder h;
    h.executionStarted();
    for (int i = 0; i < kDepth; ++i)
        h.contextStarted("c" + std::to_string(i), {.parent = i == 0 ? "" : "c" + std::to_string(i - 1)});
    for (int i = kDepth; i-- > 0;)
        h.contextFailed("c" + std::to_string(i), "E", "m");
    h.executionFailed("E", "m");
    const auto log = h.log();
    const Analysis analysis(log);
    QCOMPARE(log->id(analysis.failureOrigin()), std::string_view("c" + std::to_string(kDepth - 1)));
    QCOMPARE(analysis.ladderFrom(kExecution).size(), std::size_t(kDepth) + 1);
}

void TestAnalysis::invariantsOfRandomHistories()
{
    for (std::uint32_t seed = 1; seed < 300; ++seed) {
        const auto log = logFromJson(randomHistory(seed, {seed % 5 == 0 ? 200 : 40, seed % 2 == 0}));
        const Analysis analysis(log);
        const std::string where = "seed " + std::to_string(seed);
        std::uint32_t written = 0;
        for (const Invocation& invocation : analysis.invocations()) {
            QVERIFY2(invocation.start <= invocation.end, where.c_str());
            written += invocation.eventsWritten;
        }
        for (std::uint32_t i = 0; i < log->eventCount(); ++i) {
            const InvocationIndex owner = analysis.invocationOf(EventIndex(i));
            const bool byFunction = core::isWrittenByFunction(log->type(EventIndex(i)));
            written -= byFunction && owner.valid() ? 1 : 0;
            if (owner.valid() && log->type(EventIndex(i)) == EventType::InvocationCompleted)
                QVERIFY2(analysis.invocations()[owner.value()].completed == EventIndex(i), where.c_str());
        }
        QVERIFY2(written == 0, where.c_str());
        for (std::size_t i = 1; i < analysis.activeIntervals().size(); ++i)
            QVERIFY2(analysis.activeIntervals()[i - 1].end < analysis.activeIntervals()[i].start, where.c_str());
        for (const Gap& gap : analysis.gaps()) {
            QVERIFY2(gap.start < gap.end, where.c_str());
            QVERIFY2(!analysis.invocationAt(gap.start + gap.length() / 2).valid(), where.c_str());
        }
        QVERIFY2(analysis.idleTime() <= analysis.totalTime(), where.c_str());
        for (std::uint32_t i = 0; i < log->operationCount(); ++i) {
            const std::vector<ErrorRung> rungs = analysis.ladderFrom(OperationIndex(i));
            const OperationStatus status = StateAt(*log, log->lastEvent()).status(OperationIndex(i));
            QVERIFY2(rungs.empty() != core::isFailure(status), where.c_str());
            for (std::size_t rung = 1; rung < rungs.size(); ++rung)
                QVERIFY2(log->operation(rungs[rung - 1].operation).parent == rungs[rung].operation, where.c_str());
        }
    }
}

void TestAnalysis::publishedFiles()
{
    const auto shared = sharedFolder(DURASCOPE_SOURCE_DIR);
    if (shared.empty())
        QSKIP("no folder with published histories: set DURASCOPE_SHARED");
    for (const auto& file : jsonFiles(shared / "histories")) {
        const auto log = logFromJson(json::parse(fileText(file)));
        const Analysis analysis(log);
        QVERIFY2(!analysis.invocations().empty(), file.c_str());
        for (const Invocation& invocation : analysis.invocations())
            QVERIFY2(invocation.wake != WakeReason::Unknown, file.c_str());
        const bool failed = StateAt(*log, log->lastEvent()).executionStatus() == "FAILED";
        QVERIFY2(analysis.failureOrigin().valid() == failed, file.c_str());
    }
}

QTEST_GUILESS_MAIN(TestAnalysis)
#include "tst_analysis.moc"
