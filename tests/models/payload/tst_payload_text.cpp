// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/common/text.h"
#include "models/payload/payload_text.h"

#include <QRandomGenerator>
#include <QTest>

using namespace durascope;
using models::PayloadText;
using models::PrettyStream;
using models::TextForm;

namespace {

std::string randomJson(QRandomGenerator& random, int depth)
{
    switch (random.bounded(depth > 0 ? 8 : 5)) {
    case 0:
        return "null";
    case 1:
        return std::to_string(random.bounded(100'000)) + ".5e-3";
    case 2:
        return R"("a \"b\" \\ {[,:]} \u00e4 ä 你 😀")";
    case 3:
        return "true";
    case 4:
        return random.bounded(2) == 0 ? "{}" : "[ ]";
    case 5:
    case 6: {
        std::string text = "[";
        for (int i = 1 + random.bounded(4); i > 0; --i)
            text += randomJson(random, depth - 1) + (i > 1 ? " , " : "");
        return text + "]";
    }
    default: {
        std::string text = "{\n";
        for (int i = 1 + random.bounded(4); i > 0; --i)
            text += "\"key " + std::to_string(i) + "\" :\t" + randomJson(random, depth - 1) + (i > 1 ? "," : "");
        return text + "}";
    }
    }
}

} // namespace

class TestPayloadText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streamIsPrettyJsonInPieces();
    void showsOneMegabyteFirst();
    void rawEndsBetweenCharacters();
    void makesControlCharactersVisible();
    void textThatIsNoJsonStaysAsItIs();
    void nothingHasNoText();
};

void TestPayloadText::streamIsPrettyJsonInPieces()
{
    QRandomGenerator random(7);
    for (int round = 0; round < 300; ++round) {
        const std::string text = randomJson(random, 5);
        const core::JsonView value = core::parseJson(text);
        QVERIFY2(value, text.c_str());
        const std::string expected = core::prettyJson(value);
        PrettyStream stream(value);
        std::string found;
        while (!stream.atEnd()) {
            const std::string piece = stream.next(1 + random.bounded(20U));
            QVERIFY(piece.empty() || (static_cast<unsigned char>(piece.front()) & 0xc0U) != 0x80U);
            found += piece;
        }
        QCOMPARE(QByteArray::fromStdString(found), QByteArray::fromStdString(expected));
    }
}

void TestPayloadText::showsOneMegabyteFirst()
{
    std::string json = "[\"";
    json.append(5'000'000, 'x');
    json += "\"]";
    const auto content = models::contentOf(json);
    PayloadText text(content, TextForm::Pretty);
    const QString first = text.next();
    QVERIFY(first.size() >= 1'000'000 && first.size() < 1'000'100);
    QVERIFY(!text.atEnd());
    QCOMPARE(text.totalBytes(), json.size());
    QVERIFY(text.shownBytes() > 900'000 && text.shownBytes() < 1'000'100);
    QString all = first;
    while (!text.atEnd())
        all += text.next();
    QCOMPARE(models::toUtf8(all), PayloadText::whole(*content, TextForm::Pretty));
}

void TestPayloadText::rawEndsBetweenCharacters()
{
    const auto content = models::contentOf(std::string("ää你😀!"));
    PayloadText text(content, TextForm::Raw);
    QString all;
    while (!text.atEnd()) {
        const QString piece = text.next(1);
        QVERIFY(!piece.contains(QChar::ReplacementCharacter));
        all += piece;
    }
    QCOMPARE(all, QStringLiteral("ää你😀!"));
}

void TestPayloadText::makesControlCharactersVisible()
{
    const std::string raw = "a\x1b[31m\xe2\x80\xae"
                            "b\n\tc";
    const auto content = models::contentOf(raw);
    const QString shown = PayloadText(content, TextForm::Raw).next();
    QVERIFY(!shown.contains(QChar(0x1b)));
    QVERIFY(!shown.contains(QChar(0x202e)));
    QVERIFY(shown.contains(QStringLiteral("b\n\tc")));
    QCOMPARE(PayloadText::whole(*content, TextForm::Raw), raw);
}

void TestPayloadText::textThatIsNoJsonStaysAsItIs()
{
    const auto content = models::contentOf(std::string("{not json"));
    QVERIFY(!content->isJson());
    QCOMPARE(PayloadText(content, TextForm::Pretty).next(), QStringLiteral("{not json"));
    QCOMPARE(PayloadText::whole(*content, TextForm::Pretty), std::string("{not json"));
}

void TestPayloadText::nothingHasNoText()
{
    PayloadText text;
    QVERIFY(text.atEnd());
    QCOMPARE(text.next(), QString());
    PayloadText empty(models::contentOf(std::string()), TextForm::Pretty);
    QVERIFY(empty.atEnd());
}

QTEST_GUILESS_MAIN(TestPayloadText)
#include "tst_payload_text.moc"
