// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sdk/serdes.h"

#include <QtTest>

#include <limits>
#include <map>

using namespace durable;
using namespace durable::detail;
using durascope::core::payload;
using durascope::core::Payload;

struct Order
{
    std::string id;
    int amount = 0;
    friend bool operator==(const Order&, const Order&) = default;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Order, id, amount)

namespace {

template <typename T>
T roundTrip(const T& value)
{
    const std::optional<std::string> text = toJsonText(value);
    return fromJsonText<T>(text ? &*text : nullptr);
}

template <typename T>
T read(const std::string& text)
{
    return fromJsonText<T>(&text);
}

/// The message of the SerdesError.
template <typename Call>
std::string complaint(const Call& call)
{
    try {
        (void)call();
    } catch (const SerdesError& error) {
        return error.message();
    }
    return {};
}

template <typename T>
bool isUnreadable(const std::string& text)
{
    return !complaint([&text] { return read<T>(text); }).empty();
}

std::optional<std::string> unquoted(std::string_view text)
{
    std::string out;
    return unquoteText(text, out) ? std::optional(out) : std::nullopt;
}

std::string nested(std::size_t depth)
{
    return std::string(depth, '[') + std::string(depth, ']');
}

} // namespace

class SerdesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesComeBack()
    {
        QCOMPARE(roundTrip(42), 42);
        QCOMPARE(roundTrip(std::numeric_limits<std::int64_t>::min()), std::numeric_limits<std::int64_t>::min());
        QCOMPARE(roundTrip(std::numeric_limits<std::uint64_t>::max()), std::numeric_limits<std::uint64_t>::max());
        QCOMPARE(roundTrip(true), true);
        QCOMPARE(roundTrip('c'), 'c');
        QCOMPARE(roundTrip(0.1), 0.1);
        QCOMPARE(roundTrip(std::string("ä\n\"\\\0x", 7)), std::string("ä\n\"\\\0x", 7));
        QVERIFY(roundTrip(Order{"o-1", 7}) == (Order{"o-1", 7}));
        QVERIFY(roundTrip(std::vector<Order>{{"a", 1}, {"b", 2}}).size() == 2);
        QVERIFY((roundTrip(std::map<std::string, int>{{"a", 1}}) == std::map<std::string, int>{{"a", 1}}));
        QVERIFY((roundTrip(json{{"a", {1, 2}}}) == json{{"a", {1, 2}}}));
        QVERIFY(roundTrip(std::optional<int>()) == std::nullopt);
        QVERIFY(roundTrip(std::optional<int>(3)) == 3);
    }

    void textsAreThePlainestJson()
    {
        QCOMPARE(toJsonText(42).value(), std::string("42"));
        QCOMPARE(toJsonText(std::string("a\"b")).value(), std::string("\"a\\\"b\""));
        QCOMPARE(toJsonText(nullptr).value(), std::string("null"));
        QCOMPARE(toJsonText(std::optional<int>()).value(), std::string("null"));
        QCOMPARE(toJsonText(Order{"o", 1}).value(), std::string("{\"amount\":1,\"id\":\"o\"}"));
        QVERIFY(!toJsonText(std::monostate()));
    }

    void invalidUtf8IsReplaced()
    {
        QCOMPARE(toJsonText(std::string("a\xFF")).value(), std::string("\"a\xEF\xBF\xBD\""));
        QCOMPARE(toJsonText(json{"a\xFF"}).value(), std::string("[\"a\xEF\xBF\xBD\"]"));
    }

    void readsWhatOthersWrite()
    {
        QCOMPARE(read<int>(" 7 "), 7);
        QCOMPARE(read<std::string>(" \"a\\u00e4\" "), std::string("aä"));
        QCOMPARE(read<double>("3"), 3.0);
        QVERIFY(read<std::optional<std::string>>("null") == std::nullopt);
    }

    void noValueIsNotNull()
    {
        QVERIFY(fromJsonText<std::optional<int>>(nullptr) == std::nullopt);
        QVERIFY(fromJsonText<json>(nullptr).is_null());
        QVERIFY(!complaint([] { return fromJsonText<int>(nullptr); }).empty());
        QVERIFY(!complaint([] { return fromJsonText<std::string>(nullptr); }).empty());
    }

    void refusesWhatDoesNotFit()
    {
        QVERIFY(isUnreadable<int>("\"7\""));
        QVERIFY(isUnreadable<std::string>("7"));
        QVERIFY(isUnreadable<std::string>("\"a"));
        QVERIFY(isUnreadable<std::string>("\"a\"b\""));
        QVERIFY(isUnreadable<Order>("{\"id\":\"o\"}"));
        QVERIFY(isUnreadable<json>(""));
        QVERIFY(isUnreadable<json>("{} {}"));
        QVERIFY(isUnreadable<json>("1e999"));
    }

    void saysWhatIsWrongAndWhere()
    {
        const std::string message = complaint([] { return parseJsonText("{\"a\": nul}"); });
        QVERIFY2(message.starts_with("parse error"), message.c_str());
        QVERIFY2(message.find("column") != std::string::npos, message.c_str());
    }

    void boundsTheDepth()
    {
        QVERIFY(parseJsonText(nested(512)).is_array());
        QVERIFY(complaint([] { return parseJsonText(nested(513)); }).find("512") != std::string::npos);
        QVERIFY(!complaint([] { return parseJsonText(nested(3'000'000)); }).empty());
    }

    void unquotes()
    {
        QCOMPARE(unquoted("\"\""), std::optional<std::string>(""));
        QCOMPARE(unquoted("\"plain\""), std::optional<std::string>("plain"));
        QCOMPARE(unquoted("\"a\\nb\\ud83d\\ude00\""), std::optional<std::string>("a\nb😀"));
        for (const char* const bad :
             {"", "\"", "a", "\"a", "\"a\" ", " \"a\"", "\"a\"\"", "\"\\x\"", "\"\n\"", "\"\xFF\""})
            QVERIFY2(!unquoted(bad), bad);
        QCOMPARE(unquoted(quoteText("x\"\\\n\x01 ä")), std::optional<std::string>("x\"\\\n\x01 ä"));
    }

    void customSerdesIsUsedBothWays()
    {
        const Serdes<int> serdes{
            [](const int& value, const SerdesContext& where) {
                return std::optional(std::string(where.operationPath) + ':' + std::to_string(value));
            },
            [](const std::optional<std::string>& text, const SerdesContext&) { return std::stoi(text->substr(4)); }};
        const SerdesContext where{"arn", "id", "2-1"};
        QCOMPARE(serializeWith(serdes, 5, where).value(), std::string("2-1:5"));
        QCOMPARE(deserializeWith(serdes, payload(std::string("2-1:5")), where), 5);
        QVERIFY(!complaint([&] { return deserializeWith(serdes, payload(std::string("2-1:x")), where); }).empty());
    }

    void whatUserCodeThrowsIsASerdesError()
    {
        const Serdes<int> broken{
            [](const int&, const SerdesContext&) -> std::optional<std::string> { throw std::logic_error("no ink"); },
            {}};
        QCOMPARE(complaint([&] { return serializeWith(broken, 1, {}); }), std::string("no ink"));
    }

    void textSerdesWritesTheTextItself()
    {
        const Serdes<std::string> serdes = textSerdes();
        QCOMPARE(serializeWith(serdes, std::string("a \"b\""), {}).value(), std::string("a \"b\""));
        QCOMPARE(deserializeWith(serdes, payload(std::string("a \"b\"")), {}), std::string("a \"b\""));
        QCOMPARE(deserializeWith(serdes, Payload(), {}), std::string());
        QCOMPARE(serializeWith(serdes, std::string(), {}), std::optional<std::string>(""));
    }

    void jsonSerdesIsTheDefaultSpelledOut()
    {
        QCOMPARE(serializeWith(jsonSerdes<std::string>(), std::string("a"), {}).value(), std::string("\"a\""));
        QCOMPARE(deserializeWith(jsonSerdes<std::string>(), payload(std::string("\"a\"")), {}), std::string("a"));
    }
};

QTEST_GUILESS_MAIN(SerdesTest)
#include "tst_serdes.moc"
