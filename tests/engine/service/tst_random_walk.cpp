// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/reader.h"
#include "engine/history/state_at.h"
#include "tests/engine/service/random_walk.h"

#include <QTest>

using namespace durascope;
using namespace durascope::test;

namespace {

bool isExpected(history::RepairKind kind)
{
    // A run that goes on has no end; steps may end without a start.
    return kind == history::RepairKind::SourceGuessed || kind == history::RepairKind::PartialTail ||
           kind == history::RepairKind::EndWithoutStart;
}

std::uint32_t attemptShown(const core::Operation& operation)
{
    if (operation.type() != OperationType::Step)
        return 0;
    return operation.attempt + (operation.status == OperationStatus::Started ? 1 : 0);
}

/// What the fold of the history says otherwise than the service; empty when nothing.
std::string difference(const core::Operation& operation, const history::OperationState& folded, bool skipped)
{
    const bool early =
        skipped && operation.status == OperationStatus::Ready && folded.status == OperationStatus::Pending;
    if (operation.status != folded.status && !early)
        return "is " + std::string(core::toText(operation.status)) + ", folded " +
               std::string(core::toText(folded.status));
    if (attemptShown(operation) != folded.attempt)
        return "attempt " + std::to_string(operation.attempt) + ", folded " + std::to_string(folded.attempt);
    if (operation.start != folded.start)
        return "another start";
    if (operation.end != folded.end)
        return "another end";
    if (operation.status == OperationStatus::Pending && operation.nextAttempt != folded.nextAttempt)
        return "another next attempt";
    if (operation.type() == OperationType::Wait && operation.scheduledEnd != folded.scheduledEnd)
        return "another scheduled end";
    return {};
}

std::string compareWithHistory(RandomWalk& walk)
{
    const Execution& execution = walk.execution();
    const auto log = history::readHistoryText(service::historyJson(execution.events()), "walk");
    if (!log)
        return log.error().text();
    for (const history::Repair& repair : (*log)->repairs().repairs()) {
        if (!isExpected(repair.kind))
            return history::describe(repair);
    }
    const history::StateAt state(**log, (*log)->lastEvent(), walk.driver().now());
    if ((*log)->operationCount() != execution.operations().size())
        return "another number of operations";
    for (const core::OperationRef& operation : execution.operations()) {
        const auto row = (*log)->findOperation(operation->id());
        if (!row)
            return operation->id() + " is not in the history";
        const std::string what = difference(*operation, state.state(*row), walk.skipped().contains(operation->id()));
        if (!what.empty())
            return operation->id() + ' ' + what;
    }
    return {};
}

} // namespace

class TstRandomWalk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theHistoryTellsTheSame_data();
    void theHistoryTellsTheSame();
    void sameCallsSameBytes();
    void eventsKeepTheirOrder();
};

void TstRandomWalk::theHistoryTellsTheSame_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 100; seed < 116; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

void TstRandomWalk::theHistoryTellsTheSame()
{
    QFETCH(const int, seed);
    RandomWalk walk(static_cast<std::uint64_t>(seed));
    for (int i = 0; i < 250 && walk.step(); ++i) {
        walk.execution().advanceTo(walk.driver().now());
        walk.store();
        const std::string what = compareWithHistory(walk);
        QVERIFY2(what.empty(), ("step " + std::to_string(i) + " after " + walk.lastCall() + ": " + what).c_str());
    }
}

void TstRandomWalk::sameCallsSameBytes()
{
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        RandomWalk one(seed);
        RandomWalk two(seed);
        for (int i = 0; i < 300; ++i) {
            QCOMPARE(one.step(), two.step());
            QCOMPARE(one.driver().token(), two.driver().token());
        }
        QCOMPARE(service::historyJson(one.stored()), service::historyJson(two.stored()));
        QCOMPARE(dump(one.execution()), dump(two.execution()));
    }
}

void TstRandomWalk::eventsKeepTheirOrder()
{
    for (std::uint64_t seed = 30; seed < 60; ++seed) {
        RandomWalk walk(seed);
        for (int i = 0; i < 400 && walk.step(); ++i) {
        }
        Timestamp last = kStart;
        std::int64_t number = 0;
        for (const service::Event& event : walk.stored()) {
            QCOMPARE(event.eventId, ++number);
            QVERIFY(event.time >= last);
            last = event.time;
        }
        QCOMPARE(walk.stored().size(), walk.execution().events().size());
    }
}

QTEST_GUILESS_MAIN(TstRandomWalk)
#include "tst_random_walk.moc"
