// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/time.h"

#include <QtTest>

#include <limits>

using namespace durascope::core;
using namespace std::chrono_literals;

namespace {

constexpr qint64 kSample = 1'764'802'792'607'000; // 2025-12-03T22:59:52.607Z

QString duration(Duration value)
{
    return QString::fromStdString(formatDuration(value));
}

} // namespace

class TimeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isoForms_data()
    {
        QTest::addColumn<qint64>("micros");
        QTest::addColumn<bool>("zoneMissing");
        QTest::addColumn<bool>("lostDigits");
        const auto row = [](const char* text, qint64 micros, bool zoneMissing = false, bool lost = false) {
            QTest::newRow(text) << micros << zoneMissing << lost;
        };
        constexpr qint64 kWhole = 1'764'802'792'000'000;
        row("2025-12-03T22:59:52.607Z", kSample);
        row("2025-12-03T22:59:52.607000+00:00", kSample);
        row("2025-12-03T22:59:52+00:00", kWhole);
        row("2025-12-03 15:59:52.607000-07:00", kSample);
        row("2025-12-04 04:29:52.607+0530", kSample);
        row("2025-12-04T00:59:52.607+02", kSample);
        row("2025-12-03T22:59:52.607 Z", kSample);
        row("2025-12-03 22:59:52.607 +00:00", kSample);
        row("2025-12-03T22:59:52.607", kSample, true);
        row("2025-12-03T22:59:52.6070000Z", kSample);
        row("2025-12-03T22:59:52.607000999Z", kSample, false, true);
        row("2025-12-03T22:59:52.607123Z", kSample + 123);
        row("2025-12-03T22:59Z", kWhole - 52'000'000);
        row("2025-12-03 22:59", kWhole - 52'000'000, true);
        row("1970-01-01T00:00:00Z", 0);
        row("1969-12-31T23:59:59.999999Z", -1);
        row("2024-02-29T00:00:00Z", 1'709'164'800'000'000);
        row("2016-12-31T23:59:60Z", 1'483'228'800'000'000);
        row("0001-01-01T00:00:00Z", kEarliest.micros);
        row("9999-12-31T23:59:59.999999Z", kLatest.micros);
    }
    void isoForms()
    {
        QFETCH(qint64, micros);
        QFETCH(bool, zoneMissing);
        QFETCH(bool, lostDigits);
        const auto parsed = parseIsoTime(QTest::currentDataTag());
        QVERIFY(parsed);
        QCOMPARE(parsed->time.micros, micros);
        QCOMPARE(parsed->zone == ZoneKind::Missing, zoneMissing);
        QCOMPARE(parsed->lostDigits, lostDigits);
    }

    void notIso()
    {
        for (const char* text : {"",
                                 "2025",
                                 "2025-12-03",
                                 "2025-12-03T",
                                 "2025-12-03T22",
                                 "2025-12-03T22:5",
                                 "2025-13-03T00:00Z",
                                 "2025-00-03T00:00Z",
                                 "2025-02-29T00:00Z",
                                 "1900-02-29T00:00Z",
                                 "2025-12-32T00:00Z",
                                 "2025-12-03T24:00Z",
                                 "2025-12-03T22:60Z",
                                 "2025-12-03T22:59:61Z",
                                 "2025-12-03T22:59:52.Z",
                                 "2025-12-03T22:59:52.1234567890Z",
                                 "2025-12-03T22:59:52Zx",
                                 "2025-12-03T22:59:52+1",
                                 "2025-12-03T22:59:52+01:",
                                 "2025-12-03T22:59:52+24:00",
                                 "2025-12-03T22:59:52 ",
                                 "2025-12-03X22:59:52Z",
                                 "20251203T225952Z",
                                 "0000-01-01T00:00:00Z",
                                 "0001-01-01T00:00:00+01:00",
                                 "9999-12-31T23:59:59-01:00",
                                 "2025-12-03  22:59",
                                 "-025-12-03T22:59Z"}) {
            QVERIFY2(!parseIsoTime(text), text);
        }
    }

    void everyPrefixIsHandled()
    {
        const std::string whole = "2025-12-04 04:29:52.607123456 +05:30";
        for (std::size_t length = 0; length < whole.size(); ++length) {
            (void)parseIsoTime(
                std::string_view(whole).substr(0, length)); // reads no byte behind its end: ASan looks on
        }
        QVERIFY(parseIsoTime(whole));
    }

    void epochByMagnitude()
    {
        const auto micros = [](const char* text) { return parseEpochTime(text)->time.micros; };
        QCOMPARE(micros("1764802792.607"), kSample);
        QCOMPARE(micros("1.764802792607E9"), kSample);
        QCOMPARE(micros("1764802792607"), kSample);
        QCOMPARE(micros("1764802792607000"), kSample);
        QCOMPARE(micros("1764802792607000000"), kSample);
        QCOMPARE(micros("1764802792607000999"), kSample + 1);
        QCOMPARE(micros("1764802792.6069999"), kSample); // what a double makes of it
        QCOMPARE(micros("0"), 0);
        QCOMPARE(micros("-1.5"), -1'500'000);
        QCOMPARE(micros("99999999999"), 99'999'999'999'000'000);
        QCOMPARE(micros("100000000000"), 100'000'000'000'000);
        QVERIFY(!parseEpochTime("-99999999999")); // before the year 1
        QVERIFY(!parseEpochTime("1e30"));
        QVERIFY(!parseEpochTime("soon"));
        QVERIFY(parseEpochTime("1764802792.6070004")->lostDigits);
    }

    void written()
    {
        QCOMPARE(formatIso({kSample}), std::string("2025-12-03T22:59:52.607Z"));
        QCOMPARE(formatIso({kSample + 1}), std::string("2025-12-03T22:59:52.607001Z"));
        QCOMPARE(formatIso({kSample}, IsoStyle::Offset), std::string("2025-12-03T22:59:52.607000+00:00"));
        QCOMPARE(formatIso({kSample - 607'000}, IsoStyle::Offset), std::string("2025-12-03T22:59:52+00:00"));
        QCOMPARE(formatIso({-1}), std::string("1969-12-31T23:59:59.999999Z"));
        QCOMPARE(formatIso(kEarliest), std::string("0001-01-01T00:00:00.000Z"));
        QCOMPARE(formatEpochSeconds({kSample}), std::string("1764802792.607"));
        QCOMPARE(formatEpochSeconds({kSample + 1}), std::string("1764802792.607001"));
        QCOMPARE(formatEpochSeconds({-1'500'000}), std::string("-1.500"));
        (void)formatIso({std::numeric_limits<std::int64_t>::min()});
        (void)formatEpochSeconds({std::numeric_limits<std::int64_t>::min()});
    }

    void thereAndBack()
    {
        // A stride that is no multiple of anything in the calendar walks over all months, leap days and centuries.
        for (qint64 micros = kEarliest.micros; micros < kLatest.micros; micros += 7'919'919'919'919) {
            const Timestamp time{micros};
            for (const IsoStyle style : {IsoStyle::Z, IsoStyle::Offset}) {
                const auto parsed = parseIsoTime(formatIso(time, style));
                QVERIFY(parsed);
                QCOMPARE(parsed->time.micros, micros);
            }
            if (micros > -99'999'999'999'000'000 && micros < 99'999'999'999'000'000) {
                QCOMPARE(parseEpochTime(formatEpochSeconds(time))->time.micros, micros);
            }
        }
    }

    void durations()
    {
        QCOMPARE(duration(0us), QStringLiteral("0 ms"));
        QCOMPARE(duration(850us), QStringLiteral("850 µs"));
        QCOMPARE(duration(55ms), QStringLiteral("55 ms"));
        QCOMPARE(duration(1500us), QStringLiteral("1.5 ms"));
        QCOMPARE(duration(1050us), QStringLiteral("1.05 ms"));
        QCOMPARE(duration(999'400us), QStringLiteral("999 ms"));
        QCOMPARE(duration(999'600us), QStringLiteral("1 s"));
        QCOMPARE(duration(2013ms), QStringLiteral("2.01 s"));
        QCOMPARE(duration(30s), QStringLiteral("30 s"));
        QCOMPARE(duration(59'949ms), QStringLiteral("59.9 s"));
        QCOMPARE(duration(59'950ms), QStringLiteral("1 m"));
        QCOMPARE(duration(106s), QStringLiteral("1 m 46 s"));
        QCOMPARE(duration(1h), QStringLiteral("1 h"));
        QCOMPARE(duration(3599'600ms), QStringLiteral("1 h"));
        QCOMPARE(duration(1h + 5s), QStringLiteral("1 h 5 s"));
        QCOMPARE(duration(76h + 12min + 20s), QStringLiteral("3 d 4 h 12 m"));
        QCOMPARE(duration(24h - 1s), QStringLiteral("23 h 59 m 59 s"));
        QCOMPARE(duration(24h - 400ms), QStringLiteral("1 d"));
        QCOMPARE(duration(-2s), QStringLiteral("−2 s"));
        QVERIFY(duration(Duration::min()).startsWith(QStringLiteral("−")));
    }

    void differencesWrapInsteadOfOverflowing()
    {
        const Timestamp low{std::numeric_limits<std::int64_t>::min()};
        const Timestamp high{std::numeric_limits<std::int64_t>::max()};
        QCOMPARE((high - low).count(), std::int64_t{-1});
        QCOMPARE((high + 1us).micros, low.micros);
    }
};

QTEST_GUILESS_MAIN(TimeTest)
#include "tst_time.moc"
