// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/payload/json_pager.h"

#include <QTest>

#include <string>
#include <vector>

using namespace durascope;
using core::JsonKind;
using core::JsonView;
using models::JsonChild;
using models::JsonPager;

namespace {

std::vector<JsonChild> allOf(JsonView container, std::size_t page)
{
    JsonPager pager(container);
    std::vector<JsonChild> all;
    for (int guard = 0; !pager.atEnd() && guard < 1'000'000; ++guard) {
        for (const JsonChild& child : pager.next(page))
            all.push_back(child);
    }
    return all;
}

} // namespace

class TestJsonPager : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheVisitor_data();
    void agreesWithTheVisitor();
    void goesOnWhereItStopped();
    void takesNothingThatIsNoContainer();
    void stopsWhenAsked();
};

void TestJsonPager::agreesWithTheVisitor_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty object") << QByteArray("{}");
    QTest::newRow("empty array") << QByteArray(" [ \n ] ");
    QTest::newRow("scalars") << QByteArray(R"([1, -2.5e3 ,true,false , null,"x"])");
    QTest::newRow("brackets in strings") << QByteArray(R"({"a]":"}{","b":["\"]"],"c":{"d":"\\"},"e":1})");
    QTest::newRow("blanks everywhere") << QByteArray("\t{ \"a\" : 1 ,\r\n \"b\" :\n[ ] }\n");
    QTest::newRow("equal and empty keys") << QByteArray(R"({"":1,"a":2,"a":3,"\u0061":4})");
    QTest::newRow("backslashes") << QByteArray(R"(["\\","\\\\\"","a\\\"b\\"])");
}

void TestJsonPager::agreesWithTheVisitor()
{
    QFETCH(QByteArray, text);
    const std::string kept = text.toStdString();
    const JsonView value = core::parseJson(kept);
    QVERIFY(value);
    std::vector<std::pair<std::string, std::string>> expected;
    if (value.kind == JsonKind::Object) {
        core::forEachMember(value, [&](std::string_view key, JsonView child) {
            expected.emplace_back(key, child.text);
            return true;
        });
    } else {
        core::forEachElement(value, [&](std::size_t, JsonView child) {
            expected.emplace_back("", child.text);
            return true;
        });
    }
    for (const std::size_t page : {std::size_t{1}, std::size_t{2}, std::size_t{1000}}) {
        std::vector<std::pair<std::string, std::string>> found;
        for (const JsonChild& child : allOf(value, page)) {
            found.emplace_back(child.key ? core::decodeString(child.key) : "", child.value.text);
            QVERIFY(core::parseJson(child.value.text).kind == child.value.kind);
        }
        QCOMPARE(found, expected);
    }
}

void TestJsonPager::goesOnWhereItStopped()
{
    std::string text = "[";
    for (int i = 0; i < 2'500; ++i)
        text += (i > 0 ? "," : "") + std::to_string(i);
    text += "]";
    JsonPager pager(core::parseJson(text));
    QCOMPARE(pager.next(1'000).size(), std::size_t{1'000});
    const auto second = pager.next(1'000);
    QCOMPARE(second.front().value.text, std::string_view("1000"));
    QVERIFY(!pager.atEnd());
    QCOMPARE(pager.next(1'000).back().value.text, std::string_view("2499"));
    QVERIFY(pager.atEnd());
    QVERIFY(pager.next(10).empty());
}

void TestJsonPager::takesNothingThatIsNoContainer()
{
    QVERIFY(JsonPager().atEnd());
    QVERIFY(JsonPager(core::parseJson("\"text\"")).atEnd());
    QVERIFY(JsonPager(JsonView{}).next(5).empty());
}

void TestJsonPager::stopsWhenAsked()
{
    std::stop_source source;
    source.request_stop();
    JsonPager pager(core::parseJson("[1,2,3]"));
    QVERIFY(pager.next(10, source.get_token()).empty());
    QVERIFY(!pager.atEnd());
    QCOMPARE(pager.next(10).size(), std::size_t{3});
}

QTEST_GUILESS_MAIN(TestJsonPager)
#include "tst_json_pager.moc"
