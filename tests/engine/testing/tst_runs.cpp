// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/testing/workflows.h"

#include <QTemporaryDir>
#include <QTest>

using namespace durable;
using namespace durable::testing;
using namespace durable::test;
using namespace std::chrono_literals;

class TestRuns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void succeeds();
    void fails();
    void standsStillWithReasons();
    void goesOnWhenAnswered();
    void oneInvocationAtATime();
    void everyRunIsANewExecution();
    void manualTime();
    void realTime();
    void timesOut();
    void isStopped();
    void isGivenUp();
    void crashLoopEndsByItself();
    void invocations();
    void logsAreCaptured();
    void printsATable();
    void eventsAndHistory();
    void sameSeedSameBytes();
    void latency();
    void libraryKeepsExecutions();
    void questionsBeforeAnyRun();
};

void TestRuns::succeeds()
{
    LocalTestRunner runner(order);
    const Outcome outcome = runner.run({{"items", {"lamp"}}});
    QVERIFY(outcome.succeeded());
    QCOMPARE(text(outcome.result()), std::string(R"({"orderId":"order-1","status":"completed"})"));
    QVERIFY(outcome.waitingFor.empty());
    QVERIFY(!outcome.stuck);
    QVERIFY_THROWS_EXCEPTION(TestError, static_cast<void>(outcome.error()));
}

void TestRuns::fails()
{
    LocalTestRunner runner([](const json&, Context& context) -> json {
        context.step("charge", []() -> int { throw ApplicationError("Declined", "no money"); },
                     {.retry = retry::none()});
        return nullptr;
    });
    const Outcome outcome = runner.run();
    QCOMPARE(outcome.status, std::string("FAILED"));
    QCOMPARE(outcome.error().message.value(), std::string("no money"));
    QCOMPARE(runner.operation("charge").error().value().type.value(), std::string("Declined"));
    try {
        static_cast<void>(outcome.result());
        QFAIL("a failed run has no result");
    } catch (const TestError& error) {
        QVERIFY2(std::string(error.what()).contains("no money"), error.what());
    }
}

void TestRuns::standsStillWithReasons()
{
    LocalTestRunner runner(approval);
    const Outcome outcome = runner.run();
    QCOMPARE(outcome.status, std::string("RUNNING"));
    QCOMPARE(outcome.waitingFor.size(), std::size_t(1));
    QCOMPARE(outcome.waitingFor.front(), std::string("callback approval, created 2026-01-01T00:00:00.000Z"));
    QVERIFY_THROWS_EXCEPTION(TestError, static_cast<void>(outcome.result()));
}

void TestRuns::goesOnWhenAnswered()
{
    LocalTestRunner runner(approval);
    QCOMPARE(runner.run().status, std::string("RUNNING"));
    runner.operation("approval").succeed({{"by", "Ada"}});
    const Outcome outcome = runner.resume();
    QCOMPARE(text(outcome.result()), std::string(R"({"by":"Ada"})"));
    QCOMPARE(runner.outcome().status, std::string("SUCCEEDED"));
}

void TestRuns::oneInvocationAtATime()
{
    LocalTestRunner runner(order);
    Outcome outcome = runner.runInvocation({{"items", {"lamp"}}});
    QCOMPARE(outcome.status, std::string("RUNNING"));
    QCOMPARE(outcome.invocations.size(), std::size_t(1));
    QCOMPARE(outcome.waitingFor.front(),
             std::string("wait pause, started 2026-01-01T00:00:00.000Z, ends 2026-01-01T00:05:00.000Z"));
    // Time does not move: there is nothing to invoke for.
    QCOMPARE(runner.runInvocation().invocations.size(), std::size_t(1));
    QVERIFY(runner.advanceToNextTimer());
    outcome = runner.runInvocation();
    QCOMPARE(outcome.status, std::string("SUCCEEDED"));
    QCOMPARE(outcome.invocations.size(), std::size_t(2));
    QVERIFY(runner.runInvocation({{"items", {"desk"}}}).executionArn != outcome.executionArn);
}

void TestRuns::everyRunIsANewExecution()
{
    LocalTestRunner runner(order);
    const Outcome first = runner.run({{"items", {"lamp"}}});
    const Outcome second = runner.run({{"items", {"desk"}}});
    QVERIFY(first.executionArn != second.executionArn);
    QCOMPARE(text(runner.operation("create-order").result().at("items")), std::string(R"(["desk"])"));
    QVERIFY(first.executionArn.contains(":function:function-under-test:$LATEST/durable-execution/"));
}

void TestRuns::manualTime()
{
    LocalTestRunner runner(order, {.time = Time::Manual});
    QCOMPARE(runner.run({{"items", {}}}).status, std::string("RUNNING"));
    runner.advance(4min);
    QCOMPARE(runner.resume().status, std::string("RUNNING"));
    runner.advance(1min);
    QCOMPARE(runner.resume().status, std::string("SUCCEEDED"));
    QCOMPARE(durascope::core::formatIso(runner.now()), std::string("2026-01-01T00:05:00.000Z"));

    QCOMPARE(runner.run({{"items", {}}}).status, std::string("RUNNING"));
    runner.setTime(Time::Skip);
    QCOMPARE(runner.resume().status, std::string("SUCCEEDED"));
}

void TestRuns::realTime()
{
    LocalTestRunner runner(
        [](const json&, Context& context) -> json {
            context.wait("second", 1s);
            return context.createCallback<json>("approval").get();
        },
        {.time = Time::Real});
    const Outcome outcome = runner.run();
    QCOMPARE(outcome.status, std::string("RUNNING"));
    const OperationUnderTest wait = runner.operation("second");
    QCOMPARE(wait.status(), OperationStatus::Succeeded);
    QVERIFY(wait.endTime().value() - wait.startTime() >= 1s);
    QVERIFY(outcome.waitingFor.front().starts_with("callback approval"));
}

void TestRuns::timesOut()
{
    LocalTestRunner runner(order, {.executionTimeout = 60});
    const Outcome outcome = runner.run({{"items", {}}});
    QCOMPARE(outcome.status, std::string("TIMED_OUT"));
    QVERIFY(!outcome.succeeded());
    static_cast<void>(outcome.error());
    QCOMPARE(durascope::core::formatIso(runner.now()), std::string("2026-01-01T00:01:00.000Z"));
}

void TestRuns::isStopped()
{
    LocalTestRunner runner(approval);
    runner.run();
    runner.stop({"enough", "Operator", {}, {}});
    const Outcome outcome = runner.resume();
    QCOMPARE(outcome.status, std::string("STOPPED"));
    QCOMPARE(outcome.error().type.value(), std::string("Operator"));
}

void TestRuns::isGivenUp()
{
    LocalTestRunner runner(
        [](const json&, Context& context) -> json {
            for (int i = 0;; ++i)
                context.wait("again", 1s);
        },
        {.maxInvocations = 20});
    const Outcome outcome = runner.run();
    QCOMPARE(outcome.status, std::string("RUNNING"));
    QCOMPARE(outcome.invocations.size(), std::size_t(20));
    QVERIFY(outcome.stuck.has_value());
    QVERIFY2(outcome.stuck->starts_with("given up after 20 invocations"), outcome.stuck->c_str());
    QVERIFY2(outcome.stuck->contains("WAIT again"), outcome.stuck->c_str());
}

void TestRuns::crashLoopEndsByItself()
{
    LocalTestRunner runner([](const json&, Context& context) -> json {
        context.step("die", [] { throw SimulatedExit{2}; });
        return nullptr;
    });
    const Outcome outcome = runner.run();
    QCOMPARE(outcome.status, std::string("FAILED"));
    QCOMPARE(outcome.error().type.value(), std::string("Runtime.ExitError"));
    QCOMPARE(outcome.invocations.size(), std::size_t(5));
}

void TestRuns::invocations()
{
    LocalTestRunner runner(order);
    const Outcome outcome = runner.run({{"items", {}}});
    QCOMPARE(outcome.invocations.size(), std::size_t(2));
    QVERIFY(outcome.invocations[0].requestId != outcome.invocations[1].requestId);
    QVERIFY(outcome.invocations[1].start - outcome.invocations[0].end == 5min);
    QVERIFY(!outcome.invocations[0].error);
}

void TestRuns::logsAreCaptured()
{
    LocalTestRunner runner([](const json&, Context& context) -> json {
        context.logger().info("begun");
        context.wait("pause", 1s);
        context.logger().warn("goes on", json{{"stage", 2}});
        return nullptr;
    });
    const Outcome outcome = runner.run();
    QCOMPARE(outcome.logs.size(), std::size_t(2));
    QCOMPARE(outcome.logs[0].message, std::string("begun"));
    QCOMPARE(outcome.logs[0].requestId, outcome.invocations[0].requestId);
    QCOMPARE(outcome.logs[1].requestId, outcome.invocations[1].requestId);
    QCOMPARE(outcome.logs[1].executionArn, outcome.executionArn);
    QCOMPARE(outcome.logs[1].fields, std::string(R"({"stage":2})"));
    QVERIFY(outcome.logs[1].time - outcome.logs[0].time == 1s);
    QCOMPARE(runner.run().logs.size(), std::size_t(2)); // of that run alone
}

void TestRuns::printsATable()
{
    LocalTestRunner runner(order);
    runner.run({{"items", {}}});
    QCOMPARE(runner.print({.subType = false, .start = false, .end = false}),
             std::string("name               type  status     duration\n"
                         "create-order       STEP  SUCCEEDED  0 ms\n"
                         "pause              WAIT  SUCCEEDED  5 m\n"
                         "send-notification  STEP  SUCCEEDED  0 ms\n"));
    const std::string all = runner.print({.id = true, .parent = true});
    QVERIFY(all.contains(runner.operation("pause").id()));
    QVERIFY(all.contains("2026-01-01T00:05:00.000Z"));
}

void TestRuns::eventsAndHistory()
{
    LocalTestRunner runner(order);
    runner.run({{"items", {}}});
    const std::vector<std::string> expected{
        "ExecutionStarted", "StepStarted", "StepSucceeded", "WaitStarted",         "InvocationCompleted",
        "WaitSucceeded",    "StepStarted", "StepSucceeded", "InvocationCompleted", "ExecutionSucceeded"};
    QCOMPARE(runner.eventTypes(), expected);
    QCOMPARE(runner.operation("pause").events().size(), std::size_t(2));
    const json history = json::parse(runner.historyJson());
    QCOMPARE(history.at("Events").size(), expected.size());
}

void TestRuns::sameSeedSameBytes()
{
    const auto history = [](std::uint64_t seed) {
        LocalTestRunner runner(fanOut, {.seed = seed});
        runner.run({1, 2, 3, 4, 5});
        return runner.historyJson();
    };
    QCOMPARE(history(3), history(3));
    QVERIFY(history(3) != history(4));
}

void TestRuns::latency()
{
    LocalTestRunner runner(order, {.checkpointLatency = 100ms});
    const Outcome outcome = runner.run({{"items", {}}});
    QVERIFY(outcome.succeeded());
    QVERIFY(outcome.invocations[0].end - outcome.invocations[0].start == 100ms * 3);
}

void TestRuns::libraryKeepsExecutions()
{
    QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("library.db")).toStdString();
    std::string arn;
    {
        LocalTestRunner runner(order, {.library = file});
        arn = runner.run({{"items", {}}}).executionArn;
    }
    const auto library = durascope::store::Library::open(file);
    QVERIFY(library.has_value());
    QCOMPARE((*library)->list()->front().arn, arn);
    QCOMPARE((*library)->list()->front().status, std::string("SUCCEEDED"));
    // One process at a time.
    QVERIFY_THROWS_EXCEPTION(TestError, LocalTestRunner(order, {.library = file}));
}

void TestRuns::questionsBeforeAnyRun()
{
    LocalTestRunner runner(order);
    QVERIFY_THROWS_EXCEPTION(TestError, static_cast<void>(runner.outcome()));
    QVERIFY_THROWS_EXCEPTION(TestError, static_cast<void>(runner.resume()));
    QVERIFY_THROWS_EXCEPTION(TestError, static_cast<void>(runner.events()));
    QVERIFY(!runner.operation("create-order").exists());
    QVERIFY(runner.operations().empty());
    QCOMPARE(runner.print(
                 {.type = false, .subType = false, .status = false, .start = false, .end = false, .duration = false}),
             std::string("name\n"));
}

QTEST_APPLESS_MAIN(TestRuns)
#include "tst_runs.moc"
