// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rows/row_list.h"
#include "models/session/session.h"
#include "tests/models/common/log_maker.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <array>

using namespace durascope;
using core::EventIndex;
using core::EventType;
using core::InvocationIndex;
using core::kExecution;
using core::OperationIndex;
using history::Direction;
using models::Document;
using models::Selection;
using models::Session;
using models::StepVerb;
using test::LogMaker;

namespace {

constexpr std::array kVerbs{StepVerb::Event, StepVerb::TenEvents,  StepVerb::Over,   StepVerb::Into,
                            StepVerb::Out,   StepVerb::Invocation, StepVerb::Failure};

Document documentOf(std::shared_ptr<const history::EventLog> log)
{
    return {log, std::make_shared<const history::Analysis>(log), {}, QStringLiteral("title")};
}

/// 0 ExecutionStarted, 1 ContextStarted outer, 2 ContextStarted inner, 3 StepStarted, 4 StepFailed, 5 ContextFailed
/// inner, 6 ContextFailed outer, 7 InvocationCompleted, 8 ExecutionFailed: a second apart.
Document failing(bool caught = false)
{
    LogMaker maker;
    maker.event(EventType::ExecutionStarted, 0, "execution")
        .event(EventType::ContextStarted, 1000, "outer")
        .event(EventType::ContextStarted, 2000, "inner", "outer")
        .event(EventType::StepStarted, 3000, "step", "inner")
        .event(EventType::StepFailed, 4000, "step", "inner")
        .event(caught ? EventType::ContextSucceeded : EventType::ContextFailed, 5000, "inner", "outer")
        .event(caught ? EventType::ContextSucceeded : EventType::ContextFailed, 6000, "outer")
        .invocation(500, 7000)
        .event(caught ? EventType::ExecutionSucceeded : EventType::ExecutionFailed, 8000, "execution");
    return documentOf(maker.finish());
}

/// Contexts and steps at random, with an invocation now and then.
Document randomDocument(quint32 seed)
{
    QRandomGenerator random(seed);
    LogMaker maker;
    maker.event(EventType::ExecutionStarted, 0, "execution");
    std::vector<std::string> open{{}};
    std::int64_t time = 0;
    std::int64_t invocationStart = 0;
    for (int i = 0; i < 150; ++i) {
        time += random.bounded(3);
        const auto id = "op" + std::to_string(i);
        const auto parent = open[random.bounded(static_cast<quint32>(open.size()))];
        switch (random.bounded(6)) {
        case 0:
            maker.event(EventType::ContextStarted, time, id, parent);
            open.push_back(id);
            break;
        case 1:
            if (open.size() > 1) {
                maker.event(random.bounded(3) == 0 ? EventType::ContextFailed : EventType::ContextSucceeded, time,
                            open.back());
                open.pop_back();
            }
            break;
        case 2:
            maker.invocation(invocationStart, time);
            time += random.bounded(1000);
            invocationStart = time;
            break;
        default:
            maker.event(EventType::StepStarted, time, id, parent);
            if (random.bounded(4) > 0) {
                maker.event(random.bounded(3) == 0 ? EventType::StepFailed : EventType::StepSucceeded, time + 1, id,
                            parent);
            }
        }
    }
    return documentOf(maker.finish());
}

struct Counts
{
    explicit Counts(Session& session)
        : document(&session, &Session::documentChanged)
        , cursor(&session, &Session::cursorMoved)
        , selection(&session, &Session::selectionChanged)
        , hover(&session, &Session::hoverChanged)
    {
    }
    QList<int> take()
    {
        const QList<int> counts{static_cast<int>(document.count()), static_cast<int>(cursor.count()),
                                static_cast<int>(selection.count()), static_cast<int>(hover.count())};
        document.clear();
        cursor.clear();
        selection.clear();
        hover.clear();
        return counts;
    }
    QSignalSpy document;
    QSignalSpy cursor;
    QSignalSpy selection;
    QSignalSpy hover;
};

} // namespace

class tst_Session : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void withoutDocument()
    {
        Session session;
        Counts counts(session);
        QVERIFY(!session.isOpen());
        QVERIFY(session.atStart());
        QVERIFY(session.atEnd());
        session.seekTo(EventIndex(3));
        session.seekToTime(LogMaker::at(3));
        session.seekToStart();
        session.seekToEnd();
        session.selectOperation(kExecution);
        session.selectEvent(EventIndex(0));
        session.clearSelection();
        session.hover(kExecution);
        for (const auto verb : kVerbs) {
            QVERIFY(!session.step(verb, Direction::Forward));
            QVERIFY(!session.step(verb, Direction::Backward));
        }
        QVERIFY(session.selection().empty());
        QCOMPARE(counts.take(), (QList<int>{0, 0, 0, 0}));
    }

    void opensAtTheEnd()
    {
        Session session;
        Counts counts(session);
        session.setDocument(failing(true));
        QCOMPARE(counts.take(), (QList<int>{1, 1, 1, 1}));
        QVERIFY(session.atEnd());
        QVERIFY(!session.atStart());
        QCOMPARE(session.now(), LogMaker::at(8000));
        QCOMPARE(session.stateAt().executionStatus(), std::string_view("SUCCEEDED"));
        QVERIFY(session.selection().empty());
        QCOMPARE(session.rows()->count(), 4);
    }

    void failureOpensAtItsOrigin()
    {
        LogMaker maker;
        maker.event(EventType::ExecutionStarted, 0, "execution");
        for (std::uint32_t i = 0; i <= models::RowList::kOpenAllOperations; ++i) {
            maker.event(EventType::ContextStarted, 1, "c" + std::to_string(i),
                        i == 0 ? "" : "c" + std::to_string(i - 1));
        }
        const auto deepest = "c" + std::to_string(models::RowList::kOpenAllOperations);
        maker.event(EventType::StepStarted, 2, "step", deepest).event(EventType::StepFailed, 3, "step", deepest);
        for (std::uint32_t i = models::RowList::kOpenAllOperations + 1; i-- > 0;) {
            maker.event(EventType::ContextFailed, 4, "c" + std::to_string(i));
        }
        maker.event(EventType::ExecutionFailed, 5, "execution");
        Session session;
        session.setDocument(documentOf(maker.finish()));
        QVERIFY(session.analysis().failureOrigin().valid());
        QCOMPARE(session.selection().operation, session.analysis().failureOrigin());
        QCOMPARE(session.log().id(session.selection().operation), std::string_view("step"));
        QVERIFY(session.rows()->rowOf(session.selection().operation) > 0);
    }

    void signalsComeWhenAllIsNew()
    {
        Session session;
        session.setDocument(failing());
        const auto next = failing(true);
        int told = 0;
        const auto check = [&] {
            ++told;
            QCOMPARE(&session.log(), next.log.get());
            QCOMPARE(session.cursor(), next.log->lastEvent());
            QCOMPARE(session.rows()->log(), next.log.get());
            QVERIFY(session.selection().empty());
        };
        connect(session.rows(), &models::RowList::reset, this, check);
        connect(&session, &Session::documentChanged, this, check);
        connect(&session, &Session::cursorMoved, this, check);
        connect(&session, &Session::selectionChanged, this, check);
        session.setDocument(next);
        QCOMPARE(told, 4);
    }

    void closes()
    {
        Session session;
        session.setDocument(failing());
        session.hover(kExecution);
        Counts counts(session);
        session.setDocument({});
        QCOMPARE(counts.take(), (QList<int>{1, 1, 1, 1}));
        QVERIFY(!session.isOpen());
        QVERIFY(session.selection().empty());
        QVERIFY(!session.hovered().valid());
        QCOMPARE(session.rows()->count(), 0);
        session.setDocument(documentOf(LogMaker().finish())); // no events: nothing to show
        QVERIFY(!session.isOpen());
        QVERIFY(!session.document().analysis);
    }

    void seeks()
    {
        Session session;
        session.setDocument(failing());
        Counts counts(session);
        session.seekTo(EventIndex(3));
        session.seekTo(EventIndex(3));
        QCOMPARE(counts.take(), (QList<int>{0, 1, 0, 0}));
        QCOMPARE(session.now(), LogMaker::at(3000));
        session.seekTo(EventIndex(1000));
        QVERIFY(session.atEnd());
        session.seekTo(EventIndex());
        QVERIFY(session.atEnd());
        session.seekToStart();
        QVERIFY(session.atStart());
        QCOMPARE(session.now(), LogMaker::at(0));
        session.seekToEnd();
        QCOMPARE(session.now(), LogMaker::at(8000));
    }

    void seeksBetweenEvents()
    {
        Session session;
        session.setDocument(failing());
        session.seekToTime(LogMaker::at(3500));
        QCOMPARE(session.cursor(), EventIndex(3));
        QCOMPARE(session.now(), LogMaker::at(3500));
        QCOMPARE(session.stateAt().now(), LogMaker::at(3500));
        Counts counts(session);
        session.seekToTime(LogMaker::at(3501));
        session.seekToTime(LogMaker::at(3501));
        QCOMPARE(counts.take(), (QList<int>{0, 1, 0, 0}));
        session.seekToTime(LogMaker::at(4000));
        QCOMPARE(session.cursor(), EventIndex(4));
        session.seekToTime(LogMaker::at(-5));
        QVERIFY(session.atStart());
        QCOMPARE(session.now(), LogMaker::at(0));
        session.seekToTime(LogMaker::at(500));
        QVERIFY(!session.atStart()); // the first event is behind
        session.seekToTime(core::kLatest);
        QVERIFY(session.atEnd());
        QCOMPARE(session.now(), session.log().endTime());
    }

    void backwardsFromBetweenStopsAtTheEventBefore()
    {
        Session session;
        session.setDocument(failing());
        session.seekToTime(LogMaker::at(4500));
        QVERIFY(session.step(StepVerb::Event, Direction::Backward));
        QCOMPARE(session.cursor(), EventIndex(4));
        QCOMPARE(session.now(), LogMaker::at(4000));
        session.seekToTime(LogMaker::at(4500));
        QVERIFY(session.step(StepVerb::Failure, Direction::Backward));
        QCOMPARE(session.cursor(), EventIndex(4));
        QVERIFY(!session.step(StepVerb::Failure, Direction::Backward));
        session.seekToTime(LogMaker::at(500));
        QVERIFY(session.step(StepVerb::TenEvents, Direction::Backward));
        QVERIFY(session.atStart());
        QVERIFY(!session.step(StepVerb::TenEvents, Direction::Backward));
        QVERIFY(!session.step(StepVerb::Event, Direction::Backward));
    }

    void tenEvents()
    {
        Session session;
        session.setDocument(randomDocument(3));
        session.seekTo(EventIndex(15));
        QVERIFY(session.step(StepVerb::TenEvents, Direction::Forward));
        QCOMPARE(session.cursor(), EventIndex(25));
        QVERIFY(session.step(StepVerb::TenEvents, Direction::Backward));
        QCOMPARE(session.cursor(), EventIndex(15));
        QVERIFY(session.step(StepVerb::TenEvents, Direction::Backward));
        QVERIFY(session.step(StepVerb::TenEvents, Direction::Backward));
        QVERIFY(session.atStart());
        session.seekTo(EventIndex(session.log().eventCount() - 4));
        QVERIFY(session.step(StepVerb::TenEvents, Direction::Forward));
        QVERIFY(session.atEnd());
        QVERIFY(!session.step(StepVerb::TenEvents, Direction::Forward));
    }

    void everyVerbComesBack_data()
    {
        QTest::addColumn<int>("verb");
        QTest::addColumn<quint32>("seed");
        for (const auto verb : {StepVerb::Event, StepVerb::Over, StepVerb::Invocation, StepVerb::Failure}) {
            for (quint32 seed = 1; seed <= 5; ++seed) {
                QTest::addRow("verb %d seed %u", static_cast<int>(verb), seed) << static_cast<int>(verb) << seed;
            }
        }
    }
    void everyVerbComesBack()
    {
        QFETCH(int, verb);
        QFETCH(quint32, seed);
        Session session;
        session.setDocument(randomDocument(seed));
        session.seekToStart();
        std::vector<EventIndex> forwards;
        while (session.step(static_cast<StepVerb>(verb), Direction::Forward)) {
            forwards.push_back(session.cursor());
            QVERIFY(forwards.size() < session.log().eventCount());
            QCOMPARE(session.selection().operation, session.log().operation(session.cursor()));
            QCOMPARE(session.now(), session.log().axisTime(session.cursor()));
        }
        QVERIFY(!forwards.empty());
        for (auto stop = forwards.rbegin() + 1; stop != forwards.rend(); ++stop) {
            QVERIFY(session.step(static_cast<StepVerb>(verb), Direction::Backward));
            QCOMPARE(session.cursor(), *stop);
        }
    }

    /// Into and Out follow what is around the cursor, so their stops differ each way; but they always come to an end.
    void everyVerbEnds()
    {
        for (quint32 seed = 1; seed <= 5; ++seed) {
            Session session;
            session.setDocument(randomDocument(seed));
            for (const auto verb : kVerbs) {
                for (const auto direction : {Direction::Forward, Direction::Backward}) {
                    direction == Direction::Forward ? session.seekToStart() : session.seekToEnd();
                    std::uint32_t steps = 0;
                    for (auto before = session.cursor(); session.step(verb, direction); before = session.cursor()) {
                        QVERIFY(direction == Direction::Forward ? session.cursor() > before
                                                                : session.cursor() < before);
                        ++steps;
                    }
                    QVERIFY(steps < session.log().eventCount());
                }
            }
        }
    }

    void intoAContext()
    {
        Session session;
        session.setDocument(failing());
        session.seekTo(EventIndex(1));
        QVERIFY(session.step(StepVerb::Into, Direction::Forward));
        QCOMPARE(session.cursor(), EventIndex(2));
        session.seekTo(EventIndex(6));
        QVERIFY(session.step(StepVerb::Into, Direction::Backward));
        QCOMPARE(session.cursor(), EventIndex(5));
    }

    void outOfAContext()
    {
        Session session;
        session.setDocument(failing());
        session.seekTo(EventIndex(3));
        QVERIFY(session.step(StepVerb::Out, Direction::Forward));
        QCOMPARE(session.cursor(), EventIndex(5));
        session.seekTo(EventIndex(4));
        QVERIFY(session.step(StepVerb::Out, Direction::Backward));
        QCOMPARE(session.cursor(), EventIndex(2));
    }

    void closedRowsAreSteppedOver()
    {
        Session session;
        session.setDocument(failing(true));
        session.rows()->closeAll();
        session.seekToStart();
        QSignalSpy replaced(session.rows(), &models::RowList::rowsReplaced);
        while (session.step(StepVerb::Over, Direction::Forward)) {
            QVERIFY(session.rows()->rowOf(session.selection().operation) >= 0);
        }
        QCOMPARE(replaced.count(), 0);
        session.seekTo(EventIndex(2));
        QVERIFY(session.step(StepVerb::Event, Direction::Forward));
        QCOMPARE(replaced.count(), 0); // reached something hidden, and it stays so
        QCOMPARE(session.rows()->rowOf(session.selection().operation), -1);
        session.seekTo(EventIndex(1));
        QVERIFY(session.step(StepVerb::Into, Direction::Forward));
        QVERIFY(session.rows()->rowOf(session.selection().operation) > 0);
        session.rows()->closeAll();
        session.seekToStart();
        QVERIFY(session.step(StepVerb::Failure, Direction::Forward));
        QVERIFY(session.rows()->rowOf(session.selection().operation) > 0);
    }

    void selects()
    {
        Session session;
        session.setDocument(failing(true));
        Counts counts(session);
        session.seekTo(EventIndex(3));
        counts.take();
        session.selectOperation(OperationIndex(1));
        session.selectOperation(OperationIndex(1));
        QCOMPARE(counts.take(), (QList<int>{0, 0, 1, 0}));
        session.selectEvent(EventIndex(4));
        QCOMPARE(session.selection().event, EventIndex(4));
        QCOMPARE(session.selection().operation, session.log().operation(EventIndex(4)));
        QCOMPARE(session.cursor(), EventIndex(3)); // selecting is not seeking
        session.select({OperationIndex(1), 0, {}, InvocationIndex(0)});
        QCOMPARE(session.selection(), (Selection{{}, 0, {}, InvocationIndex(0)}));
        QVERIFY(!session.selection().empty());
        session.clearSelection();
        QVERIFY(session.selection().empty());
        QCOMPARE(counts.take(), (QList<int>{0, 0, 3, 0}));
    }

    void whatDoesNotExistIsNotSelected()
    {
        Session session;
        session.setDocument(failing(true));
        session.selectOperation(OperationIndex(1000));
        QVERIFY(session.selection().empty());
        session.selectEvent(EventIndex(1000));
        QVERIFY(session.selection().empty());
        session.select({{}, 0, {}, InvocationIndex(7)});
        QVERIFY(session.selection().empty());
        const auto step = *session.log().findOperation("step");
        session.select({step, 9, {}, {}});
        QCOMPARE(session.selection(), (Selection{step, 1, {}, {}}));
        session.select({kExecution, 9, {}, {}});
        QCOMPARE(session.selection().attempt, 0U);
    }

    void hovers()
    {
        Session session;
        session.setDocument(failing(true));
        Counts counts(session);
        session.hover(OperationIndex(2));
        session.hover(OperationIndex(2));
        QCOMPARE(session.hovered(), OperationIndex(2));
        session.hover(OperationIndex(77));
        QVERIFY(!session.hovered().valid());
        session.hover({});
        QCOMPARE(counts.take(), (QList<int>{0, 0, 0, 2}));
    }
};

QTEST_GUILESS_MAIN(tst_Session)
#include "tst_session.moc"
