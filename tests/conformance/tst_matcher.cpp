// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/testing/conformance/matcher.h"
#include "engine/testing/conformance/value.h"

#include <QFloat16> // QCOMPARE asks whether a JSON value is one
#include <QTest>

using namespace durascope::conformance;

namespace {

/// One event with a member X, expected and actual.
std::vector<std::string> matchX(const Value& expected, const Value& actual, Bindings& bindings)
{
    return matchEvents(Value::array({{{"EventId", 2}, {"X", expected}}}),
                       Value::array({{{"EventId", 2}, {"X", actual}}}), bindings);
}

bool matches(const Value& expected, const Value& actual)
{
    Bindings bindings;
    return matchX(expected, actual, bindings).empty();
}

const Value kObject = Value::object();

} // namespace

/// Conformance section 4, sentence by sentence.
class TestMatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // --- 4.1 events
    void anExpectedEventNeedsAnEventId();
    void anEventThatIsNotThereIsADifference();
    void eventsAreFoundByEventId();
    void ofTwoWithOneIdTheLaterCounts();
    void whatIsNotExpectedIsNotLookedAt();
    void allDifferencesAreTold();
    void bindingGoesOnAfterADifference();
    // --- 4.2 values
    void anEmptyObjectAcceptsAnything();
    void aStarAcceptsAnything();
    void aPlaceholderBindsAnyValue();
    void aBoundPlaceholderMustBeEqual();
    void aWholeTextIsOnePlaceholder();
    void anExpressionIsSearchedInTheTextForm();
    void aBrokenExpressionIsADifference();
    void membersMustBeThereWhateverIsExpected();
    void objectsMatchByMembers();
    void arraysMatchByElements();
    void typesMatter();
    void numbersAndBooleansAreEqualByValue();
    void boundNamesAreReplacedInTexts();
    void variablesAreBoundBeforeEvents();
    // --- 4.4 result
    void theStatusMustBeEqual();
    void onlyResultsOfSuccessAreLookedAt();
    void anExpectationWithoutResultAcceptsAny();
    void theResultIsParsedOnce();
    void aResultThatIsNoJsonIsAText();
    void nullAcceptsAbsentAndNull();
    void namesAreReplacedInTheResult();
    void resultsHaveNoWildcards();
    // --- Python's text forms
    void textForms_data();
    void textForms();
    void jsonForms();
};

void TestMatcher::anExpectedEventNeedsAnEventId()
{
    Bindings bindings;
    const Value actual = Value::array({{{"EventId", 2}}});
    QCOMPARE(matchEvents(Value::array({{{"EventType", "StepStarted"}}}), actual, bindings).size(), 1u);
    QCOMPARE(matchEvents(Value::array({{{"EventId", nullptr}}}), actual, bindings).size(), 1u);
    QCOMPARE(matchEvents(Value::array({"StepStarted"}), actual, bindings).size(), 1u);
}

void TestMatcher::anEventThatIsNotThereIsADifference()
{
    Bindings bindings;
    const auto errors = matchEvents(Value::array({{{"EventId", 3}}}), Value::array({{{"EventId", 2}}}), bindings);
    QCOMPARE(errors.size(), 1u);
    QVERIFY(errors[0].starts_with("event 3:"));
}

void TestMatcher::eventsAreFoundByEventId()
{
    Bindings bindings;
    const Value actual = Value::array({{{"EventId", 3}, {"X", "c"}}, {{"EventId", 2}, {"X", "b"}}});
    const Value expected = Value::array({{{"EventId", 2}, {"X", "b"}}, {{"EventId", 3}, {"X", "c"}}});
    QVERIFY(matchEvents(expected, actual, bindings).empty());
}

void TestMatcher::ofTwoWithOneIdTheLaterCounts()
{
    Bindings bindings;
    const Value actual = Value::array({{{"EventId", 2}, {"X", "first"}}, {{"EventId", 2}, {"X", "second"}}});
    QVERIFY(matchEvents(Value::array({{{"EventId", 2}, {"X", "second"}}}), actual, bindings).empty());
    QVERIFY(!matchEvents(Value::array({{{"EventId", 2}, {"X", "first"}}}), actual, bindings).empty());
}

void TestMatcher::whatIsNotExpectedIsNotLookedAt()
{
    Bindings bindings;
    const Value actual = Value::array({{{"EventId", 1}}, {{"EventId", 2}, {"X", 1}, {"Y", 2}}, {{"EventId", 3}}});
    QVERIFY(matchEvents(Value::array({{{"EventId", 2}, {"X", 1}}}), actual, bindings).empty());
}

void TestMatcher::allDifferencesAreTold()
{
    Bindings bindings;
    const Value actual = Value::array({{{"EventId", 2}, {"X", 1}, {"Y", 1}}, {{"EventId", 3}, {"X", 1}}});
    const Value expected = Value::array({{{"EventId", 2}, {"X", 2}, {"Y", 2}}, {{"EventId", 3}, {"X", 2}}});
    QCOMPARE(matchEvents(expected, actual, bindings).size(), 3u);
}

void TestMatcher::bindingGoesOnAfterADifference()
{
    Bindings bindings;
    const Value actual = Value::array({{{"EventId", 2}, {"X", 1}, {"Id", "a"}}, {{"EventId", 3}, {"Id", "b"}}});
    const Value expected =
        Value::array({{{"EventId", 2}, {"X", 2}, {"Id", "${ID}"}}, {{"EventId", 3}, {"Id", "${OTHER}"}}});
    QCOMPARE(matchEvents(expected, actual, bindings).size(), 1u);
    QCOMPARE(*bindings.find("ID"), Value("a"));
    QCOMPARE(*bindings.find("OTHER"), Value("b"));
}

void TestMatcher::anEmptyObjectAcceptsAnything()
{
    for (const Value& actual : {Value(), Value(5), Value("text"), Value::array({1}), Value({{"a", 1}})})
        QVERIFY(matches(kObject, actual));
}

void TestMatcher::aStarAcceptsAnything()
{
    for (const Value& actual : {Value(), Value(5), Value("text"), Value::array({1}), Value({{"a", 1}})})
        QVERIFY(matches("*", actual));
    QVERIFY(!matches("**", "text"));
    QVERIFY(matches("**", "**"));
}

void TestMatcher::aPlaceholderBindsAnyValue()
{
    for (const Value& actual : {Value(), Value(5), Value("text"), Value::array({1}), Value({{"a", 1}})}) {
        Bindings bindings;
        QVERIFY(matchX("${NAME}", actual, bindings).empty());
        QVERIFY(bindings.find("NAME"));
        QCOMPARE(*bindings.find("NAME"), actual);
    }
}

void TestMatcher::aBoundPlaceholderMustBeEqual()
{
    Bindings bindings;
    QVERIFY(matchX("${ID1}", "a", bindings).empty());
    QVERIFY(matchX("${ID1}", "a", bindings).empty());
    QVERIFY(!matchX("${ID1}", "b", bindings).empty());
    QCOMPARE(*bindings.find("ID1"), Value("a"));
    bindings.bind("ONE", 1);
    QVERIFY(matchX("${ONE}", 1.0, bindings).empty());
    QVERIFY(!matchX("${ONE}", "1", bindings).empty());
}

void TestMatcher::aWholeTextIsOnePlaceholder()
{
    // From the first brace to the last, as the official expression ^\$\{(.+)\}$ takes it.
    Bindings bindings;
    QVERIFY(matchX("${A}-${B}", "anything", bindings).empty());
    QCOMPARE(*bindings.find("A}-${B"), Value("anything"));
    QVERIFY(!matchX("${}", "anything", bindings).empty());
}

void TestMatcher::anExpressionIsSearchedInTheTextForm()
{
    QVERIFY(matches("${/^[0-5]$/}", 5));
    QVERIFY(!matches("${/^[0-5]$/}", 6));
    QVERIFY(matches("${/ell/}", "hello"));
    QVERIFY(matches("${/.*TransientError$/}", "durascope::TransientError"));
    QVERIFY(!matches("${/.*TransientError$/}", "TransientErrors"));
    QVERIFY(matches("${/^True$/}", true));
    QVERIFY(!matches("${/true/}", true));
    QVERIFY(matches("${/^None$/}", nullptr));
    QVERIFY(matches("${/^1\\.5$/}", 1.5));
    QVERIFY(matches("${/'a': 1/}", Value({{"a", 1}})));
    QVERIFY(matches("${/(?i)HELLO/}", "hello"));
}

void TestMatcher::aBrokenExpressionIsADifference()
{
    QVERIFY(!matches("${/(/}", "("));
    QVERIFY(!matches("${/.*a/}", std::string(1 << 20, 'a'))); // too long to be searched, and said so
    QVERIFY(matches("${/aaa/}", std::string(1 << 20, 'a')));
}

void TestMatcher::membersMustBeThereWhateverIsExpected()
{
    const Value actual = Value::array({{{"EventId", 2}}});
    for (const Value& expected : {Value("*"), kObject, Value("${NEW}"), Value("${/.*/}"), Value()}) {
        Bindings bindings;
        const auto errors = matchEvents(Value::array({{{"EventId", 2}, {"X", expected}}}), actual, bindings);
        QCOMPARE(errors.size(), 1u);
        QCOMPARE(errors[0], std::string("event 2.X: is not there"));
    }
}

void TestMatcher::objectsMatchByMembers()
{
    QVERIFY(matches({{"a", 1}}, {{"b", 2}, {"a", 1}}));
    QVERIFY(!matches({{"a", 1}}, {{"a", 2}}));
    QVERIFY(!matches({{"a", {{"b", "*"}}}}, {{"a", kObject}}));
    QVERIFY(matches({{"a", {{"b", "*"}}}}, {{"a", {{"b", nullptr}}}}));
    QVERIFY(!matches({{"a", 1}}, "text"));
}

void TestMatcher::arraysMatchByElements()
{
    QVERIFY(matches(Value::array({1, "*"}), Value::array({1, 2})));
    QVERIFY(!matches(Value::array({1}), Value::array({1, 2})));
    QVERIFY(!matches(Value::array({1, 3}), Value::array({1, 2})));
    QVERIFY(!matches(Value::array({1}), "text"));
    QVERIFY(matches(Value::array({{{"a", 1}}}), Value::array({{{"a", 1}, {"b", 2}}})));
}

void TestMatcher::typesMatter()
{
    QVERIFY(matches(5, 5));
    QVERIFY(!matches(5, "5"));
    QVERIFY(!matches("5", 5));
    QVERIFY(!matches(nullptr, "None"));
    QVERIFY(!matches(nullptr, 0));
    QVERIFY(!matches(nullptr, false));
    QVERIFY(matches(nullptr, nullptr));
    QVERIFY(!matches("a", "b"));
}

void TestMatcher::numbersAndBooleansAreEqualByValue()
{
    QVERIFY(matches(1, 1.0));
    QVERIFY(matches(1.0, 1));
    QVERIFY(matches(1, true));
    QVERIFY(matches(false, 0));
    QVERIFY(matches(true, 1.0));
    QVERIFY(!matches(true, 2));
    QVERIFY(!matches(true, "True"));
    QVERIFY(matches(std::int64_t(3), std::uint64_t(3)));
    QVERIFY(!matches(std::int64_t(-1), std::uint64_t(0xFFFFFFFFFFFFFFFFULL)));
    QVERIFY(pythonEqual(Value({{"a", 1}, {"b", 2}}), Value({{"b", 2.0}, {"a", true}})));
    QVERIFY(!pythonEqual(Value({{"a", 1}}), Value({{"a", 1}, {"b", 2}})));
}

void TestMatcher::boundNamesAreReplacedInTexts()
{
    Bindings bindings;
    bindings.bind("INPUT_1", "abc");
    bindings.bind("N", 5);
    QVERIFY(matchX("\"${INPUT_1}\"", "\"abc\"", bindings).empty());
    QVERIFY(matchX("<${INPUT_1}${N}>", "<abc5>", bindings).empty());
    QVERIFY(matchX("a ${UNBOUND}", "a ${UNBOUND}", bindings).empty());
    QVERIFY(matchX("a ${1N} ${N-} ${N", "a ${1N} ${N-} ${N", bindings).empty());
    QVERIFY(matchX("$${N}", "$5", bindings).empty());
    QVERIFY(!matchX("a ${N}", "a ${N}", bindings).empty());
}

void TestMatcher::variablesAreBoundBeforeEvents()
{
    const auto bindings = resolveVariables({{"CB", "${GEN_STR:10}"}, {"LITERAL", "x"}, {"NUMBER", 7}}, "4-1");
    QVERIFY(bindings);
    Bindings table = *bindings;
    const std::string generated = table.find("CB")->get<std::string>();
    QVERIFY(matchX("${CB}", generated, table).empty());
    QVERIFY(!matchX("${CB}", "else", table).empty());
    QVERIFY(matchX("${NUMBER}", "7", table).empty());
}

void TestMatcher::theStatusMustBeEqual()
{
    const Bindings none;
    QVERIFY(matchResult({{"ExecutionStatus", "SUCCEEDED"}}, "SUCCEEDED", nullptr, none).empty());
    QVERIFY(!matchResult({{"ExecutionStatus", "SUCCEEDED"}}, "FAILED", nullptr, none).empty());
    QVERIFY(!matchResult({{"ExecutionStatus", "FAILED"}}, "SUCCEEDED", nullptr, none).empty());
    QVERIFY(matchResult({{"ExecutionStatus", "FAILED"}}, "FAILED", nullptr, none).empty());
}

void TestMatcher::onlyResultsOfSuccessAreLookedAt()
{
    QVERIFY(matchResult({{"ExecutionStatus", "FAILED"}, {"Result", "x"}}, "FAILED", nullptr, {}).empty());
}

void TestMatcher::anExpectationWithoutResultAcceptsAny()
{
    const std::string result = "\"whatever\"";
    QVERIFY(matchResult({{"ExecutionStatus", "SUCCEEDED"}}, "SUCCEEDED", &result, {}).empty());
}

void TestMatcher::theResultIsParsedOnce()
{
    const Value expected = {{"ExecutionStatus", "SUCCEEDED"}, {"Result", "\"HELLO\""}};
    const std::string once = "\"HELLO\"";
    const std::string twice = "\"\\\"HELLO\\\"\"";
    QVERIFY(!matchResult(expected, "SUCCEEDED", &once, {}).empty());
    QVERIFY(matchResult(expected, "SUCCEEDED", &twice, {}).empty());
    const std::string object = "{\"b\": 2, \"a\": [1.0]}";
    QVERIFY(matchResult({{"Result", {{"a", {1}}, {"b", 2}}}}, "SUCCEEDED", &object, {}).empty());
}

void TestMatcher::aResultThatIsNoJsonIsAText()
{
    const std::string raw = "HELLO";
    QVERIFY(matchResult({{"Result", "HELLO"}}, "SUCCEEDED", &raw, {}).empty());
}

void TestMatcher::nullAcceptsAbsentAndNull()
{
    const Value expected = {{"ExecutionStatus", "SUCCEEDED"}, {"Result", nullptr}};
    const std::string null = "null";
    const std::string empty;
    QVERIFY(matchResult(expected, "SUCCEEDED", nullptr, {}).empty());
    QVERIFY(matchResult(expected, "SUCCEEDED", &null, {}).empty());
    QVERIFY(!matchResult(expected, "SUCCEEDED", &empty, {}).empty());
}

void TestMatcher::namesAreReplacedInTheResult()
{
    Bindings bindings;
    bindings.bind("INPUT_1", "abc");
    const std::string result = "{\"a\":[\"Hello, abc!\"]}";
    QVERIFY(matchResult({{"Result", {{"a", {"Hello, ${INPUT_1}!"}}}}}, "SUCCEEDED", &result, bindings).empty());
}

void TestMatcher::resultsHaveNoWildcards()
{
    const std::string result = "\"abc\"";
    QVERIFY(!matchResult({{"Result", "*"}}, "SUCCEEDED", &result, {}).empty());
    QVERIFY(!matchResult({{"Result", kObject}}, "SUCCEEDED", &result, {}).empty());
}

void TestMatcher::textForms_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("form");
    const auto row = [](const char* text, const char* form) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(form);
    };
    row("null", "None");
    row("true", "True");
    row("false", "False");
    row("5", "5");
    row("-5", "-5");
    row("18446744073709551615", "18446744073709551615");
    row("1.0", "1.0");
    row("1.5", "1.5");
    row("0.0001", "0.0001");
    row("0.00001", "1e-05");
    row("1e15", "1000000000000000.0");
    row("1e16", "1e+16");
    row("1767225600.607", "1767225600.607");
    row("\"text\"", "text");
    row("[1, \"a\", null]", "[1, 'a', None]");
    row("{\"a\": [], \"b\": {}}", "{'a': [], 'b': {}}");
    row("[\"it's\"]", "[\"it's\"]");
    row("[\"both ' and \\\"\"]", "['both \\' and \"']");
    row("[\"a\\nb\\u0001\"]", "['a\\nb\\x01']");
}

void TestMatcher::textForms()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, form);
    QCOMPARE(QByteArray::fromStdString(pythonText(Value::parse(text.toStdString()))), form);
}

void TestMatcher::jsonForms()
{
    QCOMPARE(pythonJson({{"status", "approved"}}), std::string("{\"status\": \"approved\"}"));
    QCOMPARE(pythonJson({{"b", {1, nullptr, true}}, {"a", 1.0}}), std::string("{\"b\": [1, null, true], \"a\": 1.0}"));
    QCOMPARE(pythonJson("é\n\"\x7f"), std::string("\"\\u00e9\\n\\\"\\u007f\""));
    QCOMPARE(pythonJson(nullptr), std::string("null"));
    QCOMPARE(pythonJson(Value::array()), std::string("[]"));
    QCOMPARE(pythonJson(kObject), std::string("{}"));
}

QTEST_APPLESS_MAIN(TestMatcher)
#include "tst_matcher.moc"
