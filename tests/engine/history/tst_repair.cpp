// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/repair.h"

#include <QtTest>

#include <set>

using namespace durascope::history;

namespace {

constexpr int kKindCount = static_cast<int>(RepairKind::SourceGuessed) + 1;

} // namespace

class RepairTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void occurrencesAreCountedAndTheFirstIsKept()
    {
        RepairReport report;
        QVERIFY(report.empty());
        QVERIFY(!report.find(RepairKind::ZoneMissing));
        report.add(RepairKind::ZoneMissing, 2, "2025-01-01 00:00", 7);
        report.add(RepairKind::GapInEventIds, 9);
        report.add(RepairKind::ZoneMissing, 3, "other", 8);
        report.addMany(RepairKind::ZoneMissing, 5);
        QCOMPARE(report.repairs().size(), std::size_t{2});
        const Repair* zone = report.find(RepairKind::ZoneMissing);
        QVERIFY(zone);
        QCOMPARE(zone->count, std::uint64_t{7});
        QCOMPARE(zone->firstEventId, std::int64_t{2});
        QCOMPARE(zone->firstLine, std::uint64_t{7});
        QCOMPARE(zone->detail, std::string("2025-01-01 00:00"));
        QCOMPARE(report.count(RepairClass::Guessed), std::uint64_t{7});
        QCOMPARE(report.count(RepairClass::Missing), std::uint64_t{1});
        QCOMPARE(report.count(RepairClass::Repaired), std::uint64_t{0});
    }

    void sentences()
    {
        const auto said = [](RepairKind kind, std::uint64_t count, std::int64_t event, std::uint64_t line,
                             const char* detail) {
            return QString::fromStdString(describe({kind, classOf(kind), count, event, line, detail}));
        };
        QCOMPARE(said(RepairKind::ZoneMissing, 3, 2, 0, ""),
                 QStringLiteral("3 times carry no zone and were read as UTC (first at event 2)"));
        QCOMPARE(said(RepairKind::ZoneMissing, 1, 2, 7, ""),
                 QStringLiteral("1 time carries no zone and was read as UTC (at event 2, line 7)"));
        QCOMPARE(said(RepairKind::MemberSpelling, 2, 0, 7, "event_type"),
                 QStringLiteral("2 members have an unusual spelling and were read all the same "
                                "(first in line 7: event_type)"));
        QCOMPARE(said(RepairKind::ByteOrderMark, 1, 0, 0, ""),
                 QStringLiteral("the text begins with a byte order mark, which was removed"));
    }

    void everyKindHasASentence()
    {
        std::set<std::string> seen;
        for (int i = 0; i < kKindCount; ++i) {
            const auto kind = static_cast<RepairKind>(i);
            for (const std::uint64_t count : {1U, 1234U}) {
                const std::string text = describe({kind, classOf(kind), count, 0, 0, ""});
                QVERIFY(text.size() > 15);
                QVERIFY(!text.ends_with('.'));
                if (count == 1) {
                    QVERIFY2(seen.insert(text).second, text.c_str());
                } else if (text.find("1\xE2\x80\xAF"
                                     "234") == std::string::npos) {
                    QVERIFY2(seen.contains(text), text.c_str()); // a kind that is not counted says the same again
                }
            }
        }
    }

    void hostileDetailsStayInOneLine()
    {
        const std::string text = describe(
            {RepairKind::TimeUnreadable, RepairClass::Missing, 1, 0, 0, "a\nb\x1b" + std::string(100'000, 'x')});
        QVERIFY(text.find('\n') == std::string::npos);
        QVERIFY(text.size() < 300);
    }
};

QTEST_GUILESS_MAIN(RepairTest)
#include "tst_repair.moc"
