// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/history/reader_testing.h"

#include <QtTest>

using namespace durascope::core;
using namespace durascope::history;
using namespace durascope::test;

namespace {

constexpr qint64 kSample = 1'764'802'792'607'000; // 2025-12-03T22:59:52.607Z
constexpr qint64 kWholeSecond = 1'764'802'792'000'000;

struct Encoding
{
    const char* json;
    qint64 micros;
    std::optional<RepairKind> repair;
};

/// Every form of history-format section 12.2 and some that stand between them.
const std::vector<Encoding>& encodings()
{
    using K = RepairKind;
    static const std::vector<Encoding> kEncodings{
        {"1764802792.607", kSample, {}},
        {"1.764802792607E9", kSample, {}},
        {"1764802792", kWholeSecond, {}},
        {"1764802792607", kSample, {}},
        {"1764802792607000", kSample, {}},
        {"1764802792607000000", kSample, {}},
        {"\"1764802792.607\"", kSample, {}},
        {"\"1764802792607\"", kSample, {}},
        {"\"2025-12-03T22:59:52.607000+00:00\"", kSample, {}},
        {"\"2025-12-03T22:59:52+00:00\"", kWholeSecond, {}},
        {"\"2025-12-03T23:59:52.607000+01:00\"", kSample, {}},
        {"\"2025-12-03 15:59:52.607000-07:00\"", kSample, {}},
        {"\"2025-12-03 15:59:52-07:00\"", kWholeSecond, {}},
        {"\"2025-12-03T22:59:52.607Z\"", kSample, {}},
        {"\"2025-12-03T22:59:52.607000123Z\"", kSample, K::DigitsLost},
        {"\"2025-12-03T22:59:52.6070000+00:00\"", kSample, {}},
        {"\"2025-12-03T22:59:52.607\"", kSample, K::ZoneMissing},
        {"\"2025-12-03 22:59:52.607\"", kSample, K::ZoneMissing},
        {"\"2025\\u002d12-03T22:59:52.607Z\"", kSample, {}},
        {"{\"seconds\":1764802792,\"nanos\":607000000}", kSample, {}},
        {"{\"epochSecond\":\"1764802792\",\"nano\":607000000}", kSample, {}},
        {"{\"Seconds\":1764802792,\"Nanoseconds\":607000001}", kSample, K::DigitsLost},
        {"{\"seconds\":1764802792}", kWholeSecond, {}},
    };
    return kEncodings;
}

std::string history(std::string_view time)
{
    const std::string t(time);
    return page({"{\"EventType\":\"ExecutionStarted\",\"EventId\":1,\"Name\":\"n\",\"EventTimestamp\":" + t +
                     ",\"ExecutionStartedDetails\":{\"Input\":{\"Truncated\":false}}}",
                 "{\"EventType\":\"WaitStarted\",\"EventId\":2,\"Id\":\"w\",\"EventTimestamp\":" + t +
                     ",\"WaitStartedDetails\":{\"Duration\":1,\"ScheduledEndTimestamp\":" + t + "}}",
                 "{\"EventType\":\"InvocationCompleted\",\"EventId\":3,\"EventTimestamp\":" + t +
                     ",\"InvocationCompletedDetails\":{\"StartTimestamp\":" + t + ",\"EndTimestamp\":" + t + "}}"});
}

} // namespace

/// All encodings of times in all places where a history has times.
class ReaderTimesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encodingsInAllPlaces_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(encodings().size()); ++i) {
            QTest::newRow(encodings()[static_cast<std::size_t>(i)].json) << i;
        }
    }
    void encodingsInAllPlaces()
    {
        QFETCH(int, index);
        const Encoding& encoding = encodings()[static_cast<std::size_t>(index)];
        const auto found = readLog(history(encoding.json));
        for (std::uint32_t i = 0; i < 3; ++i) {
            QCOMPARE(found->time(EventIndex(i)).micros, encoding.micros);
        }
        QCOMPARE(found->number(EventIndex(1)), encoding.micros);
        QCOMPARE(found->interval(EventIndex(2))->start->micros, encoding.micros);
        QCOMPARE(found->interval(EventIndex(2))->end->micros, encoding.micros);
        for (const RepairKind kind : {RepairKind::ZoneMissing, RepairKind::DigitsLost, RepairKind::TimeUnreadable,
                                      RepairKind::TimeMissing, RepairKind::NumberAsText}) {
            QCOMPARE(countOf(*found, kind), std::uint64_t{encoding.repair == kind ? 6U : 0U});
        }
    }

    void unreadable_data()
    {
        QTest::addColumn<bool>("missing");
        QTest::newRow("null") << true;
        for (const char* json :
             {"\"\"", "\"soon\"", "true", "[]", "{}", "\"2025-13-03T22:59:52Z\"", "\"2025-12-03\"", "1e99", "-9e10",
              "{\"seconds\":1e99}", "{\"nanos\":5}", "{\"seconds\":9223372036854775807}", "\"1764802792.607 s\""}) {
            QTest::newRow(json) << false;
        }
    }
    void unreadable()
    {
        QFETCH(bool, missing);
        const auto found = readLog(history(QTest::currentDataTag()));
        QCOMPARE(found->eventCount(), 3U);
        QCOMPARE(countOf(*found, RepairKind::TimeUnreadable), std::uint64_t{missing ? 0U : 6U});
        QCOMPARE(countOf(*found, RepairKind::TimeMissing), std::uint64_t{missing ? 3U : 0U});
        QVERIFY(found->has(EventIndex(1), kTimeGuessed));
    }

    void absent()
    {
        const auto found =
            readLog("[{\"EventType\":\"StepStarted\",\"EventId\":1,\"Id\":\"a\",\"StepStartedDetails\":{}}]");
        QCOMPARE(countOf(*found, RepairKind::TimeMissing), std::uint64_t{1});
        QCOMPARE(found->repairs().find(RepairKind::TimeMissing)->firstEventId, std::int64_t{1});
    }

    void negativeTimes()
    {
        const auto found = readLog(history("-86400.5"));
        QCOMPARE(found->time(EventIndex(0)).micros, qint64{-86'400'500'000});
    }

    void waitWithoutScheduledEnd()
    {
        const auto found = readLog("[{\"EventType\":\"WaitStarted\",\"EventId\":1,\"Id\":\"w\",\"WaitStartedDetails\":"
                                   "{\"Duration\":\"30\"},\"EventTimestamp\":1764802792.607}]");
        QCOMPARE(found->number(EventIndex(0)), kSample + 30'000'000);
        QCOMPARE(countOf(*found, RepairKind::NumberAsText), std::uint64_t{1});
    }
};

QTEST_GUILESS_MAIN(ReaderTimesTest)
#include "tst_reader_times.moc"
