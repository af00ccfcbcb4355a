// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/log_builder.h"
#include "tests/support/history_builder.h"
#include "tests/support/json_log.h"
#include "tests/support/random_history.h"

#include <QTest>

#include <algorithm>

using namespace durascope;
using namespace durascope::history;
using namespace durascope::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

HistoryBuilder smallHistory()
{
    HistoryBuilder h;
    h.executionStarted().after(50ms).contextStarted("c").stepStarted("a", {.parent = "c"}).after(20ms);
    h.stepSucceeded("a").contextSucceeded("c").invocationCompleted().executionSucceeded();
    return h;
}

std::uint64_t repairs(const EventLog& log, RepairKind kind)
{
    const Repair* repair = log.repairs().find(kind);
    return repair == nullptr ? 0 : repair->count;
}

std::vector<std::int64_t> eventIds(const EventLog& log)
{
    std::vector<std::int64_t> ids;
    for (std::uint32_t i = 0; i < log.eventCount(); ++i)
        ids.push_back(log.eventId(EventIndex(i)));
    return ids;
}

/// What a log says of its operations, in words, to compare two logs by.
std::string shape(const EventLog& log)
{
    std::string text;
    for (std::uint32_t i = 0; i < log.operationCount(); ++i) {
        const OperationIndex operation(i);
        const OperationIndex parent = log.operation(operation).parent;
        text += std::string(log.id(operation)) + "<" + (parent.valid() ? std::string(log.id(parent)) : "") + ":" +
                std::string(core::toText(log.operation(operation).type));
        for (const EventIndex event : log.events(operation))
            text += " " + std::to_string(event.value());
        text += "\n";
    }
    return text;
}

using Strings = std::vector<std::int64_t>;

} // namespace

class TestLogBuilder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyLog();
    void tableOfAHealthyHistory();
    void decodedIdsAreFound();
    void ordersByEventId_data();
    void ordersByEventId();
    void identicalDuplicatesCollapse();
    void conflictingDuplicatesStayInTimeOrder();
    void withoutEventIds();
    void backwardsWithoutEventIds();
    void reportsGaps();
    void reportsHeadAndTail();
    void timesOutOfOrder();
    void missingTimes();
    void negativeTimes();
    void contradictions();
    void endWithoutStart();
    void retryInferredFromALaterStart();
    void unknownParents();
    void cyclesHangOnTheRoot_data();
    void cyclesHangOnTheRoot();
    void missingIds();
    void unknownTypes();
    void cancelledInvoke();
    void idOfTheExecutionUsedByAStep();
    void arnFromTheMetadata();
    void millionEndsOfOneOperation();
    void wideAndNamedWithinTheMemoryBudget();
};

void TestLogBuilder::emptyLog()
{
    LogBuilder builder;
    const auto log = builder.finish(ownedBytes(""));
    QVERIFY(log->empty());
    QCOMPARE(log->operationCount(), 1U);
    QVERIFY(!log->findOperation("a"));
    QVERIFY(!log->findEventId(1));
    QVERIFY(log->repairs().empty());
}

void TestLogBuilder::tableOfAHealthyHistory()
{
    const auto log = smallHistory().log();
    QCOMPARE(log->eventCount(), 7U);
    QCOMPARE(log->operationCount(), 3U);
    QVERIFY(log->repairs().empty());
    const OperationIndex context = *log->findOperation("c");
    const OperationIndex step = *log->findOperation("a");
    QCOMPARE(log->name(kExecution), std::string_view("run-42"));
    QCOMPARE(log->operation(step).parent, context);
    QCOMPARE(log->operation(step).depth, std::uint8_t(2));
    QCOMPARE(log->operation(context).parent, kExecution);
    QCOMPARE(log->children(kExecution).size(), std::size_t(1));
    QCOMPARE(log->children(context).front(), step);
    QVERIFY(log->isDescendant(step, kExecution));
    QCOMPARE(log->subType(step), std::string_view("Step"));
    QCOMPARE(log->allEvents(kExecution).size(), std::size_t(3));
    QCOMPARE(log->events(kExecution).size(), std::size_t(2));
    QCOMPARE(log->typeName(EventIndex(2)), std::string_view("StepStarted"));
    QCOMPARE(log->endTime() - log->startTime(), core::Duration(70ms));
    QCOMPARE(log->eventAtTime(log->startTime()), EventIndex(0));
    QCOMPARE(log->eventAtTime(log->startTime() + core::Duration(50ms)), EventIndex(2));
    QCOMPARE(log->eventAtTime(Timestamp{0}), EventIndex(0));
    QCOMPARE(log->totalsAt(log->lastEvent()).operations, 2U);
    QCOMPARE(log->interval(EventIndex(5))->start, log->time(EventIndex(1)));
    QVERIFY(!log->interval(EventIndex(4)));
}

void TestLogBuilder::decodedIdsAreFound()
{
    for (std::uint32_t seed = 1; seed < 30; ++seed) {
        const json events = randomHistory(seed, {80, seed % 2 == 0});
        const auto extents = logFromJson(events);
        const auto text = logFromJson(events, IdsAs::Text);
        QCOMPARE(shape(*text), shape(*extents));
        for (std::uint32_t i = 1; i < text->operationCount(); ++i)
            QCOMPARE(text->findOperation(text->id(OperationIndex(i))), OperationIndex(i));
        QVERIFY(!text->findOperation("nothing of that name"));
    }
}

void TestLogBuilder::ordersByEventId_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("descending") << 0;
    QTest::newRow("rotated") << 1;
    QTest::newRow("two swapped") << 2;
}

void TestLogBuilder::ordersByEventId()
{
    QFETCH(int, how);
    for (std::uint32_t seed = 1; seed < 20; ++seed) {
        const json events = randomHistory(seed, {60, false});
        std::vector<json> list(events.begin(), events.end());
        if (how == 0)
            std::reverse(list.begin(), list.end());
        else if (how == 1)
            std::rotate(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(list.size() / 3), list.end());
        else
            std::swap(list[3], list[7]);
        const auto log = logFromJson(json(list));
        QCOMPARE(shape(*log), shape(*logFromJson(events)));
        QVERIFY(repairs(*log, RepairKind::Reordered) > 0);
        QCOMPARE(repairs(*log, RepairKind::GapInEventIds), std::uint64_t(0));
    }
}

void TestLogBuilder::identicalDuplicatesCollapse()
{
    HistoryBuilder h = smallHistory();
    h.events().push_back(h.events()[2]);
    h.events().push_back(h.events()[2]);
    h.events().push_back(h.events()[5]);
    const auto log = h.log();
    QCOMPARE(shape(*log), shape(*smallHistory().log()));
    QCOMPARE(repairs(*log, RepairKind::DuplicateIdentical), std::uint64_t(3));
    QCOMPARE(repairs(*log, RepairKind::DuplicateConflicting), std::uint64_t(0));
    QCOMPARE(log->totalsAt(log->lastEvent()).invocations, 1U);
}

void TestLogBuilder::conflictingDuplicatesStayInTimeOrder()
{
    HistoryBuilder h;
    h.executionStarted().after(10ms).stepStarted("a").after(10ms).stepSucceeded("a").after(10ms).stepStarted("b");
    h.events()[3]["EventId"] = 2;
    std::swap(h.events()[0], h.events()[3]);
    const auto log = h.log();
    QCOMPARE(repairs(*log, RepairKind::DuplicateConflicting), std::uint64_t(1));
    QCOMPARE(eventIds(*log), (Strings{1, 2, 3, 2}));
    QCOMPARE(log->findEventId(2), EventIndex(1));
    QVERIFY(!log->findEventId(4));
}

void TestLogBuilder::withoutEventIds()
{
    HistoryBuilder h = smallHistory();
    for (json& event : h.events())
        event.erase("EventId");
    std::swap(h.events()[0], h.events()[6]);
    const auto log = h.log();
    QCOMPARE(log->type(EventIndex(0)), EventType::ExecutionStarted);
    QCOMPARE(eventIds(*log), (Strings{1, 2, 3, 4, 5, 6, 7}));
    QCOMPARE(repairs(*log, RepairKind::EventIdMissing), std::uint64_t(7));
    // ExecutionSucceeded now comes before the others of its time: their places in the input decide.
    QCOMPARE(log->type(EventIndex(3)), EventType::ExecutionSucceeded);
}

void TestLogBuilder::backwardsWithoutEventIds()
{
    HistoryBuilder h = smallHistory();
    std::vector<json> list(h.events().begin(), h.events().end());
    std::reverse(list.begin(), list.end());
    for (json& event : list)
        event.erase("EventId");
    QCOMPARE(shape(*logFromJson(json(list))), shape(*smallHistory().log()));
}

void TestLogBuilder::reportsGaps()
{
    HistoryBuilder h = smallHistory();
    h.events().erase(5);
    h.events().erase(1);
    h.events().erase(1);
    const auto log = h.log();
    QCOMPARE(eventIds(*log), (Strings{1, 4, 5, 7}));
    QCOMPARE(repairs(*log, RepairKind::GapInEventIds), std::uint64_t(2));
    QCOMPARE(log->repairs().find(RepairKind::GapInEventIds)->detail, std::string("2 to 3"));
    QCOMPARE(log->findEventId(5), EventIndex(2));
    QVERIFY(!log->findEventId(6));
}

void TestLogBuilder::reportsHeadAndTail()
{
    HistoryBuilder h = smallHistory();
    QCOMPARE(repairs(*h.log(), RepairKind::PartialHead), std::uint64_t(0));
    h.events().erase(0);
    h.events().erase(h.events().size() - 1);
    const auto log = h.log();
    QCOMPARE(repairs(*log, RepairKind::PartialHead), std::uint64_t(1));
    QCOMPARE(repairs(*log, RepairKind::PartialTail), std::uint64_t(1));
    QCOMPARE(repairs(*log, RepairKind::GapInEventIds), std::uint64_t(0));
}

void TestLogBuilder::timesOutOfOrder()
{
    HistoryBuilder h = smallHistory();
    h.events()[3]["EventTimestamp"] = h.events()[0]["EventTimestamp"].get<double>() - 5;
    const auto log = h.log();
    QCOMPARE(eventIds(*log), (Strings{1, 2, 3, 4, 5, 6, 7}));
    QCOMPARE(repairs(*log, RepairKind::TimesOutOfOrder), std::uint64_t(1));
    QVERIFY(log->time(EventIndex(3)) < log->time(EventIndex(0)));
    QCOMPARE(log->axisTime(EventIndex(3)), log->time(EventIndex(2)));
    QCOMPARE(log->axisTime(EventIndex(4)), log->time(EventIndex(4)));
    QCOMPARE(log->eventAtTime(log->time(EventIndex(2))), EventIndex(3));
    QCOMPARE(log->startTime(), log->time(EventIndex(3)));
}

void TestLogBuilder::missingTimes()
{
    HistoryBuilder h = smallHistory();
    h.events()[0].erase("EventTimestamp");
    h.events()[4].erase("EventTimestamp");
    const auto log = h.log();
    QVERIFY(log->has(EventIndex(0), kTimeGuessed));
    QCOMPARE(log->time(EventIndex(0)), log->time(EventIndex(1)));
    QCOMPARE(log->time(EventIndex(4)), log->time(EventIndex(3)));
}

void TestLogBuilder::negativeTimes()
{
    HistoryBuilder h(-100'000);
    h.executionStarted().after(50ms).waitStarted("w", 5).after(5s).waitSucceeded("w").executionSucceeded();
    const auto log = h.log();
    QCOMPARE(log->startTime(), Timestamp{-100'000'000});
    QCOMPARE(repairs(*log, RepairKind::TimesOutOfOrder), std::uint64_t(0));
    QCOMPARE(log->number(EventIndex(1)), std::int64_t(-94'950'000));
}

void TestLogBuilder::contradictions()
{
    HistoryBuilder h;
    h.executionStarted().waitStarted("w", 1).waitStarted("w", 9).waitSucceeded("w").waitCancelled("w").waitStarted("w",
                                                                                                                   2);
    h.event("StepFailed", "w", json::object()).executionFailed("A").executionSucceeded().executionStarted();
    const auto log = h.log();
    QCOMPARE(repairs(*log, RepairKind::SecondStart), std::uint64_t(3));
    QCOMPARE(repairs(*log, RepairKind::SecondEnd), std::uint64_t(2));
    QCOMPARE(repairs(*log, RepairKind::TypeMismatch), std::uint64_t(1));
    const OperationIndex w = *log->findOperation("w");
    QCOMPARE(log->events(w).size(), std::size_t(2));
    QCOMPARE(log->allEvents(w).size(), std::size_t(6));
    const std::vector<EventIndex> all = log->allEvents(w);
    QVERIFY(std::is_sorted(all.begin(), all.end()));
    QCOMPARE(log->allEvents(kExecution).size(), std::size_t(4));
    QVERIFY(log->has(EventIndex(8), kIgnored));
}

void TestLogBuilder::endWithoutStart()
{
    HistoryBuilder h;
    h.executionStarted().event("CallbackTimedOut", "cb", json::object()).event("StepSucceeded", "s", json::object());
    const auto log = h.log();
    QVERIFY(log->has(EventIndex(1), kImpliedStart));
    QVERIFY(log->has(EventIndex(1), kTerminal));
    QCOMPARE(repairs(*log, RepairKind::EndWithoutStart), std::uint64_t(2));
    QCOMPARE(log->totalsAt(EventIndex(1)).openCallbacks, 0U);
    QCOMPARE(log->totalsAt(EventIndex(2)).failedOperations, 1U);
}

void TestLogBuilder::retryInferredFromALaterStart()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").stepFailed("a", "E").stepStarted("a").stepSucceeded("a").stepSucceeded("a");
    const auto log = h.log();
    QVERIFY(log->has(EventIndex(2), kRetryFollows));
    QVERIFY(!log->has(EventIndex(2), kTerminal));
    QVERIFY(log->has(EventIndex(4), kTerminal));
    QVERIFY(log->has(EventIndex(5), kIgnored));
    QCOMPARE(repairs(*log, RepairKind::RetryInferred), std::uint64_t(1));
}

void TestLogBuilder::unknownParents()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a", {.parent = "gone"}).stepStarted("b", {.parent = "gone"});
    h.stepStarted("c", {.parent = h.events()[0]["Id"]});
    const auto log = h.log();
    for (const OperationIndex child : log->children(kExecution))
        QCOMPARE(log->operation(child).parent, kExecution);
    QCOMPARE(log->children(kExecution).size(), std::size_t(3));
    QCOMPARE(repairs(*log, RepairKind::UnknownParent), std::uint64_t(2));
    QCOMPARE(log->repairs().find(RepairKind::UnknownParent)->detail, std::string("gone"));
    QVERIFY(!log->findOperation("gone"));
}

void TestLogBuilder::cyclesHangOnTheRoot_data()
{
    QTest::addColumn<int>("length");
    QTest::newRow("itself") << 1;
    QTest::newRow("two") << 2;
    QTest::newRow("hundred thousand") << 100'000;
}

void TestLogBuilder::cyclesHangOnTheRoot()
{
    QFETCH(int, length);
    HistoryBuilder h;
    h.executionStarted().contextStarted("tail", {.parent = "c1"});
    for (int i = 0; i < length; ++i)
        h.contextStarted("c" + std::to_string(i), {.parent = "c" + std::to_string((i + 1) % length)});
    if (length == 1)
        h.events()[1]["ParentId"] = "c0";
    const auto log = h.log();
    QCOMPARE(repairs(*log, RepairKind::ParentCycle), std::uint64_t(1));
    QCOMPARE(log->operation(*log->findOperation("c0")).parent, kExecution);
    QVERIFY(log->operation(*log->findOperation("tail")).parent != kExecution);
    QCOMPARE(log->descendants(kExecution).size(), std::size_t(length) + 1);
}

void TestLogBuilder::missingIds()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").stepSucceeded("a");
    h.events()[1].erase("Id");
    const auto log = h.log();
    QCOMPARE(repairs(*log, RepairKind::IdMissing), std::uint64_t(1));
    QVERIFY(log->has(EventIndex(1), kIgnored));
    QCOMPARE(log->operation(EventIndex(1)), kExecution);
    QCOMPARE(log->events(kExecution).size(), std::size_t(1));
}

void TestLogBuilder::unknownTypes()
{
    HistoryBuilder h;
    h.executionStarted().event("GateOpened", "g", json::object()).event("GateClosed", "g", json::object());
    h.stepStarted("a").event("StepPaused", "a", json::object()).event("Noise", {}, json::object());
    const auto log = h.log();
    QCOMPARE(log->operation(*log->findOperation("g")).type, OperationType::Generic);
    QCOMPARE(log->typeName(EventIndex(2)), std::string_view("GateClosed"));
    const OperationIndex a = *log->findOperation("a");
    QCOMPARE(log->operation(a).type, OperationType::Step);
    QCOMPARE(log->events(a).size(), std::size_t(1));
    QCOMPARE(log->allEvents(a).size(), std::size_t(2));
    QCOMPARE(log->operation(EventIndex(5)), kExecution);
    QVERIFY(!log->has(EventIndex(4), kIgnored));
}

void TestLogBuilder::cancelledInvoke()
{
    HistoryBuilder h;
    h.executionStarted().event("ChainedInvokePending", "i", json::object()).invokeStarted("i", "pay:3");
    h.event("ChainedInvokeCancelled", "i", json::object());
    const auto log = h.log();
    const OperationIndex invoke = *log->findOperation("i");
    QCOMPARE(log->operation(invoke).type, OperationType::ChainedInvoke);
    QCOMPARE(log->operation(invoke).firstEvent, EventIndex(2));
    QVERIFY(log->has(EventIndex(3), kTerminal));
    QCOMPARE(log->totalsAt(EventIndex(3)).openOperations, 0U);
}

void TestLogBuilder::idOfTheExecutionUsedByAStep()
{
    HistoryBuilder h;
    h.executionStarted().stepStarted("a").executionSucceeded();
    h.events()[1]["Id"] = h.events()[0]["Id"];
    const auto log = h.log();
    QCOMPARE(log->operationCount(), 1U);
    QCOMPARE(repairs(*log, RepairKind::TypeMismatch), std::uint64_t(1));
    QCOMPARE(log->findOperation(h.events()[0]["Id"].get<std::string>()), kExecution);
}

void TestLogBuilder::arnFromTheMetadata()
{
    LogBuilder builder;
    ExecutionMetadata metadata;
    metadata.arn = "arn:aws:lambda:eu-west-1:1:function:f/durable-execution/n/i";
    builder.setMetadata(metadata);
    builder.setSource(SourceGuess::Aws);
    const auto log = builder.finish(ownedBytes(""));
    QCOMPARE(log->executionArn(), metadata.arn);
    QCOMPARE(log->source(), SourceGuess::Aws);
}

void TestLogBuilder::millionEndsOfOneOperation()
{
    LogBuilder builder;
    builder.setBytes("");
    constexpr std::uint32_t kEvents = 1'000'000;
    for (std::uint32_t i = 0; i < kEvents; ++i) {
        RawEvent event;
        event.type = i == 0 ? EventType::StepStarted : EventType::StepFailed;
        event.eventId = 1; // all of them conflict
        event.time = Timestamp{i};
        event.id = "a";
        builder.add(event);
    }
    const auto log = builder.finish(ownedBytes(""));
    QCOMPARE(log->eventCount(), kEvents);
    QCOMPARE(repairs(*log, RepairKind::SecondEnd), std::uint64_t(kEvents - 2));
    QCOMPARE(log->allEvents(OperationIndex(1)).size(), std::size_t(kEvents));
    QCOMPARE(log->totalsAt(log->lastEvent()).failedOperations, 1U);
}

void TestLogBuilder::wideAndNamedWithinTheMemoryBudget()
{
    constexpr std::uint32_t kOperations = 400'000;
    std::string text;
    for (std::uint32_t i = 0; i < kOperations; ++i)
        text += std::to_string(1'000'000 + i);
    LogBuilder builder;
    builder.setBytes(text);
    std::int64_t eventId = 0;
    const auto add = [&](EventType type, std::uint32_t operation) {
        RawEvent event;
        event.type = type;
        event.eventId = ++eventId;
        event.time = Timestamp{eventId};
        event.idExtent = {operation * 7, 7};
        event.id = std::string_view(text).substr(event.idExtent.offset, 7);
        event.hasName = true;
        const std::string name = "name-" + std::to_string(operation % 1000);
        event.name = name;
        event.details = {0, 2};
        builder.add(event);
    };
    for (std::uint32_t i = 0; i < kOperations; ++i) {
        add(EventType::StepStarted, i);
        add(EventType::StepSucceeded, i);
        if (i % 2 == 0)
            add(EventType::StepSucceeded, i);
    }
    const auto log = builder.finish(ownedBytes(text));
    QCOMPARE(log->eventCount(), 1'000'000U);
    QCOMPARE(log->operationCount(), kOperations + 1);
    const double bytesAnEvent = static_cast<double>(log->memoryUse()) / log->eventCount();
    QVERIFY2(bytesAnEvent <= 96, std::to_string(bytesAnEvent).c_str());
    qInfo("%.1f bytes an event", bytesAnEvent);
    QCOMPARE(log->findOperation("1399999"), OperationIndex(kOperations));
}

QTEST_GUILESS_MAIN(TestLogBuilder)
#include "tst_log_builder.moc"
