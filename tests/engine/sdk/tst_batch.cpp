// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/sdk/sdk_testing.h"

#include <QTest>

#include <atomic>
#include <set>
#include <thread>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;
using durable::BatchItemStatus;
using durable::Branch;
using durable::CompletionReason;

namespace {

std::vector<int> upTo(int count)
{
    std::vector<int> items(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        items[static_cast<std::size_t>(i)] = i;
    return items;
}

durable::RunOptions concurrent(unsigned threads = 64)
{
    durable::RunOptions options;
    options.scheduling = durable::Scheduling::Concurrent;
    options.maxThreads = threads;
    return options;
}

} // namespace

class TestBatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void resultsStandInOrderOfTheirIndex_data();
    void resultsStandInOrderOfTheirIndex();
    void branchesThatWaitKeepTheirPlace();
    void allBranchesParkBeforeTheInvocationEnds_data();
    void allBranchesParkBeforeTheInvocationEnds();
    void fewThreadsAreEnough_data();
    void fewThreadsAreEnough();
    void theFirstSuccessEndsTheBatch();
    void losersMayNotRecordAnyMore();
    void aLargeBatchIsMadeAgainFromItsBranches();
    void aFlatBatchStoresItsResultsItself();
    void nestedBatchesWork_data();
    void nestedBatchesWork();
    void theOrderOfBranchesFollowsTheSeed();
    void aBatchWithoutItemsIsComplete();
    void aMinimumBeyondTheItemsIsNoError();
    void aNamerThatThrowsReachesTheCaller_data();
    void aNamerThatThrowsReachesTheCaller();
    void aHandleMayGoOnAThreadOfTheWorkflows();
    void aBadConfigurationFailsTheExecutionBeforeAnyOperation();
    void branchesMayNotUseTheContextAroundThem();
    void aBatchCanBeStartedAndAwaited();
};

void TestBatch::resultsStandInOrderOfTheirIndex_data()
{
    QTest::addColumn<bool>("sequentially");
    QTest::addColumn<int>("maxConcurrency");
    for (const int limit : {1, 2, 7, 100}) {
        QTest::addRow("sequential, %d", limit) << true << limit;
        QTest::addRow("concurrent, %d", limit) << false << limit;
    }
}

void TestBatch::resultsStandInOrderOfTheirIndex()
{
    QFETCH(bool, sequentially);
    QFETCH(int, maxConcurrency);
    std::atomic<int> bodies = 0;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      const auto batch = context.map("squares", upTo(40),
                                                     [&](Context& item, int value, std::size_t index) {
                                                         return item.step("square", [&] {
                                                             ++bodies;
                                                             return value * static_cast<int>(index);
                                                         });
                                                     },
                                                     {.maxConcurrency = maxConcurrency});
                      context.wait(1s);
                      return batch.results();
                  }),
                  "{}", sequentially ? sequential() : concurrent());
    run.run();
    json expected = json::array();
    for (int i = 0; i < 40; ++i)
        expected.push_back(i * i);
    QCOMPARE(standing(run), "SUCCEEDED " + expected.dump());
    QCOMPARE(bodies.load(), 40);
}

void TestBatch::branchesThatWaitKeepTheirPlace()
{
    int most = 0;
    int inFlight = 0;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      inFlight = 0;
                      return context
                          .map(upTo(6),
                               [&](Context& item, int value) {
                                   most = std::max(most, ++inFlight);
                                   item.wait(std::chrono::seconds(1 + value));
                                   --inFlight;
                                   return value;
                               },
                               {.maxConcurrency = 2})
                          .totalCount();
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 6"));
    QCOMPARE(most, 2);
}

void TestBatch::allBranchesParkBeforeTheInvocationEnds_data()
{
    QTest::addColumn<bool>("sequentially");
    QTest::newRow("sequential") << true;
    QTest::newRow("concurrent") << false;
}

void TestBatch::allBranchesParkBeforeTheInvocationEnds()
{
    QFETCH(bool, sequentially);
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      const auto batch = context.map(upTo(20), [](Context& item, int value) {
                          item.wait(10s);
                          return item.step([&] { return value; });
                      });
                      return batch.results().size();
                  }),
                  "{}", sequentially ? sequential() : concurrent());
    QVERIFY(run.invoke());
    QCOMPARE(run.execution().timers().size(), std::size_t(21)); // and that of the execution
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 20"));
    QCOMPARE(run.execution().invocations(), 2u);
}

void TestBatch::fewThreadsAreEnough_data()
{
    QTest::addColumn<bool>("sequentially");
    QTest::newRow("sequential") << true;
    QTest::newRow("concurrent") << false;
}

void TestBatch::fewThreadsAreEnough()
{
    QFETCH(bool, sequentially);
    durable::RunOptions options = sequentially ? sequential() : concurrent();
    options.maxThreads = 3;
    std::atomic<int> bodies = 0;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      const auto batch = context.map(upTo(50), [&](Context& item, int value) {
                          item.wait(10s);
                          const int made = item.step([&] {
                              ++bodies;
                              return value;
                          });
                          item.wait(10s);
                          return made;
                      });
                      return batch.successCount();
                  }),
                  "{}", options);
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 50"));
    QCOMPARE(bodies.load(), 50);
}

void TestBatch::theFirstSuccessEndsTheBatch()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      const auto batch = context.map(upTo(3),
                                                     [](Context& item, int value) {
                                                         item.wait(std::chrono::seconds(30 - 10 * value));
                                                         return value;
                                                     },
                                                     {.completion = durable::CompletionConfig::firstSuccessful()});
                      return {{"reason", toText(batch.completionReason)},
                              {"results", batch.results()},
                              {"started", batch.startedCount()}};
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string(R"(SUCCEEDED {"reason":"MIN_SUCCESSFUL_REACHED","results":[2],"started":2})"));
}

void TestBatch::losersMayNotRecordAnyMore()
{
    std::atomic<bool> stopped = false;
    std::atomic<bool> loserRuns = false;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      std::vector<Branch<std::string>> branches;
                      branches.emplace_back("slow", [&](Context& branch) {
                          return branch.step("slow-step", [&](durable::StepContext& step) {
                              loserRuns = true;
                              while (!step.stopToken().stop_requested())
                                  std::this_thread::yield();
                              stopped = true;
                              return std::string("late");
                          });
                      });
                      branches.emplace_back("fast", [&](Context&) {
                          while (!loserRuns)
                              std::this_thread::yield();
                          return std::string("fast");
                      });
                      return context
                          .parallel("race", branches, {.completion = durable::CompletionConfig::firstSuccessful()})
                          .results();
                  }),
                  "{}", concurrent());
    run.run();
    QCOMPARE(standing(run), std::string(R"(SUCCEEDED ["fast"])"));
    QVERIFY(stopped);
    QCOMPARE(named(run, "slow-step")->status, core::OperationStatus::Started);
    QCOMPARE(named(run, "slow")->status, core::OperationStatus::Started);
}

void TestBatch::aLargeBatchIsMadeAgainFromItsBranches()
{
    int bodies = 0;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      const auto batch =
                          context.map("large", upTo(5),
                                      [&](Context& item, int value) {
                                          if (value == 3)
                                              throw std::runtime_error("three");
                                          return item.step([&] {
                                              ++bodies;
                                              return std::string(70'000, static_cast<char>('a' + value));
                                          });
                                      },
                                      {.maxConcurrency = 1, .completion = durable::CompletionConfig::allCompleted()});
                      context.wait(1s);
                      std::size_t bytes = 0;
                      for (const std::string& text : batch.results())
                          bytes += text.size();
                      return {bytes, batch.failureCount(), batch.errors().at(0).message()};
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string(R"(SUCCEEDED [280000,1,"three"])"));
    QCOMPARE(bodies, 4);
    QVERIFY(named(run, "large")->replayChildren);
}

void TestBatch::aFlatBatchStoresItsResultsItself()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      const auto batch = context.map("flat", upTo(3),
                                                     [](Context& item, int value) {
                                                         item.wait(1s);
                                                         return item.step("inner", [&] { return value + 1; });
                                                     },
                                                     {.nesting = durable::Nesting::Flat});
                      context.wait(1s);
                      return batch.results();
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED [1,2,3]"));
    for (const core::OperationRef& operation : run.execution().operations()) {
        QVERIFY(operation->subType() != "MapIteration");
        if (operation->name() == "inner")
            QCOMPARE(*operation->identity->parentId, named(run, "flat")->id());
    }
}

void TestBatch::nestedBatchesWork_data()
{
    fewThreadsAreEnough_data();
}

void TestBatch::nestedBatchesWork()
{
    QFETCH(bool, sequentially);
    durable::RunOptions options = sequentially ? sequential() : concurrent();
    options.maxThreads = 4;
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      const auto outer = context.map(upTo(8), [](Context& row, int y) {
                          const auto inner = row.map(upTo(8), [y](Context& cell, int x) {
                              cell.wait(1s);
                              return cell.step([&] { return x * y; });
                          });
                          int sum = 0;
                          for (const int value : inner.results())
                              sum += value;
                          return sum;
                      });
                      int sum = 0;
                      for (const int value : outer.results())
                          sum += value;
                      return sum;
                  }),
                  "{}", options);
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 784"));
}

void TestBatch::theOrderOfBranchesFollowsTheSeed()
{
    const auto order = [](std::uint64_t seed) {
        std::vector<int> seen;
        DirectRun run(workflow([&](const json&, Context& context) -> json {
                          context.map(upTo(6), [&](Context& item, int value) {
                              item.wait(1s);
                              item.step([&] { seen.push_back(value); });
                          });
                          return nullptr;
                      }),
                      "{}", sequential(seed));
        run.run();
        return seen;
    };
    QCOMPARE(order(0), order(0));
    QCOMPARE(order(5), order(5));
    std::set<std::vector<int>> different;
    for (std::uint64_t seed = 1; seed < 20; ++seed)
        different.insert(order(seed));
    QVERIFY(different.size() > 3);
}

void TestBatch::aBatchWithoutItemsIsComplete()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      const auto batch = context.map(std::vector<int>{}, [](Context&, int value) { return value; });
                      return {toText(batch.completionReason), batch.totalCount()};
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string(R"(SUCCEEDED ["ALL_COMPLETED",0])"));
}

void TestBatch::aMinimumBeyondTheItemsIsNoError()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      const auto none = context.map(std::vector<int>{}, [](Context&, int value) { return value; },
                                                    {.completion = durable::CompletionConfig::firstSuccessful()});
                      const auto few = context.map(upTo(2), [](Context&, int value) { return value; },
                                                   {.completion = {.minSuccessful = 5}});
                      return {toText(none.completionReason), toText(few.completionReason), few.successCount()};
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string(R"(SUCCEEDED ["ALL_COMPLETED","ALL_COMPLETED",2])"));
}

void TestBatch::aNamerThatThrowsReachesTheCaller_data()
{
    fewThreadsAreEnough_data();
}

void TestBatch::aNamerThatThrowsReachesTheCaller()
{
    QFETCH(bool, sequentially);
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      std::vector<std::string> told;
                      const auto tryNamer = [&](std::function<std::string(std::size_t)> namer) {
                          try {
                              context.map(upTo(3), [](Context&, int value) { return value; },
                                          {.itemNamer = std::move(namer)});
                          } catch (const std::exception& error) {
                              told.emplace_back(error.what());
                          }
                      };
                      tryNamer([](std::size_t index) -> std::string {
                          throw std::runtime_error("no name for " + std::to_string(index));
                      });
                      tryNamer([](std::size_t) { return std::string(300, 'n'); });
                      return {told.size(), told.at(0), context.step([] { return 1; })};
                  }),
                  "{}", sequentially ? sequential() : concurrent());
    run.run();
    QCOMPARE(standing(run), std::string(R"(SUCCEEDED [2,"no name for 0",1])"));
    QCOMPARE(run.execution().operations().size(), std::size_t(2)); // no batch was begun
}

void TestBatch::aHandleMayGoOnAThreadOfTheWorkflows()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      auto handle = context.startWait("dropped elsewhere", 10s);
                      std::thread other([dropped = std::move(handle)] {});
                      other.join();
                      return "done";
                  }),
                  "{}", concurrent());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED \"done\""));
}

void TestBatch::aBadConfigurationFailsTheExecutionBeforeAnyOperation()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      try {
                          context.map(upTo(2), [](Context&, int value) { return value; }, {.maxConcurrency = 0});
                      } catch (const std::exception&) {
                      }
                      return "went on";
                  }),
                  "{}", sequential());
    run.run();
    QVERIFY2(standing(run).starts_with("FAILED ConfigurationError"), standing(run).c_str());
    QCOMPARE(run.execution().operations().size(), std::size_t(1));
}

void TestBatch::branchesMayNotUseTheContextAroundThem()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      context.map(upTo(2), [&](Context&, int value) { return context.step([&] { return value; }); });
                      return "went on";
                  }),
                  "{}", sequential());
    run.run();
    QVERIFY2(standing(run).starts_with("FAILED ContextUsageError"), standing(run).c_str());
}

void TestBatch::aBatchCanBeStartedAndAwaited()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      auto batch = context.startMap("later", upTo(3), [](Context& item, int value) {
                          item.wait(5s);
                          return value;
                      });
                      const int step = context.step([] { return 10; });
                      int sum = step;
                      for (const int value : batch.get().results())
                          sum += value;
                      return sum;
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 13"));
}

QTEST_APPLESS_MAIN(TestBatch)
#include "tst_batch.moc"
