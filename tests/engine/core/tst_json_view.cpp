// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/json_view.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <random>

using namespace durascope::core;

namespace {

/// Texts out of the alphabet of JSON: often nearly right, which is where parsers disagree. An exponent is followed by a
/// blank, because numbers beyond the range of a double are right for us and wrong for the other parser.
std::string randomText(std::mt19937& random)
{
    static constexpr std::array<std::string_view, 34> kPieces{
        "{",       "}",     "[",         "]",       ",",    ":",     "\"",          "\"a\"",        "\"b\\n\"", "1",
        "-1",      "0",     "-",         "1.5",     "1e3 ", "1E-2",  "01",          "1.",           "true",     "false",
        "null",    "nul",   " ",         "\n",      "\\",   "\\u12", "\"\\u0041\"", "\"\xC3\xA4\"", "\"\t\"",   "\t",
        "\"\\x\"", "[1,2]", "{\"k\":1}", "\"\xFF\""};
    std::string text;
    const auto length = random() % 9;
    for (std::size_t i = 0; i < length; ++i) {
        text += kPieces[random() % kPieces.size()];
    }
    return text;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kStrings{{
    {"\"a\\\"\\\\\\/\\b\\f\\n\\r\\tz\"", "a\"\\/\b\f\n\r\tz"},
    {"\"\\u00e4\\u20AC\\ud83d\\ude00\"", "ä€😀"},
    {"\"\\ud83d\"", "�"},
    {"\"\\ude00x\"", "�x"},
    {"\"\\ud83d\\u0041\"", "�A"},
    {"\"\\ud83d\\n\"", "�\n"},
    {"\"\\ud83d\\u\"", ""},
    {"12", "12"},
}};

constexpr std::string_view kObject = " {\"a\": 1, \"b\\u00e4\\n\": [true, \"x\"], \"\" : {}, \"a\": 2 } ";
constexpr std::string_view kMinified = "{\"b\":[1,{\"a\":\"x, {y}: \\\"z\\\"\"}],\"e\":{ },\"f\":[ ]}";

} // namespace

class JsonViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsWhatTheOtherParserAccepts_data()
    {
        QTest::addColumn<QByteArray>("text");
        const std::vector<QByteArray> texts{"",
                                            " ",
                                            "null",
                                            "nul",
                                            "nulll",
                                            "true",
                                            "True",
                                            "0",
                                            "-0",
                                            "00",
                                            "-",
                                            "1.0",
                                            ".1",
                                            "1.",
                                            "1e5",
                                            "1e",
                                            "1E+2",
                                            "+1",
                                            "0x1",
                                            "NaN",
                                            "\"\"",
                                            "\"a",
                                            "\"\\",
                                            "\"\\\"",
                                            "\"\\u00",
                                            "\"\\u00e4\"",
                                            "\"\\ug\"",
                                            "\"\n\"",
                                            "\"\x7f\"",
                                            "[]",
                                            "[",
                                            "]",
                                            "[,]",
                                            "[1,]",
                                            "[1 2]",
                                            "[1,2]",
                                            "[1]]",
                                            "{}",
                                            "{",
                                            "{,}",
                                            "{\"a\"}",
                                            "{\"a\":}",
                                            "{\"a\":1,}",
                                            "{\"a\":1}",
                                            "{a:1}",
                                            "{'a':1}",
                                            "{\"a\":1 \"b\":2}",
                                            "{\"a\":[1,{\"b\":null}]}",
                                            "// c\n1",
                                            "1//c",
                                            " \t\r\n 1 \t\r\n ",
                                            "1 2",
                                            "\"\xFF\"",
                                            "\"\xC3\xA4\"",
                                            "\v1",
                                            "\f1",
                                            "[1}",
                                            "{\"a\":1]",
                                            "\"\\ud83d\\ude00\"",
                                            "tru",
                                            "\xC3\xA4",
                                            "[\"a\",\"b\"]",
                                            "{\"a\":1,\"a\":2}",
                                            QByteArray("\"\0\"", 3),

                                            "[[[[[[]]]]]]",
                                            "--1",
                                            "1-1",
                                            "[1,,2]"};
        for (std::size_t i = 0; i < texts.size(); ++i) {
            QTest::newRow(QByteArray::number(static_cast<int>(i)).constData()) << texts[i];
        }
    }
    void acceptsWhatTheOtherParserAccepts()
    {
        QFETCH(QByteArray, text);
        QCOMPARE(static_cast<bool>(parseJson(text.toStdString())), nlohmann::json::accept(text.toStdString()));
    }

    void randomTexts()
    {
        std::mt19937 random(20260101);
        int accepted = 0;
        for (int i = 0; i < 200'000; ++i) {
            const std::string text = randomText(random);
            const bool ours = static_cast<bool>(parseJson(text));
            accepted += ours ? 1 : 0;
            if (ours != nlohmann::json::accept(text)) {
                QFAIL(qPrintable(QStringLiteral("disagree about: %1").arg(QString::fromStdString(text))));
            }
        }
        QVERIFY(!parseJson(std::string_view("1\0", 2))); // there the other one stops looking
        QVERIFY(accepted > 1000);                        // the generator still makes right ones
    }

    /// Where a special character meets a border of the blocks in which strings are skipped.
    void longStrings()
    {
        for (std::size_t length = 0; length < 200; ++length) {
            for (const char* special : {"", "\\\"", "\\\\", "\\u00e4", "\\n", "\n", "\\x", "\\", "\\u00", "\xC3\xA4"}) {
                const std::string text = '"' + std::string(length, 'a') + special + std::string(130, 'b') + '"';
                QCOMPARE(static_cast<bool>(parseJson(text)), nlohmann::json::accept(text));
                const std::string atEnd = '"' + std::string(length, 'a') + special + '"';
                QCOMPARE(static_cast<bool>(parseJson(atEnd)), nlohmann::json::accept(atEnd));
            }
            const std::string slashes = '"' + std::string(length, '\\') + '"' + std::string(70, 'c') + '"';
            QCOMPARE(static_cast<bool>(parseJson(slashes)), nlohmann::json::accept(slashes));
        }
    }

    void depth()
    {
        const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
        QVERIFY(parseJson(nested(kMaxJsonDepth)));
        QVERIFY(!parseJson(nested(kMaxJsonDepth + 1)));
        QVERIFY(!parseJson(std::string(1'000'000, '[')));
        std::string mixed;
        for (int i = 0; i < 256; ++i) {
            mixed += "{\"a\":[";
        }
        mixed += "1";
        for (int i = 0; i < 256; ++i) {
            mixed += "]}";
        }
        QVERIFY(parseJson(mixed));
    }

    void walks()
    {
        const JsonView object = parseJson(kObject);
        QCOMPARE(object.kind, JsonKind::Object);
        std::vector<std::string> keys;
        forEachMember(object, [&](std::string_view key, JsonView) {
            keys.emplace_back(key);
            return true;
        });
        QCOMPARE(keys, (std::vector<std::string>{"a", "bä\n", "", "a"}));
        QCOMPARE(childCount(object), std::size_t{4});
        QCOMPARE(member(object, "a").text, std::string_view("1"));
        QVERIFY(!member(object, "none"));
        const JsonView list = member(object, "bä\n");
        QCOMPARE(list.text, std::string_view("[true, \"x\"]"));
        std::size_t visited = 0;
        forEachElement(list, [&](std::size_t index, JsonView value) {
            ++visited;
            QTEST_ASSERT(value.kind == (index == 0 ? JsonKind::True : JsonKind::String));
            return index == 0;
        });
        QCOMPARE(visited, std::size_t{2});
        QCOMPARE(childCount(parseJson("[ ]")), std::size_t{0});
        QCOMPARE(childCount(parseJson("7")), std::size_t{0});
        forEachMember(list, [](std::string_view, JsonView) -> bool { qFatal("an array has no members"); });
    }

    void strings()
    {
        for (const auto& [literal, expected] : kStrings) {
            QCOMPARE(decodeString(parseJson(literal)), std::string(expected));
        }
        QCOMPARE(decodeString(parseJson("\"\\u0000\"")), std::string(1, '\0'));
        QCOMPARE(decodeString({}), std::string());
    }

    void scalars()
    {
        QCOMPARE(toInteger(parseJson("5")), std::optional<std::int64_t>(5));
        QCOMPARE(toInteger(parseJson("\"5\"")), std::optional<std::int64_t>(5));
        QCOMPARE(toInteger(parseJson("5.0")), std::optional<std::int64_t>(5));
        QCOMPARE(toInteger(parseJson("5e2")), std::optional<std::int64_t>(500));
        QVERIFY(!toInteger(parseJson("5.5")));
        QVERIFY(!toInteger(parseJson("1e40")));
        QVERIFY(!toInteger(parseJson("true")));
        QVERIFY(!toInteger(parseJson("\"\"")));
        QCOMPARE(toBool(parseJson("true")), std::optional(true));
        QCOMPARE(toBool(parseJson("\"False\"")), std::optional(false));
        QVERIFY(!toBool(parseJson("1")));
    }

    void quoting()
    {
        QCOMPARE(quoteJson("a\"\\\n\r\t\x01/ä"), std::string("\"a\\\"\\\\\\n\\r\\t\\u0001/ä\""));
        QCOMPARE(quoteJson("\xFF"), std::string("\"�\""));
        for (int c = 0; c < 128; ++c) {
            const std::string text(3, static_cast<char>(c));
            QCOMPARE(decodeString(parseJson(quoteJson(text))), text);
        }
    }

    void pretty()
    {
        const JsonView value = parseJson(kMinified);
        QCOMPARE(prettyJson(value),
                 std::string("{\n  \"b\": [\n    1,\n    {\n      \"a\": \"x, {y}: \\\"z\\\"\"\n    }\n"
                             "  ],\n  \"e\": {},\n  \"f\": []\n}"));
        QCOMPARE(prettyJson(parseJson(" 7 ")), std::string("7"));
        QCOMPARE(prettyJson(parseJson("[1]"), 0), std::string("[\n1\n]"));
    }
};

QTEST_GUILESS_MAIN(JsonViewTest)
#include "tst_json_view.moc"
