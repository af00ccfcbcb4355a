// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/row_facts.h"
#include "tests/support/history_builder.h"

#include <QTest>

using namespace durascope;
using namespace std::chrono_literals;
using core::Duration;
using core::EventIndex;
using core::OperationIndex;
using models::RowFacts;
using models::RowFactsCache;
using models::VisualState;
using test::HistoryBuilder;

namespace {

/// A context with a step that fails twice and then for good.
HistoryBuilder failingContext()
{
    HistoryBuilder h;
    h.executionStarted().contextStarted("outer", {.name = "prepare"});
    for (int i = 0; i < 2; ++i)
        h.stepStarted("s", {.parent = "outer", .name = "charge"}).after(100ms).stepFailed("s", "Busy", 1).after(1s);
    h.stepStarted("s").after(100ms).stepFailed("s", "Busy").contextFailed("outer", "Busy").executionFailed("Busy");
    h.invocationCompleted();
    return h;
}

models::Document documentOf(const HistoryBuilder& h)
{
    models::Document document;
    document.log = h.log();
    document.analysis = std::make_shared<const history::Analysis>(document.log);
    return document;
}

} // namespace

class TestRowFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tellsTheEnd();
    void followsTheCursor();
    void rollsUpFailuresOfClosedContexts();
    void describesAttempts();

private:
    [[nodiscard]] RowFacts of(const char* id)
    {
        const OperationIndex operation = *m_session->log().findOperation(id);
        return m_facts->at(m_session->rows()->rowOf(operation));
    }

    std::unique_ptr<models::Session> m_session;
    std::unique_ptr<RowFactsCache> m_facts;
};

void TestRowFacts::init()
{
    m_facts.reset();
    m_session = std::make_unique<models::Session>();
    m_session->setDocument(documentOf(failingContext()));
    m_facts = std::make_unique<RowFactsCache>(*m_session);
}

void TestRowFacts::tellsTheEnd()
{
    const RowFacts facts = of("s");
    QCOMPARE(facts.label, QStringLiteral("charge"));
    QCOMPARE(facts.state, VisualState::Failed);
    QCOMPARE(facts.attempts, 3U);
    QVERIFY(facts.ended);
    QCOMPARE(*facts.duration, Duration(2300ms));
    QVERIFY(facts.canOpen);
    QVERIFY(!facts.isOpen);
}

void TestRowFacts::followsTheCursor()
{
    QCOMPARE(of("s").state, VisualState::Failed);
    m_session->seekTo(EventIndex(0));
    m_facts->invalidate();
    QCOMPARE(of("s").state, VisualState::Pending);
    QVERIFY(!of("s").duration);
    QCOMPARE(of("s").attempts, 0U);
    m_session->seekTo(EventIndex(2));
    m_session->seekToTime(m_session->now() + Duration(40ms));
    m_facts->invalidate();
    QCOMPARE(of("s").state, VisualState::Running);
    QCOMPARE(*of("s").duration, Duration(40ms));
    QVERIFY(!of("s").ended);
}

void TestRowFacts::rollsUpFailuresOfClosedContexts()
{
    QCOMPARE(of("outer").failuresBelow, 0U);
    m_session->rows()->setOpen(*m_session->log().findOperation("outer"), false);
    m_facts->invalidate();
    QCOMPARE(of("outer").failuresBelow, 1U);
    m_session->seekToStart();
    m_facts->invalidate();
    QCOMPARE(of("outer").failuresBelow, 0U);
}

void TestRowFacts::describesAttempts()
{
    const OperationIndex step = *m_session->log().findOperation("s");
    m_session->rows()->setOpen(step, true);
    m_facts->invalidate();
    const RowFacts first = m_facts->at(m_session->rows()->rowOf(step, 1));
    QCOMPARE(first.label, QStringLiteral("Attempt 1"));
    QCOMPARE(first.state, VisualState::Failed);
    QCOMPARE(*first.duration, Duration(100ms));
    m_session->seekTo(EventIndex(2));
    m_facts->invalidate();
    const RowFacts third = m_facts->at(m_session->rows()->rowOf(step, 3));
    QCOMPARE(third.state, VisualState::Pending);
    QVERIFY(!third.duration);
}

QTEST_GUILESS_MAIN(TestRowFacts)
#include "tst_row_facts.moc"
