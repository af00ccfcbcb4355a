// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sdk/durable.h"
#include "tests/engine/host/scripted_host.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <map>
#include <thread>

using namespace durascope;
using namespace durascope::host;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

EngineOptions withWorkers(unsigned workers)
{
    EngineOptions options = virtualTime();
    options.workers = workers;
    options.logSink = [](const durable::LogRecord&) {};
    return options;
}

std::string callbackIdOf(const Engine& engine, const std::string& arn)
{
    for (const core::OperationRef& operation : engine.operations(arn)) {
        if (operation->callbackId)
            return *operation->callbackId;
    }
    return {};
}

/// A step, a wait, a plain target, a step.
durable::json pipeline(const durable::json& event, durable::Context& context)
{
    const int first = context.step("first", [&] { return event.get<int>() + 1; });
    context.wait("pause", 10s);
    const durable::json doubled = context.invoke("double", "double", durable::json(first));
    return context.step("last", [&] { return doubled.get<int>() + 1; });
}

std::vector<std::string> startPipelines(Engine& engine, int count)
{
    engine.addFunction({.name = "pipeline"}, cppHost({pipeline, {}, {}}));
    engine.addPlainFunction({.name = "double"}, plainFunction([](const durable::json& n) { return n.get<int>() * 2; }));
    std::vector<std::string> arns;
    for (int i = 0; i < count; ++i)
        arns.push_back(engine.start({"pipeline", core::payload(std::to_string(i)), {}, {}, {}}).value());
    return arns;
}

} // namespace

class TestEngineWorkers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manyExecutions_data();
    void manyExecutions();
    void invocationsOfDifferentExecutionsRunTogether();
    void oneExecutionIsInvokedOnceAtATime();
    void changesFromOutsideWakeTheInvocation();
    void destructionLetsEverybodyOut();
    void concurrentBranches();
    void sameSeedSameBytes();
};

void TestEngineWorkers::manyExecutions_data()
{
    QTest::addColumn<bool>("stored");
    QTest::newRow("in memory") << false;
    QTest::newRow("with a library") << true;
}

void TestEngineWorkers::manyExecutions()
{
    QFETCH(bool, stored);
    QTemporaryDir folder;
    std::unique_ptr<store::Library> library;
    EngineOptions options = withWorkers(4);
    if (stored) {
        library = std::move(store::Library::open(folder.filePath(QStringLiteral("l.db")).toStdString()).value());
        options.library = library.get();
    }
    {
        Engine engine(options);
        const std::vector<std::string> arns = startPipelines(engine, 40);
        QCOMPARE(engine.drive({}), Engine::Idle::Nothing);
        for (int i = 0; i < 40; ++i)
            QCOMPARE(resultOf(engine, arns[static_cast<std::size_t>(i)]), std::to_string((i + 1) * 2 + 1));
    }
    if (library)
        QVERIFY(library->unfinished()->empty());
}

void TestEngineWorkers::invocationsOfDifferentExecutionsRunTogether()
{
    Engine engine(withWorkers(2));
    std::barrier both(2);
    const auto meets = [&](const core::InvocationEvent&, durable::DurableClient&) {
        both.arrive_and_wait();
        return succeeded("1");
    };
    const std::string a = startScript(engine, meets, "a");
    const std::string b = startScript(engine, meets, "b");
    engine.drive({});
    QCOMPARE(statusOf(engine, a), std::string("SUCCEEDED"));
    QCOMPARE(statusOf(engine, b), std::string("SUCCEEDED"));
}

void TestEngineWorkers::oneExecutionIsInvokedOnceAtATime()
{
    constexpr int kCallbacks = 8;
    Engine engine(withWorkers(4));
    std::atomic<int> inside = 0;
    std::atomic<int> most = 0;
    const std::string arn =
        startScript(engine, [&](const core::InvocationEvent& event, durable::DurableClient& client) {
            const int now = ++inside;
            int before = most;
            while (now > before && !most.compare_exchange_weak(before, now))
                ;
            Session session(event, client);
            int ended = 0;
            for (int i = 0; i < kCallbacks; ++i) {
                const std::string id = "cb" + std::to_string(i);
                if (!session.find(id))
                    static_cast<void>(session.send({startCallback(id)}));
                ended += session.ended(id) ? 1 : 0;
            }
            --inside;
            return ended == kCallbacks ? succeeded("1") : pending();
        });
    std::jthread driver([&] { engine.drive([&] { return statusOf(engine, arn) != "STARTED"; }, Engine::Wait::Block); });
    std::vector<std::jthread> people;
    for (int i = 0; i < kCallbacks; ++i) {
        people.emplace_back([&engine, &arn, i] {
            std::string id;
            const auto created = [&] {
                for (const core::OperationRef& operation : engine.operations(arn)) {
                    if (operation->id() == "cb" + std::to_string(i))
                        id = operation->callbackId.value_or("");
                }
                return !id.empty();
            };
            if (engine.waitFor(created, 20s))
                static_cast<void>(engine.succeedCallback(id, {}));
        });
    }
    people.clear();
    driver.join();
    QCOMPARE(statusOf(engine, arn), std::string("SUCCEEDED"));
    QCOMPARE(most.load(), 1);
}

void TestEngineWorkers::changesFromOutsideWakeTheInvocation()
{
    Engine engine(withWorkers(2));
    const std::string arn =
        startScript(engine, [&](const core::InvocationEvent& event, durable::DurableClient& client) {
            std::atomic_flag woken;
            client.setWaker([&] {
                woken.test_and_set();
                woken.notify_all();
            });
            Session session(event, client);
            static_cast<void>(session.send({startCallback("cb")}));
            woken.wait(false);
            client.setWaker({});
            static_cast<void>(session.send({}));
            return session.ended("cb") ? succeeded("1") : failed("Early", "woken for nothing");
        });
    std::jthread somebody([&] {
        if (engine.waitFor([&] { return !callbackIdOf(engine, arn).empty(); }, 20s))
            static_cast<void>(engine.succeedCallback(callbackIdOf(engine, arn), {}));
    });
    engine.drive({});
    QCOMPARE(statusOf(engine, arn), std::string("SUCCEEDED"));
    QCOMPARE(engine.execution(arn)->invocations, 1U);
}

void TestEngineWorkers::destructionLetsEverybodyOut()
{
    std::optional<Engine::Idle> idle;
    std::jthread driver;
    std::atomic<bool> isDriving = false;
    {
        Engine engine(withWorkers(2));
        startScript(engine, [&](const core::InvocationEvent& event, durable::DurableClient& client) {
            Session session(event, client);
            static_cast<void>(session.send({startCallback("cb")}));
            return pending();
        });
        driver = std::jthread([&] {
            idle = engine.drive(
                [&] {
                    isDriving = true;
                    isDriving.notify_all();
                    return false;
                },
                Engine::Wait::Block);
        });
        isDriving.wait(false);
    }
    driver.join();
    QCOMPARE(idle.value(), Engine::Idle::Stopped);
}

void TestEngineWorkers::concurrentBranches()
{
    EngineOptions options = withWorkers(2);
    options.scheduling = durable::Scheduling::Concurrent;
    Engine engine(options);
    const durable::Handler handler = [](const durable::json&, durable::Context& context) -> durable::json {
        const std::vector<int> items{1, 2, 3, 4, 5, 6, 7, 8};
        const auto results = context.map("all", items, [](durable::Context& item, int n) {
            const int squared = item.step("square", [n] { return n * n; });
            item.wait("rest", std::chrono::seconds(n));
            return squared;
        });
        int sum = 0;
        for (const auto& each : results.all)
            sum += each.result.value_or(0);
        return sum;
    };
    engine.addFunction({.name = "f"}, cppHost({handler, {}, {}}));
    std::vector<std::string> arns;
    for (int i = 0; i < 4; ++i)
        arns.push_back(engine.start({"f", {}, {}, {}, {}}).value());
    engine.drive({});
    for (const std::string& arn : arns)
        QCOMPARE(resultOf(engine, arn), std::string("204"));
}

void TestEngineWorkers::sameSeedSameBytes()
{
    const auto histories = [](std::uint64_t seed) {
        EngineOptions options = withWorkers(1);
        options.seed = seed;
        Engine engine(options);
        std::string all;
        startPipelines(engine, 3);
        engine.drive({});
        for (const std::string& arn : engine.executions())
            all += arn + '\n' + service::historyJson(engine.events(arn)) + '\n';
        return all;
    };
    QCOMPARE(histories(5), histories(5));
    QVERIFY(histories(5) != histories(6));
}

QTEST_APPLESS_MAIN(TestEngineWorkers)
#include "tst_engine_workers.moc"
