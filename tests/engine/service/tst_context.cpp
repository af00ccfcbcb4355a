// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/service_testing.h"

#include <QTest>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

std::string ids(const std::vector<core::OperationRef>& operations)
{
    std::vector<std::string> result;
    for (const core::OperationRef& operation : operations)
        result.push_back(operation->id() == kExecutionId ? "X" : operation->id());
    return joined(result);
}

/// The ids that the next invocation would be given.
std::string seen(Driver& run)
{
    return ids(run.begin().operations);
}

} // namespace

class TstContext : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsItsOutcome();
    void replayChildrenIsKeptAndSaid();
    void descendantsOfACompletedOneAreLeftOut();
    void atEveryDepth();
    void replayChildrenKeepsThemInSight();
    void failedOnesCountToo();
    void lateChildrenAreBornOutOfSight();
    void hiddenChangesAreNotListedAsUpdated();
    void deepNestingClosesInAnyOrder();
};

void TstContext::keepsItsOutcome()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({contextStart("c"), contextStart("d", "c")}));
    run.pass(1s);
    QCOMPARE(run.delta({contextFail("d", "c"), contextSucceed("c")}), "c SUCCEEDED, d FAILED");
    QCOMPARE(*run->find("c")->result, "\"done\"");
    QCOMPARE(run->find("c")->start, kStart);
    QCOMPARE(run->find("c")->end, std::optional(run.now()));
    QCOMPARE(*run->find("d")->error->type, "ContextError");
    QCOMPARE(run->find("d")->identity->parentId, std::optional<std::string>("c"));
    QCOMPARE(run.story(1), "ContextStarted c, ContextStarted d, ContextFailed d, ContextSucceeded c");
}

void TstContext::replayChildrenIsKeptAndSaid()
{
    Driver run;
    run.begin();
    OperationUpdate no = contextSucceed("b");
    no.replayChildren = false; // as Python may say
    QVERIFY(run.send({contextStart("a"), contextSucceed("a", true), contextStart("b"), no}));
    QVERIFY(run->find("a")->replayChildren);
    QVERIFY(!run->find("b")->replayChildren);
    std::vector<std::string> about;
    for (const service::Fact& fact : run->takeNewFacts()) {
        if (fact.kind == service::Fact::Kind::ReplayChildren)
            about.push_back(fact.operationId);
    }
    QCOMPARE(joined(about), "a");
}

void TstContext::descendantsOfACompletedOneAreLeftOut()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({contextStart("c"), stepSucceed("s1", "1", "c"), waitStart("w", 9, "c"), stepSucceed("s2")}));
    QCOMPARE(seen(run), "X, c, s1, w, s2");
    QVERIFY(run.send({contextSucceed("c")}));
    QCOMPARE(seen(run), "X, c, s2");
    QVERIFY(run->find("s1") != nullptr);
    QCOMPARE(run->operations().size(), std::size_t{5});
}

void TstContext::atEveryDepth()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({contextStart("a"), contextStart("b", "a"), contextStart("c", "b"), stepSucceed("s", "1", "c"),
                      contextSucceed("c", true, "b")}));
    QCOMPARE(seen(run), "X, a, b, c, s");
    QVERIFY(run.send({contextSucceed("a")}));
    QCOMPARE(seen(run), "X, a");
}

void TstContext::replayChildrenKeepsThemInSight()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({contextStart("a"), contextStart("b", "a"), stepSucceed("s", "1", "b"), contextStart("d", "a"),
                      stepSucceed("t", "1", "d"), contextSucceed("b", false, "a"), contextSucceed("d", true, "a"),
                      contextSucceed("a", true)}));
    QCOMPARE(seen(run), "X, a, b, d, t"); // b itself stays, what is below it goes
}

void TstContext::failedOnesCountToo()
{
    Driver run;
    run.begin();
    OperationUpdate replayed = contextFail("b");
    replayed.replayChildren = true;
    QVERIFY(run.send({contextStart("a"), stepSucceed("s", "1", "a"), contextStart("b"), stepSucceed("t", "1", "b"),
                      contextFail("a"), replayed}));
    QCOMPARE(seen(run), "X, a, b, t");
}

void TstContext::lateChildrenAreBornOutOfSight()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({contextStart("a"), contextStart("b", "a"), contextSucceed("a")}));
    QCOMPARE(run.delta({stepSucceed("late", "1", "b"), stepSucceed("later", "1", "a")}),
             "late SUCCEEDED, later SUCCEEDED");
    QCOMPARE(seen(run), "X, a");
}

void TstContext::hiddenChangesAreNotListedAsUpdated()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({contextStart("race"), waitStart("loser", 5, "race"), waitStart("other", 5)}));
    QVERIFY(run.send({contextSucceed("race")}));
    run.complete(answerPending());
    run.after(5s);
    QVERIFY(run->wantsInvocation());
    QCOMPARE(joined(run.begin().updatedOperationIds), "other");
}

void TstContext::deepNestingClosesInAnyOrder()
{
    constexpr int kDepth = 2000;
    Driver run(service::Limits::of2025());
    run.begin();
    std::string parent;
    for (int i = 0; i < kDepth; ++i) {
        const std::string id = "c" + std::to_string(i);
        QVERIFY(run.send({contextStart(id, parent)}));
        parent = id;
    }
    QVERIFY(run.send({contextSucceed("c1000", false, "c999")}));
    QCOMPARE(run.begin().operations.size(), std::size_t{1000});
    QVERIFY(run.send({contextSucceed("c0")}));
    QCOMPARE(seen(run), "X, c0");
}

QTEST_GUILESS_MAIN(TstContext)
#include "tst_context.moc"
