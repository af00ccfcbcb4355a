// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/service_testing.h"

#include <QTest>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;
using service::InvokeOutcome;

namespace {

std::vector<service::InvokeRequest> requests(Driver& run)
{
    std::vector<service::InvokeRequest> result;
    for (const service::Effect& effect : run->takeEffects()) {
        if (const auto* start = std::get_if<service::StartInvoke>(&effect))
            result.push_back(start->request);
    }
    return result;
}

} // namespace

class TstChainedInvoke : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForItsTarget();
    void whatIsKnownOfTheTargetIsWritten();
    void unresolvedTargetsAreOnlyNamed();
    void outcomes_data();
    void outcomes();
    void aLargeOutputFails();
    void lateOutcomesAreIgnored();
    void onlyInvokesAreCompleted();
};

void TstChainedInvoke::asksForItsTarget()
{
    Driver run;
    run.begin();
    OperationUpdate update = invokeStart("i", "pay:3", "[1]");
    update.tenantId = "tenant";
    QCOMPARE(run.delta({update}), "i STARTED");
    const std::vector<service::InvokeRequest> asked = requests(run);
    QCOMPARE(asked.size(), std::size_t{1});
    QCOMPARE(asked[0].operationId, "i");
    QCOMPARE(asked[0].functionName, "pay:3");
    QCOMPARE(*asked[0].payload, "[1]");
    QCOMPARE(asked[0].tenantId, std::optional<std::string>("tenant"));
    QCOMPARE(asked[0].depth, 1U);
    QVERIFY(requests(run).empty());
    run.complete(answerPending());
    QVERIFY(!run->wantsInvocation());
    QVERIFY(run->open());
}

void TstChainedInvoke::whatIsKnownOfTheTargetIsWritten()
{
    Driver run;
    std::string asked;
    run->setResolver([&asked](const service::InvokeRequest& request) {
        asked = request.operationId;
        service::TargetInfo target;
        target.executedVersion = "3";
        target.durableExecutionArn = "arn:child";
        return target;
    });
    run.begin();
    OperationUpdate update = invokeStart("i");
    update.payload = {};
    QVERIFY(run.send({update}));
    QCOMPARE(asked, "i");
    QVERIFY(
        service::toJson(run->events().back())
            .ends_with("\"ChainedInvokeStartedDetails\":{\"FunctionName\":\"pay:3\",\"Input\":{\"Truncated\":false},"
                       "\"ExecutedVersion\":\"3\",\"DurableExecutionArn\":\"arn:child\"}}"));
}

void TstChainedInvoke::unresolvedTargetsAreOnlyNamed()
{
    Driver run;
    run.begin();
    OperationUpdate update = invokeStart("i", "nobody:1");
    update.payload = {};
    QVERIFY(run.send({update}));
    QVERIFY(service::toJson(run->events().back())
                .ends_with("\"ChainedInvokeStartedDetails\":{\"FunctionName\":\"nobody:1\"}}"));
}

void TstChainedInvoke::outcomes_data()
{
    using Kind = InvokeOutcome::Kind;
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("event");
    QTest::newRow("success") << int(Kind::Succeeded) << int(OperationStatus::Succeeded)
                             << QByteArray("ChainedInvokeSucceeded i");
    QTest::newRow("failure") << int(Kind::Failed) << int(OperationStatus::Failed)
                             << QByteArray("ChainedInvokeFailed i");
    QTest::newRow("timeout") << int(Kind::TimedOut) << int(OperationStatus::TimedOut)
                             << QByteArray("ChainedInvokeTimedOut i");
    QTest::newRow("stop") << int(Kind::Stopped) << int(OperationStatus::Stopped)
                          << QByteArray("ChainedInvokeStopped i");
}

void TstChainedInvoke::outcomes()
{
    QFETCH(const int, kind);
    QFETCH(const int, status);
    QFETCH(const QByteArray, event);
    Driver run;
    run.begin();
    QVERIFY(run.send({invokeStart("i")}));
    run.complete(answerPending());
    run.pass(2s);
    const bool good = kind == int(InvokeOutcome::Kind::Succeeded);
    InvokeOutcome outcome;
    outcome.kind = static_cast<InvokeOutcome::Kind>(kind);
    if (good)
        outcome.result = core::payload(std::string("{ \"a\":1}"));
    else
        outcome.error = error("Child", "gone wrong");
    QVERIFY(run->completeInvoke("i", outcome, run.now()));
    QCOMPARE(run.status("i"), static_cast<OperationStatus>(status));
    QCOMPARE(run.story(3), event.toStdString());
    QCOMPARE(run->find("i")->end, std::optional(run.now()));
    QVERIFY(core::samePayload(run->find("i")->result, outcome.result));
    QCOMPARE(run->find("i")->error, outcome.error);
    QVERIFY(run->wantsInvocation());
    QCOMPARE(joined(run.begin().updatedOperationIds), "i");
}

void TstChainedInvoke::aLargeOutputFails()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({invokeStart("i")}));
    QVERIFY(run->completeInvoke("i", {InvokeOutcome::Kind::Succeeded, core::payload(std::string(1'048'577, 'x')), {}},
                                run.now()));
    QCOMPARE(run.status("i"), OperationStatus::Failed);
    QCOMPARE(*run->find("i")->error->message,
             "CHAINED_INVOKE output payload size must be less than or equal to 1048576 bytes.");
    QVERIFY(!run->find("i")->result);
}

void TstChainedInvoke::lateOutcomesAreIgnored()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({invokeStart("i"), invokeStart("j")}));
    QVERIFY(run->completeInvoke("i", {}, run.now()));
    QVERIFY(!run->completeInvoke("i", {}, run.now()));
    run.complete(answerSucceeded());
    QVERIFY(!run->completeInvoke("j", {}, run.now()));
    QCOMPARE(run.status("j"), OperationStatus::Started);
}

void TstChainedInvoke::onlyInvokesAreCompleted()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 10)}));
    QVERIFY(!run->completeInvoke("w", {}, run.now()));
    QVERIFY(!run->completeInvoke("nobody", {}, run.now()));
    QVERIFY(!run->completeInvoke(kExecutionId, {}, run.now()));
}

QTEST_GUILESS_MAIN(TstChainedInvoke)
#include "tst_chained_invoke.moc"
