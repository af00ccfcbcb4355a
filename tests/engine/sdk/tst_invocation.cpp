// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/sdk/sdk_testing.h"

#include <QTest>

#include <algorithm>
#include <thread>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

durable::Function oneStep()
{
    return workflow([](const json&, Context& context) -> json { return context.step("only", [] { return 7; }); });
}

} // namespace

class TestInvocation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theInputIsParsed_data();
    void theInputIsParsed();
    void aHandlerThatThrowsFailsTheExecution();
    void anEventWithoutAnExecutionIsRefused();
    void refusedCheckpointsEndAsTheirClassSays_data();
    void refusedCheckpointsEndAsTheirClassSays();
    void afterAFailureNothingMoreIsSent();
    void aCrashBetweenAnyTwoCheckpointsChangesNothing_data();
    void aCrashBetweenAnyTwoCheckpointsChangesNothing();
    void theStateIsReadToItsLastPage();
    void aResultBeyondSixMegabytesTravelsAsACheckpoint();
    void manyBranchesTravelInOneRequest();
    void aForeignThreadMayNotUseTheContext();
    void jitterFollowsTheSeed();
};

void TestInvocation::theInputIsParsed_data()
{
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("standing");
    QTest::newRow("object") << R"({"a":1})" << R"(SUCCEEDED {"a":1})";
    QTest::newRow("null") << "null" << "SUCCEEDED null";
    QTest::newRow("blank") << "  " << "SUCCEEDED {}";
    QTest::newRow("no JSON") << "{oops" << "FAILED SerdesError";
}

void TestInvocation::theInputIsParsed()
{
    QFETCH(QString, input);
    QFETCH(QString, standing);
    DirectRun run(workflow([](const json& event, Context&) -> json { return event; }), input.toStdString(),
                  sequential());
    run.run();
    QVERIFY2(test::standing(run).starts_with(standing.toStdString()), test::standing(run).c_str());
}

void TestInvocation::aHandlerThatThrowsFailsTheExecution()
{
    DirectRun run(
        workflow([](const json&, Context&) -> json { throw durable::ApplicationError("Broken", "so sorry"); }), "{}",
        sequential());
    run.run();
    QCOMPARE(standing(run), std::string("FAILED Broken: so sorry"));
}

void TestInvocation::anEventWithoutAnExecutionIsRefused()
{
    DirectRun run(oneStep(), "{}", sequential());
    QVERIFY(run.invoke());
    struct Silent final : durable::DurableClient
    {
        std::expected<core::CheckpointAnswer, core::ServiceError> checkpoint(const core::CheckpointRequest&) override
        {
            return std::unexpected(core::ServiceError{});
        }
        std::expected<core::StatePage, core::ServiceError> state(std::string_view, std::string_view,
                                                                 std::string_view) override
        {
            return std::unexpected(core::ServiceError{});
        }
    } client;
    for (const bool withArn : {false, true}) {
        core::InvocationEvent event = run.lastEvent();
        (withArn ? event.checkpointToken : event.executionArn).clear();
        const auto outcome = durable::runInvocation(oneStep(), event, client);
        const auto* const failure = std::get_if<core::InvocationFailure>(&outcome);
        QVERIFY(failure);
        QVERIFY(failure->error->message->starts_with("Unexpected payload"));
    }
}

void TestInvocation::refusedCheckpointsEndAsTheirClassSays_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("message");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("failsTheExecution");
    QTest::newRow("stale token") << "InvalidParameterValueException" << "Invalid checkpoint token" << 400 << false;
    QTest::newRow("stale token, old text")
        << "InvalidParameterValueException" << "Invalid Checkpoint Token x" << 400 << false;
    QTest::newRow("bad update") << "InvalidParameterValueException" << "Invalid parent operation id." << 400 << true;
    QTest::newRow("throttled") << "TooManyRequestsException" << "slow down" << 429 << false;
    QTest::newRow("service") << "ServiceException" << "oh" << 500 << false;
    QTest::newRow("no key") << "KMSAccessDeniedException" << "no" << 502 << true;
    QTest::newRow("not found") << "ResourceNotFoundException" << "gone" << 404 << true;
}

void TestInvocation::refusedCheckpointsEndAsTheirClassSays()
{
    QFETCH(QString, type);
    QFETCH(QString, message);
    QFETCH(int, status);
    QFETCH(bool, failsTheExecution);
    DirectRun run(oneStep(), "{}", sequential());
    run.beforeCheckpoint = [&](std::uint32_t nth) -> std::optional<core::ServiceError> {
        if (nth == 1)
            return core::ServiceError{type.toStdString(), message.toStdString(), status};
        return std::nullopt;
    };
    run.run();
    if (failsTheExecution) {
        QCOMPARE(standing(run), QString(u"FAILED " + type + u": " + message).toStdString());
    } else {
        QCOMPARE(standing(run), std::string("SUCCEEDED 7"));
        QCOMPARE(run.execution().invocations(), 2u);
    }
}

void TestInvocation::afterAFailureNothingMoreIsSent()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      try {
                          context.step([] { return 1; });
                      } catch (...) {
                      }
                      context.step([] { return 2; });
                      return nullptr;
                  }),
                  "{}", sequential());
    run.beforeCheckpoint = [](std::uint32_t) { return core::ServiceError{"ServiceException", "down", 500}; };
    QVERIFY(run.invoke());
    QCOMPARE(run.checkpoints(), 1u);
}

void TestInvocation::aCrashBetweenAnyTwoCheckpointsChangesNothing_data()
{
    QTest::addColumn<int>("nth");
    for (int nth = 1; nth <= 12; ++nth)
        QTest::addRow("%d", nth) << nth;
}

void TestInvocation::aCrashBetweenAnyTwoCheckpointsChangesNothing()
{
    QFETCH(int, nth);
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      const int first = context.step([] { return 1; });
                      const auto batch = context.map(std::vector<int>{1, 2, 3}, [](Context& item, int value) {
                          item.wait(1s);
                          return item.step([&] { return value * 10; });
                      });
                      int sum = first;
                      for (const int value : batch.results())
                          sum += value;
                      return context.runInChildContext([&](Context& child) { return child.step([&] { return sum; }); });
                  }),
                  "{}", sequential());
    bool crashed = false;
    run.beforeCheckpoint = [&](std::uint32_t count) -> std::optional<core::ServiceError> {
        if (static_cast<int>(count) == nth && !std::exchange(crashed, true))
            throw durable::SimulatedExit{9};
        return std::nullopt;
    };
    run.run();
    QVERIFY(crashed);
    QCOMPARE(standing(run), std::string("SUCCEEDED 61"));
}

void TestInvocation::theStateIsReadToItsLastPage()
{
    service::Limits limits;
    limits.statePageItems = 3;
    int bodies = 0;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      for (int i = 0; i < 20; ++i)
                          context.step([&] { ++bodies; });
                      context.wait(1s);
                      return bodies;
                  }),
                  "{}", sequential(), limits);
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 20"));
    QVERIFY(!run.lastEvent().nextMarker.empty());
}

void TestInvocation::aResultBeyondSixMegabytesTravelsAsACheckpoint()
{
    service::Limits limits;
    limits.executionPayload = 20'000'000;
    DirectRun run(workflow([](const json&, Context&) -> json { return std::string(7'000'000, 'x'); }), "{}",
                  sequential(), limits);
    run.run();
    QCOMPARE(run.execution().status(), core::OperationStatus::Succeeded);
    QCOMPARE(run.execution().result()->size(), std::size_t(7'000'002));
    const auto types = run.eventTypes();
    QCOMPARE(std::ranges::count(types, "ExecutionSucceeded"), 1);
}

void TestInvocation::manyBranchesTravelInOneRequest()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      return context.runInChildContext([](Context& outer) {
                          return outer.runInChildContext([](Context& inner) { return inner.step([] { return 1; }); });
                      });
                  }),
                  "{}", sequential());
    run.run();
    // Both contexts' STARTs travel with the step's; a step alone is two requests, each context's end is one.
    QCOMPARE(run.batchSizes(), (std::vector<std::size_t>{3, 1, 1, 1}));
}

void TestInvocation::aForeignThreadMayNotUseTheContext()
{
    std::string told;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      std::thread other([&] {
                          try {
                              context.step([] { return 1; });
                          } catch (const durable::ContextUsageError& error) {
                              told = error.message();
                          }
                      });
                      other.join();
                      return nullptr;
                  }),
                  "{}", sequential());
    run.run();
    QVERIFY2(told.find("branch or thread that it does not belong to") != std::string::npos, told.c_str());
    QCOMPARE(run.execution().operations().size(), std::size_t(1));
}

void TestInvocation::jitterFollowsTheSeed()
{
    const auto delays = [](std::uint64_t seed) {
        std::vector<std::int64_t> found;
        DirectRun run(workflow([](const json&, Context& context) -> json {
                          return context.step([]() -> int { throw std::runtime_error("x"); });
                      }),
                      "{}", sequential(seed));
        run.run();
        for (const service::Event& event : run.execution().events())
            found.push_back(event.nextAttemptDelay.value_or(0));
        return found;
    };
    QCOMPARE(delays(1), delays(1));
    QVERIFY(delays(1) != delays(2));
}

QTEST_APPLESS_MAIN(TestInvocation)
#include "tst_invocation.moc"
