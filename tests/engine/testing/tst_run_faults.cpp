// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/testing/workflows.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>

using namespace durable;
using namespace durable::testing;
using namespace durable::test;
using namespace std::chrono_literals;

namespace {

using Moment = LocalTestRunner::Moment;

const std::string kEverything = R"({"both":7,"checked":3,"flaky":"attempt 2","inner":3})";

} // namespace

class TestRunFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void crashAtEveryCheckpoint_data();
    void crashAtEveryCheckpoint();
    void completedStepsNeverRunAgain();
    void checkpointErrors_data();
    void checkpointErrors();
    void hooksOfTheTest();
    void duplicateDeliveries();
    void stepRewoundToItsStart();
    void stepWhoseStartWasLost();
    void rewindingKeepsTheLibraryTrue();
    void whatCannotBeRewound();
    void invocationTimeout();
    void stateInSmallPages();
};

void TestRunFaults::crashAtEveryCheckpoint_data()
{
    QTest::addColumn<std::uint64_t>("seed");
    QTest::addColumn<Scheduling>("scheduling");
    QTest::newRow("plain order") << std::uint64_t(0) << Scheduling::Sequential;
    QTest::newRow("seed 7") << std::uint64_t(7) << Scheduling::Sequential;
    QTest::newRow("concurrent") << std::uint64_t(0) << Scheduling::Concurrent;
}

/// Wherever the process ends, the result is the same.
void TestRunFaults::crashAtEveryCheckpoint()
{
    QFETCH(std::uint64_t, seed);
    QFETCH(Scheduling, scheduling);
    LocalTestRunner plain(everything, {.scheduling = scheduling, .seed = seed});
    QCOMPARE(text(plain.run().result()), kEverything);
    const std::uint32_t checkpoints = plain.checkpoints();
    QVERIFY(checkpoints > 15);
    for (std::uint32_t nth = 1; nth <= checkpoints; ++nth) {
        for (const Moment moment : {Moment::BeforeStored, Moment::AfterStored}) {
            LocalTestRunner runner(everything, {.scheduling = scheduling, .seed = seed});
            runner.crashAtCheckpoint(nth, moment);
            const Outcome outcome = runner.run();
            QVERIFY2(outcome.succeeded(), std::to_string(nth).c_str());
            QCOMPARE(text(outcome.result()), kEverything);
            const auto crashes = std::ranges::count_if(
                outcome.invocations, [](const InvocationRecord& each) { return each.error.has_value(); });
            // Concurrent branches may batch differently, so that the run has fewer checkpoints.
            QVERIFY(crashes == 1 || scheduling == Scheduling::Concurrent);
        }
    }
}

void TestRunFaults::completedStepsNeverRunAgain()
{
    for (std::uint32_t nth = 1; nth <= 6; ++nth) {
        std::map<int, int> runs;
        LocalTestRunner runner([&](const json&, Context& context) -> json {
            for (int i = 0; i < 3; ++i)
                context.step("s", [&, i] { return ++runs[i]; });
            return nullptr;
        });
        runner.crashAtCheckpoint(nth, Moment::AfterStored);
        QVERIFY(runner.run().succeeded());
        for (int i = 0; i < 3; ++i)
            QVERIFY(runs[i] == 1);
    }
}

void TestRunFaults::checkpointErrors_data()
{
    QTest::addColumn<std::string>("type");
    QTest::addColumn<std::string>("message");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("retried");
    QTest::newRow("throttled") << std::string("TooManyRequestsException") << std::string("Rate exceeded") << 429
                               << true;
    QTest::newRow("internal") << std::string("ServiceException") << std::string("try again") << 500 << true;
    QTest::newRow("stale token") << std::string("InvalidParameterValueException")
                                 << std::string("Invalid checkpoint token") << 400 << true;
    QTest::newRow("invalid") << std::string("InvalidParameterValueException") << std::string("STEP is wrong") << 400
                             << false;
    QTest::newRow("gone") << std::string("ResourceNotFoundException") << std::string("no execution") << 404 << false;
    QTest::newRow("key") << std::string("KMSDisabledException") << std::string("key is off") << 502 << false;
}

void TestRunFaults::checkpointErrors()
{
    QFETCH(std::string, type);
    QFETCH(std::string, message);
    QFETCH(int, status);
    QFETCH(bool, retried);
    for (std::uint32_t nth = 1; nth <= 3; ++nth) {
        LocalTestRunner runner(order);
        runner.failCheckpoint(nth, {type, message, status});
        const Outcome outcome = runner.run({{"items", {}}});
        QCOMPARE(outcome.status, std::string(retried ? "SUCCEEDED" : "FAILED"));
        if (retried) {
            QCOMPARE(outcome.invocations.size(), std::size_t(3));
            QCOMPARE(outcome.invocations[0].error.value().type.value(), type);
        } else {
            QCOMPARE(outcome.error().type.value(), type);
            QCOMPARE(outcome.error().message.value(), message);
        }
    }
}

void TestRunFaults::hooksOfTheTest()
{
    LocalTestRunner runner(order);
    std::uint32_t before = 0;
    std::uint32_t answers = 0;
    durascope::host::FaultHooks hooks;
    hooks.beforeCheckpoint = [&](const durascope::core::CheckpointRequest& request) {
        before += static_cast<std::uint32_t>(request.updates.size());
        return std::nullopt;
    };
    hooks.beforeAnswer = [&](const InvocationEvent&, InvocationOutcome&) {
        if (++answers == 2)
            throw SimulatedExit{};
    };
    runner.setFaults(hooks);
    const Outcome outcome = runner.run({{"items", {}}});
    QVERIFY(outcome.succeeded());
    QCOMPARE(before, 5U);
    QCOMPARE(answers, 3U);
}

void TestRunFaults::duplicateDeliveries()
{
    const std::uint32_t checkpoints = [] {
        LocalTestRunner runner(everything);
        runner.run();
        return runner.checkpoints();
    }();
    for (std::uint32_t nth = 1; nth <= checkpoints; ++nth) {
        LocalTestRunner runner(everything);
        durascope::host::FaultHooks hooks;
        hooks.beforeCheckpoint =
            [&](const durascope::core::CheckpointRequest& request) -> std::optional<durascope::core::ServiceError> {
            if (runner.checkpoints() == nth)
                runner.engine().deliverDuplicate(request.executionArn);
            return std::nullopt;
        };
        runner.setFaults(hooks);
        const Outcome outcome = runner.run();
        QVERIFY2(outcome.succeeded(), std::to_string(nth).c_str());
        QCOMPARE(text(outcome.result()), kEverything);
    }
}

void TestRunFaults::stepRewoundToItsStart()
{
    int bodies = 0;
    const Handler handler = [&](const json&, Context& context) -> json {
        const int first = context.step("first", [&] { return ++bodies; });
        context.wait("pause", 1min);
        return first;
    };
    LocalTestRunner runner(handler);
    QCOMPARE(runner.runInvocation().status, std::string("RUNNING"));
    runner.rewindToStarted("first");
    QCOMPARE(runner.operation("first").status(), OperationStatus::Started);
    const std::vector<std::string> expected{"ExecutionStarted", "StepStarted", "WaitStarted", "InvocationCompleted"};
    QCOMPARE(runner.eventTypes(), expected);
    QCOMPARE(runner.resume().result().get<int>(), 2);
}

void TestRunFaults::stepWhoseStartWasLost()
{
    int bodies = 0;
    const Handler handler = [&](const json&, Context& context) -> json {
        const int first = context.step("first", [&] { return ++bodies; });
        context.wait("pause", 1min);
        return first;
    };
    LocalTestRunner runner(handler);
    runner.runInvocation();
    runner.forgetStarted("first");
    QVERIFY(!runner.operation("first").exists());
    QCOMPARE(runner.resume().result().get<int>(), 2);
    QCOMPARE(runner.operations().size(), std::size_t(2));
}

void TestRunFaults::rewindingKeepsTheLibraryTrue()
{
    QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("library.db")).toStdString();
    std::string arn;
    std::string history;
    {
        LocalTestRunner runner(order, {.library = file});
        arn = runner.runInvocation({{"items", {}}}).executionArn;
        runner.rewindToStarted("create-order");
        QVERIFY(runner.resume().succeeded());
        history = runner.historyJson();
    }
    QCOMPARE(durascope::store::Library::open(file).value()->historyJson(arn).value(), history);
}

void TestRunFaults::whatCannotBeRewound()
{
    LocalTestRunner runner(order);
    QVERIFY_THROWS_EXCEPTION(TestError, runner.rewindToStarted("create-order"));
    runner.runInvocation({{"items", {}}});
    QVERIFY_THROWS_EXCEPTION(TestError, runner.rewindToStarted("pause"));
    QVERIFY_THROWS_EXCEPTION(TestError, runner.rewindToStarted("nothing"));
    runner.resume();
    QVERIFY_THROWS_EXCEPTION(TestError, runner.rewindToStarted("create-order"));
}

void TestRunFaults::invocationTimeout()
{
    LocalTestRunner runner(
        [](const json&, Context& context) -> json {
            for (int i = 0; i < 5; ++i)
                context.step("s", [i] { return i; });
            return nullptr;
        },
        {.checkpointLatency = 1s, .invocationTimeout = 4s});
    const Outcome outcome = runner.run();
    QVERIFY(outcome.succeeded());
    QCOMPARE(outcome.invocations.size(), std::size_t(4));
    QCOMPARE(outcome.invocations[0].error.value().type.value(), std::string("Sandbox.Timedout"));
    QVERIFY(outcome.invocations[0].end - outcome.invocations[0].start == 4s);
    QVERIFY(!outcome.invocations[3].error);
}

void TestRunFaults::stateInSmallPages()
{
    RunnerOptions options;
    options.limits.statePageItems = 1;
    LocalTestRunner runner(everything, options);
    QCOMPARE(text(runner.run().result()), kEverything);
}

QTEST_APPLESS_MAIN(TestRunFaults)
#include "tst_run_faults.moc"
