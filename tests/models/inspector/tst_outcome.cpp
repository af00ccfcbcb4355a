// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inspector/outcome.h"
#include "tests/models/common/log_maker.h"

#include <QTest>

using namespace durascope;
using core::EventIndex;
using core::EventType;
using core::OperationIndex;
using history::StateAt;
using models::Outcome;

namespace {

/// 0 ExecutionStarted · 1 StepStarted · 2 StepFailed, retried · 3 StepStarted · 4 StepSucceeded · 5 WaitStarted ·
/// 6 ExecutionSucceeded
std::shared_ptr<const history::EventLog> retried()
{
    test::LogMaker maker;
    maker.event(EventType::ExecutionStarted, 0, "e")
        .event(EventType::StepStarted, 10, "s")
        .event(EventType::StepFailed, 20, "s", {}, {{}, {}, 1000})
        .event(EventType::StepStarted, 1020, "s")
        .event(EventType::StepSucceeded, 1030, "s")
        .event(EventType::WaitStarted, 1040, "w")
        .event(EventType::ExecutionSucceeded, 1050, "e");
    return maker.finish();
}

} // namespace

class TestOutcome : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neverShowsTheFuture();
    void tellsAttemptsApart();
    void saysWhenNothingWillCome();
    void inputs();
};

void TestOutcome::neverShowsTheFuture()
{
    const auto log = retried();
    const OperationIndex step = *log->findOperation("s");
    for (std::uint32_t cursor = 0; cursor < log->eventCount(); ++cursor) {
        const StateAt state(*log, EventIndex(cursor));
        for (std::uint32_t operation = 0; operation < log->operationCount(); ++operation) {
            const Outcome outcome = models::resultAt(state, OperationIndex(operation));
            QVERIFY(!outcome.event.valid() || outcome.event.value() <= cursor);
            QVERIFY(!outcome.later.event.valid() || outcome.later.event.value() > cursor);
        }
    }
    const Outcome early = models::resultAt(StateAt(*log, EventIndex(1)), step);
    QCOMPARE(early.kind, Outcome::Kind::NotYet);
    QCOMPARE(early.later.event, EventIndex(2));
    QVERIFY(early.note.contains(QStringLiteral("event 3")));
    const Outcome interim = models::resultAt(StateAt(*log, EventIndex(3)), step);
    QCOMPARE(interim.kind, Outcome::Kind::Error);
    QVERIFY(interim.isInterim);
    QCOMPARE(interim.event, EventIndex(2));
    QCOMPARE(interim.later.event, EventIndex(4));
    const Outcome last = models::resultAt(StateAt(*log, EventIndex(6)), step);
    QCOMPARE(last.kind, Outcome::Kind::Value);
    QCOMPARE(last.event, EventIndex(4));
    QVERIFY(!last.isInterim && last.note.isEmpty() && !last.later.valid());
}

void TestOutcome::tellsAttemptsApart()
{
    const auto log = retried();
    const OperationIndex step = *log->findOperation("s");
    const StateAt end(*log, EventIndex(6));
    QCOMPARE(models::resultAt(end, step, 1).event, EventIndex(2));
    QCOMPARE(models::resultAt(end, step, 1).kind, Outcome::Kind::Error);
    QCOMPARE(models::resultAt(end, step, 2).event, EventIndex(4));
    const Outcome second = models::resultAt(StateAt(*log, EventIndex(2)), step, 2);
    QCOMPARE(second.kind, Outcome::Kind::NotYet);
    QCOMPARE(second.later.event, EventIndex(4));
}

void TestOutcome::saysWhenNothingWillCome()
{
    const auto log = retried();
    const OperationIndex wait = *log->findOperation("w");
    const Outcome abandoned = models::resultAt(StateAt(*log, EventIndex(6)), wait);
    QCOMPARE(abandoned.kind, Outcome::Kind::NotYet);
    QVERIFY(!abandoned.later.valid());
    QVERIFY(abandoned.note.contains(QStringLiteral("execution ended")));
    const Outcome open = models::resultAt(StateAt(*log, EventIndex(5)), wait);
    QVERIFY(open.note.contains(QStringLiteral("history ends")));
}

void TestOutcome::inputs()
{
    const auto log = retried();
    const StateAt state(*log, EventIndex(2));
    QCOMPARE(models::inputAt(state, core::kExecution).kind, Outcome::Kind::Value);
    const Outcome step = models::inputAt(state, *log->findOperation("s"));
    QCOMPARE(step.kind, Outcome::Kind::Nothing);
    QVERIFY(!step.note.isEmpty());
    test::LogMaker maker;
    maker.event(EventType::ExecutionStarted, 0, "e").event(EventType::ChainedInvokeStarted, 5, "i");
    const auto invoking = maker.finish();
    const OperationIndex invoke = *invoking->findOperation("i");
    const Outcome ahead = models::inputAt(StateAt(*invoking, EventIndex(0)), invoke);
    QCOMPARE(ahead.kind, Outcome::Kind::NotYet);
    QCOMPARE(ahead.later.event, EventIndex(1));
    QCOMPARE(models::inputAt(StateAt(*invoking, EventIndex(1)), invoke).event, EventIndex(1));
}

QTEST_GUILESS_MAIN(TestOutcome)
#include "tst_outcome.moc"
