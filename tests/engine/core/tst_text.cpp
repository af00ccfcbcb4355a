// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/text.h"

#include <QtTest>

using namespace durascope::core;

class TextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void controlCharactersBecomePictures()
    {
        QCOMPARE(printable(std::string_view("a\0\x1b\n\x7f"
                                            "b",
                                            6)),
                 std::string("a␀␛␊␡b"));
        QCOMPARE(printable("\xC2\x85"), std::string("\xEF\xBF\xBD")); // C1
        QCOMPARE(printable("a\xE2\x80\xA8"
                           "b"),
                 std::string("a␤b"));
        QCOMPARE(printableBlock("a\n\tb\r"), std::string("a\n\tb␍"));
    }

    void directionOverridesAreShown()
    {
        QCOMPARE(printable("user\xE2\x80\xAEgpj.exe"), std::string("user‹RLO›gpj.exe"));
        QCOMPARE(printable("\xE2\x81\xA6x\xE2\x81\xA9"), std::string("‹LRI›x‹PDI›"));
        QCOMPARE(printable("שלום – 你好 😀"), std::string("שלום – 你好 😀"));
    }

    void invalidBytesAreReplaced()
    {
        QCOMPARE(printable("a\xFF"
                           "b\xE2\x82"),
                 std::string("a�b�"));
        QCOMPARE(toValidUtf8("a\xFF"
                             "b\xE2\x82"),
                 std::string("a�b�"));
        QCOMPARE(toValidUtf8("a\xED\xA0\x80"), std::string("a���"));
        QVERIFY(isValidUtf8("über"));
        QVERIFY(!isValidUtf8("\xC3"));
        for (int first = 0; first < 256; ++first) {
            for (int second = 0; second < 256; ++second) {
                const std::string bytes{static_cast<char>(first), static_cast<char>(second)};
                QVERIFY(isValidUtf8(toValidUtf8(bytes)));
                QVERIFY(isValidUtf8(printable(bytes)));
            }
        }
    }

    void bounds()
    {
        QCOMPARE(printable("abcdef", 6), std::string("abcdef"));
        QCOMPARE(printable("abcdef", 5), std::string("abcd…"));
        QCOMPARE(printable("äöüß", 3), std::string("äö…"));
        QCOMPARE(printable("ab", 1), std::string("…"));
        QCOMPARE(printable("\xE2\x80\xAEgpj", 4), std::string("‹RL…"));
        QCOMPARE(printable("abc", 0), std::string("abc"));
    }

    void counting()
    {
        QCOMPARE(characterCount("äöü"), std::size_t{3});
        QCOMPARE(characterCount("a\xE2\x82"
                                "b"),
                 std::size_t{4});
        QCOMPARE(characterCount(""), std::size_t{0});
    }

    void bytes_data()
    {
        QTest::addColumn<quint64>("bytes");
        QTest::addColumn<QString>("expected");
        const auto row = [](quint64 bytes, const char* expected) {
            QTest::newRow(expected) << bytes << QString::fromUtf8(expected);
        };
        row(0, "0 B");
        row(999, "999 B");
        row(1000, "1 kB");
        row(4096, "4.1 kB");
        row(9949, "9.9 kB");
        row(9951, "10 kB");
        row(999'499, "999 kB");
        row(999'500, "1 MB");
        row(12'000'000, "12 MB");
        row(18'446'744'073'709'551'615ULL, "18 EB");
    }
    void bytes()
    {
        QFETCH(quint64, bytes);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(formatBytes(bytes)), expected);
    }

    void counts()
    {
        QCOMPARE(formatCount(0), std::string("0"));
        QCOMPARE(formatCount(999), std::string("999"));
        QCOMPARE(formatCount(3000), std::string("3\xE2\x80\xAF"
                                                "000"));
        QCOMPARE(formatCount(1234567), std::string("1\xE2\x80\xAF"
                                                   "234\xE2\x80\xAF"
                                                   "567"));
    }
};

QTEST_GUILESS_MAIN(TextTest)
#include "tst_text.moc"
