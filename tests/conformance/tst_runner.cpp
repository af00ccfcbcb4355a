// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sdk/durable.h"
#include "engine/testing/conformance/requirement.h"
#include "engine/testing/conformance/runner.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace durascope;
using namespace durascope::conformance;
using namespace std::chrono_literals;
using durable::Context;
using durable::json;

namespace {

json echo(const json& event, Context& context)
{
    return context.step("echo", [&] { return event; });
}

json callback(const json& event, Context& context)
{
    return context.createCallback(event.get<std::string>(), {.timeout = 1h}).get();
}

json longWait(const json&, Context& context)
{
    context.wait(24h);
    return "waited";
}

HandlerRegistry registryWith(const char* id, durable::Handler handler)
{
    HandlerRegistry registry;
    registry.add(id, std::move(handler));
    return registry;
}

RequirementResult run(const std::string& yaml, const durable::Handler& handler, const char* id = "1-1")
{
    const auto requirement = parseRequirement(yaml, "1-1", "step");
    return requirement ? runRequirement(*requirement, registryWith(id, handler))
                       : RequirementResult{"1-1", "step", Status::Failed, {requirement.error().text()}};
}

/// A requirement about echo(), with more lines at its end.
std::string echoRequirement(const std::string& more)
{
    return "Variables: {IN: '${GEN_STR:8}'}\nInput: ${IN}\nExpectedExecutionHistory:\n"
           "  - {EventId: 2, EventType: StepStarted, Id: '${ID}', Name: echo, StepStartedDetails: {}}\n"
           "  - {EventId: 3, EventType: StepSucceeded, Id: '${ID}', EventTimestamp: '*',\n"
           "     StepSucceededDetails: {Result: {Payload: '\"${IN}\"'}}}\n"
           "  - {EventId: 4, EventType: InvocationCompleted}\n" +
           more;
}

std::string callbackRequirement(const std::string& more)
{
    return "AsyncInvoke: true\nInput: cb\nExpectedExecutionHistory:\n"
           "  - {EventId: 2, EventType: CallbackStarted, Name: cb}\n" +
           more;
}

const std::string kSucceeded = "ExpectedResult: {ExecutionStatus: SUCCEEDED, Result: '${IN}'}\n";

} // namespace

/// The runner says "failed" where it has to: a suite that always passes would be worth nothing.
class TestRunner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_told.clear(); }
    void cleanup()
    {
        if (QTest::currentTestFailed())
            qWarning("%s", m_told.c_str());
    }
    void whatIsAsExpectedPasses();
    void anotherEventFails();
    void anotherResultFails();
    void anotherStatusFails();
    void logsAreLookedAtLast();
    void expectingNoEventsFails();
    void withoutHandlerItIsSkipped();
    void whatIsOptionalIsSkippedWhenItFails();
    void callbacksAreAnsweredInVirtualTime();
    void anAnswerMayComeTooLate();
    void withoutProgressTheRunnerGivesUp();
    void aLongWaitIsNoProgress();
    void withoutResultMatchingEventsAreEnough();
    void waitingForNobodyFails();
    void aDirectoryIsRun();

private:
    void check(const RequirementResult& result, Status status, const char* part = "");
    std::string m_told;
};

void TestRunner::check(const RequirementResult& result, Status status, const char* part)
{
    m_told = result.message();
    QCOMPARE(QByteArray(toText(result.status).data()), QByteArray(toText(status).data()));
    QVERIFY(result.message().find(part) != std::string::npos);
    QCOMPARE(result.messages.empty(), status == Status::Passed);
}

void TestRunner::whatIsAsExpectedPasses()
{
    check(run(echoRequirement(kSucceeded), echo), Status::Passed);
}

void TestRunner::anotherEventFails()
{
    check(run(echoRequirement("  - {EventId: 5, EventType: StepStarted}\n" + kSucceeded), echo), Status::Failed,
          "event 5.EventType");
    check(run(echoRequirement("  - {EventId: 99}\n" + kSucceeded), echo), Status::Failed, "event 99");
}

void TestRunner::anotherResultFails()
{
    check(run(echoRequirement("ExpectedResult: {ExecutionStatus: SUCCEEDED, Result: other}\n"), echo), Status::Failed,
          "result: expected");
}

void TestRunner::anotherStatusFails()
{
    check(run(echoRequirement("ExpectedResult: {ExecutionStatus: FAILED}\n"), echo), Status::Failed,
          "status: expected");
}

void TestRunner::logsAreLookedAtLast()
{
    const auto logging = [](const json& event, Context& context) -> json {
        return context.step("echo", [&](durable::StepContext& step) {
            step.logger().info("got " + event.get<std::string>());
            return event;
        });
    };
    const std::string once = "ExpectedLogs:\n  - {match: {message: 'got ${IN}'}, count: 1}\n";
    check(run(echoRequirement(kSucceeded + once), logging), Status::Passed);
    check(run(echoRequirement(kSucceeded + once), echo), Status::Failed, "expected exactly 1");
}

void TestRunner::expectingNoEventsFails()
{
    check(run("Input: x\n" + kSucceeded, echo), Status::Failed, "expects no events");
}

void TestRunner::withoutHandlerItIsSkipped()
{
    check(run(echoRequirement(kSucceeded), echo, "another"), Status::Skipped, "no handler");
}

void TestRunner::whatIsOptionalIsSkippedWhenItFails()
{
    check(run(echoRequirement("optional: true\n" + kSucceeded), echo), Status::Passed);
    check(run(echoRequirement("optional: true\nExpectedResult: {ExecutionStatus: FAILED}\n"), echo), Status::Skipped,
          "optional");
}

void TestRunner::callbacksAreAnsweredInVirtualTime()
{
    // Half an hour, within the callback's own time.
    check(run(callbackRequirement("CallbackActions:\n  - {CallbackName: cb, Operation: success, Payload: x, Delay: "
                                  "1800}\nExpectedResult: {ExecutionStatus: SUCCEEDED, Result: x}\n"),
              callback),
          Status::Passed);
}

void TestRunner::anAnswerMayComeTooLate()
{
    check(run(callbackRequirement("CallbackActions:\n  - {CallbackName: cb, Operation: success, Payload: x, Delay: "
                                  "3700}\nExpectedResult: {ExecutionStatus: FAILED}\n"),
              callback),
          Status::Failed, "CallbackTimeoutException");
}

void TestRunner::withoutProgressTheRunnerGivesUp()
{
    check(run(callbackRequirement("ExpectedResult: {ExecutionStatus: FAILED}\n"), callback), Status::Failed,
          "no new events for 30 s");
    check(run(callbackRequirement("AsyncConfig: {NoProgressTimeoutSeconds: 4000}\nExpectedResult: {ExecutionStatus: "
                                  "FAILED}\n"),
              callback),
          Status::Passed);
}

void TestRunner::aLongWaitIsNoProgress()
{
    check(run("AsyncInvoke: true\nExpectedExecutionHistory:\n  - {EventId: 2, EventType: WaitStarted}\n"
              "ExpectedResult: {ExecutionStatus: SUCCEEDED}\n",
              longWait),
          Status::Failed, "no new events");
    // Whoever waits for the result has all the time there is.
    check(run("ExpectedExecutionHistory:\n  - {EventId: 2, EventType: WaitStarted}\n"
              "ExpectedResult: {ExecutionStatus: SUCCEEDED, Result: waited}\n",
              longWait),
          Status::Passed);
}

void TestRunner::withoutResultMatchingEventsAreEnough()
{
    check(run("AsyncInvoke: true\nExpectedExecutionHistory:\n  - {EventId: 2, EventType: WaitStarted}\n", longWait),
          Status::Passed);
    check(run("AsyncInvoke: true\nExpectedExecutionHistory:\n  - {EventId: 2, EventType: StepStarted}\n", longWait),
          Status::Failed, "event 2.EventType");
}

void TestRunner::waitingForNobodyFails()
{
    const auto forever = [](const json&, Context& context) -> json { return context.createCallback("cb").get(); };
    check(run("ExpectedExecutionHistory:\n  - {EventId: 2}\nExpectedResult: {ExecutionStatus: SUCCEEDED}\n", forever),
          Status::Failed);
}

void TestRunner::aDirectoryIsRun()
{
    QTemporaryDir folder;
    const auto write = [&folder](const std::string& name, const std::string& text) {
        const QString path = folder.filePath(QString::fromStdString(name));
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.data(), qint64(text.size()));
    };
    write("step/1-1.yaml", echoRequirement(kSucceeded));
    write("step/1-2.yaml", echoRequirement(kSucceeded));
    write("broken/0-1.yaml", "a: [\n");
    const HandlerRegistry registry = registryWith("1-1", echo);
    const auto report = runAll(folder.path().toStdString(), {}, registry);
    QVERIFY(report);
    QCOMPARE(report->results.size(), 3u);
    QVERIFY(report->results[0].status == Status::Failed);
    QVERIFY(report->results[1].status == Status::Passed);
    QVERIFY(report->results[2].status == Status::Skipped);
    QVERIFY(runAll(folder.path().toStdString(), {"step"}, registry)->succeeded());
    QVERIFY(!runAll(folder.path().toStdString(), {"none"}, registry));
}

QTEST_APPLESS_MAIN(TestRunner)
#include "tst_runner.moc"
