// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/time_axis.h"
#include "tests/support/history_builder.h"

#include <QRandomGenerator>
#include <QTest>

#include <cmath>

using namespace durascope;
using namespace std::chrono_literals;
using core::Duration;
using core::Timestamp;
using history::Analysis;
using models::AxisMode;
using models::AxisStretch;
using models::AxisStretches;
using models::TimeAxis;
using test::HistoryBuilder;

namespace {

constexpr Timestamp kStart{1'790'000'000'000'000};

Timestamp at(Duration since)
{
    return kStart + since;
}

AxisStretches stretches(const std::vector<Analysis::Interval>& active, Duration total)
{
    return std::make_shared<const std::vector<AxisStretch>>(models::divideTime(active, kStart, at(total)));
}

/// Two seconds of work, three days of waiting, fifty milliseconds of work.
AxisStretches workWaitWork()
{
    return stretches({{kStart, at(2s)}, {at(72h), at(72h + 50ms)}}, 72h + 50ms);
}

AxisStretches randomStretches(QRandomGenerator& random)
{
    std::vector<Analysis::Interval> active;
    std::int64_t now = 0;
    const int count = random.bounded(1, 30);
    for (int i = 0; i < count; ++i) {
        now += static_cast<std::int64_t>(std::pow(10.0, random.bounded(12.0)));
        const std::int64_t begin = now;
        now += static_cast<std::int64_t>(std::pow(10.0, random.bounded(9.0)));
        active.push_back({at(Duration(begin)), at(Duration(now))});
    }
    return stretches(active, Duration(now + random.bounded(1'000'000)));
}

std::vector<std::size_t> everySecondIdle(const AxisStretches& all)
{
    std::vector<std::size_t> result;
    bool take = false;
    for (std::size_t i = 0; i < all->size(); ++i) {
        if ((*all)[i].idle && (take = !take))
            result.push_back(i);
    }
    return result;
}

} // namespace

class TestTimeAxis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void breakWidths_data();
    void breakWidths();
    void dividesByInvocationsNotByOperations();
    void mergesWhatIsClose();
    void padsByTwoPercent();
    void tellsTrueLengths();
    void dividesRandomTimeWithoutHoles();
    void sharesByTheRootOfDuration();
    void keepsFloors();
    void isWiderThanTheViewWhenFloorsDoNotFit();
    void expandsABreakInPlace();
    void zoomKeepsBreaks();
    void realTimeIsEven();
    void mapsMonotonouslyAndBack();
    void movesBetweenTwoAxes();
    void choosesTheModeByIdleTime();
    void survivesASingleInstant();
    void survivesTheWholeCalendar();
};

void TestTimeAxis::breakWidths_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<double>("width");
    QTest::newRow("1 s") << qint64{1} << 28.0;
    QTest::newRow("1 min") << qint64{60} << 46.0;
    QTest::newRow("1 h") << qint64{3600} << 64.0;
    QTest::newRow("1 day") << qint64{86'400} << 77.0;
    QTest::newRow("30 days") << qint64{30 * 86'400} << 92.0;
    QTest::newRow("a year and more") << qint64{500 * 86'400} << 96.0;
    QTest::newRow("nothing") << qint64{0} << 28.0;
}

void TestTimeAxis::breakWidths()
{
    QFETCH(qint64, seconds);
    QTEST(models::breakWidth(std::chrono::seconds(seconds)), "width");
}

void TestTimeAxis::dividesByInvocationsNotByOperations()
{
    // The wait is an operation that lasts three days: it is the gap, not activity.
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").after(100ms).stepSucceeded("a").waitStarted("w", 3 * 86'400);
    h.invocationCompleted().after(72h).waitSucceeded("w").invocationStarts().after(100ms).stepStarted("b");
    h.after(100ms).stepSucceeded("b").executionSucceeded().invocationCompleted();
    const auto log = h.log();
    const Analysis analysis(log);
    const AxisStretches all = models::divideTime(*log, analysis);
    QCOMPARE(all->size(), std::size_t{3});
    QVERIFY(!(*all)[0].idle);
    QVERIFY((*all)[1].idle);
    QVERIFY(!(*all)[2].idle);
    QCOMPARE((*all)[1].trueLength(), Duration(72h));
    QCOMPARE(models::defaultAxisMode(analysis), AxisMode::Compressed);
}

void TestTimeAxis::mergesWhatIsClose()
{
    // 20 s of work in all: a pause of 100 ms is below 1 %, one of 1 s is not.
    const auto all = stretches({{kStart, at(10s)}, {at(10'300ms), at(15s)}, {at(17s), at(20s)}}, 20s);
    QCOMPARE(all->size(), std::size_t{3});
    QCOMPARE((*all)[0].finish, at(15s));
    QCOMPARE((*all)[1].trueLength(), Duration(2s));
}

void TestTimeAxis::padsByTwoPercent()
{
    const auto all = stretches({{kStart, at(10s)}, {at(30s), at(35s)}}, 35s);
    QCOMPARE(all->size(), std::size_t{3});
    QCOMPARE((*all)[0].start, kStart);
    QCOMPARE((*all)[0].end, at(10'200ms));
    QCOMPARE((*all)[2].start, at(29'900ms));
    QCOMPARE((*all)[2].end, at(35s));
}

void TestTimeAxis::tellsTrueLengths()
{
    const auto all = stretches({{kStart, at(10s)}, {at(30s), at(35s)}}, 60s);
    QCOMPARE(all->size(), std::size_t{4});
    QCOMPARE((*all)[0].trueLength(), Duration(10s));
    QCOMPARE((*all)[1].trueLength(), Duration(20s));
    QCOMPARE((*all)[2].trueLength(), Duration(5s));
    QCOMPARE((*all)[3].trueLength(), Duration(25s));
}

void TestTimeAxis::dividesRandomTimeWithoutHoles()
{
    QRandomGenerator random(7);
    for (int round = 0; round < 300; ++round) {
        const auto all = randomStretches(random);
        QCOMPARE(all->front().start, kStart);
        for (std::size_t i = 0; i < all->size(); ++i) {
            QVERIFY((*all)[i].end > (*all)[i].start);
            if (i > 0) {
                QCOMPARE((*all)[i].start, (*all)[i - 1].end);
                QVERIFY((*all)[i].idle != (*all)[i - 1].idle);
            }
        }
    }
}

void TestTimeAxis::sharesByTheRootOfDuration()
{
    const auto all = stretches({{kStart, at(100s)}, {at(1h), at(1h + 400s)}}, 1h + 400s);
    const TimeAxis axis(all, AxisMode::Compressed, 1000);
    const double expected =
        std::sqrt(static_cast<double>((*all)[2].length().count()) / static_cast<double>((*all)[0].length().count()));
    QCOMPARE(axis.width(2) / axis.width(0), expected);
    QCOMPARE(axis.width(1), models::breakWidth((*all)[1].trueLength()));
    QCOMPARE(axis.contentWidth(), 1000.0);
}

void TestTimeAxis::keepsFloors()
{
    const auto all = workWaitWork();
    const TimeAxis axis(all, AxisMode::Compressed, 300);
    QCOMPARE(axis.width(2), TimeAxis::kActiveFloor);
    QVERIFY(axis.width(0) > TimeAxis::kActiveFloor);
    QCOMPARE(axis.contentWidth(), 300.0);
}

void TestTimeAxis::isWiderThanTheViewWhenFloorsDoNotFit()
{
    std::vector<Analysis::Interval> active;
    for (int i = 0; i < 100; ++i)
        active.push_back({at(i * 60s), at(i * 60s + 10ms)});
    const auto all = stretches(active, 99 * 60s + 10ms);
    TimeAxis axis(all, AxisMode::Compressed, 800);
    double floors = 0;
    double breaks = 0;
    for (std::size_t i = 0; i < axis.count(); ++i)
        (axis.isBreak(i) ? breaks : floors) += axis.width(i);
    QCOMPARE(floors, 100 * TimeAxis::kActiveFloor);
    QCOMPARE(axis.contentWidth(), floors + breaks + 2 * TimeAxis::kMargin);
    QVERIFY(axis.contentWidth() > 800);
    // Seen from further away the floors give way, the breaks do not.
    QVERIFY(axis.minimumZoom() < 1);
    axis.setZoom(axis.minimumZoom());
    QVERIFY(axis.contentWidth() < floors + breaks);
}

void TestTimeAxis::expandsABreakInPlace()
{
    const auto all = workWaitWork();
    const TimeAxis closed(all, AxisMode::Compressed, 900);
    const TimeAxis open(all, AxisMode::Compressed, 900, {1});
    QVERIFY(closed.isBreak(1));
    QVERIFY(!open.isBreak(1));
    QVERIFY(open.width(1) > closed.width(1));
    QVERIFY(open.width(0) >= TimeAxis::kActiveFloor);
    // Even inside: the middle of the wait is in the middle.
    const Timestamp middle = all->at(1).start + all->at(1).length() / 2;
    QVERIFY(std::abs(open.xOf(middle) - (open.left(1) + open.width(1) / 2)) < 0.01);
}

void TestTimeAxis::zoomKeepsBreaks()
{
    const auto all = workWaitWork();
    TimeAxis axis(all, AxisMode::Compressed, 900);
    const double gap = axis.width(1);
    const double work = axis.width(0);
    axis.setZoom(8);
    QCOMPARE(axis.width(1), gap);
    QCOMPARE(axis.width(0), 8 * work);
    axis.setZoom(1e30);
    QCOMPARE(axis.zoom(), axis.maximumZoom());
    QVERIFY(std::isfinite(axis.contentWidth()));
    axis.setZoom(0);
    QCOMPARE(axis.zoom(), 1.0);
}

void TestTimeAxis::realTimeIsEven()
{
    const auto all = workWaitWork();
    const TimeAxis axis(all, AxisMode::RealTime, 1032);
    QCOMPARE(axis.contentWidth(), 1032.0);
    QVERIFY(std::abs(axis.xOf(at(36h)) - (TimeAxis::kMargin + 500)) < 0.01);
    for (std::size_t i = 0; i < axis.count(); ++i)
        QVERIFY(!axis.isBreak(i));
}

void TestTimeAxis::mapsMonotonouslyAndBack()
{
    QRandomGenerator random(11);
    for (int round = 0; round < 200; ++round) {
        const auto all = randomStretches(random);
        const AxisMode mode = round % 3 == 0 ? AxisMode::RealTime : AxisMode::Compressed;
        TimeAxis axis(all, mode, random.bounded(200, 3000), everySecondIdle(all));
        axis.setZoom(std::pow(10.0, random.bounded(4.0)));
        const auto total = static_cast<double>((axis.end() - axis.start()).count());
        double previous = -1;
        for (int step = 0; step <= 500; ++step) {
            const Timestamp time = axis.start() + Duration(static_cast<std::int64_t>(total * (step / 500.0)));
            const double x = axis.xOf(time);
            QVERIFY(x >= previous);
            QVERIFY(x >= TimeAxis::kMargin - 0.001 && x <= axis.contentWidth() - TimeAxis::kMargin + 0.001);
            // The last bit of a double is all that may be lost, and most often it is less than a microsecond.
            const double bit = std::nextafter(x, 1e300) - x;
            const auto lost = static_cast<qint64>(4 * bit / axis.scaleAt(axis.stretchOf(time)));
            const qint64 off = qAbs((axis.timeAt(x) - time).count());
            QVERIFY2(off <= lost, qPrintable(QStringLiteral("off by %1 µs of %2").arg(off).arg(lost)));
            previous = x;
        }
        for (std::size_t i = 0; i < axis.count(); ++i)
            QCOMPARE(axis.stretchOf(axis.stretch(i).start), i);
        QCOMPARE(axis.timeAt(-1e9), axis.start());
        QCOMPARE(axis.timeAt(1e18), axis.end());
        QCOMPARE(axis.xOf(Timestamp{0}), axis.xOf(axis.start()));
    }
}

void TestTimeAxis::movesBetweenTwoAxes()
{
    const auto all = workWaitWork();
    const TimeAxis closed(all, AxisMode::Compressed, 900);
    const TimeAxis open(all, AxisMode::Compressed, 900, {1});
    const TimeAxis half = TimeAxis::between(closed, open, 0.5);
    for (std::size_t i = 0; i < all->size(); ++i) {
        QVERIFY(std::abs(TimeAxis::between(closed, open, 0).width(i) - closed.width(i)) < 1e-9);
        QVERIFY(std::abs(TimeAxis::between(closed, open, 1).width(i) - open.width(i)) < 1e-9);
        QVERIFY(std::abs(half.width(i) - (closed.width(i) + open.width(i)) / 2) < 1e-9);
        if (i > 0)
            QVERIFY(std::abs(half.left(i) - half.right(i - 1)) < 1e-9);
    }
}

void TestTimeAxis::choosesTheModeByIdleTime()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").after(3s).stepSucceeded("a").waitStarted("w", 1).invocationCompleted();
    h.after(1s).waitSucceeded("w").stepStarted("b").after(3s).stepSucceeded("b").executionSucceeded();
    h.invocationCompleted();
    QCOMPARE(models::defaultAxisMode(Analysis(h.log())), AxisMode::RealTime);
}

void TestTimeAxis::survivesASingleInstant()
{
    const auto all = stretches({}, 0s);
    const TimeAxis axis(all, AxisMode::Compressed, 500);
    QCOMPARE(axis.count(), std::size_t{1});
    QCOMPARE(axis.timeAt(axis.xOf(kStart)), kStart);
    const TimeAxis instant(stretches({{kStart, kStart}}, 0s), AxisMode::RealTime, 500);
    QCOMPARE(instant.timeAt(instant.xOf(kStart)), kStart);
}

void TestTimeAxis::survivesTheWholeCalendar()
{
    const std::vector<Analysis::Interval> active{{core::kEarliest, core::kEarliest + Duration(1s)},
                                                 {core::kLatest + -Duration(1s), core::kLatest}};
    const auto all =
        std::make_shared<const std::vector<AxisStretch>>(models::divideTime(active, core::kEarliest, core::kLatest));
    for (const AxisMode mode : {AxisMode::Compressed, AxisMode::RealTime}) {
        TimeAxis axis(all, mode, 700);
        axis.setZoom(1e300);
        QVERIFY(std::isfinite(axis.contentWidth()));
        QVERIFY(axis.xOf(core::kEarliest) <= axis.xOf(core::kLatest));
        QCOMPARE(axis.timeAt(axis.xOf(core::kEarliest)), core::kEarliest);
        QCOMPARE(axis.timeAt(axis.xOf(core::kLatest)), core::kLatest);
    }
}

QTEST_GUILESS_MAIN(TestTimeAxis)
#include "tst_time_axis.moc"
