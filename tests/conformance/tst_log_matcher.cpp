// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/testing/conformance/log_matcher.h"
#include "engine/testing/conformance/log_store.h"

#include <QFloat16>
#include <QTest>

using namespace durascope;
using namespace durascope::conformance;

namespace {

const std::string kArn = "arn:one";

StoredRecord record(std::int64_t millis, std::uint64_t order, Value fields)
{
    return {millis, order, std::move(fields)};
}

std::vector<StoredRecord> three()
{
    return {record(1, 0, {{"hook", "start"}, {"n", 1}}), record(2, 1, {{"hook", "work"}, {"message", "Hello, abc!"}}),
            record(3, 2, {{"hook", "end"}, {"n", 2}, {"replay", true}})};
}

bool holds(const Value& entry, const std::vector<StoredRecord>& records = three(), const Bindings& bindings = {})
{
    return matchLogs(Value::array({entry}), records, bindings).empty();
}

/// Whether exactly one record with this field matches.
bool fieldMatches(const Value& expected, const Value& actual)
{
    return holds({{"match", {{"x", expected}}}}, {record(1, 0, {{"x", actual}})});
}

} // namespace

/// Conformance section 6, sentence by sentence.
class TestLogMatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // --- what is seen
    void onlyRecordsOfTheExecutionAreSeen();
    void otherLinesHaveAMessageOnly();
    void recordsAreInOrderOfTime();
    // --- match
    void aMatchNeedsAMap();
    void allFieldsMustHold();
    void textsAreCompared();
    void expressionsAreSearched();
    void booleansAreIdentical();
    void numbersAreEqual();
    void aBrokenExpressionIsADifference();
    // --- how many
    void withoutAnyNumberOneIsEnough();
    void countIsExact();
    void leastAndMost();
    // --- where
    void afterMeansAfterTheLast();
    void beforeMeansBeforeTheFirst();
    void aListOfAnchorsMeansAll();
    void equalKeysSatisfyBoth();
    void anAnchorNeedsARecord();
    void withoutOwnRecordsTheOrderIsVacuous();
    // --- names
    void placeholdersAreReplacedEverywhere();
    void allDifferencesAreTold();
};

void TestLogMatcher::onlyRecordsOfTheExecutionAreSeen()
{
    LogStore store;
    store.add("{\"durableExecutionArn\":\"arn:one\",\"a\":1}", core::Timestamp{1000});
    store.add("{\"executionArn\":\"arn:one\",\"a\":2}", core::Timestamp{2000});
    store.add("{\"executionArn\":\"arn:two\",\"a\":3}", core::Timestamp{3000});
    store.add("{\"nested\":{\"executionArn\":\"arn:one\"}}", core::Timestamp{4000});
    store.add("plain text with arn:one", core::Timestamp{5000});
    const auto records = store.recordsOf(kArn);
    QCOMPARE(records.size(), 2u);
    QCOMPARE(records[0].fields.at("a"), Value(1));
    QCOMPARE(records[1].fields.at("a"), Value(2));
    QCOMPARE(records[1].millis, std::int64_t(2));
}

void TestLogMatcher::otherLinesHaveAMessageOnly()
{
    // Such a record can never carry an ARN, so it is looked at here as a record only.
    LogStore store;
    store.add("  {\"executionArn\":\"arn:one\"}  \n", core::Timestamp{0});
    store.add("{\"executionArn\":\"arn:one\"", core::Timestamp{0});
    QCOMPARE(store.recordsOf(kArn).size(), 1u);
}

void TestLogMatcher::recordsAreInOrderOfTime()
{
    LogStore store;
    store.add("{\"executionArn\":\"arn:one\",\"n\":3}", core::Timestamp{5000});
    store.add("{\"executionArn\":\"arn:one\",\"n\":1}", core::Timestamp{1000});
    store.add("{\"executionArn\":\"arn:one\",\"n\":2}", core::Timestamp{1999}); // the same millisecond
    const auto records = store.recordsOf(kArn);
    QCOMPARE(records.size(), 3u);
    for (std::size_t i = 0; i < records.size(); ++i)
        QCOMPARE(records[i].fields.at("n"), Value(i + 1));
}

void TestLogMatcher::aMatchNeedsAMap()
{
    QVERIFY(!holds({{"count", 1}}));
    QVERIFY(!holds({{"match", Value::object()}}));
    QVERIFY(!holds({{"match", "text"}}));
    QVERIFY(!holds("text"));
}

void TestLogMatcher::allFieldsMustHold()
{
    QVERIFY(holds({{"match", {{"hook", "start"}, {"n", 1}}}}));
    QVERIFY(!holds({{"match", {{"hook", "start"}, {"n", 2}}}}));
    QVERIFY(!holds({{"match", {{"hook", "start"}, {"absent", "/.*/"}}}}));
    QVERIFY(holds({{"match", {{"absent", "/.*/"}}}, {"count", 0}}));
}

void TestLogMatcher::textsAreCompared()
{
    QVERIFY(fieldMatches("abc", "abc"));
    QVERIFY(fieldMatches(" abc", "abc\n"));
    QVERIFY(!fieldMatches("abc", "abcd"));
    QVERIFY(fieldMatches("5", 5));
    QVERIFY(fieldMatches("True", true));
    QVERIFY(!fieldMatches("true", true));
    QVERIFY(fieldMatches("None", nullptr));
    QVERIFY(fieldMatches(nullptr, "None"));
    QVERIFY(fieldMatches(5, "5"));
    QVERIFY(fieldMatches("/", "/"));
}

void TestLogMatcher::expressionsAreSearched()
{
    QVERIFY(fieldMatches("/b/", "abc"));
    QVERIFY(!fieldMatches("/^b/", "abc"));
    QVERIFY(fieldMatches("/^\\d+$/", 12));
    QVERIFY(fieldMatches("/.*/", ""));
    QVERIFY(fieldMatches("/.*/", true));
    QVERIFY(fieldMatches("/^True$/", true));
    QVERIFY(fieldMatches("/(?i)^parallel$/", "Parallel"));
    QVERIFY(fieldMatches("/\\[ERROR\\]/", "[ERROR] bad"));
    QVERIFY(fieldMatches("//", "anything"));
}

void TestLogMatcher::booleansAreIdentical()
{
    QVERIFY(fieldMatches(true, true));
    QVERIFY(!fieldMatches(true, false));
    QVERIFY(!fieldMatches(true, 1));
    QVERIFY(!fieldMatches(1, true));
    QVERIFY(!fieldMatches(true, "True"));
}

void TestLogMatcher::numbersAreEqual()
{
    QVERIFY(fieldMatches(1, 1));
    QVERIFY(fieldMatches(1, 1.0));
    QVERIFY(!fieldMatches(1, 2));
}

void TestLogMatcher::aBrokenExpressionIsADifference()
{
    QVERIFY(!holds({{"match", {{"hook", "/(/"}}}, {"count", 0}}));
}

void TestLogMatcher::withoutAnyNumberOneIsEnough()
{
    QVERIFY(holds({{"match", {{"hook", "/.*/"}}}}));
    QVERIFY(holds({{"match", {{"hook", "end"}}}}));
    QVERIFY(!holds({{"match", {{"hook", "never"}}}}));
}

void TestLogMatcher::countIsExact()
{
    QVERIFY(holds({{"match", {{"hook", "/.*/"}}}, {"count", 3}}));
    QVERIFY(!holds({{"match", {{"hook", "/.*/"}}}, {"count", 2}}));
    QVERIFY(!holds({{"match", {{"hook", "/.*/"}}}, {"count", 4}}));
    QVERIFY(holds({{"match", {{"hook", "never"}}}, {"count", 0}}));
    // count decides alone
    QVERIFY(holds({{"match", {{"hook", "/.*/"}}}, {"count", 3}, {"max_count", 1}}));
}

void TestLogMatcher::leastAndMost()
{
    QVERIFY(holds({{"match", {{"hook", "/.*/"}}}, {"min_count", 3}}));
    QVERIFY(!holds({{"match", {{"hook", "/.*/"}}}, {"min_count", 4}}));
    QVERIFY(holds({{"match", {{"hook", "/.*/"}}}, {"max_count", 3}}));
    QVERIFY(!holds({{"match", {{"hook", "/.*/"}}}, {"max_count", 2}}));
    QVERIFY(holds({{"match", {{"hook", "never"}}}, {"max_count", 2}}));
    QVERIFY(holds({{"match", {{"hook", "never"}}}, {"min_count", 0}}));
}

void TestLogMatcher::afterMeansAfterTheLast()
{
    const Value start = {{"hook", "start"}};
    QVERIFY(holds({{"match", {{"hook", "end"}}}, {"after", {start}}}));
    QVERIFY(holds({{"match", {{"hook", "end"}}}, {"after", start}}));
    QVERIFY(!holds({{"match", start}, {"after", {{{"hook", "end"}}}}}));
    // the earliest own one against the latest of the anchor
    QVERIFY(!holds({{"match", {{"n", "/.*/"}}}, {"after", {{{"hook", "work"}}}}}));
    QVERIFY(!holds({{"match", {{"hook", "work"}}}, {"after", {{{"n", "/.*/"}}}}}));
}

void TestLogMatcher::beforeMeansBeforeTheFirst()
{
    const Value end = {{"hook", "end"}};
    QVERIFY(holds({{"match", {{"hook", "start"}}}, {"before", {end}}}));
    QVERIFY(!holds({{"match", end}, {"before", {{{"hook", "start"}}}}}));
    QVERIFY(!holds({{"match", {{"n", "/.*/"}}}, {"before", {{{"hook", "work"}}}}}));
    QVERIFY(!holds({{"match", {{"hook", "work"}}}, {"before", {{{"n", "/.*/"}}}}}));
}

void TestLogMatcher::aListOfAnchorsMeansAll()
{
    const Value start = {{"hook", "start"}};
    const Value end = {{"hook", "end"}};
    QVERIFY(holds({{"match", {{"hook", "work"}}}, {"after", {start}}, {"before", {end}}}));
    QVERIFY(!holds({{"match", {{"hook", "work"}}}, {"after", Value::array({start, end})}}));
}

void TestLogMatcher::equalKeysSatisfyBoth()
{
    const std::vector<StoredRecord> same = {record(1, 0, {{"hook", "a"}}), record(1, 0, {{"hook", "b"}})};
    QVERIFY(holds({{"match", {{"hook", "a"}}}, {"after", {{{"hook", "b"}}}}}, same));
    QVERIFY(holds({{"match", {{"hook", "b"}}}, {"before", {{{"hook", "a"}}}}}, same));
}

void TestLogMatcher::anAnchorNeedsARecord()
{
    QVERIFY(!holds({{"match", {{"hook", "end"}}}, {"after", {{{"hook", "never"}}}}}));
    QVERIFY(!holds({{"match", {{"hook", "end"}}}, {"before", {{{"hook", "never"}}}}}));
    QVERIFY(!holds({{"match", {{"hook", "end"}}}, {"after", Value::array({"text"})}}));
}

void TestLogMatcher::withoutOwnRecordsTheOrderIsVacuous()
{
    QVERIFY(holds({{"match", {{"hook", "never"}}}, {"count", 0}, {"after", {{{"hook", "end"}}}}}));
}

void TestLogMatcher::placeholdersAreReplacedEverywhere()
{
    Bindings bindings;
    bindings.bind("INPUT_1", "abc");
    bindings.bind("HOOK", "start");
    const Value entry = {{"match", {{"message", "/Hello, ${INPUT_1}!/"}}}, {"after", {{{"hook", "${HOOK}"}}}}};
    QVERIFY(holds(entry, three(), bindings));
    QVERIFY(!holds(entry, three(), {}));
}

void TestLogMatcher::allDifferencesAreTold()
{
    const Value never = {{"match", {{"hook", "never"}}}};
    QCOMPARE(matchLogs(Value::array({never, {{"match", {{"hook", "end"}}}}, never}), three(), {}).size(), 2u);
}

QTEST_APPLESS_MAIN(TestLogMatcher)
#include "tst_log_matcher.moc"
