// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/playback.h"
#include "models/session/session.h"
#include "tests/models/common/log_maker.h"

#include <QSignalSpy>
#include <QTest>

using namespace durascope;
using core::EventIndex;
using core::EventType;
using history::Direction;
using models::Pace;
using models::Playback;
using models::Session;
using test::LogMaker;

/// No test waits: the timer needs an event loop, and none runs; tick() is called instead.
class tst_Playback : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void init()
    {
        LogMaker maker;
        maker.event(EventType::ExecutionStarted, 0, "execution")
            .event(EventType::StepStarted, 0, "step")
            .event(EventType::StepSucceeded, 400, "step")
            .event(EventType::WaitStarted, 410, "wait")
            .event(EventType::WaitSucceeded, 300'000, "wait");
        const auto log = maker.finish();
        m_session = std::make_unique<Session>();
        m_session->setDocument({log, std::make_shared<const history::Analysis>(log), {}, QStringLiteral("title")});
    }

    void nothingWithoutDocument()
    {
        Session empty;
        empty.playback()->play();
        empty.playback()->shuttle(Direction::Backward);
        empty.playback()->tick();
        QVERIFY(!empty.playback()->isPlaying());
        QCOMPARE(empty.playback()->delay(), 0);
    }

    void playsFromTheEndByStartingAgain()
    {
        QSignalSpy changed(player(), &Playback::changed);
        player()->play();
        QVERIFY(player()->isPlaying());
        QCOMPARE(cursor(), 0U);
        QCOMPARE(changed.count(), 1);
        for (std::uint32_t expected = 1; expected <= 4; ++expected) {
            QVERIFY(player()->isPlaying());
            player()->tick();
            QCOMPARE(cursor(), expected);
        }
        QVERIFY(!player()->isPlaying()); // at once, not a tick later
        QCOMPARE(changed.count(), 2);
        player()->tick();
        QCOMPARE(cursor(), 4U);
    }

    void playsBackwards()
    {
        player()->play(Direction::Backward);
        QCOMPARE(cursor(), 4U);
        for (std::uint32_t expected = 4; expected-- > 0;) {
            player()->tick();
            QCOMPARE(cursor(), expected);
        }
        QVERIFY(!player()->isPlaying());
        player()->play(Direction::Backward);
        QCOMPARE(cursor(), 4U);
        QVERIFY(player()->isPlaying());
    }

    void stopsAtTheEventBeforeWhenBetweenTwo()
    {
        m_session->seekToTime(LogMaker::at(100'000));
        QCOMPARE(cursor(), 3U);
        player()->play(Direction::Backward);
        player()->tick();
        QCOMPARE(cursor(), 3U);
        QCOMPARE(m_session->now(), LogMaker::at(410));
        player()->tick();
        QCOMPARE(cursor(), 2U);
    }

    void selectionStays()
    {
        m_session->selectOperation(core::OperationIndex(1));
        QSignalSpy selected(m_session.get(), &Session::selectionChanged);
        player()->play();
        player()->tick();
        QCOMPARE(selected.count(), 0);
    }

    void evenPace()
    {
        m_session->seekToStart();
        QCOMPARE(player()->delay(), 250);
        player()->setSpeed(2);
        QCOMPARE(player()->delay(), 125);
        player()->setSpeed(0.5);
        QCOMPARE(player()->delay(), 500);
        player()->setSpeed(1000);
        QCOMPARE(player()->speed(), 64.0);
        QCOMPARE(player()->delay(), 4);
        player()->setSpeed(0);
        QCOMPARE(player()->speed(), 0.5);
        player()->setSpeed(std::numeric_limits<double>::quiet_NaN());
        QCOMPARE(player()->speed(), 0.5);
        m_session->seekToEnd();
        QCOMPARE(player()->delay(), 0);
    }

    void recordedPace()
    {
        player()->setPace(Pace::Recorded);
        m_session->seekToStart();
        QCOMPARE(player()->delay(), 30); // same instant: still to be seen
        m_session->seekTo(EventIndex(1));
        QCOMPARE(player()->delay(), 400);
        m_session->seekTo(EventIndex(2));
        QCOMPARE(player()->delay(), 30);
        m_session->seekTo(EventIndex(3));
        QCOMPARE(player()->delay(), 1000); // five minutes
        m_session->seekToTime(LogMaker::at(299'500));
        QCOMPARE(player()->delay(), 500);
        player()->setSpeed(4);
        QCOMPARE(player()->delay(), 125);
        player()->setSpeed(64);
        m_session->seekToStart();
        QCOMPARE(player()->delay(), 1); // never zero: the window must get its turn
    }

    void shuttle()
    {
        m_session->seekToStart();
        player()->setSpeed(2);
        player()->shuttle(Direction::Forward);
        QVERIFY(player()->isPlaying());
        QCOMPARE(player()->speed(), 2.0);
        for (const double expected : {4.0, 8.0, 16.0, 32.0, 64.0, 64.0, 64.0}) {
            player()->shuttle(Direction::Forward);
            QCOMPARE(player()->speed(), expected);
        }
        player()->tick();
        player()->shuttle(Direction::Backward);
        QVERIFY(player()->direction() == Direction::Backward);
        QCOMPARE(player()->speed(), 2.0);
        player()->shuttle(Direction::Backward);
        QCOMPARE(player()->speed(), 4.0);
        player()->pause();
        QCOMPARE(player()->speed(), 2.0);
        QVERIFY(!player()->isPlaying());
    }

    void shuttleDoesNotStartAgain()
    {
        m_session->seekToEnd();
        player()->shuttle(Direction::Forward);
        QVERIFY(!player()->isPlaying());
        QCOMPARE(cursor(), 4U);
        m_session->seekToStart();
        player()->play();
        player()->shuttle(Direction::Backward);
        QVERIFY(!player()->isPlaying());
        QCOMPARE(cursor(), 0U);
    }

    void toggles()
    {
        player()->toggle();
        QVERIFY(player()->isPlaying());
        player()->toggle();
        QVERIFY(!player()->isPlaying());
    }

    void goesOnFromWhereSomebodyWent()
    {
        player()->play();
        m_session->seekTo(EventIndex(2));
        player()->tick();
        QCOMPARE(cursor(), 3U);
    }

    void anotherDocumentStopsIt()
    {
        player()->play();
        player()->shuttle(Direction::Forward);
        m_session->setDocument(m_session->document());
        QVERIFY(!player()->isPlaying());
        player()->play();
        m_session->setDocument({});
        QVERIFY(!player()->isPlaying());
    }

    void oneEventIsNoWay()
    {
        LogMaker maker;
        const auto log = maker.event(EventType::ExecutionStarted, 0, "execution").finish();
        m_session->setDocument({log, std::make_shared<const history::Analysis>(log), {}, {}});
        player()->play();
        QVERIFY(!player()->isPlaying());
        player()->play(Direction::Backward);
        QVERIFY(!player()->isPlaying());
    }

    void theTimerDrivesIt()
    {
        player()->setSpeed(64);
        player()->play();
        QTRY_VERIFY(!player()->isPlaying());
        QCOMPARE(cursor(), 4U);
    }

private:
    Playback* player() const { return m_session->playback(); }
    std::uint32_t cursor() const { return m_session->cursor().value(); }

    std::unique_ptr<Session> m_session;
};

QTEST_GUILESS_MAIN(tst_Playback)
#include "tst_playback.moc"
