// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/decimal.h"

#include <QtTest>

#include <limits>

using namespace durascope::core;

namespace {

constexpr qint64 kNone = -77'777;

qint64 scaledOr(const char* text, int shift)
{
    const auto number = Decimal::parse(text);
    const auto scaled = number ? number->scaled(shift) : std::nullopt;
    return scaled ? scaled->value : kNone;
}

} // namespace

class DecimalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values()
    {
        QCOMPARE(scaledOr("0", 0), 0);
        QCOMPARE(scaledOr("-0", 0), 0);
        QCOMPARE(scaledOr("5.0", 0), 5);
        QCOMPARE(scaledOr("5e0", 3), 5000);
        QCOMPARE(scaledOr("1.764802792607E9", 6), 1'764'802'792'607'000);
        QCOMPARE(scaledOr("1764802792607e-3", 6), 1'764'802'792'607'000);
        QCOMPARE(scaledOr("0.000001", 6), 1);
        QCOMPARE(scaledOr("0.0000004", 6), 0);
        QCOMPARE(scaledOr("0.0000005", 6), 1);
        QCOMPARE(scaledOr("-1.5", 0), -2);
        QCOMPARE(scaledOr("9223372036854775807", 0), std::numeric_limits<qint64>::max());
        QCOMPARE(scaledOr("-9223372036854775808", 0), std::numeric_limits<qint64>::min());
        QCOMPARE(scaledOr("0000000000000000000000000000000000000000000000000007", 0), 7);
        QCOMPARE(scaledOr("1e18", 0), 1'000'000'000'000'000'000);
    }

    void whatDoesNotFit()
    {
        QCOMPARE(scaledOr("9223372036854775808", 0), kNone);
        QCOMPARE(scaledOr("-9223372036854775809", 0), kNone);
        QCOMPARE(scaledOr("1e19", 0), kNone);
        QCOMPARE(scaledOr("1e999999999999999999999999", 0), kNone);
        QCOMPARE(scaledOr("1e-999999999999999999999999", 0), 0);
        QCOMPARE(scaledOr("0e999999999999999999999999", 0), 0);
        const std::string many(1000, '9');
        QCOMPARE(scaledOr(many.c_str(), 0), kNone);
        QCOMPARE(scaledOr(("0." + many).c_str(), 6), 1'000'000);
    }

    void lostDigitsAreTold()
    {
        QVERIFY(!Decimal::parse("1.5000000000")->scaled(1)->lostDigits);
        QVERIFY(Decimal::parse("1.51")->scaled(1)->lostDigits);
        QVERIFY(Decimal::parse("0.0001")->scaled(1)->lostDigits);
        QVERIFY(Decimal::parse("1." + std::string(60, '0') + "1")->scaled(1)->lostDigits);
    }

    void notNumbers()
    {
        for (const char* text : {"", "-", "+1", ".5", "5.", "1e", "1e+", "1.e3", "0x10", "1 ", " 1", "1_000", "NaN"}) {
            QVERIFY2(!Decimal::parse(text), text);
        }
    }
};

QTEST_GUILESS_MAIN(DecimalTest)
#include "tst_decimal.moc"
