// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/log_builder.h"
#include "tests/support/json_log.h"
#include "tests/support/random_history.h"
#include "tests/ui/timeline/view_fixture.h"
#include "ui/theme/palette.h"
#include "ui/theme/time_display.h"

#include <QAccessible>
#include <QImage>
#include <QScrollBar>
#include <QSignalSpy>

using namespace durascope;
using namespace std::chrono_literals;
using core::Duration;
using core::EventIndex;
using models::AxisMode;
using test::ViewFixture;
using ui::TimelineView;

namespace {

/// How many pixels of that colour there are in the picture, within a step of rounding.
int pixelsOf(const QImage& image, const QRect& area, const QColor& colour)
{
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            const int off = qMax(qAbs(pixel.red() - colour.red()),
                                 qMax(qAbs(pixel.green() - colour.green()), qAbs(pixel.blue() - colour.blue())));
            count += off <= 1 ? 1 : 0;
        }
    }
    return count;
}

} // namespace

class TestTimelineView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }
    void cleanup() { ui::Theme::instance().setChoice(ui::ThemeChoice::System); }
    void emptyViewPaintsAndIgnoresKeys();
    void arrowsMoveTheSelection();
    void leftClosesAndRightOpens();
    void attemptRowsBelongToTheirStep();
    void pagesAndEnds();
    void enterActivates();
    void selectionScrollsIntoView();
    void axisModesCycle();
    void zoomPanAndWhole();
    void focusCentresThenFits();
    void densityChangesRows();
    void stateSurvives();
    void stateOfAnotherFileDoesNoHarm();
    void playheadStaysInViewWhileStepping();
    void anotherDocumentStartsAnew();
    void statesHaveTheirColours();
    void futureIsNotFilled();
    void randomHistoriesPaint();
    void aMillionOperationsPaint();
    void hugeRowCountsScrollToTheEnd();
    void speaksToScreenReaders();
    void paintsAtEveryRatio();
};

void TestTimelineView::emptyViewPaintsAndIgnoresKeys()
{
    models::Session session;
    TimelineView view(session);
    view.resize(600, 300);
    view.show();
    QVERIFY(!view.grab().isNull());
    for (const int key : {Qt::Key_Up, Qt::Key_Down, Qt::Key_Left, Qt::Key_Right, Qt::Key_Return, Qt::Key_PageDown})
        QTest::keyClick(&view, static_cast<Qt::Key>(key));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(400, 100));
    QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, QPoint(400, 100));
    view.zoomIn();
    view.showAll();
    view.focusSelection();
    view.expandAllBreaks();
    view.cycleAxis();
    QVERIFY(!view.visibleRange());
}

void TestTimelineView::arrowsMoveTheSelection()
{
    ViewFixture f;
    f.session.clearSelection();
    QTest::keyClick(&f.view, Qt::Key_Down);
    QCOMPARE(f.session.selection().operation, core::kExecution);
    QTest::keyClick(&f.view, Qt::Key_Down);
    QCOMPARE(f.session.selection().operation, f.operation("ctx"));
    QTest::keyClick(&f.view, Qt::Key_Up);
    QTest::keyClick(&f.view, Qt::Key_Up);
    QCOMPARE(f.session.selection().operation, core::kExecution);
}

void TestTimelineView::leftClosesAndRightOpens()
{
    ViewFixture f;
    f.session.selectOperation(f.operation("r"));
    QTest::keyClick(&f.view, Qt::Key_Left);
    QCOMPARE(f.session.selection().operation, f.operation("ctx"));
    QTest::keyClick(&f.view, Qt::Key_Left);
    QVERIFY(!f.session.rows()->isOpen(f.operation("ctx")));
    QTest::keyClick(&f.view, Qt::Key_Left);
    QCOMPARE(f.session.selection().operation, core::kExecution);
    QTest::keyClick(&f.view, Qt::Key_Right);
    QTest::keyClick(&f.view, Qt::Key_Right);
    QVERIFY(f.session.rows()->isOpen(f.operation("ctx")));
    QTest::keyClick(&f.view, Qt::Key_Right);
    QCOMPARE(f.session.selection().operation, f.operation("r"));
}

void TestTimelineView::attemptRowsBelongToTheirStep()
{
    ViewFixture f;
    f.session.selectOperation(f.operation("c"));
    QTest::keyClick(&f.view, Qt::Key_Right);
    QTest::keyClick(&f.view, Qt::Key_Right);
    QCOMPARE(f.session.selection().operation, f.operation("c"));
    QCOMPARE(f.session.selection().attempt, 1U);
    QTest::keyClick(&f.view, Qt::Key_Down);
    QCOMPARE(f.session.selection().attempt, 2U);
    QTest::keyClick(&f.view, Qt::Key_Left);
    QCOMPARE(f.session.selection().attempt, 0U);
    QVERIFY(f.session.rows()->isOpen(f.operation("c")));
}

void TestTimelineView::pagesAndEnds()
{
    ViewFixture f;
    QTest::keyClick(&f.view, Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(f.session.selection().operation, f.operation("s"));
    QTest::keyClick(&f.view, Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(f.session.selection().operation, core::kExecution);
    QTest::keyClick(&f.view, Qt::Key_PageDown);
    QCOMPARE(f.session.selection().operation, f.operation("s"));
    QTest::keyClick(&f.view, Qt::Key_PageUp);
    QCOMPARE(f.session.selection().operation, core::kExecution);
}

void TestTimelineView::enterActivates()
{
    ViewFixture f;
    QSignalSpy activated(&f.view, &TimelineView::activated);
    f.session.selectOperation(f.operation("w"));
    QTest::keyClick(&f.view, Qt::Key_Return);
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated[0][0].value<core::OperationIndex>(), f.operation("w"));
}

void TestTimelineView::selectionScrollsIntoView()
{
    ViewFixture f(test::orderHistory().log(), {1000, 120});
    f.session.selectOperation(f.operation("s"));
    QVERIFY(f.view.viewport()->rect().contains(f.view.rowRect(f.row("s")).center()));
    f.session.selectOperation(core::kExecution);
    QCOMPARE(f.view.verticalScrollBar()->value(), 0);
}

void TestTimelineView::axisModesCycle()
{
    ViewFixture f;
    QSignalSpy changed(&f.view, &TimelineView::axisModeChanged);
    QCOMPARE(f.view.axisMode(), AxisMode::Compressed);
    f.view.cycleAxis();
    QCOMPARE(f.view.axisMode(), AxisMode::RealTime);
    f.view.cycleAxis();
    QCOMPARE(f.view.axisMode(), AxisMode::Compressed);
    f.view.setAxisMode(AxisMode::Compressed);
    QCOMPARE(changed.count(), 2);
}

void TestTimelineView::zoomPanAndWhole()
{
    ViewFixture f;
    const auto whole = *f.view.visibleRange();
    for (int i = 0; i < 5; ++i)
        f.view.zoomIn();
    const auto zoomed = *f.view.visibleRange();
    QVERIFY(zoomed.first > whole.first && zoomed.second < whole.second);
    QVERIFY(f.view.horizontalScrollBar()->maximum() > 0);
    f.view.panRight();
    QVERIFY(f.view.visibleRange()->first > zoomed.first);
    f.view.panLeft();
    QCOMPARE(f.view.visibleRange()->first, zoomed.first);
    f.view.horizontalScrollBar()->setValue(0);
    QCOMPARE(f.view.visibleRange()->first, whole.first);
    f.view.zoomOut();
    f.view.showAll();
    QCOMPARE(*f.view.visibleRange(), whole);
}

void TestTimelineView::focusCentresThenFits()
{
    ViewFixture f;
    for (int i = 0; i < 3; ++i)
        f.view.zoomIn();
    f.session.selectOperation(f.operation("r"));
    f.view.focusSelection();
    const auto centred = *f.view.visibleRange();
    f.view.focusSelection();
    const auto fitted = *f.view.visibleRange();
    QVERIFY(fitted.second - fitted.first < centred.second - centred.first);
    QVERIFY(fitted.first <= f.timeOf(2) && fitted.second >= f.timeOf(3));
    QVERIFY(fitted.second - fitted.first < Duration(1s));
}

void TestTimelineView::densityChangesRows()
{
    ViewFixture f;
    QCOMPARE(f.view.rowRect(1).height(), 22);
    QSignalSpy changed(&f.view, &TimelineView::densityChanged);
    f.view.setDensity(TimelineView::Density::Comfortable);
    QCOMPARE(f.view.rowRect(1).height(), 26);
    f.view.setDensity(TimelineView::Density::Presentation);
    QCOMPARE(f.view.rowRect(1).height(), 32);
    QCOMPARE(changed.count(), 2);
    QVERIFY(!f.view.grab().isNull());
}

void TestTimelineView::stateSurvives()
{
    ViewFixture f(test::orderHistory().log(), {1000, 140});
    f.drag({f.view.treeWidth(), 100}, {f.view.treeWidth() + 50, 100});
    f.view.setDensity(TimelineView::Density::Comfortable);
    for (int i = 0; i < 4; ++i)
        f.view.zoomIn();
    f.session.rows()->setOpen(f.operation("ctx"), false);
    f.view.verticalScrollBar()->setValue(26);
    const QVariantMap state = f.view.viewState();

    ViewFixture other(test::orderHistory().log(), {1000, 140});
    other.view.restoreViewState(state);
    QCOMPARE(other.view.viewState(), state);
    QCOMPARE(other.view.treeWidth(), f.view.treeWidth());
    QVERIFY(!other.session.rows()->isOpen(other.operation("ctx")));
    QCOMPARE(other.view.density(), TimelineView::Density::Comfortable);
}

void TestTimelineView::stateOfAnotherFileDoesNoHarm()
{
    ViewFixture f;
    const QVariantMap state{{QStringLiteral("treeShare"), 7.5},
                            {QStringLiteral("density"), QStringLiteral("Vast")},
                            {QStringLiteral("top"), qlonglong{1} << 60},
                            {QStringLiteral("open"), QVariantList{4'000'000'000U, -1, QStringLiteral("x")}},
                            {QStringLiteral("zoom"), 1e308},
                            {QStringLiteral("left"), qlonglong{1} << 62}};
    f.view.restoreViewState(state);
    QVERIFY(!f.view.grab().isNull());
    f.view.restoreViewState({});
    QVERIFY(!f.view.grab().isNull());
}

void TestTimelineView::playheadStaysInViewWhileStepping()
{
    ViewFixture f;
    for (int i = 0; i < 8; ++i)
        f.view.zoomIn();
    for (std::uint32_t event = 0; event < f.session.log().eventCount(); ++event) {
        f.session.seekTo(EventIndex(event));
        const auto range = *f.view.visibleRange();
        QVERIFY(range.first <= f.session.now() && f.session.now() <= range.second);
    }
}

void TestTimelineView::anotherDocumentStartsAnew()
{
    ViewFixture f;
    for (int i = 0; i < 8; ++i)
        f.view.zoomIn();
    test::HistoryBuilder h;
    h.executionStarted().stepStarted("x").after(1s).stepSucceeded("x").executionSucceeded().invocationCompleted();
    f.session.setDocument(test::documentOf(h.log()));
    QCOMPARE(f.view.axisMode(), AxisMode::RealTime);
    QCOMPARE(f.view.visibleRange()->first, f.session.log().startTime());
    QCOMPARE(f.view.visibleRange()->second, f.session.log().endTime());
    f.session.setDocument({});
    QVERIFY(!f.view.visibleRange());
    QVERIFY(!f.view.grab().isNull());
}

void TestTimelineView::statesHaveTheirColours()
{
    for (const auto choice : {ui::ThemeChoice::Light, ui::ThemeChoice::Dark}) {
        ui::Theme::instance().setChoice(choice);
        ViewFixture f;
        f.session.clearSelection();
        const ui::Palette& palette = ui::Theme::instance().palette();
        const QImage image = f.view.viewport()->grab().toImage();
        const QRect charge = f.view.rowRect(f.row("c")).adjusted(f.view.treeWidth() + 1, 0, 0, 0);
        QVERIFY(pixelsOf(image, charge, palette.state(models::VisualState::Failed)) > 50);
        QVERIFY(pixelsOf(image, charge, palette.state(models::VisualState::Succeeded)) > 50);
        const QRect reserve = f.view.rowRect(f.row("r")).adjusted(f.view.treeWidth() + 1, 0, 0, 0);
        QCOMPARE(pixelsOf(image, reserve, palette.state(models::VisualState::Failed)), 0);
        QVERIFY(pixelsOf(image, QRect(0, 300, 1000, 90), palette.canvas) > 20'000);
    }
}

void TestTimelineView::futureIsNotFilled()
{
    ui::Theme::instance().setChoice(ui::ThemeChoice::Light);
    ViewFixture f;
    f.session.clearSelection();
    f.session.seekToStart();
    const QImage image = f.view.viewport()->grab().toImage();
    const ui::Palette& palette = ui::Theme::instance().palette();
    const QRect rows(f.view.treeWidth() + 2, 70, 1000 - f.view.treeWidth() - 4, 300);
    QCOMPARE(pixelsOf(image, rows, palette.state(models::VisualState::Succeeded)), 0);
    QCOMPARE(pixelsOf(image, rows, palette.state(models::VisualState::Failed)), 0);
}

void TestTimelineView::randomHistoriesPaint()
{
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        const auto log = test::logFromJson(test::randomHistory(seed, {.actions = 60, .hostile = seed % 2 == 0}));
        ViewFixture f(log, {static_cast<int>(200 + seed * 37 % 900), static_cast<int>(80 + seed * 53 % 500)});
        f.session.rows()->openAll();
        for (std::uint32_t event = 0; f.session.isOpen() && event < log->eventCount(); event += 11) {
            f.session.seekTo(EventIndex(event));
            f.view.zoomIn();
            QVERIFY(!f.view.grab().isNull());
        }
    }
}

void TestTimelineView::aMillionOperationsPaint()
{
    history::LogBuilder builder;
    constexpr int kOperations = 1'000'000;
    builder.reserve(2 * kOperations + 3);
    std::string bytes;
    history::RawEvent raw;
    raw.type = core::EventType::ExecutionStarted;
    raw.time = core::Timestamp{0};
    builder.setBytes(bytes);
    builder.add(raw);
    std::int64_t now = 0;
    for (int i = 0; i < kOperations; ++i) {
        const std::string id = std::to_string(i);
        raw.id = id;
        raw.type = core::EventType::StepStarted;
        raw.time = core::Timestamp{now};
        builder.add(raw);
        raw.type = core::EventType::StepSucceeded;
        raw.time = core::Timestamp{now += 1000};
        builder.add(raw);
    }
    ViewFixture f(builder.finish(history::ownedBytes(bytes)));
    f.session.rows()->openAll();
    QCOMPARE(f.session.rows()->count(), kOperations + 1);
    QVERIFY(!f.view.grab().isNull());
    f.view.verticalScrollBar()->setValue(f.view.verticalScrollBar()->maximum());
    QCOMPARE(f.view.rowAt({10, f.view.viewport()->height() - 1}), kOperations);
    f.view.cycleAxis();
    f.session.seekTo(EventIndex(kOperations));
    QVERIFY(!f.view.grab().isNull());
}

void TestTimelineView::hugeRowCountsScrollToTheEnd()
{
    test::HistoryBuilder h;
    h.executionStarted();
    for (int i = 0; i < 3000; ++i)
        h.stepStarted("s" + std::to_string(i)).after(1ms).stepSucceeded("s" + std::to_string(i));
    h.executionSucceeded().invocationCompleted();
    ViewFixture f(h.log());
    QTest::keyClick(&f.view, Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(f.session.selection().operation, core::OperationIndex(3000));
    QVERIFY(f.view.viewport()->rect().contains(f.view.rowRect(3000).center()));
}

void TestTimelineView::speaksToScreenReaders()
{
    ViewFixture f;
    QAccessibleInterface* tree = QAccessible::queryAccessibleInterface(&f.view);
    QVERIFY(tree != nullptr);
    QCOMPARE(tree->role(), QAccessible::Tree);
    QCOMPARE(tree->childCount(), f.session.rows()->count());
    QAccessibleInterface* charge = tree->child(f.row("c"));
    QCOMPARE(charge->role(), QAccessible::TreeItem);
    const QString text = charge->text(QAccessible::Name);
    QVERIFY2(text.startsWith(QStringLiteral("charge, Step, Succeeded")), qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("attempt 2")));
    QCOMPARE(tree->indexOfChild(charge), f.row("c"));
    QVERIFY(charge->state().collapsed);
    charge->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
    QVERIFY(f.session.rows()->isOpen(f.operation("c")));
    charge->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(f.session.selection().operation, f.operation("c"));
    QVERIFY(charge->state().selected);
    const QPoint middle = charge->rect().center();
    QCOMPARE(tree->childAt(middle.x(), middle.y()), charge);
    f.session.setDocument({});
    QVERIFY(!charge->isValid());
    QCOMPARE(tree->childCount(), 0);
}

void TestTimelineView::paintsAtEveryRatio()
{
    ViewFixture f;
    for (const double ratio : {1.0, 1.5, 2.0}) {
        QPixmap picture(f.view.viewport()->size() * ratio);
        picture.setDevicePixelRatio(ratio);
        picture.fill(Qt::magenta);
        f.view.viewport()->render(&picture);
        QCOMPARE(pixelsOf(picture.toImage(), picture.rect(), Qt::magenta), 0);
    }
    ui::TimeDisplayChoice::instance().cycle();
    QVERIFY(!f.view.grab().isNull());
    ui::TimeDisplayChoice::instance().setDisplay(models::TimeDisplay::Utc);
}

QTEST_MAIN(TestTimelineView)
#include "tst_timeline_view.moc"
