// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/common/text.h"
#include "tests/models/common/log_maker.h"

#include <QTest>

using namespace durascope;
using core::EventIndex;
using core::EventType;
using core::kExecution;
using models::TimeDisplay;
using test::LogMaker;

class tst_Text : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void cleanup() { setZone("UTC"); }

    void bothWays()
    {
        const auto text = QStringLiteral("grüße 🙂\0x");
        QCOMPARE(models::toQString(models::toUtf8(text)), text);
        QCOMPARE(models::toQString(std::string_view("a\0b", 3)).size(), 3);
    }

    void labels()
    {
        LogMaker maker;
        maker.event(EventType::ExecutionStarted, 0, "execution")
            .event(EventType::StepStarted, 1, "c4ca4238a0b9", {}, {"charge", "Step", 0})
            .event(EventType::StepStarted, 1, "c81e728d9d4c", {}, {{}, "Step", 0})
            .event(EventType::ContextStarted, 1, "éèêëìíîï", {}, {{}, "ParallelBranch", 0})
            .event(EventType::ContextStarted, 1, "x", {}, {{}, "Saga\nblock", 0})
            .event(EventType::StepStarted, 1, "long", {}, {std::string(100'000, 'n'), {}, 0})
            .event(EventType::StepStarted, 1, "rtl", {}, {"\u202Eevil\n", {}, 0});
        const auto log = maker.finish();
        const auto label = [&](const char* id) { return models::operationLabel(*log, *log->findOperation(id)); };
        QCOMPARE(label("c4ca4238a0b9"), QStringLiteral("charge"));
        QCOMPARE(label("c81e728d9d4c"), QStringLiteral("Step c81e72"));
        QCOMPARE(label("éèêëìíîï"), QStringLiteral("Parallel branch éèêëìí"));
        QVERIFY(label("x").endsWith(QStringLiteral(" x")));
        QVERIFY(!label("x").contains(QLatin1Char('\n')));
        QCOMPARE(label("long").size(), static_cast<qsizetype>(models::kMaxLabelCharacters));
        QVERIFY(!label("rtl").contains(QChar(0x202E)));
        QVERIFY(!label("rtl").contains(QLatin1Char('\n')));
        QCOMPARE(models::operationLabel(*log, kExecution), QStringLiteral("Execution"));
        QVERIFY(models::executionName(*log).isEmpty());
    }

    void executionIsCalledByItsName()
    {
        LogMaker maker;
        maker.setName("order-4711");
        maker.event(EventType::ExecutionStarted, 0, "execution", {}, {"other", {}, 0});
        const auto log = maker.finish();
        QCOMPARE(models::executionName(*log), QStringLiteral("order-4711"));
        QCOMPARE(models::operationLabel(*log, kExecution), QStringLiteral("order-4711"));
        LogMaker second;
        second.event(EventType::ExecutionStarted, 0, "execution", {}, {"by-event", {}, 0});
        QCOMPARE(models::executionName(*second.finish()), QStringLiteral("by-event"));
    }

    void kinds_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("subType");
        QTest::addColumn<QString>("text");
        const auto row = [](EventType type, const char* subType, const char* text) {
            QTest::newRow(text) << static_cast<int>(type) << QString::fromLatin1(subType) << QString::fromLatin1(text);
        };
        row(EventType::StepStarted, "Step", "Step");
        row(EventType::StepStarted, "WaitForCondition", "Wait for condition");
        row(EventType::WaitStarted, "Wait", "Wait");
        row(EventType::CallbackStarted, "", "Callback");
        row(EventType::ChainedInvokeStarted, "ChainedInvoke", "Invoke");
        row(EventType::ContextStarted, "MapIteration", "Map item");
        row(EventType::ContextStarted, "Context", "Child context");
        row(EventType::ContextStarted, "", "Child context");
        row(EventType::ContextStarted, "Saga", "Saga");
        row(EventType::Unknown, "", "Operation");
    }
    void kinds()
    {
        QFETCH(int, type);
        QFETCH(QString, subType);
        QFETCH(QString, text);
        LogMaker maker;
        maker.event(EventType::ExecutionStarted, 0, "execution")
            .event(static_cast<EventType>(type), 1, "it", {}, {{}, subType.toStdString(), 0});
        const auto log = maker.finish();
        QCOMPARE(models::kindText(*log, *log->findOperation("it")), text);
    }

    void statusInWords()
    {
        LogMaker maker;
        maker.event(EventType::ExecutionStarted, 0, "execution")
            .event(EventType::WaitStarted, 0, "wait", {}, {{}, {}, 10'000})
            .event(EventType::StepStarted, 0, "step")
            .event(EventType::StepFailed, 1000, "step", {}, {{}, {}, 5000})
            .event(EventType::CallbackStarted, 1000, "callback")
            .event(EventType::WaitSucceeded, 10'000, "wait")
            .event(EventType::CallbackTimedOut, 10'000, "callback")
            .event(EventType::ExecutionStopped, 11'000, "execution");
        const auto log = maker.finish();
        const auto text = [&](std::uint32_t event, std::int64_t millis, const char* id) {
            return models::statusText({*log, EventIndex(event), LogMaker::at(millis)}, *log->findOperation(id));
        };
        QCOMPARE(text(0, 0, "wait"), QStringLiteral("Not started yet"));
        QCOMPARE(text(1, 0, "wait"), QStringLiteral("Waiting, 10 s left"));
        QCOMPARE(text(2, 0, "step"), QStringLiteral("Running"));
        QCOMPARE(text(3, 1000, "step"), QStringLiteral("Retrying in 5 s"));
        QCOMPARE(text(4, 2000, "step"), QStringLiteral("Retrying in 4 s"));
        QCOMPARE(text(4, 6000, "step"), QStringLiteral("Retry is due"));
        QCOMPARE(text(4, 2000, "wait"), QStringLiteral("Waiting, 8 s left"));
        QCOMPARE(text(4, 9999, "callback"), QStringLiteral("Waiting for callback"));
        QCOMPARE(text(6, 10'000, "wait"), QStringLiteral("Succeeded"));
        QCOMPARE(text(6, 10'000, "callback"), QStringLiteral("Timed out"));
        QCOMPARE(text(7, 11'000, "step"), QStringLiteral("Abandoned"));
        const history::StateAt end(*log, log->lastEvent());
        QCOMPARE(models::statusText(end, kExecution), QStringLiteral("Stopped"));
        const history::StateAt middle(*log, EventIndex(4));
        QCOMPARE(models::statusText(middle, kExecution), QStringLiteral("Waiting for callback"));
        const history::StateAt later(*log, EventIndex(6));
        QCOMPARE(models::statusText(later, kExecution), QStringLiteral("Waiting for a retry"));
    }

    void times()
    {
        const core::Timestamp time{1'764'802'792'607'000};
        const core::Timestamp start{1'764'802'792'000'000};
        QCOMPARE(models::timeText(time, TimeDisplay::Utc, start), QStringLiteral("2025-12-03 22:59:52.607"));
        QCOMPARE(models::timeText(time, TimeDisplay::SinceStart, start), QStringLiteral("T+607 ms"));
        QCOMPARE(models::timeText(start, TimeDisplay::SinceStart, time), QStringLiteral("T−607 ms"));
        QCOMPARE(models::sinceStartText(start, start), QStringLiteral("T+0 ms"));
        QCOMPARE(models::zoneText(TimeDisplay::Utc, time), QStringLiteral("UTC"));
        QVERIFY(models::zoneText(TimeDisplay::SinceStart, time).isEmpty());
        QCOMPARE(models::durationText(std::chrono::seconds(106)), QStringLiteral("1 m 46 s"));
    }

    void localTimes()
    {
        setZone("Asia/Kolkata"); // half an hour off, no summer time
        const core::Timestamp time{1'764'802'792'607'125};
        QCOMPARE(models::timeText(time, TimeDisplay::Local, time), QStringLiteral("2025-12-04 04:29:52.607125"));
        QVERIFY(!models::zoneText(TimeDisplay::Local, time).isEmpty());
        const core::Timestamp early{-1};
        QCOMPARE(models::timeText(early, TimeDisplay::Local, time), QStringLiteral("1970-01-01 05:29:59.999999"));
    }

    void timesAtTheEdges()
    {
        setZone("Asia/Kolkata");
        for (const auto time : {core::kEarliest, core::kLatest}) {
            for (const auto display : {TimeDisplay::Utc, TimeDisplay::Local, TimeDisplay::SinceStart}) {
                QVERIFY(!models::timeText(time, display, core::Timestamp{}).isEmpty());
            }
        }
    }

private:
    static void setZone(const char* name)
    {
        qputenv("TZ", name);
        tzset();
    }
};

QTEST_GUILESS_MAIN(tst_Text)
#include "tst_text.moc"
