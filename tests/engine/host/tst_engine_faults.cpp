// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/host/scripted_host.h"

#include <QTest>

#include <stdexcept>

using namespace durascope;
using namespace durascope::host;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

/// Two steps one after the other, their bodies counted.
struct TwoSteps
{
    int a = 0;
    int b = 0;
    ScriptedHost::Script script()
    {
        return [this](const core::InvocationEvent& event, durable::DurableClient& client) -> core::InvocationOutcome {
            Session session(event, client);
            for (auto [id, count] : {std::pair{"a", &a}, std::pair{"b", &b}}) {
                if (session.ended(id))
                    continue;
                if (!session.find(id) && !session.send({startStep(id)}))
                    return core::InvocationFailure{core::errorRef(session.error().type, session.error().message)};
                ++*count;
                if (!session.send({succeedStep(id, "1")}))
                    return core::InvocationFailure{core::errorRef(session.error().type, session.error().message)};
            }
            return succeeded("\"done\"");
        };
    }
};

std::string invocationError(const Engine& engine, const std::string& arn, std::size_t nth)
{
    for (const service::Event& event : engine.events(arn)) {
        if (event.type == core::EventType::InvocationCompleted && nth-- == 0)
            return event.error ? event.error->type.value_or("untyped") : "none";
    }
    return "no such invocation";
}

} // namespace

class TestEngineFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exitAroundEveryCheckpoint_data();
    void exitAroundEveryCheckpoint();
    void exitBeforeTheAnswer();
    void refusedCheckpoints();
    void hostThatThrows();
    void crashesAreRetriedAndGivenUp();
    void duplicateDelivery();
    void duplicateOvertakesARunningInvocation();
    void invocationTimesOutAtACheckpoint();
    void invocationTimesOutAtItsEnd();
    void invocationDeadlineIsTold();
    void realInvocationIsStopped();
};

void TestEngineFaults::exitAroundEveryCheckpoint_data()
{
    QTest::addColumn<int>("nth");
    QTest::addColumn<bool>("before");
    for (int nth = 1; nth <= 4; ++nth) {
        QTest::addRow("before %d", nth) << nth << true;
        QTest::addRow("after %d", nth) << nth << false;
    }
}

void TestEngineFaults::exitAroundEveryCheckpoint()
{
    QFETCH(int, nth);
    QFETCH(bool, before);
    EngineOptions options = virtualTime();
    int count = 0;
    const auto exit = [&]() -> std::optional<core::ServiceError> {
        if (++count == nth)
            throw durable::SimulatedExit{};
        return std::nullopt;
    };
    if (before)
        options.faults.beforeCheckpoint = [&](const core::CheckpointRequest&) { return exit(); };
    else
        options.faults.afterCheckpoint = [&](const core::CheckpointRequest&) { return exit(); };
    Engine engine(options);
    TwoSteps steps;
    const std::string arn = startScript(engine, steps.script());
    engine.drive({});
    QCOMPARE(resultOf(engine, arn), std::string("\"done\""));
    QCOMPARE(engine.execution(arn)->invocations, 2U);
    QCOMPARE(invocationError(engine, arn, 0), std::string("Runtime.ExitError"));
    // A step whose end was stored never runs again; one whose end was lost does.
    QCOMPARE(steps.a, before && nth == 2 ? 2 : 1);
    QCOMPARE(steps.b, before && nth == 4 ? 2 : 1);
    QVERIFY(engine.now() == kNewYear + 1s); // the pause before the second invocation
}

void TestEngineFaults::exitBeforeTheAnswer()
{
    EngineOptions options = virtualTime();
    bool first = true;
    options.faults.beforeAnswer = [&](const core::InvocationEvent&, core::InvocationOutcome&) {
        if (std::exchange(first, false))
            throw durable::SimulatedExit{137};
    };
    Engine engine(options);
    TwoSteps steps;
    const std::string arn = startScript(engine, steps.script());
    engine.drive({});
    QCOMPARE(resultOf(engine, arn), std::string("\"done\""));
    QCOMPARE(steps.a + steps.b, 2);
    QCOMPARE(invocationError(engine, arn, 0), std::string("Runtime.ExitError"));
    for (const service::Event& event : engine.events(arn)) {
        if (event.error)
            QVERIFY(event.error->message->contains("Runtime exited with error: exit status 137"));
    }
}

void TestEngineFaults::refusedCheckpoints()
{
    EngineOptions options = virtualTime();
    int count = 0;
    options.faults.beforeCheckpoint = [&](const core::CheckpointRequest&) -> std::optional<core::ServiceError> {
        if (++count == 2)
            return core::ServiceError{"TooManyRequestsException", "Rate exceeded", 429};
        return std::nullopt;
    };
    options.faults.afterCheckpoint = [&](const core::CheckpointRequest&) -> std::optional<core::ServiceError> {
        if (count == 4)
            return core::ServiceError{"ServiceException", "lost", 500};
        return std::nullopt;
    };
    Engine engine(options);
    TwoSteps steps;
    const std::string arn = startScript(engine, steps.script());
    engine.drive({});
    QCOMPARE(resultOf(engine, arn), std::string("\"done\""));
    QCOMPARE(invocationError(engine, arn, 0), std::string("TooManyRequestsException"));
    QCOMPARE(invocationError(engine, arn, 1), std::string("ServiceException"));
    QCOMPARE(invocationError(engine, arn, 2), std::string("none"));
}

void TestEngineFaults::hostThatThrows()
{
    Engine engine(virtualTime());
    int calls = 0;
    const std::string arn =
        startScript(engine, [&](const core::InvocationEvent&, durable::DurableClient&) -> core::InvocationOutcome {
            if (++calls == 1)
                throw std::runtime_error("broken host");
            return succeeded("1");
        });
    engine.drive({});
    QCOMPARE(statusOf(engine, arn), std::string("SUCCEEDED"));
    QCOMPARE(engine.execution(arn)->invocations, 2U);
}

void TestEngineFaults::crashesAreRetriedAndGivenUp()
{
    Engine engine(virtualTime());
    const std::string arn =
        startScript(engine, [](const core::InvocationEvent&, durable::DurableClient&) { return crashed(); });
    engine.drive({});
    QCOMPARE(statusOf(engine, arn), std::string("FAILED"));
    QCOMPARE(errorTypeOf(engine, arn), std::string("Runtime.ExitError"));
    QCOMPARE(engine.execution(arn)->invocations, 5U);
    QVERIFY(engine.now() == kNewYear + (1s + 2s + 4s + 8s));
}

void TestEngineFaults::duplicateDelivery()
{
    Engine engine(virtualTime());
    int calls = 0;
    const std::string arn =
        startScript(engine, [&](const core::InvocationEvent& event, durable::DurableClient& client) {
            ++calls;
            Session session(event, client);
            if (!session.find("cb"))
                static_cast<void>(session.send({startCallback("cb")}));
            return session.ended("cb") ? succeeded("1") : pending();
        });
    engine.drive({});
    QCOMPARE(calls, 1);
    QVERIFY(engine.deliverDuplicate(arn));
    QCOMPARE(calls, 2);
    QCOMPARE(statusOf(engine, arn), std::string("STARTED"));
    QVERIFY(!engine.deliverDuplicate("arn:of:nothing"));
    static_cast<void>(engine.stop(arn));
    QVERIFY(!engine.deliverDuplicate(arn));
}

void TestEngineFaults::duplicateOvertakesARunningInvocation()
{
    EngineOptions options = virtualTime();
    Engine* made = nullptr;
    int count = 0;
    options.faults.beforeCheckpoint = [&](const core::CheckpointRequest& request) -> std::optional<core::ServiceError> {
        if (++count == 2)
            made->deliverDuplicate(request.executionArn);
        return std::nullopt;
    };
    Engine engine(options);
    made = &engine;
    TwoSteps steps;
    const std::string arn = startScript(engine, steps.script());
    engine.drive({});
    // The second one did it all; the first one's checkpoint was refused and its outcome ignored.
    QCOMPARE(resultOf(engine, arn), std::string("\"done\""));
    QCOMPARE(engine.execution(arn)->invocations, 2U);
    QCOMPARE(invocationError(engine, arn, 0), std::string("none"));
    QCOMPARE(invocationError(engine, arn, 1), std::string("InvalidParameterValueException"));
    QCOMPARE(steps.a, 2);
    QCOMPARE(steps.b, 1);
}

void TestEngineFaults::invocationTimesOutAtACheckpoint()
{
    EngineOptions options = virtualTime();
    options.checkpointLatency = 1s;
    Engine engine(options);
    FunctionConfig config{.name = "f"};
    config.invocationTimeout = 3s;
    TwoSteps steps;
    engine.addFunction(config, std::make_shared<ScriptedHost>(steps.script()));
    const std::string arn = engine.start({"f", {}, {}, {}, {}}).value();
    engine.drive({});
    // Two checkpoints fit; the third comes when the time is over.
    QCOMPARE(invocationError(engine, arn, 0), std::string("Sandbox.Timedout"));
    QCOMPARE(resultOf(engine, arn), std::string("\"done\""));
    QCOMPARE(steps.a, 1);
    QCOMPARE(steps.b, 1);
    for (const service::Event& event : engine.events(arn)) {
        if (event.type == core::EventType::InvocationCompleted && event.error) {
            QCOMPARE(event.error->message.value(),
                     "RequestId: " + event.requestId.value() + " Error: Task timed out after 3.00 seconds");
        }
    }
}

void TestEngineFaults::invocationTimesOutAtItsEnd()
{
    EngineOptions options = virtualTime();
    options.time = TimeMode::Manual;
    Engine engine(options);
    FunctionConfig config{.name = "f"};
    config.invocationTimeout = 10s;
    int calls = 0;
    engine.addFunction(config,
                       std::make_shared<ScriptedHost>([&](const core::InvocationEvent&, durable::DurableClient&) {
                           if (++calls == 1)
                               engine.advance(10s);
                           return succeeded("1");
                       }));
    const std::string arn = engine.start({"f", {}, {}, {}, {}}).value();
    engine.drive({});
    QCOMPARE(invocationError(engine, arn, 0), std::string("Sandbox.Timedout"));
    QCOMPARE(statusOf(engine, arn), std::string("STARTED"));
    engine.advanceToNextTimer();
    engine.drive({});
    QCOMPARE(statusOf(engine, arn), std::string("SUCCEEDED"));
}

void TestEngineFaults::invocationDeadlineIsTold()
{
    Engine engine(virtualTime());
    FunctionConfig config{.name = "f"};
    config.invocationTimeout = 900s;
    std::optional<core::Timestamp> deadline;
    engine.addFunction(config,
                       std::make_shared<ScriptedHost>([&](const core::InvocationEvent& event, durable::DurableClient&) {
                           deadline = event.deadline;
                           return succeeded("1");
                       }));
    static_cast<void>(engine.start({"f", {}, {}, {}, {}}));
    engine.drive({});
    QVERIFY(deadline.value() == kNewYear + 900s);
}

namespace {

/// Runs until it is stopped, the first time.
class StoppableHost final : public FunctionHost
{
public:
    core::InvocationOutcome invoke(const core::InvocationEvent& event, durable::DurableClient&,
                                   const durable::RunOptions&) override
    {
        std::unique_lock lock(m_mutex);
        if (m_calls++ > 0)
            return succeeded("1");
        m_changed.wait(lock, [&] { return m_stopped == event.requestId; });
        return succeeded("\"too late\"");
    }
    void stop(const std::string& requestId) override
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = requestId;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::string m_stopped;
    int m_calls = 0;
};

} // namespace

void TestEngineFaults::realInvocationIsStopped()
{
    EngineOptions options;
    options.time = TimeMode::Real;
    options.limits.firstRetryDelay = 1ms;
    Engine engine(options);
    FunctionConfig config{.name = "f"};
    config.invocationTimeout = 1s;
    engine.addFunction(config, std::make_shared<StoppableHost>());
    const std::string arn = engine.start({"f", {}, {}, {}, {}}).value();
    engine.drive([&] { return statusOf(engine, arn) != "STARTED"; }, Engine::Wait::Block);
    QCOMPARE(resultOf(engine, arn), std::string("1"));
    QCOMPARE(invocationError(engine, arn, 0), std::string("Sandbox.Timedout"));
}

QTEST_APPLESS_MAIN(TestEngineFaults)
#include "tst_engine_faults.moc"
