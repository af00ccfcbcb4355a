// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/host/scripted_host.h"

#include <QTest>

#include <map>
#include <stdexcept>

using namespace durascope;
using namespace durascope::host;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

/// Invokes the target once and ends as it ended.
ScriptedHost::Script invokes(const std::string& target, const std::string& payload = "7",
                             std::optional<std::string> tenant = {})
{
    return [=](const core::InvocationEvent& event, durable::DurableClient& client) -> core::InvocationOutcome {
        Session session(event, client);
        if (!session.find("i")) {
            core::OperationUpdate update = startInvoke("i", target, payload);
            update.tenantId = tenant;
            if (!session.send({update}))
                return crashed();
        }
        if (!session.ended("i"))
            return pending();
        const core::OperationRef invoke = session.find("i");
        if (invoke->status == core::OperationStatus::Succeeded)
            return succeeded(invoke->result ? *invoke->result : "");
        return core::InvocationAnswer{core::InvocationAnswer::Status::Failed, {}, invoke->error};
    };
}

ScriptedHost::Script doubles()
{
    return [](const core::InvocationEvent& event, durable::DurableClient&) {
        return succeeded(std::to_string(2 * std::stoi(*event.operations.front()->input)));
    };
}

std::shared_ptr<FunctionHost> scripted(ScriptedHost::Script script)
{
    return std::make_shared<ScriptedHost>(std::move(script));
}

service::Event startedEvent(const Engine& engine, const std::string& arn)
{
    for (const service::Event& event : engine.events(arn)) {
        if (event.type == core::EventType::ChainedInvokeStarted)
            return event;
    }
    return {};
}

core::OperationRef invokeOf(const Engine& engine, const std::string& arn)
{
    for (const core::OperationRef& operation : engine.operations(arn)) {
        if (operation->type() == core::OperationType::ChainedInvoke)
            return operation;
    }
    return nullptr;
}

} // namespace

class TestChainedInvokes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void durableTarget();
    void durableTargetThatFails();
    void durableTargetThatTimesOut();
    void durableTargetThatIsStopped();
    void durableTargetThatWaits();
    void plainTarget();
    void plainTargetWithoutPayload();
    void plainTargetThatThrows();
    void unknownTarget();
    void unqualifiedTarget();
    void tooDeep();
    void tenants_data();
    void tenants();
    void outputBeyondTheLimit();
    void manualTarget();
    void outcomeForAParentThatHasEnded();
    void childrenHaveTheSameArnsInEveryRun();
};

void TestChainedInvokes::durableTarget()
{
    Engine engine(virtualTime());
    FunctionConfig config{.name = "doubler"};
    config.version = "3";
    engine.addFunction(config, scripted(doubles()));
    const std::string arn = startScript(engine, invokes("doubler:3", "21"));
    QCOMPARE(engine.drive({}), Engine::Idle::Nothing);
    QCOMPARE(resultOf(engine, arn), std::string("42"));

    QCOMPARE(engine.executions().size(), std::size_t(2));
    const std::string child = engine.executions().at(1);
    QVERIFY2(child.contains(":function:doubler:3/durable-execution/"), child.c_str());
    QCOMPARE(*engine.execution(child)->input, std::string("21"));
    QCOMPARE(engine.execution(child)->functionName, std::string("doubler"));
    const service::Event started = startedEvent(engine, arn);
    QCOMPARE(started.durableExecutionArn.value(), child);
    QCOMPARE(started.executedVersion.value(), std::string("3"));
    QCOMPARE(eventTypes(engine, arn), std::string("ExecutionStarted ChainedInvokeStarted InvocationCompleted "
                                                  "ChainedInvokeSucceeded InvocationCompleted ExecutionSucceeded"));
}

void TestChainedInvokes::durableTargetThatFails()
{
    Engine engine(virtualTime());
    engine.addFunction({.name = "t"}, scripted([](const core::InvocationEvent&, durable::DurableClient&) {
                           return failed("OutOfStock", "no lamps");
                       }));
    const std::string arn = startScript(engine, invokes("t"));
    engine.drive({});
    QCOMPARE(statusOf(engine, arn), std::string("FAILED"));
    QCOMPARE(errorTypeOf(engine, arn), std::string("OutOfStock"));
    QCOMPARE(engine.execution(arn)->error->message.value(), std::string("no lamps"));
}

void TestChainedInvokes::durableTargetThatTimesOut()
{
    Engine engine(virtualTime());
    FunctionConfig config{.name = "t"};
    config.executionTimeout = 30;
    engine.addFunction(config, scripted([](const core::InvocationEvent& event, durable::DurableClient& client) {
                           Session session(event, client);
                           if (!session.find("w"))
                               static_cast<void>(session.send({startWait("w", 300)}));
                           return pending();
                       }));
    const std::string arn = startScript(engine, invokes("t"));
    engine.drive({});
    const core::OperationRef invoke = invokeOf(engine, arn);
    QCOMPARE(invoke->status, core::OperationStatus::TimedOut);
    QCOMPARE(invoke->error->type.value(), std::string("ChainedInvoke.Timeout"));
    QCOMPARE(invoke->error->message.value(), std::string("CHAINED_INVOKE timed out after 30 seconds."));
    QVERIFY(invoke->end.value() == kNewYear + 30s);
}

void TestChainedInvokes::durableTargetThatIsStopped()
{
    Engine engine(virtualTime());
    engine.addFunction({.name = "t"}, scripted([](const core::InvocationEvent& event, durable::DurableClient& client) {
                           Session session(event, client);
                           if (!session.find("cb"))
                               static_cast<void>(session.send({startCallback("cb")}));
                           return pending();
                       }));
    const std::string arn = startScript(engine, invokes("t"));
    engine.drive({});
    QVERIFY(engine.stop(engine.executions().at(1), core::errorRef("Operator", "enough")).has_value());
    QCOMPARE(invokeOf(engine, arn)->status, core::OperationStatus::Stopped);
    engine.drive({});
    QCOMPARE(errorTypeOf(engine, arn), std::string("Operator"));
}

void TestChainedInvokes::durableTargetThatWaits()
{
    Engine engine(virtualTime());
    engine.addFunction({.name = "t"}, scripted([](const core::InvocationEvent& event, durable::DurableClient& client) {
                           Session session(event, client);
                           if (!session.find("w"))
                               static_cast<void>(session.send({startWait("w", 60)}));
                           return session.ended("w") ? succeeded("\"late\"") : pending();
                       }));
    const std::string arn = startScript(engine, invokes("t"));
    engine.drive({});
    QCOMPARE(resultOf(engine, arn), std::string("\"late\""));
    QVERIFY(engine.execution(arn)->end.value() == kNewYear + 1min);
    QCOMPARE(engine.execution(arn)->invocations, 2U);
}

void TestChainedInvokes::plainTarget()
{
    Engine engine(virtualTime());
    engine.addPlainFunction({.name = "sum"}, plainFunction([](const durable::json& input) {
                                return input.at("a").get<int>() + input.at("b").get<int>();
                            }));
    const std::string arn = startScript(engine, invokes("sum", R"({"a":1,"b":2})"));
    engine.drive({});
    QCOMPARE(resultOf(engine, arn), std::string("3"));
    QCOMPARE(engine.executions().size(), std::size_t(1));
    const service::Event started = startedEvent(engine, arn);
    QVERIFY(!started.durableExecutionArn);
    QCOMPARE(started.executedVersion.value(), std::string("$LATEST"));
}

void TestChainedInvokes::plainTargetWithoutPayload()
{
    Engine engine(virtualTime());
    std::string got;
    engine.addPlainFunction({.name = "plain"}, [&](const Payload& payload) -> service::InvokeOutcome {
        got = *payload;
        return {};
    });
    const std::string arn = startScript(engine, [](const core::InvocationEvent& event, durable::DurableClient& client) {
        Session session(event, client);
        if (!session.find("i")) {
            core::OperationUpdate update = startInvoke("i", "plain", "");
            update.payload = nullptr;
            static_cast<void>(session.send({update}));
        }
        return session.ended("i") ? succeeded("1") : pending();
    });
    engine.drive({});
    QCOMPARE(statusOf(engine, arn), std::string("SUCCEEDED"));
    QCOMPARE(got, std::string("{}"));
}

void TestChainedInvokes::plainTargetThatThrows()
{
    Engine engine(virtualTime());
    engine.addPlainFunction({.name = "wrapped"}, plainFunction([](const durable::json&) -> durable::json {
                                throw durable::ApplicationError("Declined", "no money");
                            }));
    engine.addPlainFunction({.name = "bare"},
                            [](const Payload&) -> service::InvokeOutcome { throw std::runtime_error("boom"); });
    const std::string wrapped = startScript(engine, invokes("wrapped"), "f");
    const std::string bare = startScript(engine, invokes("bare"), "g");
    engine.drive({});
    QCOMPARE(errorTypeOf(engine, wrapped), std::string("Declined"));
    QCOMPARE(engine.execution(wrapped)->error->message.value(), std::string("no money"));
    QCOMPARE(statusOf(engine, bare), std::string("FAILED"));
    QCOMPARE(engine.execution(bare)->error->message.value(), std::string("boom"));
}

void TestChainedInvokes::unknownTarget()
{
    Engine engine(virtualTime());
    const std::string arn = startScript(engine, invokes("nobody:1"));
    engine.drive({});
    QCOMPARE(errorTypeOf(engine, arn), std::string("ResourceNotFoundException"));
    QCOMPARE(engine.execution(arn)->error->message.value(), std::string("Function not found: nobody:1"));
    const service::Event started = startedEvent(engine, arn);
    QVERIFY(!started.executedVersion && !started.durableExecutionArn);
    // The operation had failed before the function could end its invocation.
    QCOMPARE(eventTypes(engine, arn), std::string("ExecutionStarted ChainedInvokeStarted ChainedInvokeFailed "
                                                  "InvocationCompleted InvocationCompleted ExecutionFailed"));
}

void TestChainedInvokes::unqualifiedTarget()
{
    Engine engine(virtualTime());
    engine.addFunction({.name = "t"}, scripted(doubles()));
    const std::string prefix = "arn:aws:lambda:us-east-1:123456789012:function:t";
    const std::string bare = startScript(engine, invokes(prefix), "f");
    const std::string qualified = startScript(engine, invokes(prefix + ":$LATEST"), "g");
    engine.drive({});
    QCOMPARE(errorTypeOf(engine, bare), std::string("InvalidParameterValueException"));
    QVERIFY(engine.execution(bare)->error->message.value().contains("unqualified ARN"));
    QCOMPARE(resultOf(engine, qualified), std::string("14"));
}

void TestChainedInvokes::tooDeep()
{
    EngineOptions options = virtualTime();
    options.maxInvokeDepth = 3;
    Engine engine(options);
    const std::string arn = startScript(engine, invokes("f"));
    engine.drive({});
    QCOMPARE(engine.executions().size(), std::size_t(4));
    QCOMPARE(errorTypeOf(engine, arn), std::string("RecursiveInvocationException"));
    QVERIFY(engine.execution(arn)->error->message.value().contains("more than 3 deep"));
}

void TestChainedInvokes::tenants_data()
{
    QTest::addColumn<bool>("isolated");
    QTest::addColumn<bool>("given");
    QTest::addColumn<std::string>("status");
    QTest::newRow("neither") << false << false << std::string("SUCCEEDED");
    QTest::newRow("both") << true << true << std::string("SUCCEEDED");
    QTest::newRow("given to a shared function") << false << true << std::string("FAILED");
    QTest::newRow("missing") << true << false << std::string("FAILED");
}

void TestChainedInvokes::tenants()
{
    QFETCH(bool, isolated);
    QFETCH(bool, given);
    QFETCH(std::string, status);
    Engine engine(virtualTime());
    FunctionConfig config{.name = "t"};
    config.tenantIsolated = isolated;
    std::optional<std::string> seen;
    engine.addFunction(config, scripted([&](const core::InvocationEvent& event, durable::DurableClient&) {
                           seen = event.tenantId;
                           return succeeded("1");
                       }));
    const std::optional<std::string> tenant = given ? std::optional<std::string>("blue") : std::nullopt;
    const std::string arn = startScript(engine, invokes("t", "7", tenant));
    engine.drive({});
    QCOMPARE(statusOf(engine, arn), status);
    if (status == "FAILED")
        QCOMPARE(errorTypeOf(engine, arn), std::string("InvalidParameterValueException"));
    else
        QCOMPARE(seen.value_or("none"), tenant.value_or("none"));
    // The same for those who start it.
    const auto started = engine.start({"t", {}, {}, {}, tenant});
    QCOMPARE(started.has_value(), status == "SUCCEEDED");
}

void TestChainedInvokes::outputBeyondTheLimit()
{
    EngineOptions options = virtualTime();
    options.limits.operationPayload = 100;
    Engine engine(options);
    engine.addPlainFunction({.name = "big"}, plainFunction([](const durable::json&) { return std::string(101, 'x'); }));
    const std::string arn = startScript(engine, invokes("big"));
    engine.drive({});
    QCOMPARE(statusOf(engine, arn), std::string("FAILED"));
    QVERIFY(engine.execution(arn)->error->message.value().contains("100 bytes"));
}

void TestChainedInvokes::manualTarget()
{
    Engine engine(virtualTime());
    engine.setManualTarget("by-hand");
    const std::string arn = startScript(engine, invokes("by-hand:7"));
    QCOMPARE(engine.drive({}), Engine::Idle::Nothing);
    QCOMPARE(statusOf(engine, arn), std::string("STARTED"));
    QVERIFY(!engine.completeInvoke(arn, "nothing", {}));
    const service::InvokeOutcome outcome{service::InvokeOutcome::Kind::Succeeded, core::payload(std::string("5")), {}};
    QVERIFY(engine.completeInvoke(arn, "i", outcome));
    QVERIFY(!engine.completeInvoke(arn, "i", outcome));
    engine.drive({});
    QCOMPARE(resultOf(engine, arn), std::string("5"));
}

void TestChainedInvokes::outcomeForAParentThatHasEnded()
{
    Engine engine(virtualTime());
    engine.addFunction({.name = "t"}, scripted([](const core::InvocationEvent& event, durable::DurableClient& client) {
                           Session session(event, client);
                           if (!session.find("w"))
                               static_cast<void>(session.send({startWait("w", 60)}));
                           return session.ended("w") ? succeeded("1") : pending();
                       }));
    const std::string arn = startScript(engine, invokes("t"));
    engine.drive([&] { return engine.executions().size() == 2; });
    QVERIFY(engine.stop(arn).has_value());
    const std::string before = eventTypes(engine, arn);
    engine.drive({});
    QCOMPARE(statusOf(engine, engine.executions().at(1)), std::string("SUCCEEDED"));
    QCOMPARE(eventTypes(engine, arn), before);
}

void TestChainedInvokes::childrenHaveTheSameArnsInEveryRun()
{
    const auto arns = [](std::uint64_t seed) {
        EngineOptions options = virtualTime();
        options.seed = seed;
        Engine engine(options);
        engine.addFunction({.name = "t"}, scripted(doubles()));
        startScript(engine, invokes("t"));
        engine.drive({});
        return engine.executions();
    };
    QCOMPARE(arns(1), arns(1));
    QVERIFY(arns(1) != arns(2));
    QVERIFY(arns(1).at(0) != arns(1).at(1));
}

QTEST_APPLESS_MAIN(TestChainedInvokes)
#include "tst_chained_invokes.moc"
