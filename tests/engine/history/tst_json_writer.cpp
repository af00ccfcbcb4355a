// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/json_writer.h"

#include <QtTest>

#include <nlohmann/json.hpp>

using namespace durascope;
using history::JsonWriter;

namespace {
std::string formatted(const std::string& json, int indent)
{
    std::string text;
    JsonWriter out(
        [&text](std::string_view piece) {
            text.append(piece);
            return true;
        },
        indent);
    out.value(core::parseJson(json));
    out.flush();
    return text;
}
} // namespace

class JsonWriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formatsLikeTheOtherWriter_data()
    {
        QTest::addColumn<QByteArray>("json");
        const QList<QByteArray> texts = {
            "{}",
            "[]",
            "[[],{}]",
            " { \"a\" : 1 , \"b\" : [ true , null , \"x, {y}: [z]\" ] , \"c\" : { \"d\" : { } } } ",
            "[[[1,2],[3]],\"\\\\\",{\"k\\\"ey\":\"\\\\\\\"\"}]",
            "\"text\"",
            "-1.5e+3",
        };
        for (const QByteArray& text : texts) {
            QTest::newRow(text.constData()) << text;
        }
    }

    /// nlohmann's dump is written like Python's for everything but numbers, which ours never touches.
    void formatsLikeTheOtherWriter()
    {
        QFETCH(QByteArray, json);
        const std::string text = json.toStdString();
        if (text.find('e') == std::string::npos || text.front() != '-') {
            const auto other = nlohmann::ordered_json::parse(text, nullptr, false);
            QCOMPARE(QString::fromStdString(formatted(text, 4)), QString::fromStdString(other.dump(4)));
            QCOMPARE(QString::fromStdString(formatted(text, 0)), QString::fromStdString(other.dump()));
        } else {
            QCOMPARE(formatted(text, 4), text);
        }
    }

    void numbersKeepTheirSpelling()
    {
        QCOMPARE(formatted("[1.50, 1E3, 123456789012345678901234567890]", 0),
                 std::string("[1.50,1E3,123456789012345678901234567890]"));
    }

    void deepNestingCostsNoStack()
    {
        const std::string deep = std::string(core::kMaxJsonDepth, '[') + std::string(core::kMaxJsonDepth, ']');
        QCOMPARE(formatted(deep, 0), deep);
    }

    void handsBigPiecesOnUncopied()
    {
        const std::string big = "\"" + std::string(1 << 20, 'x') + "\"";
        std::vector<std::string_view> pieces;
        JsonWriter out(
            [&pieces](std::string_view piece) {
                pieces.push_back(piece);
                return true;
            },
            0);
        out.beginArray();
        out.literal(big);
        out.endArray();
        out.flush();
        QCOMPARE(pieces.size(), std::size_t{3});
        QVERIFY(pieces[1].data() == big.data());
    }

    void dropsTheRestOnceRefused()
    {
        int calls = 0;
        JsonWriter out(
            [&calls](std::string_view) {
                ++calls;
                return false;
            },
            0);
        out.beginArray();
        for (int i = 0; i < 100'000; ++i) {
            out.integer(i);
        }
        out.endArray();
        QVERIFY(!out.flush());
        QCOMPARE(calls, 1);
    }
};

QTEST_GUILESS_MAIN(JsonWriterTest)
#include "tst_json_writer.moc"
