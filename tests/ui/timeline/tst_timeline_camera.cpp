// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/timeline/view_fixture.h"
#include "ui/timeline/timeline_camera.h"

#include <cmath>

using namespace durascope;
using namespace std::chrono_literals;
using core::Duration;
using core::Timestamp;
using models::AxisMode;
using ui::TimelineCamera;

class TestTimelineCamera : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void beginsWithTheWholeRun();
    void zoomKeepsTheInstantUnderTheMouse();
    void panStaysInside();
    void fitsARange();
    void revealsWithLittleMotion();
    void expandingKeepsTheBreaksEdge();
    void resizeKeepsTheLeftEdge();
    void remembersItself();
    void passesOverDamagedState();
    void doesNothingWithoutADocument();

private:
    [[nodiscard]] Timestamp start() const { return m_document.log->startTime(); }

    models::Document m_document;
    TimelineCamera m_camera;
};

void TestTimelineCamera::init()
{
    m_document = test::documentOf(test::orderHistory().log());
    m_camera = TimelineCamera();
    m_camera.resize(700);
    m_camera.setDocument(m_document);
}

void TestTimelineCamera::beginsWithTheWholeRun()
{
    QCOMPARE(m_camera.mode(), AxisMode::Compressed);
    QCOMPARE(m_camera.maximumScrollX(), 0.0);
    QVERIFY(m_camera.shows(start()));
    QVERIFY(m_camera.shows(m_document.log->endTime()));
}

void TestTimelineCamera::zoomKeepsTheInstantUnderTheMouse()
{
    for (const double x : {40.0, 200.0, 350.0, 660.0}) {
        m_camera.showAll();
        const Timestamp under = m_camera.timeAt(x);
        for (int i = 0; i < 12; ++i) {
            m_camera.zoomAround(x, 1.3);
            QVERIFY(std::abs(m_camera.xOf(under) - x) < 1.01);
        }
        QVERIFY(m_camera.axis().zoom() > 10);
    }
    m_camera.zoomAround(100, std::nan(""));
    m_camera.zoomAround(100, 0);
    QVERIFY(std::isfinite(m_camera.scrollX()));
}

void TestTimelineCamera::panStaysInside()
{
    m_camera.zoomAround(350, 10);
    m_camera.setScrollX(-500);
    QCOMPARE(m_camera.scrollX(), 0.0);
    m_camera.setScrollX(1e12);
    QCOMPARE(m_camera.scrollX(), m_camera.maximumScrollX());
    QVERIFY(m_camera.shows(m_document.log->endTime()));
}

void TestTimelineCamera::fitsARange()
{
    const Timestamp from = start() + Duration(400ms);
    const Timestamp to = start() + Duration(700ms);
    m_camera.fit(from, to);
    QVERIFY(std::abs(m_camera.xOf(to) - m_camera.xOf(from) - 0.9 * 700) < 2);
    QVERIFY(std::abs(m_camera.xOf(from) - 35) < 2);
    // Over a break, too.
    m_camera.fit(start() + Duration(1s), m_document.log->endTime());
    QVERIFY(m_camera.shows(start() + Duration(1s)));
    QVERIFY(m_camera.shows(m_document.log->endTime()));
    // An instant is zoomed to as far as it goes.
    m_camera.fit(from, from);
    QVERIFY(m_camera.shows(from));
}

void TestTimelineCamera::revealsWithLittleMotion()
{
    m_camera.zoomAround(350, 20);
    m_camera.setScrollX(0);
    m_camera.reveal(start());
    QCOMPARE(m_camera.scrollX(), 0.0);
    const Timestamp end = m_document.log->endTime();
    QVERIFY(!m_camera.shows(end));
    m_camera.reveal(end);
    QVERIFY(m_camera.shows(end));
    const double there = m_camera.scrollX();
    m_camera.reveal(end);
    QCOMPARE(m_camera.scrollX(), there);
}

void TestTimelineCamera::expandingKeepsTheBreaksEdge()
{
    const std::size_t gap = 1;
    QVERIFY(m_camera.axis().isBreak(gap));
    m_camera.zoomAround(100, 20);
    m_camera.centreOn(m_camera.axis().stretch(gap).start);
    const double before = m_camera.xOf(m_camera.axis().stretch(gap).start);
    m_camera.setExpanded(gap, true);
    QVERIFY(m_camera.isExpanded(gap));
    QVERIFY(!m_camera.axis().isBreak(gap));
    QVERIFY(std::abs(m_camera.xOf(m_camera.axis().stretch(gap).start) - before) < 1);
    m_camera.setExpanded(0, true); // no break: nothing to expand
    QVERIFY(!m_camera.isExpanded(0));
    m_camera.setAllExpanded(false);
    QVERIFY(m_camera.axis().isBreak(gap));
    m_camera.setAllExpanded(true);
    QVERIFY(!m_camera.axis().isBreak(gap));
}

void TestTimelineCamera::resizeKeepsTheLeftEdge()
{
    m_camera.zoomAround(350, 20);
    m_camera.setScrollX(1500);
    const Timestamp left = m_camera.timeAt(0);
    m_camera.resize(500);
    QVERIFY(std::abs(m_camera.xOf(left)) < 1);
}

void TestTimelineCamera::remembersItself()
{
    m_camera.setExpanded(1, true);
    m_camera.zoomAround(350, 6);
    m_camera.setScrollX(300);
    const QVariantMap state = m_camera.state();
    TimelineCamera other;
    other.resize(700);
    other.setDocument(m_document);
    other.restore(state);
    QCOMPARE(other.state(), state);
    QVERIFY(std::abs(other.scrollX() - m_camera.scrollX()) < 1);
    QVERIFY(other.isExpanded(1));
}

void TestTimelineCamera::passesOverDamagedState()
{
    const QVariantMap state{{QStringLiteral("axis"), QStringLiteral("spiral")},
                            {QStringLiteral("zoom"), QStringLiteral("nan")},
                            {QStringLiteral("left"), QStringLiteral("yesterday")},
                            {QStringLiteral("expandedBreaks"), QVariantList{-4, 0, 1, 1, 99, QStringLiteral("x")}}};
    m_camera.restore(state);
    QCOMPARE(m_camera.mode(), AxisMode::Compressed);
    QCOMPARE(m_camera.axis().zoom(), 1.0);
    QVERIFY(m_camera.isExpanded(1));
    QVERIFY(!m_camera.isExpanded(0));
}

void TestTimelineCamera::doesNothingWithoutADocument()
{
    m_camera.setDocument({});
    QVERIFY(m_camera.isEmpty());
    m_camera.zoomAround(10, 2);
    m_camera.showAll();
    m_camera.fit(Timestamp{0}, Timestamp{1});
    m_camera.setMode(AxisMode::RealTime);
    m_camera.setAllExpanded(true);
    m_camera.resize(300);
    QCOMPARE(m_camera.maximumScrollX(), 0.0);
}

QTEST_GUILESS_MAIN(TestTimelineCamera)
#include "tst_timeline_camera.moc"
