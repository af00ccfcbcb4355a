// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/reader.h"
#include "engine/store/library.h"
#include "engine/store/record_writer.h"
#include "tests/engine/store/store_testing.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

using namespace durascope;
using namespace durascope::store::testing;
using core::EventType;
using store::Durability;
using store::ExecutionSummary;
using store::Library;
using store::ListQuery;
using store::Record;

namespace {

std::vector<std::string> linesOf(const std::vector<service::Event>& events)
{
    std::vector<std::string> lines;
    for (const service::Event& event : events)
        lines.push_back(service::toJson(event));
    return lines;
}

/// The names of what a query finds, in its order.
std::vector<std::string> namesOf(Library& library, const ListQuery& query)
{
    std::vector<std::string> names;
    const std::vector<ExecutionSummary> found = library.list(query).value();
    for (const ExecutionSummary& summary : found)
        names.push_back(summary.name);
    return names;
}

Timestamp at(std::int64_t second)
{
    return Timestamp{(1'700'000'000 + second) * 1'000'000};
}

/// Of one function, begun at that second; ended a second later unless it runs.
Record execution(const std::string& name, const std::string& function, std::int64_t second,
                 std::optional<EventType> end = {})
{
    Record record{arnOf(name), {startEvent(name, at(second))}, {}};
    record.facts.push_back({service::Fact::Kind::FunctionName, {}, {}, 0, function});
    if (end)
        record.events.push_back(endEvent(2, *end, at(second + 1)));
    return record;
}

} // namespace

class TestLibrary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = std::filesystem::path(m_folder->path().toStdString()) / "a library?#%41";
    }

    void everyKindOfEventComesBack()
    {
        const std::vector<service::Event> events = everyEvent("all");
        {
            const auto library = openOrDie(m_file);
            QVERIFY(store::testing::store(*library, {arnOf("all"), events, {}}));
        }
        const auto library = openOrDie(m_file);
        const auto stored = library->load(arnOf("all"));
        QVERIFY2(stored.has_value(), stored ? "" : stored.error().text().c_str());
        QCOMPARE(linesOf(stored->events), linesOf(events));
        QVERIFY(stored->facts.empty());
    }

    void everyKindOfFactComesBack()
    {
        Record record = store::testing::record("facts", 1);
        record.facts = everyFact();
        {
            const auto library = openOrDie(m_file);
            QVERIFY(store::testing::store(*library, record));
        }
        const auto library = openOrDie(m_file);
        const std::vector<service::Fact> facts = library->load(arnOf("facts")).value().facts;
        QCOMPARE(facts.size(), record.facts.size());
        for (std::size_t i = 0; i < facts.size(); ++i) {
            QVERIFY(facts[i].kind == record.facts[i].kind);
            QCOMPARE(facts[i].operationId, record.facts[i].operationId);
            QVERIFY(facts[i].time == record.facts[i].time);
            QCOMPARE(facts[i].number, record.facts[i].number);
            QCOMPARE(facts[i].text, record.facts[i].text);
        }
    }

    void theFactsOfTheTestsAreEveryKind()
    {
        std::uint8_t kinds = 0;
        for (; !store::toText(static_cast<service::Fact::Kind>(kinds)).empty(); ++kinds) {
            const auto kind = static_cast<service::Fact::Kind>(kinds);
            QVERIFY(store::factKindFromText(store::toText(kind)) == kind);
            QVERIFY(std::ranges::count(everyFact(), kind, &service::Fact::kind) == 1);
        }
        QVERIFY(!store::factKindFromText("Nothing").has_value());
        QCOMPARE(everyFact().size(), static_cast<std::size_t>(kinds));
    }

    /// Each of them says something about another moment, and resuming needs all of them.
    void factsThatNameEventsAreKeptForEach()
    {
        const auto library = openOrDie(m_file);
        QVERIFY(store::testing::store(*library, store::testing::record("x", 9)));
        for (const std::int64_t event : {3, 5, 5, 9}) {
            Record record{arnOf("x"), {}, {}};
            record.facts.push_back({service::Fact::Kind::Wanted, {}, at(event), event, {}});
            record.facts.push_back({service::Fact::Kind::Ready, "step", at(event), event, {}});
            QVERIFY(store::testing::store(*library, record));
        }
        std::vector<std::int64_t> numbers;
        const store::StoredExecution stored = library->load(arnOf("x")).value();
        for (const service::Fact& fact : stored.facts)
            numbers.push_back(fact.number);
        QCOMPARE(numbers, (std::vector<std::int64_t>{3, 3, 5, 5, 9, 9}));
    }

    void theLastFactOfAKindCounts()
    {
        const auto library = openOrDie(m_file);
        QVERIFY(store::testing::store(*library, store::testing::record("beats", 1)));
        for (std::int64_t beat = 1; beat <= 3; ++beat) {
            Record record{arnOf("beats"), {}, {}};
            record.facts.push_back({service::Fact::Kind::Heartbeat, "callback", at(beat), 0, {}});
            record.facts.push_back({service::Fact::Kind::Heartbeat, "other", at(0), 0, {}});
            QVERIFY(store::testing::store(*library, record));
        }
        const std::vector<service::Fact> facts = library->load(arnOf("beats")).value().facts;
        QCOMPARE(facts.size(), 2U);
        // "other" was written last each time.
        QCOMPARE(facts[0].operationId, std::string("callback"));
        QVERIFY(facts[0].time == at(3));
    }

    void historyIsTheStoredLines()
    {
        const auto library = openOrDie(m_file);
        const std::vector<service::Event> events = everyEvent("all");
        QVERIFY(store::testing::store(*library, {arnOf("all"), events, {}}));
        const std::string json = library->historyJson(arnOf("all")).value();
        QCOMPARE(json, service::historyJson(events));
        const auto log = history::readHistoryText(json, "test");
        QVERIFY2(log.has_value(), log ? "" : log.error().text().c_str());
        QCOMPARE((*log)->eventCount(), events.size());
    }

    void largePayloadsComeBack()
    {
        const auto library = openOrDie(m_file);
        const Record record = store::testing::record("large", 7, 1'048'576);
        QVERIFY(store::testing::store(*library, record));
        QCOMPARE(linesOf(library->load(arnOf("large")).value().events), linesOf(record.events));
    }

    void listShowsWhatTheEventsSay()
    {
        const auto library = openOrDie(m_file);
        QVERIFY(store::testing::store(*library, execution("running", "orders:live", 5)));
        const ExecutionSummary running = library->list().value().front();
        QCOMPARE(running.arn, arnOf("running"));
        QCOMPARE(running.name, std::string("running"));
        QCOMPARE(running.functionName, std::string("orders:live"));
        QCOMPARE(running.status, std::string("RUNNING"));
        QVERIFY(running.start == at(5));
        QVERIFY(!running.end.has_value());
        QCOMPARE(running.events, 1);

        QVERIFY(store::testing::store(*library, {arnOf("running"), {stepEvent(2), stepEvent(3)}, {}}));
        QCOMPARE(library->list().value().front().events, 3);
    }

    void statusFollowsTheLastEvent_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("status");
        QTest::newRow("succeeded") << static_cast<int>(EventType::ExecutionSucceeded) << QByteArray("SUCCEEDED");
        QTest::newRow("failed") << static_cast<int>(EventType::ExecutionFailed) << QByteArray("FAILED");
        QTest::newRow("timed out") << static_cast<int>(EventType::ExecutionTimedOut) << QByteArray("TIMED_OUT");
        QTest::newRow("stopped") << static_cast<int>(EventType::ExecutionStopped) << QByteArray("STOPPED");
    }
    void statusFollowsTheLastEvent()
    {
        QFETCH(int, type);
        QFETCH(QByteArray, status);
        const auto library = openOrDie(m_file);
        QVERIFY(store::testing::store(*library, store::testing::record("x", 2)));
        QVERIFY(store::testing::store(*library, {arnOf("x"), {endEvent(3, static_cast<EventType>(type), at(9))}, {}}));
        // The service writes the end of the invocation after the end of the execution when it comes late.
        service::Event late = everyEvent("x").at(static_cast<std::size_t>(EventType::InvocationCompleted));
        late.eventId = 4;
        QVERIFY(store::testing::store(*library, {arnOf("x"), {late}, {}}));
        const ExecutionSummary summary = library->list().value().front();
        QCOMPARE(summary.status, status.toStdString());
        QVERIFY(summary.end == at(9));
        QCOMPARE(summary.events, 4);
        QVERIFY(library->unfinished().value().empty());
    }

    void withoutItsFactTheFunctionComesFromTheArn()
    {
        const auto library = openOrDie(m_file);
        QVERIFY(store::testing::store(*library, store::testing::record("x", 1)));
        QCOMPARE(library->list().value().front().functionName, std::string("orders"));
    }

    void listFilters()
    {
        const auto library = openOrDie(m_file);
        QVERIFY(store::testing::store(*library, execution("a", "orders", 1)));
        QVERIFY(store::testing::store(*library, execution("b", "orders", 3, EventType::ExecutionSucceeded)));
        QVERIFY(store::testing::store(*library, execution("c", "bills", 2, EventType::ExecutionFailed)));
        QVERIFY(store::testing::store(*library, execution("d", "bills", 2)));
        using Names = std::vector<std::string>;
        QCOMPARE(namesOf(*library, {}), (Names{"b", "d", "c", "a"}));
        ListQuery oldest;
        oldest.newestFirst = false;
        QCOMPARE(namesOf(*library, oldest), (Names{"a", "c", "d", "b"}));
        ListQuery page = oldest;
        page.limit = 2;
        page.offset = 1;
        QCOMPARE(namesOf(*library, page), (Names{"c", "d"}));
        page.limit = 0;
        QCOMPARE(namesOf(*library, page), (Names{"c", "d", "b"}));
        ListQuery function;
        function.functionName = "bills";
        QCOMPARE(namesOf(*library, function), (Names{"d", "c"}));
        function.statuses = {"FAILED", "SUCCEEDED"};
        QCOMPARE(namesOf(*library, function), (Names{"c"}));
        ListQuery name;
        name.name = "a";
        QCOMPARE(namesOf(*library, name), (Names{"a"}));
        name.name = "a' OR 'a'='a";
        QCOMPARE(namesOf(*library, name), Names{});
        QCOMPARE(library->unfinished().value(), (Names{arnOf("a"), arnOf("d")}));
    }

    void onlyWhatIsCommittedIsSeen()
    {
        const auto library = openOrDie(m_file);
        const std::uint64_t ticket = library->write(store::testing::record("x", 3));
        QVERIFY(ticket > 0);
        QCOMPARE(library->committed(), 0U);
        QVERIFY(library->list().value().empty());
        QVERIFY(library->commit(ticket).has_value());
        QCOMPARE(library->committed(), ticket);
        QCOMPARE(library->list().value().size(), 1U);
    }

    void closingStoresWhatIsQueued()
    {
        (void)openOrDie(m_file)->write(store::testing::record("x", 3));
        QCOMPARE(openOrDie(m_file)->load(arnOf("x")).value().events.size(), 3U);
    }

    void closingLeavesOneFile()
    {
        {
            const auto library = openOrDie(m_file);
            QVERIFY(store::testing::store(*library, store::testing::record("x", 3'000)));
            QVERIFY(library->list().has_value());
        }
        QCOMPARE(namesIn(m_file.parent_path()), std::vector<std::string>{m_file.filename().string()});
    }

    void oneCommitForAllThatIsQueued()
    {
        const auto library = openOrDie(m_file);
        for (int i = 0; i < 50; ++i)
            (void)library->write(store::testing::record(std::to_string(i), 3));
        QVERIFY(library->commitAll().has_value());
        QCOMPARE(library->commits(), 1U);
        QCOMPARE(library->list().value().size(), 50U);
    }

    void emptyRecordsAreNothing()
    {
        const auto library = openOrDie(m_file);
        QVERIFY(store::testing::store(*library, {arnOf("nothing"), {}, {}}));
        QVERIFY(library->list().value().empty());
    }

    void eventsMustFollow_data()
    {
        QTest::addColumn<int>("eventId");
        QTest::newRow("again") << 3;
        QTest::newRow("gap") << 5;
        QTest::newRow("from the start") << 1;
    }
    void eventsMustFollow()
    {
        QFETCH(int, eventId);
        const auto library = openOrDie(m_file);
        QVERIFY(store::testing::store(*library, store::testing::record("x", 3)));
        (void)library->write(store::testing::record("innocent", 1));
        const auto refused = library->commit(library->write({arnOf("x"), {stepEvent(eventId)}, {}}));
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().code == core::ErrorCode::Usage);
        const auto later = library->list();
        QVERIFY(!later.has_value());
        QCOMPARE(later.error().text(), refused.error().text());
        QVERIFY(!library->remove(arnOf("x")).has_value());
    }

    void anExecutionBeginsWithItsFirstEvent()
    {
        const auto library = openOrDie(m_file);
        QVERIFY(!library->commit(library->write({arnOf("x"), {stepEvent(2)}, {}})).has_value());
    }

    void unknownExecutions()
    {
        const auto library = openOrDie(m_file);
        QVERIFY(library->load("nothing").error().code == core::ErrorCode::NotFound);
        QVERIFY(library->historyJson("nothing").error().code == core::ErrorCode::NotFound);
        QVERIFY(library->remove("nothing").error().code == core::ErrorCode::NotFound);
        QVERIFY(store::testing::store(*library, store::testing::record("x", 3))); // and nothing is broken by it
    }

    void removedExecutionsAreGone()
    {
        const auto library = openOrDie(m_file);
        Record withFacts = store::testing::record("x", 3);
        withFacts.facts = everyFact();
        (void)library->write(withFacts);
        (void)library->write(store::testing::record("y", 4));
        QVERIFY(library->remove(arnOf("x")).has_value());
        QVERIFY(library->load(arnOf("x")).error().code == core::ErrorCode::NotFound);
        QCOMPARE(library->load(arnOf("y")).value().events.size(), 4U);
        // The same name may begin anew, and finds nothing of the one before.
        QVERIFY(store::testing::store(*library, store::testing::record("x", 2)));
        QCOMPARE(library->load(arnOf("x")).value().events.size(), 2U);
        QVERIFY(library->load(arnOf("x")).value().facts.empty());
    }

    void retentionTakesWhatEndedBefore()
    {
        const auto library = openOrDie(m_file);
        for (int i = 0; i < 200; ++i)
            (void)library->write(execution("old " + std::to_string(i), "f", i, EventType::ExecutionSucceeded));
        (void)library->write(execution("running", "f", 0));
        (void)library->write(execution("edge", "f", 299, EventType::ExecutionFailed));
        QCOMPARE(library->removeEndedBefore(at(300)).value(), 200);
        QCOMPARE(namesOf(*library, {}), (std::vector<std::string>{"edge", "running"}));
        QCOMPARE(library->removeEndedBefore(at(300)).value(), 0);
        QCOMPARE(library->removeEndedBefore(at(301)).value(), 1);
    }

    void threadsWithExecutionsOfTheirOwn_data()
    {
        QTest::addColumn<int>("durability");
        QTest::newRow("full") << static_cast<int>(Durability::Full);
        QTest::newRow("normal") << static_cast<int>(Durability::Normal);
    }
    void threadsWithExecutionsOfTheirOwn()
    {
        constexpr int kThreads = 8;
        constexpr std::int64_t kEvents = 300;
        QFETCH(int, durability);
        const auto library = openOrDie(m_file, {.durability = static_cast<Durability>(durability)});
        std::atomic<int> goodThreads = 0;
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < kThreads; ++thread) {
                threads.emplace_back([&, name = std::to_string(thread)] {
                    bool good = store::testing::store(*library, store::testing::record(name, 1));
                    for (std::int64_t id = 2; id <= kEvents; ++id) {
                        good = good && store::testing::store(*library, {arnOf(name), {stepEvent(id, 2'000)}, {}});
                        if (id % 100 != 0)
                            continue;
                        const auto stored = library->load(arnOf(name));
                        good = good && stored && std::cmp_equal(stored->events.size(), id);
                    }
                    goodThreads += good ? 1 : 0;
                });
            }
        }
        QCOMPARE(goodThreads.load(), kThreads);
        const std::vector<ExecutionSummary> found = library->list().value();
        QCOMPARE(found.size(), static_cast<std::size_t>(kThreads));
        for (const ExecutionSummary& summary : found)
            QCOMPARE(summary.events, kEvents);
        QVERIFY(library->commits() <= static_cast<std::uint64_t>(kThreads * kEvents));
    }

    /// Without the checkpointer the log would grow by a frame and more an event.
    void theLogStaysShort()
    {
        constexpr std::int64_t kEvents = 12'000;
        const auto library = openOrDie(m_file, {.durability = Durability::Normal});
        QVERIFY(store::testing::store(*library, store::testing::record("x", 1)));
        for (std::int64_t id = 2; id <= kEvents; ++id)
            QVERIFY(store::testing::store(*library, {arnOf("x"), {stepEvent(id)}, {}}));
        std::filesystem::path log = m_file;
        log += "-wal";
        QVERIFY(std::filesystem::file_size(log) < static_cast<std::uintmax_t>(kEvents) * 4'096 / 2);
        QCOMPARE(library->load(arnOf("x")).value().events.size(), static_cast<std::size_t>(kEvents));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_file;
};

QTEST_GUILESS_MAIN(TestLibrary)
#include "tst_library.moc"
