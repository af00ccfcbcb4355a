// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/service_testing.h"

#include <QTest>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

class TstDelta : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatChanged();
    void everyOperationOnce();
    void changesFromOutside();
    void eventsCountAsSeen();
    void updatedIdsLeaveOutTheFunctionsOwn();
    void whatADeltaToldIsNotUpdated();
    void membersSdksNeed();
    void statesHandedOutDoNotChange();
    void refusedBatchesDeliverNothing();
};

void TstDelta::onlyWhatChanged()
{
    Driver run;
    run.begin();
    QCOMPARE(run.delta({stepStart("a")}), "a STARTED");
    QCOMPARE(run.delta({stepStart("b")}), "b STARTED");
    QCOMPARE(run.delta({stepSucceed("a")}), "a SUCCEEDED");
    QCOMPARE(run.delta({}), "");
}

void TstDelta::everyOperationOnce()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 1), stepRetry("r", 1)}));
    run.after(1s);
    QCOMPARE(run.delta({stepStart("r"), stepSucceed("r"), contextStart("c"), contextSucceed("c")}),
             "w SUCCEEDED, r SUCCEEDED, c SUCCEEDED");
}

void TstDelta::changesFromOutside()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 1), callbackStart("b"), invokeStart("i"), stepRetry("r", 1)}));
    QVERIFY(run->succeedCallback(run.callbackId("b"), {}, run.now()));
    run->completeInvoke("i", {}, run.now());
    run.after(1s);
    QCOMPARE(run.delta({}), "w SUCCEEDED, b SUCCEEDED, i SUCCEEDED, r READY");
    QCOMPARE(run.delta({}), "");
}

void TstDelta::eventsCountAsSeen()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 1)}));
    run.complete(answerPending());
    run.after(1s);
    run.begin();
    QCOMPARE(run.delta({}), "");
}

void TstDelta::updatedIdsLeaveOutTheFunctionsOwn()
{
    Driver run;
    QVERIFY(run.begin().updatedOperationIds.empty());
    QVERIFY(run.send({stepSucceed("a"), waitStart("w", 1), callbackStart("b"), callbackStart("b2")}));
    run.complete(answerPending());
    QVERIFY(run->failCallback(run.callbackId("b2"), {}, run.now()));
    QVERIFY(run->succeedCallback(run.callbackId("b"), {}, run.now()));
    run.after(1s);
    QCOMPARE(joined(run.begin().updatedOperationIds), "b2, b, w"); // in order of change
}

void TstDelta::whatADeltaToldIsNotUpdated()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 1), callbackStart("b")}));
    run.after(1s);
    QCOMPARE(run.delta({}), "w SUCCEEDED");
    run.complete(answerPending());
    QVERIFY(run->succeedCallback(run.callbackId("b"), {}, run.now()));
    QCOMPARE(joined(run.begin().updatedOperationIds), "b");
}

void TstDelta::membersSdksNeed()
{
    Driver run;
    run.begin();
    const auto answer = run.send({callbackStart("b"), waitStart("w", 7), stepRetry("r", 3), invokeStart("i")});
    QVERIFY(answer.has_value());
    const auto& operations = answer->operations;
    QVERIFY(operations[0]->callbackId.has_value());
    QCOMPARE(operations[1]->scheduledEnd, std::optional(kStart + 7s));
    QCOMPARE(operations[2]->nextAttempt, std::optional(kStart + 3s));
    QCOMPARE(operations[2]->attempt, 1U);
    QCOMPARE(operations[3]->status, OperationStatus::Started);
}

void TstDelta::statesHandedOutDoNotChange()
{
    Driver run;
    const core::InvocationEvent event = run.begin();
    const auto started = run.send({stepStart("a"), waitStart("w", 1)});
    const core::OperationRef found = run->find("w");
    const std::vector<core::OperationRef> all = run->operations();
    run.after(1s);
    const core::OperationRef ended = run->find("w");
    QVERIFY(run.send({stepRetry("a", 1)}));
    run.complete(answerSucceeded());
    QCOMPARE(event.operations[0]->status, OperationStatus::Started);
    QCOMPARE(describe(started->operations), "a STARTED, w STARTED");
    QCOMPARE(found->status, OperationStatus::Started);
    QCOMPARE(ended->status, OperationStatus::Succeeded);
    QCOMPARE(describe(all), std::string(kExecutionId) + " STARTED, a STARTED, w STARTED");
}

void TstDelta::refusedBatchesDeliverNothing()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({waitStart("w", 1)}));
    run.after(1s);
    QVERIFY(!run.refused({contextSucceed("nobody")}).empty());
    QCOMPARE(run.delta({}), "w SUCCEEDED");
}

QTEST_GUILESS_MAIN(TstDelta)
#include "tst_delta.moc"
