// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/sdk/sdk_testing.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;
using durable::Handle;

class TestHandles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startedOperationsGoOnTogether_data();
    void startedOperationsGoOnTogether();
    void allGivesEveryValue();
    void allFailsWithTheFirstFailure();
    void allSettledTellsHowEachEnded();
    void anyTakesTheFirstSuccess();
    void theWinnerOfARaceStaysTheWinner();
    void aHandleThatGoesAbandonsItsStep();
    void aHandleNobodyAsksIsDropped();
    void callbacksCanBeCombined();
    void startedFailuresReachTheCaller();
};

void TestHandles::startedOperationsGoOnTogether_data()
{
    QTest::addColumn<bool>("sequentially");
    QTest::newRow("sequential") << true;
    QTest::newRow("concurrent") << false;
}

void TestHandles::startedOperationsGoOnTogether()
{
    QFETCH(bool, sequentially);
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      auto step = context.startStep("step", [] { return 1; });
                      auto wait = context.startWait("wait", 10s);
                      auto child = context.startRunInChildContext("child", [](Context& inner) {
                          inner.wait(10s);
                          return 2;
                      });
                      wait.get();
                      return step.get() + child.get() + step.get();
                  }),
                  "{}", sequentially ? sequential() : durable::RunOptions());
    const core::Timestamp start = run.clock().now();
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 4"));
    QCOMPARE(run.clock().now() - start, core::Duration(10s));
}

void TestHandles::allGivesEveryValue()
{
    int bodies = 0;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      auto number = context.startStep([&] { return ++bodies; });
                      auto text = context.startStep([&] { return std::string("two"); });
                      auto [a, b] = context.all("both", number, text);
                      context.wait(1s);
                      return {a, b};
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string(R"(SUCCEEDED [1,"two"])"));
    QCOMPARE(bodies, 1);
    QCOMPARE(named(run, "both")->subType(), std::string_view("RunInChildContext"));
}

void TestHandles::allFailsWithTheFirstFailure()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      std::vector<Handle<int>> handles;
                      handles.push_back(context.startStep([] { return 1; }));
                      handles.push_back(context.startStep([]() -> int { throw std::runtime_error("second"); },
                                                          {.retry = durable::retry::none()}));
                      return context.all("all", handles);
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("FAILED CombinatorError: second"));
}

void TestHandles::allSettledTellsHowEachEnded()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      std::vector<Handle<int>> handles;
                      handles.push_back(context.startStep([] { return 1; }));
                      handles.push_back(context.startStep([]() -> int { throw std::runtime_error("second"); },
                                                          {.retry = durable::retry::none()}));
                      const auto settled = context.allSettled("settled", handles);
                      context.wait(1s);
                      return {*settled[0].value, settled[1].succeeded(), *settled[1].error->message};
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string(R"(SUCCEEDED [1,false,"second"])"));
}

void TestHandles::anyTakesTheFirstSuccess()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      std::vector<Handle<int>> handles;
                      handles.push_back(context.startStep([]() -> int { throw std::runtime_error("first"); },
                                                          {.retry = durable::retry::none()}));
                      handles.push_back(context.startRunInChildContext("slow", [](Context& inner) {
                          inner.wait(5s);
                          return 7;
                      }));
                      return context.any("any", handles);
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 7"));
}

void TestHandles::theWinnerOfARaceStaysTheWinner()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      std::vector<Handle<std::string>> handles;
                      const auto after = [&](const char* name, std::chrono::seconds delay) {
                          return context.startRunInChildContext(name, [delay, name](Context& inner) {
                              inner.wait(delay);
                              return std::string(name);
                          });
                      };
                      handles.push_back(after("hare", 20s));
                      handles.push_back(after("tortoise", 10s));
                      const std::string first = context.race("race", handles);
                      // Now both are over; on replay the race must not be run again.
                      context.wait(60s);
                      return {first, handles[0].get(), handles[1].get()};
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string(R"(SUCCEEDED ["tortoise","hare","tortoise"])"));
}

void TestHandles::aHandleThatGoesAbandonsItsStep()
{
    std::atomic<bool> runs = false;
    std::atomic<bool> stopped = false;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      {
                          const auto handle = context.startStep("endless", [&](durable::StepContext& step) {
                              runs = true;
                              while (!step.stopToken().stop_requested())
                                  std::this_thread::yield();
                              stopped = true;
                              return 1;
                          });
                          while (!runs)
                              std::this_thread::yield();
                      }
                      return stopped.load();
                  }),
                  "{}", {});
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED true"));
    QCOMPARE(named(run, "endless")->status, core::OperationStatus::Started);
}

void TestHandles::aHandleNobodyAsksIsDropped()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      const auto wait = context.startWait("unheard", 10s);
                      context.step([] { return 1; });
                      return "done";
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED \"done\""));
}

void TestHandles::callbacksCanBeCombined()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      auto first = context.createCallback<std::string>("first");
                      auto second = context.createCallback<std::string>("second");
                      std::vector<Handle<std::string>> handles;
                      handles.push_back(first.handle());
                      handles.push_back(second.handle());
                      return context.race("race", handles);
                  }),
                  "{}", sequential());
    run.run();
    QVERIFY(run.execution().succeedCallback(*named(run, "second")->callbackId, core::payload(std::string("me")),
                                            run.clock().now()));
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED \"me\""));
}

void TestHandles::startedFailuresReachTheCaller()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      auto handle = context.startStep([]() -> int { throw std::runtime_error("x"); },
                                                      {.retry = durable::retry::none()});
                      int caught = 0;
                      for (int i = 0; i < 2; ++i) {
                          try {
                              handle.get();
                          } catch (const durable::StepError&) {
                              ++caught;
                          }
                      }
                      return caught;
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 2"));
}

QTEST_APPLESS_MAIN(TestHandles)
#include "tst_handles.moc"
