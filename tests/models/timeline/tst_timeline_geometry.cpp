// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/timeline_geometry.h"
#include "tests/models/timeline/scene_maker.h"
#include "tests/support/history_builder.h"
#include "tests/support/json_log.h"
#include "tests/support/random_history.h"

#include <QRandomGenerator>
#include <QTest>

#include <cmath>

using namespace durascope;
using namespace std::chrono_literals;
using core::EventIndex;
using core::OperationIndex;
using models::AxisMode;
using models::Bar;
using models::BarShape;
using models::Hit;
using models::HitKind;
using models::TimelineGeometry;
using models::VisualState;
using test::HistoryBuilder;
using test::SceneMaker;

namespace {

constexpr QSizeF kSize(900, 400);

/// Two invocations with a wait of an hour between them, inside a context that spans both.
HistoryBuilder waitInContext()
{
    HistoryBuilder h;
    h.executionStarted().contextStarted("outer");
    h.stepStarted("a", {.parent = "outer"}).after(500ms).stepSucceeded("a");
    h.waitStarted("w", 3600, {.parent = "outer"}).invocationCompleted().after(1h).waitSucceeded("w");
    h.invocationStarts().after(20ms).stepStarted("b", {.parent = "outer"}).after(400ms).stepFailed("b", "Oops");
    h.contextFailed("outer", "Oops").executionFailed("Oops").invocationCompleted();
    return h;
}

std::vector<Bar> barsOf(const SceneMaker& scene, const TimelineGeometry& geometry, const char* name)
{
    const auto operation = scene.session.log().findOperation(name);
    const int row = operation ? scene.session.rows()->rowOf(*operation) : -1;
    if (row < 0)
        return {};
    const auto bars = geometry.barsOf(row);
    return {bars.begin(), bars.end()};
}

bool overlapsAnother(std::span<const Bar> bars, const Bar& bar, QPointF point)
{
    return std::any_of(bars.begin(), bars.end(), [&](const Bar& other) {
        return &other != &bar && other.rect.adjusted(-3, -99, 3, 99).contains(point);
    });
}

/// Why something painted cannot be hit; empty when all of it can.
QString unhittable(const TimelineGeometry& geometry, QSizeF size)
{
    const QRectF rowsArea(0, geometry.metrics().headerHeight(), size.width(),
                          size.height() - geometry.metrics().headerHeight());
    for (int row = geometry.firstRow(); row <= geometry.lastRow(); ++row) {
        for (const Bar& bar : geometry.barsOf(row)) {
            const QRectF seen = bar.rect.intersected(rowsArea);
            if (seen.width() < 1 || seen.height() < 2)
                continue;
            // Where it is painted for certain: in the middle of its row.
            const QPointF point(seen.center().x(), bar.rect.center().y());
            if (!rowsArea.contains(point) || point.y() >= size.height())
                continue;
            const Hit hit = geometry.hitTest(point);
            if (hit.kind != HitKind::Bar || hit.row != row || hit.operation != bar.operation)
                return QStringLiteral("bar in row %1 at %2").arg(row).arg(point.x());
            if (hit.attempt != bar.attempt && !overlapsAnother(geometry.barsOf(row), bar, point))
                return QStringLiteral("attempt %1 in row %2").arg(bar.attempt).arg(row);
        }
    }
    for (const models::Band& band : geometry.bands()) {
        const QRectF seen = band.rect.intersected(QRectF(QPointF(0, 0), size));
        if (seen.width() < 1)
            continue;
        const Hit hit = geometry.hitTest(seen.center());
        if (hit.kind != HitKind::Band && hit.kind != HitKind::Playhead)
            return QStringLiteral("band at %1").arg(seen.center().x());
    }
    for (const models::WakeMark& wake : geometry.wakes()) {
        const HitKind kind = geometry.hitTest(wake.rect.center()).kind;
        if (kind != HitKind::Wake && kind != HitKind::Band && kind != HitKind::Playhead)
            return QStringLiteral("wake-up mark at %1").arg(wake.rect.center().x());
    }
    for (const models::Break& gap : geometry.breaks()) {
        const QRectF seen = gap.rect.intersected(QRectF(QPointF(0, 0), size));
        if (seen.width() < 1)
            continue;
        const Hit hit = geometry.hitTest(QPointF(seen.center().x(), 4));
        if (hit.kind != HitKind::Break || hit.stretch != gap.stretch)
            return QStringLiteral("break %1").arg(gap.stretch);
    }
    return {};
}

} // namespace

class TestTimelineGeometry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whateverIsPaintedCanBeHit();
    void nothingBehindThePlayheadIsSolid();
    void barsStayInTheirRows();
    void rowsOutsideAreNotLookedAt();
    void idleTimeIsCrossedByALine();
    void openContextsAreSlimAndClosedOnesFull();
    void waitsKeepTheirKindOfTime();
    void runningBarsEndAtThePlayhead();
    void attemptsAndBackOff();
    void attemptRowsShowOneAttempt();
    void abandonedOperationsHaveAnOpenEnd();
    void shortOperationsArePoints();
    void aHundredThousandPollsShareThePixels();
    void bandsTellHowInvocationsWent();
    void bandsAreMergedByPixels();
    void wakeMarksStandBeforeTheirBands();
    void breaksTellTheirReason();
    void hitsNothingOutside();
};

void TestTimelineGeometry::whateverIsPaintedCanBeHit()
{
    QRandomGenerator random(23);
    for (std::uint32_t seed = 1; seed <= 120; ++seed) {
        const auto log = test::logFromJson(test::randomHistory(seed, {.actions = 80, .hostile = seed % 3 == 0}));
        if (log->empty())
            continue;
        const QSizeF size(random.bounded(120, 1600), random.bounded(60, 900));
        SceneMaker scene(log, seed % 2 == 0 ? AxisMode::RealTime : AxisMode::Compressed, size,
                         seed % 5 == 0 ? std::vector<std::size_t>{1, 3} : std::vector<std::size_t>{});
        if (seed % 4 == 0)
            scene.session.rows()->openAll();
        for (int look = 0; look < 6; ++look) {
            scene.axis.setZoom(std::pow(10.0, random.bounded(4.0)));
            scene.scrollX = random.bounded(std::max(scene.axis.contentWidth() - size.width(), 1.0));
            scene.scrollY = random.bounded(std::max(scene.session.rows()->count() * 22, 1));
            scene.session.seekTo(EventIndex(random.bounded(log->eventCount())));
            const QString fault = unhittable(scene.geometry(), size);
            QVERIFY2(fault.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(fault)));
        }
    }
}

void TestTimelineGeometry::nothingBehindThePlayheadIsSolid()
{
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        const auto log = test::logFromJson(test::randomHistory(seed));
        SceneMaker scene(log, seed % 2 == 0 ? AxisMode::RealTime : AxisMode::Compressed, {1200, 4000});
        for (std::uint32_t event = 0; event < log->eventCount(); event += 7) {
            scene.session.seekTo(EventIndex(event));
            const TimelineGeometry geometry = scene.geometry();
            const double playhead = scene.axis.xOf(scene.session.now());
            const auto state = scene.session.stateAt();
            for (const Bar& bar : geometry.bars()) {
                // Rounding and the least width of a bar reach a little beyond.
                if (!bar.future && !bar.openEnd && bar.shape != BarShape::Point)
                    QVERIFY2(bar.rect.right() <= playhead + 4, qPrintable(QString::number(seed)));
                QVERIFY(bar.future || state.exists(bar.operation));
                if (!state.exists(bar.operation))
                    QVERIFY(bar.rect.left() >= playhead - 6);
            }
        }
    }
}

void TestTimelineGeometry::barsStayInTheirRows()
{
    const auto log = test::logFromJson(test::randomHistory(5, {.actions = 200}));
    SceneMaker scene(log, AxisMode::Compressed, kSize);
    const TimelineGeometry geometry = scene.geometry();
    QVERIFY(!geometry.bars().empty());
    for (const Bar& bar : geometry.bars()) {
        QVERIFY(bar.rect.top() >= geometry.rowTop(bar.row));
        QVERIFY(bar.rect.bottom() <= geometry.rowTop(bar.row) + geometry.metrics().rowHeight);
        QVERIFY(bar.rect.width() >= 3);
        QCOMPARE(scene.session.rows()->at(bar.row).operation, bar.operation);
        QCOMPARE(geometry.rowAt(bar.rect.center().y() < kSize.height() ? bar.rect.center().y() : -1),
                 bar.rect.center().y() < kSize.height() ? bar.row : -1);
    }
}

void TestTimelineGeometry::rowsOutsideAreNotLookedAt()
{
    HistoryBuilder h;
    h.executionStarted();
    for (int i = 0; i < 190; ++i)
        h.stepStarted("s" + std::to_string(i)).after(1ms).stepSucceeded("s" + std::to_string(i));
    h.executionSucceeded().invocationCompleted();
    SceneMaker scene(h.log(), AxisMode::RealTime, kSize);
    scene.scrollY = 50 * 22 + 11;
    const TimelineGeometry geometry = scene.geometry();
    QCOMPARE(geometry.firstRow(), 50);
    QCOMPARE(geometry.rowTop(50), 46.0 - 11);
    QCOMPARE(geometry.rowCount(), 17);
    QCOMPARE(geometry.bars().size(), std::size_t{17});
    QCOMPARE(geometry.rowAt(46), 50);
    QCOMPARE(geometry.rowAt(45), -1);
}

void TestTimelineGeometry::idleTimeIsCrossedByALine()
{
    SceneMaker scene(waitInContext().log(), AxisMode::Compressed, kSize);
    const TimelineGeometry geometry = scene.geometry();
    const auto bars = barsOf(scene, geometry, "outer");
    QCOMPARE(bars.size(), std::size_t{3});
    QCOMPARE(bars[0].shape, BarShape::Container);
    QCOMPARE(bars[1].shape, BarShape::Crossing);
    QCOMPARE(bars[2].shape, BarShape::Container);
    QCOMPARE(bars[2].outcome, VisualState::Failed);
    QCOMPARE(bars[0].outcome, VisualState::Pending);
    QCOMPARE(bars[1].rect.left(), bars[0].rect.right());
    QCOMPARE(bars[2].rect.left(), bars[1].rect.right());
    QCOMPARE(geometry.breaks().size(), std::size_t{1});
    QVERIFY(std::abs(geometry.breaks().front().rect.width() - 64) < 1);
}

void TestTimelineGeometry::openContextsAreSlimAndClosedOnesFull()
{
    SceneMaker scene(waitInContext().log(), AxisMode::Compressed, kSize);
    const OperationIndex outer = *scene.session.log().findOperation("outer");
    QCOMPARE(barsOf(scene, scene.geometry(), "outer").front().shape, BarShape::Container);
    scene.session.rows()->setOpen(outer, false);
    QCOMPARE(barsOf(scene, scene.geometry(), "outer").front().shape, BarShape::Full);
    QVERIFY(barsOf(scene, scene.geometry(), "a").empty());
}

void TestTimelineGeometry::waitsKeepTheirKindOfTime()
{
    SceneMaker scene(waitInContext().log(), AxisMode::Compressed, kSize);
    const auto bars = barsOf(scene, scene.geometry(), "w");
    QCOMPARE(bars.size(), std::size_t{1});
    QCOMPARE(bars[0].shape, BarShape::Thin);
    QCOMPARE(bars[0].state, VisualState::TimerWait);
    QCOMPARE(bars[0].outcome, VisualState::Succeeded);
}

void TestTimelineGeometry::runningBarsEndAtThePlayhead()
{
    SceneMaker scene(waitInContext().log(), AxisMode::Compressed, kSize);
    const history::EventLog& log = scene.session.log();
    const OperationIndex a = *log.findOperation("a");
    const core::Timestamp start = log.time(log.operation(a).firstEvent);
    scene.session.seekToTime(start + core::Duration(250ms));
    const TimelineGeometry geometry = scene.geometry();
    const auto bars = barsOf(scene, geometry, "a");
    QCOMPARE(bars.size(), std::size_t{2});
    QCOMPARE(bars[0].state, VisualState::Running);
    QVERIFY(bars[0].movingEdge);
    QCOMPARE(bars[0].rect.right(), *geometry.playhead());
    QVERIFY(bars[1].future);
    QCOMPARE(bars[1].rect.left(), *geometry.playhead());
    // In the instant in which it begins it already has a place, and that is no line.
    scene.session.seekTo(log.operation(a).firstEvent);
    const auto begun = barsOf(scene, scene.geometry(), "a");
    QCOMPARE(begun[0].shape, BarShape::Full);
    QVERIFY(begun[0].movingEdge);
    const auto later = barsOf(scene, geometry, "b");
    QCOMPARE(later.size(), std::size_t{1});
    QVERIFY(later[0].future);
}

void TestTimelineGeometry::attemptsAndBackOff()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("s").after(300ms).stepFailed("s", "Busy", 1).invocationCompleted();
    h.after(1s).stepStarted("s").after(300ms).stepSucceeded("s").executionSucceeded().invocationCompleted();
    SceneMaker scene(h.log(), AxisMode::RealTime, kSize);
    const auto bars = barsOf(scene, scene.geometry(), "s");
    QCOMPARE(bars.size(), std::size_t{3});
    QCOMPARE(bars[0].outcome, VisualState::Failed);
    QCOMPARE(bars[0].attempt, 1U);
    QCOMPARE(bars[1].shape, BarShape::Link);
    QCOMPARE(bars[1].state, VisualState::BackOff);
    QCOMPARE(bars[2].outcome, VisualState::Succeeded);
    QCOMPARE(bars[2].attempt, 2U);
    // Between the attempts.
    scene.session.seekTo(EventIndex(2));
    const auto waiting = barsOf(scene, scene.geometry(), "s");
    QCOMPARE(waiting[1].shape, BarShape::Link);
    QVERIFY(waiting.back().future);
}

void TestTimelineGeometry::attemptRowsShowOneAttempt()
{
    HistoryBuilder h;
    h.executionStarted();
    for (int i = 0; i < 4; ++i)
        h.stepStarted("s").after(300ms).stepFailed("s", "Busy", 1).after(1s);
    h.stepStarted("s").after(300ms).stepSucceeded("s").executionSucceeded().invocationCompleted();
    SceneMaker scene(h.log(), AxisMode::RealTime, kSize);
    const OperationIndex step = *scene.session.log().findOperation("s");
    scene.session.rows()->setOpen(step, true);
    const TimelineGeometry geometry = scene.geometry();
    for (std::uint32_t attempt = 1; attempt <= 5; ++attempt) {
        const auto bars = geometry.barsOf(scene.session.rows()->rowOf(step, attempt));
        QCOMPARE(bars.size(), std::size_t{attempt < 5 ? 2U : 1U});
        QCOMPARE(bars.front().attempt, attempt);
    }
}

void TestTimelineGeometry::abandonedOperationsHaveAnOpenEnd()
{
    HistoryBuilder h;
    h.executionStarted().waitStarted("w", 86'400).stepStarted("s").after(900ms).stepSucceeded("s");
    h.executionSucceeded().invocationCompleted();
    SceneMaker scene(h.log(), AxisMode::RealTime, kSize);
    const auto bars = barsOf(scene, scene.geometry(), "w");
    QCOMPARE(bars.size(), std::size_t{1});
    QVERIFY(bars[0].openEnd);
    QCOMPARE(bars[0].state, VisualState::Abandoned);
    // Clipped at the end of the execution, a day before its timer.
    QVERIFY(bars[0].rect.right() <= kSize.width());
}

void TestTimelineGeometry::shortOperationsArePoints()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("short").stepSucceeded("short").stepStarted("long").after(1h).stepSucceeded(
        "long");
    h.executionSucceeded().invocationCompleted();
    SceneMaker scene(h.log(), AxisMode::RealTime, kSize);
    const auto bars = barsOf(scene, scene.geometry(), "short");
    QCOMPARE(bars.size(), std::size_t{1});
    QCOMPARE(bars[0].shape, BarShape::Point);
    QVERIFY(std::abs(bars[0].rect.center().x() - models::TimeAxis::kMargin) <= 1);
}

void TestTimelineGeometry::aHundredThousandPollsShareThePixels()
{
    HistoryBuilder h;
    h.executionStarted();
    constexpr int kPolls = 20'000;
    for (int i = 0; i < kPolls; ++i)
        h.stepStarted("p", {.subType = "WaitForCondition"}).after(5ms).stepSucceeded("p", "1", 1).after(100ms);
    h.stepStarted("p").after(5ms).stepSucceeded("p").executionSucceeded().invocationCompleted();
    SceneMaker scene(h.log(), AxisMode::RealTime, kSize);
    const auto bars = barsOf(scene, scene.geometry(), "p");
    QVERIFY(static_cast<double>(bars.size()) < 2 * kSize.width());
    std::uint64_t shown = 0;
    for (const Bar& bar : bars)
        shown += bar.merged;
    QVERIFY2(shown >= kPolls, qPrintable(QString::number(shown)));
    // From near by each stands alone.
    scene.axis.setZoom(2000);
    scene.scrollX = scene.axis.contentWidth() / 2;
    for (const Bar& bar : barsOf(scene, scene.geometry(), "p"))
        QCOMPARE(bar.merged, 1U);
}

void TestTimelineGeometry::bandsTellHowInvocationsWent()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("s").after(300ms).invocationCompleted("Sandbox.Timedout");
    h.after(2s).stepStarted("s").after(300ms).stepSucceeded("s").executionSucceeded().invocationCompleted();
    SceneMaker scene(h.log(), AxisMode::Compressed, kSize);
    const TimelineGeometry atEnd = scene.geometry();
    QCOMPARE(atEnd.bands().size(), std::size_t{2});
    QVERIFY(atEnd.bands()[0].failed);
    QVERIFY(!atEnd.bands()[1].failed);
    // At the first event the first invocation runs, how it ends is not known, and the second lies ahead.
    scene.session.seekTo(EventIndex(1));
    const TimelineGeometry early = scene.geometry();
    QVERIFY(early.bands().front().running);
    QVERIFY(!early.bands().front().failed);
    QVERIFY(early.bands().back().future);
}

void TestTimelineGeometry::bandsAreMergedByPixels()
{
    HistoryBuilder h;
    h.executionStarted();
    for (int i = 0; i < 5000; ++i) {
        const std::string id = "s" + std::to_string(i);
        h.stepStarted(id).after(1ms).stepSucceeded(id).invocationCompleted(i == 2500 ? "Crash" : "").after(50ms);
    }
    h.stepStarted("z").stepSucceeded("z").executionSucceeded().invocationCompleted();
    SceneMaker scene(h.log(), AxisMode::RealTime, kSize);
    const TimelineGeometry geometry = scene.geometry();
    QVERIFY(static_cast<double>(geometry.bands().size()) < kSize.width());
    std::uint32_t shown = 0;
    int failed = 0;
    for (const models::Band& band : geometry.bands()) {
        shown += band.merged;
        failed += band.failed ? 1 : 0;
    }
    QCOMPARE(shown, 5001U);
    QCOMPARE(failed, 1);
}

void TestTimelineGeometry::wakeMarksStandBeforeTheirBands()
{
    SceneMaker scene(waitInContext().log(), AxisMode::Compressed, kSize);
    const TimelineGeometry geometry = scene.geometry();
    QCOMPARE(geometry.wakes().size(), std::size_t{1});
    QCOMPARE(geometry.wakes()[0].reason, history::WakeReason::TimerFired);
    QVERIFY(geometry.wakes()[0].rect.right() <= geometry.bands()[1].rect.left());
    QVERIFY(geometry.wakes()[0].rect.left() >= geometry.bands()[0].rect.right());
}

void TestTimelineGeometry::breaksTellTheirReason()
{
    SceneMaker scene(waitInContext().log(), AxisMode::Compressed, kSize);
    QCOMPARE(scene.geometry().breaks()[0].reason, history::GapReason::Timer);
    QVERIFY(!scene.geometry().breaks()[0].expanded);
    const history::Gap* gap = models::gapIn(scene.session.analysis(), scene.axis.stretch(1));
    QVERIFY(gap != nullptr);
    SceneMaker open(waitInContext().log(), AxisMode::Compressed, kSize, {1});
    QVERIFY(open.geometry().breaks()[0].expanded);
    SceneMaker real(waitInContext().log(), AxisMode::RealTime, kSize);
    QVERIFY(real.geometry().breaks().empty());
}

void TestTimelineGeometry::hitsNothingOutside()
{
    SceneMaker scene(waitInContext().log(), AxisMode::Compressed, kSize);
    const TimelineGeometry geometry = scene.geometry();
    for (const QPointF point :
         {QPointF(-1, 60), QPointF(60, -1), QPointF(kSize.width(), 60), QPointF(60, kSize.height())}) {
        QCOMPARE(geometry.hitTest(point).kind, HitKind::Nothing);
        QCOMPARE(geometry.hitTest(point).row, -1);
    }
    QCOMPARE(geometry.hitTest({300, 5}).kind, HitKind::Ruler);
    QCOMPARE(geometry.hitTest({300, kSize.height() - 5}).row, -1);
    QVERIFY(geometry.playhead());
    QCOMPARE(geometry.hitTest(geometry.playheadHandle().center()).kind, HitKind::Playhead);
}

QTEST_GUILESS_MAIN(TestTimelineGeometry)
#include "tst_timeline_geometry.moc"
