// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/host/scripted_host.h"

#include <QTest>

using namespace durascope;
using namespace durascope::host;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

/// A wait of so many seconds, then the end.
ScriptedHost::Script waits(std::int64_t seconds)
{
    return [seconds](const core::InvocationEvent& event, durable::DurableClient& client) {
        Session session(event, client);
        if (!session.find("w") && !session.send({startWait("w", seconds)}))
            return crashed();
        return session.ended("w") ? succeeded("1") : pending();
    };
}

/// A callback with those time-outs; succeeds with how it ended.
ScriptedHost::Script awaitsCallback(std::int64_t timeout, std::int64_t heartbeat = 0)
{
    return [=](const core::InvocationEvent& event, durable::DurableClient& client) {
        Session session(event, client);
        if (!session.find("cb") && !session.send({startCallback("cb", timeout, heartbeat)}))
            return crashed();
        const core::OperationRef callback = session.find("cb");
        return session.ended("cb") ? succeeded(std::string(core::toText(callback->status))) : pending();
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

} // namespace

class TestEngineTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void skipJumpsToTheNextTimer();
    void oneInvocationForEveryInstant();
    void whatIsDueTogetherFiresTogether();
    void jobsRunInTheOrderInWhichTheyBecameWanted();
    void skipDoesNotJumpToTheEndOfAnExecutionAlone();
    void executionTimeoutBeforeAnotherTimer();
    void callbackTimesOutInSkippedTime();
    void heldCallbackStopsTime();
    void manualTimeStandsStill();
    void advanceFiresInOrder();
    void advanceToNextTimerTellsWhenThereIsNone();
    void realTimePasses();
    void timersFireInsideARealInvocation();
    void modesFollowEachOtherWithoutAJumpBack();
    void latencyMovesVirtualTime();
    void skippedTimerIsDueAtOnce();
};

void TestEngineTime::skipJumpsToTheNextTimer()
{
    Engine engine(virtualTime());
    const std::string arn = startScript(engine, waits(86'400));
    QCOMPARE(engine.drive({}), Engine::Idle::Nothing);
    QCOMPARE(statusOf(engine, arn), std::string("SUCCEEDED"));
    QVERIFY(engine.now() == kNewYear + 24h);
    QCOMPARE(eventTypes(engine, arn), std::string("ExecutionStarted WaitStarted InvocationCompleted WaitSucceeded "
                                                  "InvocationCompleted ExecutionSucceeded"));
}

void TestEngineTime::oneInvocationForEveryInstant()
{
    Engine engine(virtualTime());
    const std::string arn = startScript(engine, [](const core::InvocationEvent& event, durable::DurableClient& client) {
        Session session(event, client);
        if (!session.find("a"))
            static_cast<void>(session.send({startWait("a", 1), startWait("b", 2)}));
        return session.ended("a") && session.ended("b") ? succeeded("1") : pending();
    });
    engine.drive({});
    QCOMPARE(eventTypes(engine, arn),
             std::string("ExecutionStarted WaitStarted WaitStarted InvocationCompleted WaitSucceeded "
                         "InvocationCompleted WaitSucceeded InvocationCompleted ExecutionSucceeded"));
}

void TestEngineTime::whatIsDueTogetherFiresTogether()
{
    Engine engine(virtualTime());
    const std::string arn = startScript(engine, [](const core::InvocationEvent& event, durable::DurableClient& client) {
        Session session(event, client);
        if (!session.find("a"))
            static_cast<void>(session.send({startWait("a", 1), startWait("b", 1)}));
        return session.ended("a") && session.ended("b") ? succeeded("1") : pending();
    });
    engine.drive({});
    QCOMPARE(eventTypes(engine, arn), std::string("ExecutionStarted WaitStarted WaitStarted InvocationCompleted "
                                                  "WaitSucceeded WaitSucceeded InvocationCompleted "
                                                  "ExecutionSucceeded"));
}

void TestEngineTime::jobsRunInTheOrderInWhichTheyBecameWanted()
{
    Engine engine(virtualTime());
    std::string order;
    const auto logged = [&](const std::string& name, std::int64_t seconds) {
        return
            [&order, name, inner = waits(seconds)](const core::InvocationEvent& event, durable::DurableClient& client) {
                order += name;
                return inner(event, client);
            };
    };
    startScript(engine, logged("a", 3), "a");
    startScript(engine, logged("b", 1), "b");
    startScript(engine, logged("c", 2), "c");
    startScript(engine, logged("d", 1), "d");
    engine.drive({});
    QCOMPARE(order, std::string("abcdbdca"));
}

void TestEngineTime::skipDoesNotJumpToTheEndOfAnExecutionAlone()
{
    Engine engine(virtualTime());
    const std::string arn = startScript(engine, awaitsCallback(0));
    QCOMPARE(engine.drive({}), Engine::Idle::Nothing);
    QCOMPARE(statusOf(engine, arn), std::string("STARTED"));
    QVERIFY(engine.now() == kNewYear);
}

void TestEngineTime::executionTimeoutBeforeAnotherTimer()
{
    Engine engine(virtualTime());
    engine.addFunction({.name = "f"}, std::make_shared<ScriptedHost>(waits(3'600)));
    const std::string arn = engine.start({"f", {}, {}, 60, {}}).value();
    engine.drive({});
    QCOMPARE(statusOf(engine, arn), std::string("TIMED_OUT"));
    QVERIFY(engine.execution(arn)->end.value() == kNewYear + 60s);
}

void TestEngineTime::callbackTimesOutInSkippedTime()
{
    Engine engine(virtualTime());
    const std::string arn = startScript(engine, awaitsCallback(600));
    engine.drive({});
    QCOMPARE(resultOf(engine, arn), std::string("TIMED_OUT"));
    QVERIFY(engine.now() == kNewYear + 10min);
}

void TestEngineTime::heldCallbackStopsTime()
{
    Engine engine(virtualTime());
    const std::string arn = startScript(engine, awaitsCallback(600, 60));
    engine.drive([&] { return !callbackIdOf(engine, arn).empty(); });
    const std::string id = callbackIdOf(engine, arn);
    engine.holdCallback(id, true);
    QCOMPARE(engine.drive({}), Engine::Idle::Nothing);
    QVERIFY(engine.now() == kNewYear);
    QCOMPARE(statusOf(engine, arn), std::string("STARTED"));
    engine.holdCallback(id, false);
    engine.drive({});
    QCOMPARE(resultOf(engine, arn), std::string("TIMED_OUT"));
    QVERIFY(engine.now() == kNewYear + 1min);
}

void TestEngineTime::manualTimeStandsStill()
{
    EngineOptions options = virtualTime();
    options.time = TimeMode::Manual;
    Engine engine(options);
    const std::string arn = startScript(engine, waits(10));
    QCOMPARE(engine.drive({}), Engine::Idle::Nothing);
    QVERIFY(engine.now() == kNewYear);
    engine.advance(9s);
    QCOMPARE(engine.drive({}), Engine::Idle::Nothing);
    QCOMPARE(statusOf(engine, arn), std::string("STARTED"));
    engine.advance(1s);
    engine.drive({});
    QCOMPARE(statusOf(engine, arn), std::string("SUCCEEDED"));
}

void TestEngineTime::advanceFiresInOrder()
{
    EngineOptions options = virtualTime();
    options.time = TimeMode::Manual;
    Engine engine(options);
    const std::string late = startScript(engine, waits(5), "late");
    const std::string early = startScript(engine, waits(2), "early");
    engine.drive({});
    std::string order;
    engine.setListener([&](const std::string& arn) { order += arn == late ? "l" : "e"; });
    engine.advance(1h);
    QCOMPARE(order, std::string("el"));
    QVERIFY(engine.now() == kNewYear + 1h);
    QVERIFY(engine.events(early).back().time == kNewYear + 2s);
    QVERIFY(engine.events(late).back().time == kNewYear + 5s);
}

void TestEngineTime::advanceToNextTimerTellsWhenThereIsNone()
{
    EngineOptions options = virtualTime();
    options.time = TimeMode::Manual;
    Engine engine(options);
    QVERIFY(!engine.advanceToNextTimer());
    const std::string arn = startScript(engine, waits(7));
    engine.drive({});
    QVERIFY(engine.advanceToNextTimer());
    QVERIFY(engine.now() == kNewYear + 7s);
    engine.drive({});
    QCOMPARE(statusOf(engine, arn), std::string("SUCCEEDED"));
    QVERIFY(!engine.advanceToNextTimer());
}

void TestEngineTime::realTimePasses()
{
    EngineOptions options;
    options.time = TimeMode::Real;
    Engine engine(options);
    const std::string arn = startScript(engine, waits(1));
    QCOMPARE(engine.drive({}), Engine::Idle::Nothing);
    QCOMPARE(statusOf(engine, arn), std::string("STARTED"));
    const auto done = [&] { return statusOf(engine, arn) == "SUCCEEDED"; };
    QCOMPARE(engine.drive(done, Engine::Wait::Block), Engine::Idle::Done);
    const auto view = engine.execution(arn);
    QVERIFY(view->end.value() - view->start >= 1s);
}

void TestEngineTime::timersFireInsideARealInvocation()
{
    EngineOptions options;
    options.time = TimeMode::Real;
    Engine engine(options);
    // The thread that drives is busy with the function all the time.
    const std::string arn = startScript(engine, [](const core::InvocationEvent& event, durable::DurableClient& client) {
        std::mutex mutex;
        std::condition_variable woken;
        bool isWoken = false;
        client.setWaker([&] {
            const std::lock_guard lock(mutex);
            isWoken = true;
            woken.notify_all();
        });
        Session session(event, client);
        if (!session.send({startWait("w", 1)}))
            return crashed();
        std::unique_lock lock(mutex);
        woken.wait(lock, [&] { return isWoken; });
        lock.unlock();
        client.setWaker({});
        if (!session.send({}))
            return crashed();
        return session.ended("w") ? succeeded("1") : failed("Early", "the wait had not ended");
    });
    engine.drive([&] { return statusOf(engine, arn) != "STARTED"; }, Engine::Wait::Block);
    QCOMPARE(statusOf(engine, arn), std::string("SUCCEEDED"));
    QCOMPARE(engine.execution(arn)->invocations, 1U);
}

void TestEngineTime::modesFollowEachOtherWithoutAJumpBack()
{
    EngineOptions options = virtualTime();
    options.startTime = core::Timestamp{4'102'444'800'000'000}; // 2100: ahead of every wall clock
    Engine engine(options);
    engine.setTimeMode(TimeMode::Real);
    QVERIFY(engine.now() >= *options.startTime);
    QVERIFY(!engine.advanceToNextTimer());
    engine.advance(24h);
    QVERIFY(engine.now() < *options.startTime + 1h);
    const core::Timestamp reached = engine.now();
    engine.setTimeMode(TimeMode::Manual);
    QVERIFY(engine.now() >= reached);
    const core::Timestamp still = engine.now();
    engine.advance(24h);
    QVERIFY(engine.now() == still + 24h);
}

void TestEngineTime::latencyMovesVirtualTime()
{
    EngineOptions options = virtualTime();
    options.checkpointLatency = 250ms;
    Engine engine(options);
    const std::string arn = startScript(engine, [](const core::InvocationEvent& event, durable::DurableClient& client) {
        Session session(event, client);
        static_cast<void>(session.send({startStep("s")}));
        static_cast<void>(session.send({succeedStep("s", "1")}));
        return succeeded("1");
    });
    const std::string other = startScript(engine, waits(1), "other");
    engine.drive([&] { return statusOf(engine, arn) == "SUCCEEDED"; });
    QVERIFY(engine.now() == kNewYear + 500ms);
    engine.drive({});
    QVERIFY(engine.execution(other)->end.value() == kNewYear + 500ms + 250ms + 1s);
}

void TestEngineTime::skippedTimerIsDueAtOnce()
{
    EngineOptions options = virtualTime();
    options.time = TimeMode::Manual;
    Engine engine(options);
    const std::string arn = startScript(engine, waits(3'600));
    engine.drive({});
    QVERIFY(!engine.skipTimer(arn, "nothing"));
    QVERIFY(!engine.skipTimer("no such execution", "w"));
    QVERIFY(engine.skipTimer(arn, "w"));
    engine.drive({});
    QCOMPARE(statusOf(engine, arn), std::string("SUCCEEDED"));
    QVERIFY(engine.now() == kNewYear);
}

QTEST_APPLESS_MAIN(TestEngineTime)
#include "tst_engine_time.moc"
