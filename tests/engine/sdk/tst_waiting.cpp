// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/sdk/sdk_testing.h"

#include <QTest>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

void answer(DirectRun& run, std::string_view name, std::string text)
{
    auto& execution = run.execution();
    for (const core::OperationRef& operation : execution.operations()) {
        const bool open =
            operation->type() == core::OperationType::Callback && operation->status == core::OperationStatus::Started;
        const core::OperationRef parent =
            operation->identity->parentId ? execution.find(*operation->identity->parentId) : nullptr;
        if (open && (operation->name() == name || (parent && parent->name() == name))) {
            const auto sent =
                execution.succeedCallback(*operation->callbackId, core::payload(std::move(text)), run.clock().now());
            QVERIFY(sent.has_value());
            return;
        }
    }
    QFAIL("no such open callback");
}

core::OperationRef openInvoke(DirectRun& run)
{
    for (const core::OperationRef& operation : run.execution().operations()) {
        if (operation->type() == core::OperationType::ChainedInvoke &&
            operation->status == core::OperationStatus::Started)
            return operation;
    }
    return nullptr;
}

} // namespace

class TestWaiting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aCallbackGivesTheTextThatWasSent();
    void aCallbackTimesOut();
    void anExternalFailureKeepsItsMessage();
    void waitForCallbackIsAContextWithBothInIt();
    void aFailedSubmitterHasANameOfItsOwn();
    void aConditionStoresItsStateBetweenChecks();
    void aConditionGivesUp();
    void anInvokeReturnsTheTargetsResult();
    void anInvokeFailsAsItsTargetDid_data();
    void anInvokeFailsAsItsTargetDid();
    void aChildContextRunsOnce();
    void aLargeResultIsMadeAgain();
    void aVirtualContextLeavesNoOperation();
    void durationsBeyondTheLimitsAreRefusedBeforeAnythingIsSent();
    void aWaitThatIsSkippedGoesOn();
    void swallowingTheUnwindingChangesNothing();
};

void TestWaiting::aCallbackGivesTheTextThatWasSent()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      auto raw = context.createCallback<std::string>("raw");
                      auto value = context.createCallback("value");
                      return {raw.get(), value.get(), raw.id() != value.id()};
                  }),
                  "{}", sequential());
    run.run();
    answer(run, "raw", R"({"a": 1})");
    run.run();
    answer(run, "value", R"({"a": 1})");
    run.run();
    QCOMPARE(standing(run), std::string(R"(SUCCEEDED ["{\"a\": 1}",{"a":1},true])"));
    QCOMPARE(run.execution().invocations(), 3u);
}

void TestWaiting::aCallbackTimesOut()
{
    DirectRun run(workflow([](const json&, Context& context) -> json {
                      auto callback = context.createCallback<std::string>("slow", {.timeout = 60s});
                      try {
                          return callback.get();
                      } catch (const durable::CallbackTimeoutError& error) {
                          return error.causeType();
                      }
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED \"Callback.Timeout\""));
}

void TestWaiting::anExternalFailureKeepsItsMessage()
{
    DirectRun run(workflow([](const json&, Context& context) -> json { return context.createCallback("x").get(); }),
                  "{}", sequential());
    run.run();
    const std::string id = *named(run, "x")->callbackId;
    QVERIFY(run.execution().failCallback(id, core::errorRef("Rejected", "not approved"), run.clock().now()));
    run.run();
    QCOMPARE(standing(run), std::string("FAILED CallbackExternalError: not approved"));
}

void TestWaiting::waitForCallbackIsAContextWithBothInIt()
{
    std::string submitted;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      return context.waitForCallback<std::string>("approval",
                                                                  [&](const std::string& id) { submitted = id; });
                  }),
                  "{}", sequential());
    run.run();
    answer(run, "approval", "yes");
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED \"yes\""));
    const auto& operations = run.execution().operations();
    QCOMPARE(operations.size(), std::size_t(4));
    QCOMPARE(operations[1]->subType(), std::string_view("WaitForCallback"));
    QCOMPARE(operations[2]->callbackId.value_or(""), submitted);
    QVERIFY(operations[2]->name().empty() && operations[3]->name().empty());
    QCOMPARE(operations[3]->identity->parentId.value_or(""), operations[1]->id());
}

void TestWaiting::aFailedSubmitterHasANameOfItsOwn()
{
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      try {
                          context.waitForCallback(
                              [](const std::string&) { throw std::runtime_error("no mail server"); },
                              {.retry = durable::retry::none()});
                      } catch (const durable::CallbackSubmitterError& error) {
                          return error.message();
                      }
                      return nullptr;
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED \"no mail server\""));
}

void TestWaiting::aConditionStoresItsStateBetweenChecks()
{
    std::vector<int> seen;
    DirectRun run(
        workflow([&](const json&, Context& context) -> json {
            return context.waitForCondition<int>(
                "poll",
                [&](int state) {
                    seen.push_back(state);
                    if (seen.size() == 2)
                        throw durable::SimulatedExit{}; // the state before must still be there
                    return state + 10;
                },
                {.initialState = 1, .strategy = durable::pollWhile<int>([](const int& s) { return s < 30; })});
        }),
        "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 31"));
    QCOMPARE(seen, (std::vector<int>{1, 11, 11, 21}));
}

void TestWaiting::aConditionGivesUp()
{
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      return context.waitForCondition<int>(
                          [](int state) { return state; },
                          {.initialState = 0,
                           .strategy = durable::pollWhile<int>([](const int&) { return true; }, {.maxAttempts = 3})});
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run),
             std::string("FAILED WaitForConditionError: waitForCondition exceeded maximum attempts (3)"));
}

void TestWaiting::anInvokeReturnsTheTargetsResult()
{
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      return context.invoke("price", "pricing:live", json{{"sku", "lamp"}}, {.tenantId = "t1"});
                  }),
                  "{}", sequential());
    run.run();
    const auto effects = run.execution().takeEffects();
    const auto& start = std::get<service::StartInvoke>(effects.at(0)).request;
    QCOMPARE(*start.payload, std::string(R"({"sku":"lamp"})"));
    QCOMPARE(start.functionName, std::string("pricing:live"));
    QCOMPARE(start.tenantId.value_or(""), std::string("t1"));
    QVERIFY(run.execution().completeInvoke(
        start.operationId, {service::InvokeOutcome::Kind::Succeeded, core::payload(std::string("89")), {}},
        run.clock().now()));
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 89"));
}

void TestWaiting::anInvokeFailsAsItsTargetDid_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("type");
    QTest::newRow("failed") << int(service::InvokeOutcome::Kind::Failed) << "InvokeError";
    QTest::newRow("timed out") << int(service::InvokeOutcome::Kind::TimedOut) << "InvokeTimedOutError";
    QTest::newRow("stopped") << int(service::InvokeOutcome::Kind::Stopped) << "InvokeStoppedError";
}

void TestWaiting::anInvokeFailsAsItsTargetDid()
{
    QFETCH(int, kind);
    QFETCH(QString, type);
    DirectRun run(workflow([&](const json&, Context& context) -> json { return context.invoke("f:1", json()); }), "{}",
                  sequential());
    run.run();
    QVERIFY(run.execution().completeInvoke(
        openInvoke(run)->id(),
        {static_cast<service::InvokeOutcome::Kind>(kind), {}, core::errorRef("TargetError", "out of stock")},
        run.clock().now()));
    run.run();
    QCOMPARE(standing(run), "FAILED " + type.toStdString() + ": out of stock");
}

void TestWaiting::aChildContextRunsOnce()
{
    int bodies = 0;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      const int sum = context.runInChildContext("inner", [&](Context& inner) {
                          ++bodies;
                          return inner.step([] { return 2; }) + inner.step([] { return 3; });
                      });
                      context.wait(1s);
                      return sum;
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 5"));
    QCOMPARE(bodies, 1);
}

void TestWaiting::aLargeResultIsMadeAgain()
{
    int bodies = 0;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      const std::string text = context.runInChildContext(
                          "large",
                          [&](Context& inner) {
                              ++bodies;
                              const std::string half = inner.step([] { return std::string(200'000, 'x'); });
                              return half + half;
                          },
                          {.summary = [](const std::string& all) { return std::to_string(all.size()); }});
                      context.wait(1s);
                      return text.size();
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 400000"));
    QCOMPARE(bodies, 2);
    QCOMPARE(*named(run, "large")->result, std::string("400000"));
}

void TestWaiting::aVirtualContextLeavesNoOperation()
{
    int bodies = 0;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      const int value = context.runInChildContext("unseen",
                                                                  [&](Context& inner) {
                                                                      ++bodies;
                                                                      return inner.step("seen", [] { return 4; });
                                                                  },
                                                                  {.kind = durable::ContextKind::Virtual});
                      context.wait(1s);
                      return value;
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED 4"));
    QCOMPARE(bodies, 2);
    QVERIFY(!named(run, "unseen"));
    QVERIFY(!named(run, "seen")->identity->parentId);
}

void TestWaiting::durationsBeyondTheLimitsAreRefusedBeforeAnythingIsSent()
{
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      try {
                          context.wait(0s);
                      } catch (const durable::ValidationError&) {
                          return "refused";
                      }
                      return nullptr;
                  }),
                  "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED \"refused\""));
    QCOMPARE(run.execution().operations().size(), std::size_t(1));
}

void TestWaiting::aWaitThatIsSkippedGoesOn()
{
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      context.wait("long", 24h * 365);
                      return "woken";
                  }),
                  "{}", sequential());
    QVERIFY(run.invoke());
    QVERIFY(run.execution().skipTimer(named(run, "long")->id(), run.clock().now()));
    QVERIFY(run.invoke());
    QCOMPARE(standing(run), std::string("SUCCEEDED \"woken\""));
}

void TestWaiting::swallowingTheUnwindingChangesNothing()
{
    int afterwards = 0;
    DirectRun run(workflow([&](const json&, Context& context) -> json {
                      try {
                          context.wait(5s);
                      } catch (...) { // what no workflow should do
                      }
                      context.step("after", [&] { ++afterwards; });
                      return "too early?";
                  }),
                  "{}", sequential());
    QVERIFY(run.invoke());
    QCOMPARE(run.execution().status(), core::OperationStatus::Started);
    QCOMPARE(afterwards, 0);
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED \"too early?\""));
    QCOMPARE(afterwards, 1);
}

QTEST_APPLESS_MAIN(TestWaiting)
#include "tst_waiting.moc"
