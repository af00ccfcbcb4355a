// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/result.h"

#include <QtTest>

using namespace durascope::core;

namespace {

Error errorAt(Place place)
{
    return {ErrorCode::Malformed, "m", std::move(place), ""};
}
Error errorSaying(std::string message)
{
    return {ErrorCode::Malformed, std::move(message), {}, ""};
}

} // namespace

class ResultTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textHoldsPlaceMessageAndRemedy()
    {
        const Error error{ErrorCode::Malformed, "expected ':'", {"orders.json", 90, 12, 7}, "download it again"};
        QCOMPARE(error.where(), std::string("orders.json:12:7"));
        QCOMPARE(error.text(), std::string("orders.json:12:7: expected ':'; download it again"));
        QCOMPARE(errorSaying("no such file").text(), std::string("no such file"));
    }

    void asMuchOfThePlaceAsIsKnown()
    {
        QCOMPARE((errorAt({"a.json", 0, 0, 0}).where()), std::string("a.json"));
        QCOMPARE((errorAt({"a.json", 90, 0, 0}).where()), std::string("a.json: byte 90"));
        QCOMPARE((errorAt({"a.json", 90, 3, 0}).where()), std::string("a.json:3"));
        QCOMPARE((errorAt({"", 90, 3, 4}).where()), std::string("line 3:4"));
        QCOMPARE((errorAt({"", 90, 0, 0}).where()), std::string("byte 90"));
    }

    void textIsOneLine()
    {
        const std::string text = errorSaying("bad\nname\x1b[31m").text();
        QVERIFY(text.find('\n') == std::string::npos);
        QVERIFY(text.find('\x1b') == std::string::npos);
    }

    void words()
    {
        QCOMPARE(QByteArray(Error{ErrorCode::Malformed, "", {}, ""}.word()), QByteArray("malformed"));
        QCOMPARE(QByteArray(Error{ErrorCode::NotFound, "", {}, ""}.word()), QByteArray("not-found"));
        QCOMPARE(QByteArray(Error{ErrorCode::Unsupported, "", {}, ""}.word()), QByteArray("unsupported"));
    }
};

QTEST_GUILESS_MAIN(ResultTest)
#include "tst_result.moc"
