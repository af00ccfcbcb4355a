// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/sdk/sdk_testing.h"

#include <QTest>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;
using durable::RetryDecision;
using durable::StepSemantics;
using Types = std::vector<std::string>;

class TestStep : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aResultIsRecordedAndNotMadeAgain();
    void aFailingBodyIsTriedAgainAfterItsDelay();
    void theLastFailureReachesTheCaller();
    void nothingAndNullAreKeptApart();
    void valuesComeBackFromTheirText();
    void aValueThatCannotBeReadFailsTheStepOnce();
    void aCrashInTheBodyRunsItAgainWithoutAnotherStart();
    void anInterruptedStepOfAtMostOnceGoesThroughTheStrategy();
    void aStrategyThatThrowsFailsTheStep();
    void theDefaultStrategyTriesSixTimes();
    void aDurableCallInABodyIsFatal();
    void aSwallowedErrorIsRethrownOnReplay();
};

void TestStep::aResultIsRecordedAndNotMadeAgain()
{
    int bodies = 0;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      const int value = context.step("compute", [&] { return ++bodies; });
                      context.wait(5s);
                      return value;
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 1"));
    QCOMPARE(bodies, 1);
    QCOMPARE(run.eventTypes(),
             (Types{"ExecutionStarted", "StepStarted", "StepSucceeded", "WaitStarted", "InvocationCompleted",
                    "WaitSucceeded", "InvocationCompleted", "ExecutionSucceeded"}));
}

void TestStep::aFailingBodyIsTriedAgainAfterItsDelay()
{
    std::vector<std::uint32_t> attempts;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      return context.step("flaky",
                                          [&](durable::StepContext& step) {
                                              attempts.push_back(step.attempt());
                                              if (step.attempt() < 3)
                                                  throw std::runtime_error("not yet");
                                              return std::string("done");
                                          },
                                          {.retry = durable::retry::fixed(7s, 3)});
                  }),
                  "{}", sequential());
    const core::Timestamp start = run.clock().now();
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED \"done\""));
    QCOMPARE(attempts, (std::vector<std::uint32_t>{1, 2, 3}));
    QCOMPARE(run.clock().now() - start, core::Duration(14s));
    QCOMPARE(run.execution().invocations(), 3u);
}

void TestStep::theLastFailureReachesTheCaller()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      try {
                          context.step(
                              []() -> int { throw durable::ApplicationError("CardDeclined", "no money", "x"); },
                              {.retry = durable::retry::none()});
                      } catch (const durable::StepError& error) {
                          return {{"type", error.causeType()}, {"message", error.message()}, {"data", *error.data()}};
                      }
                      return "not thrown";
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string(R"(SUCCEEDED {"data":"x","message":"no money","type":"CardDeclined"})"));
}

void TestStep::nothingAndNullAreKeptApart()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      context.step("nothing", [] {});
                      return context.step("null", [] { return json(); });
                  }),
                  "{}", sequential());
    run.run();
    QVERIFY(!named(run, "nothing")->result);
    QCOMPARE(*named(run, "null")->result, std::string("null"));
    QCOMPARE(standing(run), std::string("SUCCEEDED null"));
}

void TestStep::valuesComeBackFromTheirText()
{
    const durable::Serdes<std::string> louder{
        [](const std::string& value, const durable::SerdesContext&) { return std::optional<std::string>(value + "!"); },
        [](const std::optional<std::string>& text, const durable::SerdesContext&) { return *text; }};
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      const auto live = context.step([] { return std::string("hello"); }, {.serdes = louder});
                      context.wait(1s);
                      return live;
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED \"hello!\""));
}

void TestStep::aValueThatCannotBeReadFailsTheStepOnce()
{
    int bodies = 0;
    const durable::Serdes<int> broken{[](const int&, const durable::SerdesContext&) -> std::optional<std::string> {
                                          throw std::runtime_error("cannot be written");
                                      },
                                      {}};
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      try {
                          return context.step([&] { return ++bodies; }, {.serdes = broken});
                      } catch (const durable::SerdesError& error) {
                          return error.message();
                      }
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED \"cannot be written\""));
    QCOMPARE(bodies, 1);
}

void TestStep::aCrashInTheBodyRunsItAgainWithoutAnotherStart()
{
    int bodies = 0;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      return context.step([&](durable::StepContext& step) {
                          if (++bodies == 1)
                              throw durable::SimulatedExit{137};
                          return step.attempt();
                      });
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 1"));
    QCOMPARE(bodies, 2);
    QCOMPARE(run.eventTypes(), (Types{"ExecutionStarted", "StepStarted", "InvocationCompleted", "StepSucceeded",
                                      "InvocationCompleted", "ExecutionSucceeded"}));
    QCOMPARE(*run.execution().events()[2].error->type, std::string("Runtime.ExitError"));
}

void TestStep::anInterruptedStepOfAtMostOnceGoesThroughTheStrategy()
{
    int bodies = 0;
    std::vector<std::string> causes;
    const durable::RetryStrategy once = [&](const durable::ErrorObject& error, const durable::AttemptContext& attempt) {
        causes.push_back(error.type.value_or(""));
        return attempt.attempt < 2 ? RetryDecision::after(3s) : RetryDecision::stop();
    };
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      return context.step(
                          [&](durable::StepContext& step) {
                              if (++bodies == 1)
                                  throw durable::SimulatedExit{};
                              return step.attempt();
                          },
                          {.retry = once, .semantics = StepSemantics::AtMostOncePerRetry});
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 2"));
    QCOMPARE(causes, (std::vector<std::string>{"StepInterruptedError"}));
    QCOMPARE(bodies, 2);
}

void TestStep::aStrategyThatThrowsFailsTheStep()
{
    const durable::RetryStrategy broken = [](const durable::ErrorObject&,
                                             const durable::AttemptContext&) -> RetryDecision {
        throw std::logic_error("no idea");
    };
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      return context.step([]() -> int { throw std::runtime_error("x"); }, {.retry = broken});
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("FAILED StepError: no idea"));
}

void TestStep::theDefaultStrategyTriesSixTimes()
{
    int bodies = 0;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      return context.step([&]() -> int { throw std::runtime_error(std::to_string(++bodies)); });
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("FAILED StepError: 6"));
}

void TestStep::aDurableCallInABodyIsFatal()
{
    bool reached = false;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      try {
                          context.step([&] {
                              context.wait(1s);
                              reached = true;
                          });
                      } catch (const std::exception&) {
                          return "handled";
                      }
                      return "returned";
                  }),
                  "{}", sequential());
    run.run();
    QVERIFY(!reached);
    QVERIFY2(standing(run).starts_with("FAILED ContextUsageError: the handler's context was used while"),
             standing(run).c_str());
}

void TestStep::aSwallowedErrorIsRethrownOnReplay()
{
    int caught = 0;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      try {
                          context.step([]() -> int { throw std::runtime_error("x"); },
                                       {.retry = durable::retry::none()});
                      } catch (const durable::StepError& error) {
                          caught += error.causeType() == "std::runtime_error" ? 1 : 0;
                      }
                      context.wait(1s);
                      return caught;
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 2"));
}

QTEST_APPLESS_MAIN(TestStep)
#include "tst_step.moc"
