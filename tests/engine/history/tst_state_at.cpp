// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/reader.h"
#include "engine/history/state_at.h"
#include "tests/support/history_builder.h"
#include "tests/support/json_log.h"
#include "tests/support/naive_fold.h"
#include "tests/support/random_history.h"
#include "tests/support/shared_files.h"

#include <QTest>

using namespace durascope;
using namespace durascope::history;
using namespace durascope::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// The events as the log has ordered them, found by the mark in their details.
json inLogOrder(const EventLog& log, const json& events)
{
    json ordered = json::array();
    for (std::uint32_t i = 0; i < log.eventCount(); ++i) {
        const json details = json::parse(log.detailsJson(EventIndex(i)), nullptr, false);
        if (!details.is_object() || !details.contains("Origin"))
            return json();
        ordered.push_back(events.at(details["Origin"].get<std::size_t>()));
    }
    return ordered;
}

QByteArray place(const EventLog& log, EventIndex event, std::string_view id)
{
    const std::string text = "at event " + std::to_string(log.eventId(event)) + " operation " + std::string(id);
    return QByteArray::fromStdString(text);
}

#define COMPARE_AT(actual, expected, where) QVERIFY2((actual) == (expected), (where).constData())

void compareOperation(const StateAt& state, const NaiveFold& naive, OperationIndex operation)
{
    const EventLog& log = state.log();
    const QByteArray where = place(log, state.cursor(), log.id(operation));
    const auto found = naive.operations().find(std::string(log.id(operation)));
    QVERIFY2(found != naive.operations().end(), where.constData());
    const NaiveOperation& expected = found->second;
    const OperationState actual = state.state(operation);
    COMPARE_AT(core::toText(log.operation(operation).type), expected.type, where);
    COMPARE_AT(core::toText(actual.status), naive.statusOf(expected, state.now().micros), where);
    COMPARE_AT(state.status(operation), actual.status, where);
    COMPARE_AT(actual.attempt, expected.attempt, where);
    COMPARE_AT(state.exists(operation), expected.status != "NOT_STARTED", where);
    const auto micros = [](const std::optional<Timestamp>& time) {
        return time ? std::optional(time->micros) : std::nullopt;
    };
    COMPARE_AT(micros(actual.end), expected.end, where);
    COMPARE_AT(micros(actual.nextAttempt), expected.nextAttempt, where);
    COMPARE_AT(micros(actual.scheduledEnd), expected.scheduledEnd, where);
    if (state.exists(operation))
        COMPARE_AT(actual.start.micros, expected.start, where);
    COMPARE_AT(log.name(operation), expected.name, where);
    COMPARE_AT(log.subType(operation), expected.subType, where);
    const OperationIndex parent = log.operation(operation).parent;
    COMPARE_AT(parent == kExecution ? std::string_view() : log.id(parent), expected.parent, where);
}

/// Payloads as they stand in a file have other lengths than after parsing and writing them again.
enum class PayloadBytes { Compare, Skip };

void compareWithNaiveFold(const EventLog& log, const json& ordered, PayloadBytes payloads = PayloadBytes::Compare)
{
    QCOMPARE(log.eventCount(), static_cast<std::uint32_t>(ordered.size()));
    NaiveFold naive(ordered);
    QCOMPARE(log.operationCount(), static_cast<std::uint32_t>(naive.operations().size()) + 1);
    for (std::uint32_t i = 0; i < log.eventCount(); ++i) {
        naive.step();
        const StateAt state(log, EventIndex(i));
        const QByteArray where = place(log, EventIndex(i), "");
        COMPARE_AT(state.executionStatus(), naive.executionStatus(), where);
        Totals totals = state.totals();
        if (payloads == PayloadBytes::Skip)
            totals.payloadBytes = naive.totals().payloadBytes;
        COMPARE_AT(totals, naive.totals(), where);
        for (std::uint32_t operation = 1; operation < log.operationCount(); ++operation) {
            compareOperation(state, naive, OperationIndex(operation));
            if (QTest::currentTestFailed())
                return;
        }
    }
}

} // namespace

class TestStateAt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPrefixOfPublishedFiles();
    void everyPrefixOfRandomHistories_data();
    void everyPrefixOfRandomHistories();
    void pendingBecomesReady();
    void pollIsPendingUntilItSucceeds();
    void restartKeepsTheAttempt();
    void abandonedWhenTheExecutionEnded();
    void headIsMissing();
    void failuresBelowAsOfTheCursor();
    void waitForCallback();
    void interleavedMapWithoutItsMiddle();
    void deepNesting();
};

void TestStateAt::everyPrefixOfPublishedFiles()
{
    const auto files = allHistories(DURASCOPE_SOURCE_DIR);
    if (sharedFolder(DURASCOPE_SOURCE_DIR).empty())
        QSKIP("no folder with published histories: set DURASCOPE_SHARED");
    QVERIFY(!files.empty());
    for (const auto& file : files) {
        const json history = json::parse(fileText(file), nullptr, false);
        QVERIFY2(!history.is_discarded(), file.c_str());
        const auto log = logFromJson(history);
        compareWithNaiveFold(*log, eventsOf(history));
        const auto read = readHistoryFile(file.string());
        QVERIFY2(read.has_value(), file.c_str());
        compareWithNaiveFold(**read, eventsOf(history), PayloadBytes::Skip);
        QVERIFY2(!QTest::currentTestFailed(), file.c_str());
    }
}

void TestStateAt::everyPrefixOfRandomHistories_data()
{
    QTest::addColumn<int>("actions");
    QTest::addColumn<bool>("hostile");
    QTest::addColumn<int>("count");
    QTest::newRow("short") << 12 << false << 150;
    QTest::newRow("long") << 150 << false << 25;
    QTest::newRow("hostile, short") << 15 << true << 500;
    QTest::newRow("hostile, long") << 120 << true << 40;
}

void TestStateAt::everyPrefixOfRandomHistories()
{
    QFETCH(int, actions);
    QFETCH(bool, hostile);
    QFETCH(int, count);
    for (int seed = 1; seed <= count; ++seed) {
        const json events = randomHistory(static_cast<std::uint32_t>(seed), {actions, hostile});
        const auto log = logFromJson(events, seed % 3 == 0 ? IdsAs::Text : IdsAs::Extents);
        const json ordered = inLogOrder(*log, events);
        QVERIFY(ordered.is_array());
        compareWithNaiveFold(*log, ordered);
        QVERIFY2(!QTest::currentTestFailed(), ("seed " + std::to_string(seed)).c_str());
    }
}

void TestStateAt::pendingBecomesReady()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").after(20ms).stepFailed("a", "Error", 5);
    const Timestamp failed = h.now();
    h.invocationCompleted()
        .after(5100ms)
        .stepStarted("a")
        .stepSucceeded("a")
        .invocationCompleted()
        .executionSucceeded();
    const auto log = h.log();
    const OperationIndex a = *log->findOperation("a");

    const StateAt atFailure(*log, EventIndex(2));
    QCOMPARE(atFailure.status(a), OperationStatus::Pending);
    QCOMPARE(atFailure.state(a).nextAttempt, failed + 5s);
    QCOMPARE(atFailure.state(a).attempt, 1U);
    QVERIFY(!atFailure.state(a).end);
    QCOMPARE(StateAt(*log, EventIndex(3), failed + 4999ms).status(a), OperationStatus::Pending);
    QCOMPARE(StateAt(*log, EventIndex(3), failed + 5s).status(a), OperationStatus::Ready);
    QCOMPARE(StateAt(*log, EventIndex(4)).status(a), OperationStatus::Started);
    QCOMPARE(StateAt(*log, EventIndex(4)).state(a).attempt, 2U);
    QCOMPARE(StateAt(*log, log->lastEvent()).status(a), OperationStatus::Succeeded);
    QCOMPARE(StateAt(*log, EventIndex(0)).status(a), OperationStatus::NotStarted);
    QVERIFY(!StateAt(*log, EventIndex(0)).state(a).lastEvent.valid());
}

void TestStateAt::pollIsPendingUntilItSucceeds()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("poll", {.parent = {}, .subType = "WaitForCondition", .name = {}});
    h.stepSucceeded("poll", "1", 2).invocationCompleted().after(2s).stepStarted("poll").stepSucceeded("poll", "2");
    const auto log = h.log();
    const OperationIndex poll = *log->findOperation("poll");
    QCOMPARE(log->operation(poll).type, OperationType::Step);
    QCOMPARE(StateAt(*log, EventIndex(2)).status(poll), OperationStatus::Pending);
    QCOMPARE(StateAt(*log, log->lastEvent()).status(poll), OperationStatus::Succeeded);
    QCOMPARE(StateAt(*log, log->lastEvent()).state(poll).attempt, 2U);
}

void TestStateAt::restartKeepsTheAttempt()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").after(1s).invocationCompleted("Runtime.ExitError").after(1s);
    h.stepStarted("a").after(1s).stepSucceeded("a").invocationCompleted().executionSucceeded();
    const auto log = h.log();
    const OperationIndex a = *log->findOperation("a");
    QVERIFY(log->has(EventIndex(3), kRestart));
    QCOMPARE(StateAt(*log, EventIndex(3)).state(a).attempt, 1U);
    QCOMPARE(StateAt(*log, EventIndex(4)).state(a).attempt, 1U);
    QVERIFY(log->repairs().find(RepairKind::AttemptRecounted) == nullptr);
}

void TestStateAt::abandonedWhenTheExecutionEnded()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("slow").contextStarted("race").stepStarted("loser", {.parent = "race"});
    h.contextSucceeded("race").invocationCompleted().executionSucceeded();
    const auto log = h.log();
    const OperationIndex slow = *log->findOperation("slow");
    const StateAt before(*log, EventIndex(5));
    QCOMPARE(before.executionStatus(), std::string_view("RUNNING"));
    QVERIFY(!before.isAbandoned(slow));
    const StateAt after(*log, log->lastEvent());
    QCOMPARE(after.executionStatus(), std::string_view("SUCCEEDED"));
    QVERIFY(after.isAbandoned(slow));
    QVERIFY(after.isAbandoned(*log->findOperation("loser")));
    QVERIFY(!after.isAbandoned(*log->findOperation("race")));
    QVERIFY(!after.isAbandoned(kExecution));
}

void TestStateAt::headIsMissing()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").stepSucceeded("a").invocationCompleted().executionStopped();
    h.events().erase(0);
    const auto log = h.log();
    const StateAt first(*log, EventIndex(0));
    QVERIFY(first.exists(kExecution));
    QCOMPARE(first.status(kExecution), OperationStatus::Started);
    QCOMPARE(first.state(kExecution).start, log->time(EventIndex(0)));
    QCOMPARE(StateAt(*log, log->lastEvent()).executionStatus(), std::string_view("STOPPED"));
    QVERIFY(log->repairs().find(RepairKind::PartialHead) != nullptr);
}

void TestStateAt::failuresBelowAsOfTheCursor()
{
    HistoryBuilder h;
    h.executionStarted().contextStarted("outer").contextStarted("inner", {.parent = "outer"});
    h.stepStarted("a", {.parent = "inner"}).stepFailed("a", "Error", 1).stepStarted("a").stepFailed("a", "Error");
    h.callbackStarted("b", {.parent = "outer"}).callbackTimedOut("b").contextFailed("inner", "Error");
    const auto log = h.log();
    const OperationIndex outer = *log->findOperation("outer");
    QCOMPARE(StateAt(*log, EventIndex(4)).failuresBelow(outer), 0U);
    QCOMPARE(StateAt(*log, EventIndex(6)).failuresBelow(outer), 1U);
    QCOMPARE(StateAt(*log, EventIndex(8)).failuresBelow(outer), 2U);
    QCOMPARE(StateAt(*log, EventIndex(9)).failuresBelow(outer), 3U);
    QCOMPARE(StateAt(*log, EventIndex(9)).failuresBelow(kExecution), 3U);
    QCOMPARE(StateAt(*log, EventIndex(9)).failuresBelow(*log->findOperation("a")), 0U);
}

void TestStateAt::waitForCallback()
{
    HistoryBuilder h;
    h.executionStarted()
        .contextStarted("wfc", {.subType = "WaitForCallback"})
        .callbackStarted("cb", {.parent = "wfc"}, 60);
    h.stepStarted("submit", {.parent = "wfc"}).after(20ms).stepSucceeded("submit").invocationCompleted().after(60s);
    h.callbackTimedOut("cb").after(50ms).contextFailed("wfc", "CallbackTimeoutError").invocationCompleted();
    h.executionFailed("CallbackTimeoutError");
    const auto log = h.log();
    const OperationIndex context = *log->findOperation("wfc");
    const OperationIndex callback = *log->findOperation("cb");
    QCOMPARE(log->operation(context).type, OperationType::Context);
    const StateAt suspended(*log, EventIndex(5));
    QCOMPARE(suspended.status(context), OperationStatus::Started);
    QCOMPARE(suspended.status(callback), OperationStatus::Started);
    QCOMPARE(suspended.state(callback).scheduledEnd, log->time(EventIndex(2)) + core::Duration(60s));
    QCOMPARE(suspended.totals().openCallbacks, 1U);
    QCOMPARE(suspended.totals().openOperations, 2U);
    const StateAt last(*log, log->lastEvent());
    QCOMPARE(last.status(callback), OperationStatus::TimedOut);
    QCOMPARE(last.status(context), OperationStatus::Failed);
    QCOMPARE(last.totals().failedOperations, 2U);
}

void TestStateAt::interleavedMapWithoutItsMiddle()
{
    HistoryBuilder h;
    h.executionStarted().contextStarted("map", {.subType = "Map"});
    for (const char* item : {"0", "1", "2"}) {
        const std::string id = std::string("item") + item;
        h.contextStarted(id, {.parent = "map", .subType = "MapIteration"});
        h.callbackStarted("cb" + std::string(item), {.parent = id});
    }
    h.callbackSucceeded("cb1").contextSucceeded("item1").invocationCompleted().after(1min).callbackSucceeded("cb0");
    h.contextSucceeded("item0").contextSucceeded("map").invocationCompleted().executionSucceeded();
    json events = h.events();
    events.erase(6); // item2's start
    const auto log = logFromJson(events);
    QVERIFY(log->repairs().find(RepairKind::GapInEventIds) != nullptr);
    const OperationIndex map = *log->findOperation("map");
    QCOMPARE(log->children(map).size(), std::size_t(2));
    // Its callback is left without a parent and hangs on the root.
    QCOMPARE(log->operation(*log->findOperation("cb2")).parent, kExecution);
    QVERIFY(log->repairs().find(RepairKind::UnknownParent) != nullptr);
    const StateAt between(*log, *log->findEventId(11));
    QCOMPARE(between.status(*log->findOperation("item1")), OperationStatus::Succeeded);
    QCOMPARE(between.status(*log->findOperation("item0")), OperationStatus::Started);
    const StateAt last(*log, log->lastEvent());
    QCOMPARE(last.status(map), OperationStatus::Succeeded);
    QVERIFY(last.isAbandoned(*log->findOperation("cb2")));
}

void TestStateAt::deepNesting()
{
    constexpr int kDepth = 100'000;
    HistoryBuilder h;
    h.executionStarted();
    for (int i = 0; i < kDepth; ++i)
        h.contextStarted("c" + std::to_string(i), {.parent = i == 0 ? "" : "c" + std::to_string(i - 1)});
    h.stepStarted("leaf", {.parent = "c" + std::to_string(kDepth - 1)}).stepFailed("leaf", "Error");
    const auto log = h.log();
    const OperationIndex top = *log->findOperation("c0");
    const OperationIndex leaf = *log->findOperation("leaf");
    QCOMPARE(log->operation(leaf).depth, std::uint8_t(255));
    QVERIFY(log->isDescendant(leaf, top));
    QVERIFY(!log->isDescendant(top, leaf));
    QVERIFY(!log->isDescendant(top, top));
    QCOMPARE(StateAt(*log, log->lastEvent()).failuresBelow(top), 1U);
}

QTEST_GUILESS_MAIN(TestStateAt)
#include "tst_state_at.moc"
