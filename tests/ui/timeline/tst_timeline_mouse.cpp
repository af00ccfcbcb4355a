// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/timeline/view_fixture.h"

#include <QHelpEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolTip>
#include <QWheelEvent>

using namespace durascope;
using namespace std::chrono_literals;
using core::Duration;
using core::EventIndex;
using models::HitKind;
using test::ViewFixture;
using ui::TimelineView;

namespace {

void wheel(TimelineView& view, QPoint at, QPoint angle, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QWheelEvent event(at, view.viewport()->mapToGlobal(at), QPoint(), angle, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(view.viewport(), &event);
}

} // namespace

class TestTimelineMouse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }
    void clickSelectsARow();
    void clickSelectsABarAndItsAttempt();
    void clickOnABandSelectsTheInvocation();
    void clickBesideEverythingClearsTheSelection();
    void clickInTheRulerSeeks();
    void draggingThePlayheadScrubs();
    void shiftSnapsToEvents();
    void disclosureOpensAndCloses();
    void altOnDisclosureTakesTheSubtree();
    void clickExpandsABreak();
    void altClickExpandsAllBreaks();
    void doubleClickSeeksToTheStart();
    void doubleClickOnANameActivates();
    void wheelScrollsZoomsAndPans();
    void emptySpacePans();
    void middleDragZoomsToTheRange();
    void splitterMoves();
    void hoverLightsAndReadsTime();
    void everythingPaintedHasATip();
    void namesAreNoMarkup();
    void contextMenuSelectsFirst();
};

void TestTimelineMouse::clickSelectsARow()
{
    ViewFixture f;
    f.click(f.inTree(f.row("s")));
    QCOMPARE(f.session.selection().operation, f.operation("s"));
}

void TestTimelineMouse::clickSelectsABarAndItsAttempt()
{
    ViewFixture f;
    f.click(f.at(f.timeOf(6) + Duration(150ms), f.row("c")));
    QCOMPARE(f.session.selection().operation, f.operation("c"));
    QCOMPARE(f.session.selection().attempt, 2U);
    f.click(f.at(f.timeOf(2) + Duration(200ms), f.row("r")));
    QCOMPARE(f.session.selection().operation, f.operation("r"));
    QCOMPARE(f.session.selection().attempt, 0U);
}

void TestTimelineMouse::clickOnABandSelectsTheInvocation()
{
    ViewFixture f;
    f.click({qRound(f.view.xOf(f.timeOf(2) + Duration(100ms))), 28 + 9});
    QCOMPARE(f.session.selection().invocation, core::InvocationIndex(0));
    QVERIFY(!f.session.selection().operation.valid());
}

void TestTimelineMouse::clickBesideEverythingClearsTheSelection()
{
    ViewFixture f;
    f.session.selectOperation(f.operation("s"));
    f.click({f.view.treeWidth() + 40, 380});
    QVERIFY(f.session.selection().empty());
}

void TestTimelineMouse::clickInTheRulerSeeks()
{
    ViewFixture f;
    const core::Timestamp wanted = f.timeOf(4) + Duration(100ms);
    f.click(f.above(wanted));
    QVERIFY(qAbs((f.session.now() - wanted).count()) < 20'000);
    QCOMPARE(f.session.cursor(), EventIndex(4));
}

void TestTimelineMouse::draggingThePlayheadScrubs()
{
    ViewFixture f;
    QSignalSpy moved(&f.session, &models::Session::cursorMoved);
    const QPoint from(qRound(f.view.xOf(f.session.now())), 22);
    f.drag(from, f.above(f.timeOf(2) + Duration(200ms)));
    QVERIFY(moved.count() >= 3);
    QCOMPARE(f.session.cursor(), EventIndex(2));
    // Beyond the edges it stops at the ends.
    f.drag({qRound(f.view.xOf(f.session.now())), 22}, {5000, 22});
    QVERIFY(f.session.atEnd());
}

void TestTimelineMouse::shiftSnapsToEvents()
{
    ViewFixture f;
    f.click(f.above(f.timeOf(2) + Duration(390ms)), Qt::ShiftModifier);
    // Of the events at that instant the last one counts.
    QCOMPARE(f.session.now(), f.timeOf(3));
}

void TestTimelineMouse::disclosureOpensAndCloses()
{
    ViewFixture f;
    const int before = f.session.rows()->count();
    const int row = f.row("ctx");
    f.click(f.view.disclosureRect(row).center());
    QVERIFY(!f.session.rows()->isOpen(f.operation("ctx")));
    QCOMPARE(f.session.rows()->count(), before - 2);
    f.click(f.view.disclosureRect(row).center());
    QCOMPARE(f.session.rows()->count(), before);
}

void TestTimelineMouse::altOnDisclosureTakesTheSubtree()
{
    ViewFixture f;
    f.session.rows()->setOpen(f.operation("ctx"), false);
    f.click(f.view.disclosureRect(f.row("ctx")).center(), Qt::AltModifier);
    QVERIFY(f.session.rows()->isOpen(f.operation("ctx")));
    QVERIFY(f.session.rows()->isOpen(f.operation("c"))); // its attempts
}

void TestTimelineMouse::clickExpandsABreak()
{
    ViewFixture f;
    const core::Timestamp middle = f.timeOf(9) + Duration(30min);
    const auto width = [&] { return f.view.xOf(middle + Duration(20min)) - f.view.xOf(middle); };
    const double before = width();
    const QPoint inBreak(qRound(f.view.xOf(middle)), 380);
    QCOMPARE(f.view.hitAt(inBreak).kind, HitKind::Break);
    f.click(inBreak);
    QTRY_VERIFY(width() > 2 * before);
    f.click({qRound(f.view.xOf(middle)), 380});
    QTRY_VERIFY(qAbs(width() - before) < 0.5);
}

void TestTimelineMouse::altClickExpandsAllBreaks()
{
    ViewFixture f;
    const core::Timestamp middle = f.timeOf(9) + Duration(30min);
    f.click({qRound(f.view.xOf(middle)), 5}, Qt::AltModifier);
    QTRY_VERIFY(f.view.viewState().value(QStringLiteral("expandedBreaks")).toList().size() == 1);
    f.view.collapseAllBreaks();
    QTRY_VERIFY(f.view.viewState().value(QStringLiteral("expandedBreaks")).toList().isEmpty());
}

void TestTimelineMouse::doubleClickSeeksToTheStart()
{
    ViewFixture f;
    QTest::mouseDClick(f.view.viewport(), Qt::LeftButton, Qt::NoModifier,
                       f.at(f.timeOf(6) + Duration(150ms), f.row("c")));
    QCOMPARE(f.session.cursor(), EventIndex(6)); // of its second attempt
    QTest::mouseDClick(f.view.viewport(), Qt::LeftButton, Qt::NoModifier,
                       {qRound(f.view.xOf(f.session.log().endTime() + -Duration(200ms))), 28 + 9});
    QCOMPARE(f.session.now(), f.session.analysis().invocations()[1].start);
}

void TestTimelineMouse::doubleClickOnANameActivates()
{
    ViewFixture f;
    QSignalSpy activated(&f.view, &TimelineView::activated);
    QTest::mouseDClick(f.view.viewport(), Qt::LeftButton, Qt::NoModifier, f.inTree(f.row("s")));
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated[0][0].value<core::OperationIndex>(), f.operation("s"));
}

void TestTimelineMouse::wheelScrollsZoomsAndPans()
{
    ViewFixture f(test::orderHistory().log(), {1000, 120});
    const QPoint over(700, 100);
    wheel(f.view, over, {0, -120});
    QVERIFY(f.view.verticalScrollBar()->value() > 0);
    const auto range = *f.view.visibleRange();
    QSignalSpy changed(&f.view, &TimelineView::rangeChanged);
    wheel(f.view, over, {0, 480}, Qt::ControlModifier);
    QVERIFY(changed.count() > 0);
    const auto zoomed = *f.view.visibleRange();
    QVERIFY(zoomed.second - zoomed.first < range.second - range.first);
    wheel(f.view, over, {0, 240}, Qt::ShiftModifier);
    QVERIFY(f.view.visibleRange()->first < zoomed.first);
    wheel(f.view, over, {-240, 0});
    QCOMPARE(f.view.visibleRange()->first, zoomed.first);
}

void TestTimelineMouse::emptySpacePans()
{
    ViewFixture f;
    for (int i = 0; i < 6; ++i)
        f.view.zoomIn();
    const auto before = *f.view.visibleRange();
    f.drag({700, 380}, {500, 380});
    QVERIFY(f.view.visibleRange()->first > before.first);
}

void TestTimelineMouse::middleDragZoomsToTheRange()
{
    ViewFixture f;
    const core::Timestamp from = f.timeOf(2);
    const core::Timestamp to = f.timeOf(3);
    f.drag(f.at(from, 2), f.at(to, 2), Qt::MiddleButton);
    const auto range = *f.view.visibleRange();
    QVERIFY(range.first <= from && range.second >= to);
    QVERIFY(range.second - range.first < (to - from) * 2);
}

void TestTimelineMouse::splitterMoves()
{
    ViewFixture f;
    const int before = f.view.treeWidth();
    f.drag({before, 200}, {before + 120, 200});
    QCOMPARE(f.view.treeWidth(), before + 120);
    f.drag({f.view.treeWidth(), 200}, {10, 200});
    QCOMPARE(f.view.treeWidth(), 220);
}

void TestTimelineMouse::hoverLightsAndReadsTime()
{
    ViewFixture f;
    QSignalSpy readout(&f.view, &TimelineView::cursorReadout);
    QTest::mouseMove(f.view.viewport(), f.at(f.timeOf(2), f.row("r")));
    QTRY_COMPARE(f.session.hovered(), f.operation("r"));
    QVERIFY(readout.last()[1].toBool());
    QTest::mouseMove(f.view.viewport(), f.inTree(f.row("s")));
    QTRY_COMPARE(f.session.hovered(), f.operation("s"));
    QVERIFY(!readout.last()[1].toBool());
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(f.view.viewport(), &leave);
    QVERIFY(!f.session.hovered().valid());
}

void TestTimelineMouse::everythingPaintedHasATip()
{
    ViewFixture f;
    QVERIFY(f.view.tipAt(f.at(f.timeOf(4) + Duration(100ms), f.row("c"))).contains(QStringLiteral("Back-off")));
    QVERIFY(f.view.tipAt(f.inTree(f.row("w"))).contains(QStringLiteral("cool-down")));
    const QString band = f.view.tipAt({qRound(f.view.xOf(f.timeOf(2))), 28 + 9});
    QVERIFY(band.contains(QStringLiteral("#1")));
    const QString gap = f.view.tipAt({qRound(f.view.xOf(f.timeOf(9) + Duration(30min))), 380});
    QVERIFY2(gap.contains(QStringLiteral("1 h")) && gap.contains(QStringLiteral("cool-down")), qPrintable(gap));
    QVERIFY(!f.view.tipAt({qRound(f.view.xOf(f.session.now())), 22}).isEmpty());
    QVERIFY(f.view.tipAt({f.view.treeWidth() / 2, 390}).isEmpty());
}

void TestTimelineMouse::namesAreNoMarkup()
{
    test::HistoryBuilder h;
    h.executionStarted().stepStarted("x", {.name = "<b>bold</b>"}).after(1s).stepSucceeded("x").executionSucceeded();
    h.invocationCompleted();
    ViewFixture f(h.log());
    QVERIFY(f.view.tipAt(f.inTree(1)).contains(QStringLiteral("<b>bold</b>")));
    QHelpEvent help(QEvent::ToolTip, f.inTree(1), f.view.viewport()->mapToGlobal(f.inTree(1)));
    QCoreApplication::sendEvent(f.view.viewport(), &help);
    QVERIFY(QToolTip::text().contains(QStringLiteral("&lt;b&gt;bold")));
    QToolTip::hideText();
}

void TestTimelineMouse::contextMenuSelectsFirst()
{
    ViewFixture f;
    QSignalSpy asked(&f.view, &TimelineView::contextMenuRequested);
    const QPoint point = f.at(f.timeOf(6) + Duration(150ms), f.row("c"));
    QContextMenuEvent event(QContextMenuEvent::Mouse, point, f.view.viewport()->mapToGlobal(point));
    QCoreApplication::sendEvent(f.view.viewport(), &event);
    QCOMPARE(asked.count(), 1);
    QVERIFY(asked[0][2].toBool());
    QCOMPARE(f.session.selection().operation, f.operation("c"));
    QCOMPARE(f.session.selection().attempt, 2U);
}

QTEST_MAIN(TestTimelineMouse)
#include "tst_timeline_mouse.moc"
