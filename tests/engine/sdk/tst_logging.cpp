// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/sdk/sdk_testing.h"

#include <QTest>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> messages(const DirectRun& run)
{
    std::vector<std::string> found;
    for (const durable::LogRecord& record : run.logs)
        found.push_back(record.message);
    return found;
}

json chatty(const json&, Context& context)
{
    context.logger().info("begin");
    context.step("work", [](durable::StepContext& step) { step.logger().info("working"); });
    context.logger().info("between");
    context.runInChildContext("child", [](Context& child) {
        child.logger().info("child begins");
        child.wait(1s);
        child.logger().info("child goes on");
    });
    context.logger().info("end");
    return nullptr;
}

} // namespace

class TestLogging : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyLineIsLoggedOnce();
    void replaysLogAgainWhenAskedTo();
    void recordsSayWhereTheyComeFrom();
    void aFunctionsSinkComesBeforeTheHosts();
};

void TestLogging::everyLineIsLoggedOnce()
{
    DirectRun run(workflow(chatty), "{}", sequential());
    run.run();
    QCOMPARE(messages(run),
             (std::vector<std::string>{"begin", "working", "between", "child begins", "child goes on", "end"}));
}

void TestLogging::replaysLogAgainWhenAskedTo()
{
    durable::Function function = workflow(chatty);
    function.logger.whileReplaying = durable::LoggerConfig::Replay::Repeat;
    DirectRun run(function, "{}", sequential());
    run.run();
    QCOMPARE(messages(run), (std::vector<std::string>{"begin", "working", "between", "child begins", "begin", "between",
                                                      "child begins", "child goes on", "end"}));
}

void TestLogging::recordsSayWhereTheyComeFrom()
{
    DirectRun run(workflow(chatty), "{}", sequential());
    run.run();
    const durable::LogRecord& root = run.logs[0];
    const durable::LogRecord& step = run.logs[1];
    const durable::LogRecord& child = run.logs[3];
    QCOMPARE(root.executionArn, run.execution().arn());
    QCOMPARE(root.requestId, std::string("request-1"));
    QVERIFY(!root.operationId);
    QCOMPARE(step.operationId.value_or(""), named(run, "work")->id());
    QCOMPARE(step.operationName.value_or(""), std::string("work"));
    QCOMPARE(step.attempt.value_or(0), 1u);
    QCOMPARE(child.operationId.value_or(""), named(run, "child")->id());
    QCOMPARE(run.logs[5].requestId, std::string("request-2"));
}

void TestLogging::aFunctionsSinkComesBeforeTheHosts()
{
    int own = 0;
    durable::Function function = workflow(chatty);
    function.logger.sink = [&](const durable::LogRecord&) { ++own; };
    DirectRun run(function, "{}", sequential());
    run.run();
    QCOMPARE(own, 6);
    QVERIFY(run.logs.empty());
}

QTEST_APPLESS_MAIN(TestLogging)
#include "tst_logging.moc"
