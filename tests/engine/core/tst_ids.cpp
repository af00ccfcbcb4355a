// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/ids.h"

#include <QtTest>

using namespace durascope::core;

namespace {

constexpr std::string_view kArn =
    "arn:aws:lambda:eu-west-1:123456789012:function:orders:7/durable-execution/run-42/6f1c2c1e-0b7a";

std::string unpaddedBase64(const std::string& bytes)
{
    return QByteArray::fromStdString(bytes).toBase64(QByteArray::OmitTrailingEquals).toStdString();
}

std::string cborText(std::string_view text)
{
    std::string head;
    if (text.size() < 24) {
        head = static_cast<char>(0x60 + text.size());
    } else {
        head = {'\x78', static_cast<char>(text.size())};
    }
    return head + std::string(text);
}

} // namespace

class IdsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shortErrorTypes_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* type, const char* expected) {
            QTest::newRow(type) << QString::fromUtf8(type) << QString::fromUtf8(expected);
        };
        row("Error", "Error");
        row("com.acme.NoSeat", "NoSeat");
        row("acme.NoSeat", "NoSeat");
        row("acme::errors::NoSeat", "NoSeat");
        row("com.acme.Booking$NoSeat", "NoSeat");
        row("Callback.Timeout", "Callback.Timeout");
        row("Sandbox.Timedout", "Sandbox.Timedout");
        row("Runtime.ExitError", "Runtime.ExitError");
        row("Runtime.custom.Error", "Error");
        row("took 3.5 seconds", "took 3.5 seconds");
        row("ends.", "ends.");
        row("", "");
    }
    void shortErrorTypes()
    {
        QFETCH(QString, type);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(shortErrorType(type.toStdString())), expected);
    }

    void arns()
    {
        const auto arn = parseExecutionArn(kArn);
        QVERIFY(arn);
        QCOMPARE(arn->region, std::string("eu-west-1"));
        QCOMPARE(arn->account, std::string("123456789012"));
        QCOMPARE(arn->functionName, std::string("orders"));
        QCOMPARE(arn->qualifier, std::string("7"));
        QCOMPARE(arn->executionName, std::string("run-42"));
        QCOMPARE(arn->executionId, std::string("6f1c2c1e-0b7a"));

        const auto noQualifier = parseExecutionArn("arn:aws-cn:lambda:r:1:function:f/durable-execution/n/i");
        QVERIFY(noQualifier);
        QVERIFY(noQualifier->qualifier.empty());
        for (const char* wrong :
             {"", "arn", "arn:aws:lambda:r:1:function:f", "arn:aws:s3:r:1:function:f/durable-execution/n/i",
              "arn:aws:lambda:r:1:function:f/other/n/i", "arn:aws:lambda:r:1:function:f/durable-execution/n/",
              "arn:aws:lambda:r:1:function:f/durable-execution/n/i/j",
              "arn:aws:lambda:r:1:layer:f/durable-execution/n/i"}) {
            QVERIFY2(!parseExecutionArn(wrong), wrong);
        }
    }

    void callbackIdOfAws()
    {
        const std::string body = cborText("e") + cborText(kArn) + cborText("i") + cborText("0d1f");
        const std::string id = unpaddedBase64(std::string("\x01\xA2") + body);
        QCOMPARE(executionArnOfCallbackId(id), std::optional(std::string(kArn)));
        QCOMPARE(executionArnOfCallbackId(id + "=="), std::optional(std::string(kArn)));

        const std::string swapped = cborText("i") + cborText("0d1f") + cborText("e") + cborText(kArn);
        QCOMPARE(executionArnOfCallbackId(unpaddedBase64("\x01\xA2" + swapped)), std::optional(std::string(kArn)));
        QCOMPARE(executionArnOfCallbackId(unpaddedBase64("\x01\xBF" + body + "\xFF")),
                 std::optional(std::string(kArn)));
    }

    void otherCallbackIdsAreOpaque()
    {
        const std::string body = cborText("e") + cborText(kArn);
        QVERIFY(!executionArnOfCallbackId(""));
        QVERIFY(!executionArnOfCallbackId("not base64!"));
        QVERIFY(!executionArnOfCallbackId(unpaddedBase64("{\"executionArn\":\"x\"}")));
        QVERIFY(!executionArnOfCallbackId(unpaddedBase64("\x02\xA1" + body)));
        QVERIFY(!executionArnOfCallbackId(unpaddedBase64("\x01\xA1" + cborText("e") + cborText("no arn"))));
        const std::string whole = "\x01\xA1" + body;
        for (std::size_t length = 0; length < whole.size(); ++length) {
            QVERIFY(!executionArnOfCallbackId(unpaddedBase64(whole.substr(0, length))));
        }
        // A length that claims more than there is, and a map that claims to be endless.
        QVERIFY(!executionArnOfCallbackId(unpaddedBase64("\x01\xA1\x7B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")));
        QVERIFY(!executionArnOfCallbackId(unpaddedBase64("\x01\xBB\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")));
    }
};

QTEST_GUILESS_MAIN(IdsTest)
#include "tst_ids.moc"
