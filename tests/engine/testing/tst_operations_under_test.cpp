// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/testing/workflows.h"

#include <QTest>

using namespace durable;
using namespace durable::testing;
using namespace durable::test;
using namespace std::chrono_literals;

namespace {

std::string messageOf(const std::function<void()>& call)
{
    try {
        call();
    } catch (const TestError& error) {
        return error.what();
    }
    return "nothing thrown";
}

} // namespace

class TestOperationsUnderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foundBeforeTheRun();
    void foundInManyWays();
    void nthOfAName();
    void whatIsNotThereIsNamed();
    void factsOfAStep();
    void resultsThatAreNoJson();
    void children();
    void waitsForStages();
    void waitsForWhatNeverComes();
    void callbackAnswers();
    void waitForCallbackIsAnsweredInside();
    void heartbeatsAndTimeouts();
    void whatIsNoCallback();
    void preparedAnswers();
    void preparedAnswersToWaitForCallback();
    void preparedAfterTheCallbackBegan();
    void skippedWait();
    void skippedRetry();
    void invokesByHand();
    void registeredFunctions();
    void preparedAnswersReachNestedRuns();
    void preparedAnswersAreForTheLastRun();
};

void TestOperationsUnderTest::foundBeforeTheRun()
{
    LocalTestRunner runner(order);
    const OperationUnderTest step = runner.operation("create-order");
    QVERIFY(!step.exists());
    runner.run({{"items", {"lamp"}}});
    QVERIFY(step.exists());
    QCOMPARE(step.status(), OperationStatus::Succeeded);
    runner.run({{"items", {"desk"}}});
    QCOMPARE(text(step.result().at("items")), std::string(R"(["desk"])"));
}

void TestOperationsUnderTest::foundInManyWays()
{
    LocalTestRunner runner(order);
    runner.run({{"items", {}}});
    QCOMPARE(runner.operations().size(), std::size_t(3));
    QCOMPARE(runner.operations(OperationType::Step).size(), std::size_t(2));
    QCOMPARE(runner.operations(OperationStatus::Failed).size(), std::size_t(0));
    QCOMPARE(runner.operationAt(1).name(), std::string("pause"));
    QCOMPARE(runner.operationById(runner.operation("pause").id()).name(), std::string("pause"));
    QCOMPARE(runner.operations(OperationStatus::Succeeded).at(2).name(), std::string("send-notification"));
}

void TestOperationsUnderTest::nthOfAName()
{
    LocalTestRunner runner([](const json&, Context& context) -> json {
        for (int i = 0; i < 3; ++i)
            context.step("same", [i] { return i; });
        return nullptr;
    });
    runner.run();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(runner.operation("same", static_cast<std::size_t>(i)).result().get<int>(), i);
    QVERIFY(!runner.operation("same", 3).exists());
}

void TestOperationsUnderTest::whatIsNotThereIsNamed()
{
    LocalTestRunner runner(order);
    const auto ask = [&] { static_cast<void>(runner.operation("create-ordre").status()); };
    QCOMPARE(messageOf(ask), std::string("there is no operation create-ordre; there are none"));
    runner.run({{"items", {}}});
    QCOMPARE(messageOf(ask), std::string("there is no operation create-ordre; there are: create-order, pause, "
                                         "send-notification"));
    QVERIFY(messageOf([&] { static_cast<void>(runner.operationAt(3).id()); }).contains("operation at 3"));
    QVERIFY(messageOf([&] { static_cast<void>(runner.operation("pause", 1).id()); }).contains("2. of that name"));
}

void TestOperationsUnderTest::factsOfAStep()
{
    LocalTestRunner runner(everything);
    const Outcome outcome = runner.run();
    QCOMPARE(text(outcome.result()), std::string(R"({"both":7,"checked":3,"flaky":"attempt 2","inner":3})"));
    const OperationUnderTest flaky = runner.operation("flaky");
    QCOMPARE(flaky.type(), OperationType::Step);
    QCOMPARE(flaky.subType(), std::string("Step"));
    QCOMPARE(flaky.attempt(), 2U);
    QVERIFY(!flaky.parentId());
    QVERIFY(flaky.startTime() < flaky.endTime().value());
    QCOMPARE(flaky.events().size(), std::size_t(4));
    const OperationUnderTest pause = runner.operation("pause");
    QVERIFY(pause.scheduledEnd().value() == pause.startTime() + 1min);
    QCOMPARE(runner.operation("ready").subType(), std::string("WaitForCondition"));
}

void TestOperationsUnderTest::resultsThatAreNoJson()
{
    LocalTestRunner runner([](const json&, Context& context) -> json {
        StepOptions<std::string> options;
        options.serdes.serialize = [](const std::string& value, const SerdesContext&) { return "<" + value + ">"; };
        options.serdes.deserialize = [](const std::optional<std::string>& stored, const SerdesContext&) {
            return stored.value_or("");
        };
        context.step("xml", [] { return std::string("order"); }, options);
        context.step("nothing", [] {});
        return nullptr;
    });
    runner.run();
    QCOMPARE(runner.operation("xml").resultText().value(), std::string("<order>"));
    QCOMPARE(runner.operation("xml").result().get<std::string>(), std::string("<order>"));
    QVERIFY(runner.operation("nothing").result().is_null());
}

void TestOperationsUnderTest::children()
{
    LocalTestRunner runner(everything);
    runner.run();
    const std::vector<OperationUnderTest> inside = runner.operation("child").children();
    QCOMPARE(inside.size(), std::size_t(3));
    QCOMPARE(inside[0].name(), std::string("a"));
    QCOMPARE(inside[0].parentId().value(), runner.operation("child").id());
    QCOMPARE(runner.operation("both").children().size(), std::size_t(2));
    QVERIFY(runner.operation("flaky").children().empty());
}

void TestOperationsUnderTest::waitsForStages()
{
    LocalTestRunner runner(review);
    runner.runInvocation();
    OperationUnderTest operation = runner.operation("review");
    operation.waitFor().waitFor(OperationUnderTest::Stage::Submitted);
    operation.succeed("fine");
    operation.waitFor(OperationUnderTest::Stage::Completed);
    QCOMPARE(operation.status(), OperationStatus::Succeeded);
    QCOMPARE(runner.resume().result().get<std::string>(), std::string("fine"));
}

void TestOperationsUnderTest::waitsForWhatNeverComes()
{
    LocalTestRunner runner(approval);
    runner.run();
    const std::string never = messageOf([&] { runner.operation("payment").waitFor(); });
    QVERIFY2(never.starts_with("operation payment was not started: the run is RUNNING and waits for callback approval"),
             never.c_str());
    const std::string open =
        messageOf([&] { runner.operation("approval").waitFor(OperationUnderTest::Stage::Completed); });
    QVERIFY2(open.starts_with("operation approval was not completed"), open.c_str());

    LocalTestRunner done(order);
    done.run({{"items", {}}});
    const std::string ended = messageOf([&] { done.operation("payment").waitFor(); });
    QCOMPARE(ended, std::string("operation payment was not started: the run is SUCCEEDED"));
}

void TestOperationsUnderTest::callbackAnswers()
{
    LocalTestRunner runner(approval);
    const auto answered = [&](const std::function<void(OperationUnderTest)>& answer) {
        runner.run();
        answer(runner.operation("approval"));
        return runner.resume();
    };
    QCOMPARE(text(answered([](OperationUnderTest o) { o.succeed({1, 2}); }).result()), std::string("[1,2]"));
    QCOMPARE(answered([](OperationUnderTest o) { o.succeedText("plain"); }).result().get<std::string>(),
             std::string("plain"));
    QVERIFY(answered([](OperationUnderTest o) { o.succeedEmpty(); }).result().is_null());
    QVERIFY(!runner.operation("approval").resultText());
    const Outcome failed = answered([](OperationUnderTest o) { o.fail({"no", "Rejected", {}, {}}); });
    QCOMPARE(failed.error().message.value(), std::string("no"));
    QCOMPARE(answered([](OperationUnderTest o) { o.fail(); }).status, std::string("FAILED"));
}

void TestOperationsUnderTest::waitForCallbackIsAnsweredInside()
{
    LocalTestRunner runner(review);
    runner.run();
    OperationUnderTest operation = runner.operation("review");
    QCOMPARE(operation.type(), OperationType::Context);
    QVERIFY(!operation.callbackId().empty());
    QVERIFY2(runner.outcome().waitingFor.front().starts_with("callback review, created"),
             runner.outcome().waitingFor.front().c_str());
    operation.succeed(5);
    QCOMPARE(runner.resume().result().get<int>(), 5);
    // Answered once only.
    QVERIFY(messageOf([&] { operation.succeed(6); }).contains("CallbackTimeoutException"));
}

void TestOperationsUnderTest::heartbeatsAndTimeouts()
{
    LocalTestRunner runner(
        [](const json&, Context& context) -> json {
            return context.createCallback<json>("approval", {.timeout = 1h, .heartbeatTimeout = 1min}).get();
        },
        {.time = Time::Manual});
    Outcome outcome = runner.run();
    QCOMPARE(outcome.waitingFor.front(),
             std::string("callback approval, created 2026-01-01T00:00:00.000Z, heartbeat due "
                         "2026-01-01T00:01:00.000Z, times out 2026-01-01T01:00:00.000Z"));
    OperationUnderTest operation = runner.operation("approval");
    runner.advance(50s);
    operation.heartbeat();
    runner.advance(50s);
    QCOMPARE(runner.resume().status, std::string("RUNNING"));
    operation.timeOut(true);
    QCOMPARE(runner.resume().status, std::string("FAILED"));
    QCOMPARE(operation.error().value().type.value(), std::string("Callback.Heartbeat"));

    runner.run();
    runner.operation("approval").timeOut();
    runner.resume();
    QCOMPARE(runner.operation("approval").error().value().type.value(), std::string("Callback.Timeout"));

    // Without an answer it times out by itself in skipped time.
    runner.setTime(Time::Skip);
    QCOMPARE(runner.run().status, std::string("FAILED"));
    QCOMPARE(runner.operation("approval").status(), OperationStatus::TimedOut);
}

void TestOperationsUnderTest::whatIsNoCallback()
{
    LocalTestRunner runner(order);
    runner.run({{"items", {}}});
    OperationUnderTest step = runner.operation("create-order");
    QCOMPARE(messageOf([&] { step.succeed(1); }),
             std::string("operation create-order is no callback and has none (yet)"));
    QCOMPARE(messageOf([&] { step.completeInvoke(1); }), std::string("operation create-order is no open invoke"));
    QVERIFY(messageOf([&] { step.skip(); }).contains("no open wait"));
}

void TestOperationsUnderTest::preparedAnswers()
{
    LocalTestRunner runner([](const json&, Context& context) -> json {
        json answers = json::array();
        for (int i = 0; i < 2; ++i)
            answers.push_back(context.createCallback<json>("approval", {.timeout = 1min}).get());
        try {
            answers.push_back(context.createCallback<json>("approval").get());
        } catch (const CallbackError& error) {
            answers.push_back(error.message());
        }
        return answers;
    });
    runner.answerCallback("approval", "first").answerCallback("approval", "second");
    runner.failCallback("approval", {"third", "Rejected", {}, {}}).answerCallback("other", 4);
    const Outcome outcome = runner.run();
    QCOMPARE(text(outcome.result()), std::string(R"(["first","second","third"])"));
    QCOMPARE(runner.now().micros, runner.operationAt(0).startTime().micros); // before any deadline
}

void TestOperationsUnderTest::preparedAnswersToWaitForCallback()
{
    int submitted = 0;
    LocalTestRunner runner([&](const json&, Context& context) -> json {
        return context.waitForCallback<json>("review", [&](const std::string&, StepContext& step) {
            if (step.attempt() == 1)
                throw ApplicationError("Mail", "server is down");
            ++submitted;
        });
    });
    runner.answerCallback("review", "fine");
    QCOMPARE(runner.run().result().get<std::string>(), std::string("fine"));
    QCOMPARE(submitted, 1);
}

void TestOperationsUnderTest::preparedAfterTheCallbackBegan()
{
    LocalTestRunner runner(approval);
    runner.run();
    runner.answerCallback("approval", 1);
    QCOMPARE(runner.operation("approval").status(), OperationStatus::Succeeded);
    QCOMPARE(runner.resume().result().get<int>(), 1);
}

void TestOperationsUnderTest::skippedWait()
{
    LocalTestRunner runner(order, {.time = Time::Manual});
    runner.run({{"items", {}}});
    runner.operation("pause").skip();
    QCOMPARE(runner.resume().status, std::string("SUCCEEDED"));
    QVERIFY(runner.operation("pause").endTime().value() == runner.operation("pause").startTime());
}

void TestOperationsUnderTest::skippedRetry()
{
    LocalTestRunner runner(everything, {.time = Time::Manual});
    QVERIFY2(runner.run().waitingFor.front().starts_with("step flaky"), "the first attempt fails");
    QVERIFY(runner.outcome().waitingFor.front().contains("after attempt 1, next attempt 2026-01-01T00:00:0"));
    runner.operation("flaky").skip();
    QVERIFY(runner.resume().waitingFor.front().starts_with("wait pause"));
    QCOMPARE(runner.operation("flaky").result().get<std::string>(), std::string("attempt 2"));
}

void TestOperationsUnderTest::invokesByHand()
{
    LocalTestRunner runner([](const json&, Context& context) -> json {
        return context.invoke("pay", "payments:prod", json{{"amount", 5}});
    });
    runner.registerManualFunction("payments");
    const auto ended = [&](const std::function<void(OperationUnderTest)>& end) {
        const Outcome waiting = runner.run();
        if (!waiting.waitingFor.front().starts_with("invoke pay of payments:prod, started "))
            qWarning("waits for %s", waiting.waitingFor.front().c_str());
        end(runner.operation("pay"));
        return runner.resume();
    };
    QCOMPARE(ended([](OperationUnderTest o) { o.completeInvoke("paid"); }).result().get<std::string>(),
             std::string("paid"));
    QCOMPARE(
        ended([](OperationUnderTest o) { o.failInvoke({"declined", "Declined", {}, {}}); }).error().message.value(),
        std::string("declined"));
    QCOMPARE(ended([](OperationUnderTest o) { o.timeOut(); }).error().type.value(), std::string("InvokeTimedOutError"));
    QCOMPARE(ended([](OperationUnderTest o) { o.stopInvoke(); }).error().type.value(),
             std::string("InvokeStoppedError"));
    QCOMPARE(runner.operation("pay").status(), OperationStatus::Stopped);
}

void TestOperationsUnderTest::registeredFunctions()
{
    LocalTestRunner runner([](const json&, Context& context) -> json {
        const json sum = context.invoke("plain", "sum", json{1, 2, 3});
        const json nested = context.invoke("nested", "order", json{{"items", {sum}}});
        try {
            static_cast<void>(context.invoke("nobody", "nobody", json()));
        } catch (const InvokeError& error) {
            return {{"sum", sum}, {"status", nested.at("status")}, {"missing", error.causeType()}};
        }
        return nullptr;
    });
    runner.registerFunction("sum", [](const json& numbers) {
        int sum = 0;
        for (const json& n : numbers)
            sum += n.get<int>();
        return sum;
    });
    runner.registerDurableFunction("order", {order, {}, {}});
    const Outcome outcome = runner.run();
    QCOMPARE(text(outcome.result()),
             std::string(R"({"missing":"ResourceNotFoundException","status":"completed","sum":6})"));
    QCOMPARE(runner.engine().executions().size(), std::size_t(2));
}

void TestOperationsUnderTest::preparedAnswersReachNestedRuns()
{
    LocalTestRunner runner(
        [](const json&, Context& context) -> json { return context.invoke("nested", "approval", json()); });
    runner.registerDurableFunction("approval", {approval, {}, {}});
    runner.answerCallback("approval", 7);
    QCOMPARE(runner.run().result().get<int>(), 7);
}

void TestOperationsUnderTest::preparedAnswersAreForTheLastRun()
{
    LocalTestRunner runner(approval);
    const std::string former = runner.run().executionArn;
    runner.run();
    runner.answerCallback("approval", 1);
    QVERIFY(runner.resume().succeeded());
    QCOMPARE(runner.engine().execution(former)->status, OperationStatus::Started);
}

QTEST_APPLESS_MAIN(TestOperationsUnderTest)
#include "tst_operations_under_test.moc"
