// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/testing/workflows.h"

#include <QTest>

#include <thread>

using namespace durable;
using namespace durable::testing;
using namespace durable::test;
using namespace std::chrono_literals;

namespace {

/// A callback that times out after a minute, after an hour of waiting for something else.
json approvalLater(const json&, Context& context)
{
    context.wait("pause", 1h);
    try {
        return context.createCallback<json>("approval", {.timeout = 1min}).get();
    } catch (const CallbackTimeoutError&) {
        return "too late";
    }
}

} // namespace

class TestAsynchronousRuns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsByItself();
    void callbackIsAnsweredInTime();
    void callbackThatNobodyAnswers();
    void answeredBySomebodyElse();
    void severalCallbacks();
    void heartbeatsWhileTimeStands();
    void waitGivesUp();
    void operationThatNeverComes();
    void stopped();
    void oneAtATime();
    void leftAlone();
    void againAfterTheEnd();
};

void TestAsynchronousRuns::runsByItself()
{
    LocalTestRunner runner(order);
    runner.start({{"items", {"lamp"}}});
    const Outcome outcome = runner.wait();
    QVERIFY(outcome.succeeded());
    QCOMPARE(outcome.invocations.size(), std::size_t(2));
    QVERIFY(runner.wait().succeeded()); // may be asked again
}

void TestAsynchronousRuns::callbackIsAnsweredInTime()
{
    // Virtual time must not overtake the test, however slow it is.
    for (int i = 0; i < 20; ++i) {
        LocalTestRunner runner(approvalLater);
        runner.start();
        OperationUnderTest operation = runner.operation("approval");
        operation.waitFor();
        std::this_thread::yield();
        operation.succeed(i);
        QCOMPARE(runner.wait().result().get<int>(), i);
        QVERIFY(operation.endTime().value() == operation.startTime());
    }
}

void TestAsynchronousRuns::callbackThatNobodyAnswers()
{
    LocalTestRunner runner(approvalLater);
    runner.start();
    runner.operation("approval").waitFor();
    QCOMPARE(runner.wait().result().get<std::string>(), std::string("too late"));
}

void TestAsynchronousRuns::answeredBySomebodyElse()
{
    LocalTestRunner runner(review);
    runner.start();
    std::jthread reviewer(
        [&] { runner.operation("review").waitFor(OperationUnderTest::Stage::Submitted).succeed("fine"); });
    reviewer.join();
    QCOMPARE(runner.wait().result().get<std::string>(), std::string("fine"));
}

void TestAsynchronousRuns::severalCallbacks()
{
    LocalTestRunner runner([](const json&, Context& context) -> json {
        json answers = json::array();
        for (const char* name : {"first", "second", "third"})
            answers.push_back(context.createCallback<json>(name, {.timeout = 1s}).get());
        return answers;
    });
    runner.start();
    for (const char* name : {"first", "second", "third"})
        runner.operation(name).waitFor().succeed(name);
    QCOMPARE(text(runner.wait().result()), std::string(R"(["first","second","third"])"));
}

void TestAsynchronousRuns::heartbeatsWhileTimeStands()
{
    LocalTestRunner runner([](const json&, Context& context) -> json {
        return context.createCallback<json>("job", {.heartbeatTimeout = 10s}).get();
    });
    runner.start();
    OperationUnderTest job = runner.operation("job");
    job.waitFor();
    job.heartbeat();
    job.succeed("done");
    QVERIFY(runner.wait().succeeded());
}

void TestAsynchronousRuns::waitGivesUp()
{
    LocalTestRunner runner(approval);
    runner.start();
    runner.operation("approval").waitFor();
    try {
        static_cast<void>(runner.wait(1ms));
        QFAIL("nobody answers");
    } catch (const TestError& error) {
        QVERIFY2(std::string(error.what()).contains("callback approval"), error.what());
    }
    runner.operation("approval").succeed(1);
    QVERIFY(runner.wait().succeeded());
}

void TestAsynchronousRuns::operationThatNeverComes()
{
    LocalTestRunner runner(order);
    runner.start({{"items", {}}});
    QVERIFY_THROWS_EXCEPTION(TestError, runner.operation("payment").waitFor());
    QVERIFY(runner.wait().succeeded());
}

void TestAsynchronousRuns::stopped()
{
    LocalTestRunner runner(approval);
    runner.start();
    runner.operation("approval").waitFor();
    runner.stop({"enough", {}, {}, {}});
    const Outcome outcome = runner.wait();
    QCOMPARE(outcome.status, std::string("STOPPED"));
    QCOMPARE(outcome.error().message.value(), std::string("enough"));
}

void TestAsynchronousRuns::oneAtATime()
{
    LocalTestRunner runner(approval);
    runner.start();
    runner.operation("approval").waitFor();
    QVERIFY_THROWS_EXCEPTION(TestError, runner.start());
    QVERIFY_THROWS_EXCEPTION(TestError, static_cast<void>(runner.run()));
    QVERIFY_THROWS_EXCEPTION(TestError, static_cast<void>(runner.resume()));
}

void TestAsynchronousRuns::leftAlone()
{
    // The destructor ends the thread of a run that would wait for ever.
    LocalTestRunner runner(approval);
    runner.start();
    runner.operation("approval").waitFor();
}

void TestAsynchronousRuns::againAfterTheEnd()
{
    LocalTestRunner runner(order);
    runner.start({{"items", {}}});
    const std::string first = runner.wait().executionArn;
    runner.start({{"items", {}}});
    QVERIFY(runner.wait().executionArn != first);
    QVERIFY(runner.run({{"items", {}}}).succeeded());
}

QTEST_APPLESS_MAIN(TestAsynchronousRuns)
#include "tst_asynchronous_runs.moc"
