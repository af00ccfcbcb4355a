// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/ticks.h"

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
using models::RulerTicks;
using models::Tick;
using models::TickOptions;
using models::TimeAxis;

namespace {

constexpr Timestamp kStart{1'790'000'000'000'000}; // 2026-09-21 14:13:20 UTC
constexpr double kCharacter = 6;

TimeAxis axisOver(const std::vector<Analysis::Interval>& active, Duration total, AxisMode mode, double width)
{
    auto all = std::make_shared<const std::vector<AxisStretch>>(models::divideTime(active, kStart, kStart + total));
    return {std::move(all), mode, width};
}

TickOptions inView(double from, double to)
{
    TickOptions options;
    options.from = from;
    options.to = to;
    options.characterWidth = kCharacter;
    return options;
}

QStringList labelsOf(const std::vector<Tick>& ticks)
{
    QStringList labels;
    for (const Tick& tick : ticks) {
        if (!tick.label.isEmpty())
            labels.append(tick.label);
    }
    return labels;
}

/// Why the labels of a row are not fit to be read; empty when they are.
QString fault(const std::vector<Tick>& ticks, const TimeAxis& axis)
{
    double right = -1e300;
    for (const Tick& tick : ticks) {
        if (std::abs(tick.x - axis.xOf(tick.time)) > 0.01)
            return QStringLiteral("%1 is not where its time is").arg(tick.label);
        if (tick.label.isEmpty())
            continue;
        if (tick.labelX < right)
            return QStringLiteral("%1 overlaps").arg(tick.label);
        right = tick.labelX + static_cast<double>(tick.label.size()) * kCharacter;
    }
    return {};
}

} // namespace

class TestTicks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void steps_data();
    void steps();
    void realTimeCountsFromTheStart();
    void longRangesFollowTheCalendar();
    void everyStretchHasItsOwnMarks();
    void labelsNeverOverlap();
    void marksCanBeToldApart();
    void takenPlacesStayFree();
    void durationsFit_data();
    void durationsFit();
};

void TestTicks::steps_data()
{
    QTest::addColumn<qint64>("atLeast");
    QTest::addColumn<qint64>("step");
    QTest::newRow("nothing") << qint64{0} << qint64{1};
    QTest::newRow("3 µs") << qint64{3} << qint64{5};
    QTest::newRow("7 ms") << qint64{7000} << qint64{10'000};
    QTest::newRow("300 ms") << qint64{300'000} << qint64{500'000};
    QTest::newRow("600 ms") << qint64{600'000} << qint64{1'000'000};
    QTest::newRow("11 s") << qint64{11'000'000} << qint64{15'000'000};
    QTest::newRow("31 s") << qint64{31'000'000} << qint64{60'000'000};
    QTest::newRow("50 min") << qint64{3'000'000'000} << qint64{3'600'000'000};
    QTest::newRow("13 h") << qint64{46'800'000'000} << qint64{86'400'000'000};
    QTest::newRow("3 days") << qint64{259'200'000'000} << qint64{432'000'000'000};
}

void TestTicks::steps()
{
    QFETCH(qint64, atLeast);
    QFETCH(qint64, step);
    QCOMPARE(qint64{models::niceStep(Duration(atLeast)).count()}, step);
}

void TestTicks::realTimeCountsFromTheStart()
{
    const TimeAxis axis = axisOver({{kStart, kStart + Duration(10s)}}, 10s, AxisMode::RealTime, 832);
    const RulerTicks ticks = models::rulerTicks(axis, inView(0, 832));
    const QStringList relative = labelsOf(ticks.relative);
    QCOMPARE(relative.mid(0, 3), (QStringList{QStringLiteral("+0"), QStringLiteral("+1 s"), QStringLiteral("+2 s")}));
    QCOMPARE(labelsOf(ticks.absolute).mid(0, 2), (QStringList{QStringLiteral("14:13:20"), QStringLiteral("14:13:21")}));
}

void TestTicks::longRangesFollowTheCalendar()
{
    const Duration year = 24h * 365;
    const TimeAxis axis = axisOver({{kStart, kStart + year}}, year, AxisMode::RealTime, 1000);
    const QStringList labels = labelsOf(models::rulerTicks(axis, inView(0, 1000)).absolute);
    QVERIFY(labels.contains(QStringLiteral("Jan 2027")));
    const TimeAxis week = axisOver({{kStart, kStart + Duration(24h * 10)}}, 24h * 10, AxisMode::RealTime, 1000);
    const QStringList days = labelsOf(models::rulerTicks(week, inView(0, 1000)).absolute);
    QVERIFY2(days.contains(QStringLiteral("22 Sep")), qPrintable(days.join(QLatin1Char('|'))));
}

void TestTicks::everyStretchHasItsOwnMarks()
{
    const TimeAxis axis =
        axisOver({{kStart, kStart + Duration(2s)}, {kStart + Duration(72h), kStart + Duration(72h + 55ms)}}, 72h + 55ms,
                 AxisMode::Compressed, 500);
    const RulerTicks ticks = models::rulerTicks(axis, inView(0, 500));
    const QStringList relative = labelsOf(ticks.relative);
    QCOMPARE(relative.count(QStringLiteral("+0")), 2);
    QCOMPARE(relative.last(), QStringLiteral("55 ms"));
    // Another day is named.
    QVERIFY(labelsOf(ticks.absolute).last().startsWith(QStringLiteral("24 Sep")));
    for (const Tick& tick : ticks.relative)
        QVERIFY(!axis.isBreak(axis.stretchAt(tick.x - 0.01)) || !axis.isBreak(axis.stretchAt(tick.x + 0.01)));
}

void TestTicks::labelsNeverOverlap()
{
    QRandomGenerator random(3);
    for (int round = 0; round < 400; ++round) {
        std::vector<Analysis::Interval> active;
        std::int64_t now = 0;
        for (int i = random.bounded(1, 12); i > 0; --i) {
            const std::int64_t begin = now + static_cast<std::int64_t>(std::pow(10.0, random.bounded(11.0)));
            now = begin + static_cast<std::int64_t>(std::pow(10.0, random.bounded(9.0)));
            active.push_back({kStart + Duration(begin), kStart + Duration(now)});
        }
        const double width = random.bounded(150, 2500);
        TimeAxis axis =
            axisOver(active, Duration(now), round % 2 == 0 ? AxisMode::RealTime : AxisMode::Compressed, width);
        axis.setZoom(std::pow(10.0, random.bounded(4.0)));
        const double from = random.bounded(std::max(axis.contentWidth() - width, 1.0));
        const RulerTicks ticks = models::rulerTicks(axis, inView(from, from + width));
        QVERIFY2(fault(ticks.absolute, axis).isEmpty(), qPrintable(fault(ticks.absolute, axis)));
        QVERIFY2(fault(ticks.relative, axis).isEmpty(), qPrintable(fault(ticks.relative, axis)));
        QVERIFY(ticks.absolute.size() < 2000);
    }
}

void TestTicks::marksCanBeToldApart()
{
    // Three figures would call all of these "+9 s".
    TimeAxis axis = axisOver({{kStart, kStart + Duration(10s)}}, 10s, AxisMode::RealTime, 800);
    axis.setZoom(2000);
    const double from = axis.xOf(kStart + Duration(9s));
    const QStringList labels = labelsOf(models::rulerTicks(axis, inView(from, from + 800)).relative);
    QVERIFY(labels.size() > 3);
    QCOMPARE(QSet<QString>(labels.begin(), labels.end()).size(), labels.size());
}

void TestTicks::takenPlacesStayFree()
{
    const TimeAxis axis = axisOver({{kStart, kStart + Duration(10s)}}, 10s, AxisMode::RealTime, 832);
    TickOptions options = inView(0, 832);
    options.taken = {{100, 300}};
    for (const Tick& tick : models::rulerTicks(axis, options).absolute) {
        const double right = tick.labelX + static_cast<double>(tick.label.size()) * kCharacter;
        QVERIFY(tick.label.isEmpty() || right <= 100 || tick.labelX >= 300);
    }
}

void TestTicks::durationsFit_data()
{
    QTest::addColumn<qint64>("micros");
    QTest::addColumn<int>("room");
    QTest::addColumn<QString>("text");
    const qint64 days = 273'120'000'000; // 3 d 3 h 52 m
    QTest::newRow("all") << days << 20 << QStringLiteral("3 d 3 h 52 m");
    QTest::newRow("two units") << days << 8 << QStringLiteral("3 d 3 h");
    QTest::newRow("one unit") << days << 4 << QStringLiteral("3 d");
    QTest::newRow("narrow") << days << 2 << QStringLiteral("3.2d");
    QTest::newRow("seconds") << qint64{4'630'000} << 4 << QStringLiteral("4.6s");
    QTest::newRow("minutes") << qint64{300'000'000} << 2 << QStringLiteral("5m");
    QTest::newRow("zero") << qint64{0} << 1 << QStringLiteral("0");
}

void TestTicks::durationsFit()
{
    QFETCH(qint64, micros);
    QFETCH(int, room);
    QTEST(models::fittingDuration(Duration(micros), room), "text");
}

QTEST_GUILESS_MAIN(TestTicks)
#include "tst_ticks.moc"
