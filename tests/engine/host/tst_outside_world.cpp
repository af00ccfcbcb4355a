// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/host/scripted_host.h"

#include <QTest>

#include <algorithm>
#include <thread>

using namespace durascope;
using namespace durascope::host;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

/// Creates one callback and ends as it ended, with its result.
ScriptedHost::Script awaitsCallback(std::int64_t timeout = 0, std::int64_t heartbeat = 0)
{
    return [=](const core::InvocationEvent& event, durable::DurableClient& client) -> core::InvocationOutcome {
        Session session(event, client);
        if (!session.find("cb") && !session.send({startCallback("cb", timeout, heartbeat)}))
            return crashed();
        if (!session.ended("cb"))
            return pending();
        const core::OperationRef callback = session.find("cb");
        if (callback->status == core::OperationStatus::Succeeded)
            return core::InvocationAnswer{core::InvocationAnswer::Status::Succeeded, callback->result, {}};
        return core::InvocationAnswer{core::InvocationAnswer::Status::Failed, {}, callback->error};
    };
}

std::string callbackIdOf(const Engine& engine, const std::string& arn)
{
    for (const core::OperationRef& operation : engine.operations(arn)) {
        if (operation->callbackId)
            return *operation->callbackId;
    }
    return {};
}

/// Manual time, so that nothing times out by itself.
EngineOptions manualTime()
{
    EngineOptions options = virtualTime();
    options.time = TimeMode::Manual;
    return options;
}

template <typename T>
std::string errorOf(const Answer<T>& answer)
{
    return answer ? "none" : answer.error().type;
}

} // namespace

class TestOutsideWorld : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void callbackSucceeds();
    void callbackFails();
    void callbackWithoutBody();
    void heartbeatsMoveTheDeadline();
    void forcedTimeouts();
    void answersThatAreRefused();
    void stopping();
    void stoppingWhileAnInvocationRuns();
    void refusedStarts();
    void sameNameIsTheSameExecution();
    void listenerHearsOfEveryChange();
    void waitForAsksAfterEveryChange();
    void requestStopLetsDriveReturn();
    void oneInvocationAtATime();
    void warnings();
};

void TestOutsideWorld::callbackSucceeds()
{
    Engine engine(manualTime());
    const std::string arn = startScript(engine, awaitsCallback());
    engine.drive({});
    QVERIFY(engine.succeedCallback(callbackIdOf(engine, arn), core::payload(std::string("{\"ok\": true}"))));
    engine.drive({});
    QCOMPARE(resultOf(engine, arn), std::string("{\"ok\": true}"));
    QCOMPARE(engine.execution(arn)->invocations, 2U);
}

void TestOutsideWorld::callbackFails()
{
    Engine engine(manualTime());
    const std::string arn = startScript(engine, awaitsCallback());
    engine.drive({});
    QVERIFY(engine.failCallback(callbackIdOf(engine, arn), core::errorRef("Rejected", "not today")));
    engine.drive({});
    QCOMPARE(errorTypeOf(engine, arn), std::string("Rejected"));
}

void TestOutsideWorld::callbackWithoutBody()
{
    Engine engine(manualTime());
    const std::string arn = startScript(engine, awaitsCallback());
    engine.drive({});
    QVERIFY(engine.succeedCallback(callbackIdOf(engine, arn), {}));
    engine.drive({});
    QCOMPARE(statusOf(engine, arn), std::string("SUCCEEDED"));
    QVERIFY(!engine.execution(arn)->result);
}

void TestOutsideWorld::heartbeatsMoveTheDeadline()
{
    Engine engine(manualTime());
    const std::string arn = startScript(engine, awaitsCallback(0, 10));
    engine.drive({});
    const std::string id = callbackIdOf(engine, arn);
    for (int i = 0; i < 5; ++i) {
        engine.advance(9s);
        QVERIFY(engine.heartbeatCallback(id));
    }
    engine.drive({});
    QCOMPARE(statusOf(engine, arn), std::string("STARTED"));
    engine.advance(10s);
    engine.drive({});
    QCOMPARE(errorTypeOf(engine, arn), std::string("Callback.Heartbeat"));
    QVERIFY(engine.execution(arn)->end.value() == kNewYear + 55s);
}

void TestOutsideWorld::forcedTimeouts()
{
    Engine engine(manualTime());
    const std::string total = startScript(engine, awaitsCallback(3'600), "total");
    const std::string heartbeat = startScript(engine, awaitsCallback(3'600, 60), "heartbeat");
    engine.drive({});
    QVERIFY(engine.timeOutCallback(callbackIdOf(engine, total)));
    QVERIFY(engine.timeOutCallback(callbackIdOf(engine, heartbeat), true));
    engine.drive({});
    QCOMPARE(errorTypeOf(engine, total), std::string("Callback.Timeout"));
    QCOMPARE(errorTypeOf(engine, heartbeat), std::string("Callback.Heartbeat"));
    QVERIFY(engine.now() == kNewYear);
}

void TestOutsideWorld::answersThatAreRefused()
{
    Engine engine(manualTime());
    const std::string arn = startScript(engine, awaitsCallback(60));
    engine.drive({});
    const std::string id = callbackIdOf(engine, arn);
    QCOMPARE(errorOf(engine.succeedCallback("nonsense", {})), std::string("InvalidParameterValueException"));
    engine.advance(60s);
    QCOMPARE(errorOf(engine.succeedCallback(id, {})), std::string("CallbackTimeoutException"));
    QCOMPARE(errorOf(engine.heartbeatCallback(id)), std::string("CallbackTimeoutException"));

    // An id of an execution that is not here.
    Engine elsewhere(manualTime());
    QCOMPARE(errorOf(elsewhere.failCallback(id, {})), std::string("CallbackTimeoutException"));
}

void TestOutsideWorld::stopping()
{
    Engine engine(manualTime());
    const std::string arn = startScript(engine, awaitsCallback());
    engine.drive({});
    engine.advance(5s);
    QCOMPARE(engine.stop(arn, core::errorRef("Operator", "enough")).value(), kNewYear + 5s);
    QCOMPARE(statusOf(engine, arn), std::string("STOPPED"));
    QCOMPARE(errorTypeOf(engine, arn), std::string("Operator"));
    engine.advance(5s);
    QCOMPARE(engine.stop(arn).value(), kNewYear + 5s);
    QCOMPARE(errorOf(engine.succeedCallback(callbackIdOf(engine, arn), {})), std::string("CallbackTimeoutException"));
    QCOMPARE(errorOf(engine.stop("arn:of:nothing")), std::string("ResourceNotFoundException"));
}

void TestOutsideWorld::stoppingWhileAnInvocationRuns()
{
    Engine engine(manualTime());
    std::string refused;
    const std::string arn =
        startScript(engine, [&](const core::InvocationEvent& event, durable::DurableClient& client) {
            static_cast<void>(engine.stop(event.executionArn));
            Session session(event, client);
            if (!session.send({startStep("s")}))
                refused = session.error().message;
            return succeeded("1");
        });
    engine.drive({});
    QCOMPARE(refused, std::string("Invalid checkpoint token"));
    QCOMPARE(eventTypes(engine, arn), std::string("ExecutionStarted ExecutionStopped InvocationCompleted"));
}

void TestOutsideWorld::refusedStarts()
{
    Engine engine(virtualTime());
    QCOMPARE(errorOf(engine.start({"nobody", {}, {}, {}, {}})), std::string("ResourceNotFoundException"));
    engine.addPlainFunction({.name = "plain"}, plainFunction([](const durable::json& input) { return input; }));
    QCOMPARE(errorOf(engine.start({"plain", {}, {}, {}, {}})), std::string("InvalidParameterValueException"));
    engine.addFunction({.name = "f"}, std::make_shared<ScriptedHost>(awaitsCallback()));
    QCOMPARE(errorOf(engine.start({"arn:aws:lambda:us-east-1:123456789012:function:f", {}, {}, {}, {}})),
             std::string("InvalidParameterValueException"));
    QCOMPARE(errorOf(engine.start({"f", {}, "not a name!", {}, {}})), std::string("ValidationException"));
    QCOMPARE(engine.executions().size(), std::size_t(0));
}

void TestOutsideWorld::sameNameIsTheSameExecution()
{
    Engine engine(virtualTime());
    engine.addFunction({.name = "f"}, std::make_shared<ScriptedHost>(awaitsCallback()));
    engine.addFunction({.name = "g"}, std::make_shared<ScriptedHost>(awaitsCallback()));
    const Payload one = core::payload(std::string("1"));
    const std::string arn = engine.start({"f", one, "order-1", {}, {}}).value();
    QVERIFY(arn.contains("/durable-execution/order-1/"));
    QCOMPARE(engine.start({"f", core::payload(std::string("1")), "order-1", {}, {}}).value(), arn);
    const auto other = engine.start({"f", core::payload(std::string("2")), "order-1", {}, {}});
    QCOMPARE(errorOf(other), std::string("DurableExecutionAlreadyStartedException"));
    QCOMPARE(other.error().status, 409);
    QVERIFY(engine.start({"g", one, "order-1", {}, {}}).value() != arn);
    QVERIFY(engine.start({"f", one, {}, {}, {}}).value() != engine.start({"f", one, {}, {}, {}}).value());
}

void TestOutsideWorld::listenerHearsOfEveryChange()
{
    Engine engine(manualTime());
    std::size_t told = 0;
    std::size_t events = 0;
    engine.setListener([&](const std::string& arn) {
        ++told;
        events = engine.events(arn).size(); // may ask the engine
    });
    const std::string arn = startScript(engine, awaitsCallback());
    QCOMPARE(told, std::size_t(1));
    engine.drive({});
    static_cast<void>(engine.succeedCallback(callbackIdOf(engine, arn), {}));
    engine.drive({});
    QCOMPARE(events, engine.events(arn).size());
    const std::size_t before = told;
    engine.setListener({});
    static_cast<void>(engine.stop(arn));
    QCOMPARE(told, before);
}

void TestOutsideWorld::waitForAsksAfterEveryChange()
{
    Engine engine(manualTime());
    const std::string arn = startScript(engine, awaitsCallback());
    QVERIFY(!engine.waitFor([&] { return statusOf(engine, arn) == "STOPPED"; }, 1ms));
    std::jthread operatorThread([&] { static_cast<void>(engine.stop(arn)); });
    QVERIFY(engine.waitFor([&] { return statusOf(engine, arn) == "STOPPED"; }, 20s));
}

void TestOutsideWorld::requestStopLetsDriveReturn()
{
    Engine engine(manualTime());
    startScript(engine, awaitsCallback());
    std::jthread other([&] { engine.requestStop(); });
    QCOMPARE(engine.drive({}, Engine::Wait::Block), Engine::Idle::Stopped);
    QCOMPARE(engine.drive({}), Engine::Idle::Nothing);
}

void TestOutsideWorld::oneInvocationAtATime()
{
    Engine engine(manualTime());
    const std::string arn = startScript(engine, awaitsCallback());
    QVERIFY(!engine.driveOneInvocation("arn:of:nothing"));
    QVERIFY(engine.driveOneInvocation(arn));
    QCOMPARE(engine.execution(arn)->invocations, 1U);
    QVERIFY(!engine.driveOneInvocation(arn));
    static_cast<void>(engine.succeedCallback(callbackIdOf(engine, arn), {}));
    QVERIFY(engine.driveOneInvocation(arn));
    QVERIFY(!engine.driveOneInvocation(arn));
    QCOMPARE(statusOf(engine, arn), std::string("SUCCEEDED"));
}

void TestOutsideWorld::warnings()
{
    EngineOptions options = virtualTime();
    options.limits.operations = 2;
    Engine engine(options);
    const std::string arn = startScript(engine, [](const core::InvocationEvent& event, durable::DurableClient& client) {
        Session session(event, client);
        static_cast<void>(session.send({startWait("forgotten", 60), startStep("a"), startStep("b")}));
        return succeeded("1");
    });
    engine.drive({});
    const std::vector<std::string> warnings = engine.warnings(arn);
    const auto says = [&](std::string_view text) {
        return std::ranges::any_of(warnings, [&](const std::string& line) { return line.contains(text); });
    };
    QVERIFY(says("forgotten"));
    QVERIFY(warnings.size() >= 2);
    QVERIFY(engine.warnings("arn:of:nothing").empty());
}

QTEST_APPLESS_MAIN(TestOutsideWorld)
#include "tst_outside_world.moc"
