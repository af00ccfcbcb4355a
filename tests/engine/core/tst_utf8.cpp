// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/utf8.h"

#include <QtTest>

using namespace durascope::core;

class Utf8Test : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodePointThereAndBack()
    {
        for (char32_t c = 0; c <= 0x10FFFF; ++c) {
            std::string bytes;
            appendUtf8(bytes, c);
            const Utf8Step step = decodeUtf8(bytes);
            const bool surrogate = c >= 0xD800 && c < 0xE000;
            QVERIFY(step.valid);
            QCOMPARE(step.codePoint, surrogate ? kReplacementCharacter : c);
            QCOMPARE(std::size_t{step.length}, bytes.size());
            for (std::size_t length = 1; length < bytes.size(); ++length) {
                const Utf8Step cut = decodeUtf8(std::string_view(bytes).substr(0, length));
                QVERIFY(!cut.valid && cut.cutShort);
                QCOMPARE(std::size_t{cut.length}, length);
            }
        }
    }

    void longestWellFormedBeginningIsOneReplacement()
    {
        const auto lengthOf = [](std::string_view bytes) {
            const Utf8Step step = decodeUtf8(bytes);
            return step.valid ? -1 : int{step.length};
        };
        QCOMPARE(lengthOf("\x80"), 1);
        QCOMPARE(lengthOf("\xC0\xAF"), 1);         // overlong
        QCOMPARE(lengthOf("\xE0\x80\x80"), 1);     // overlong
        QCOMPARE(lengthOf("\xED\xA0\x80"), 1);     // a surrogate
        QCOMPARE(lengthOf("\xF4\x90\x80\x80"), 1); // beyond U+10FFFF
        QCOMPARE(lengthOf("\xF5\x80"), 1);
        QCOMPARE(lengthOf("\xE2\x82"
                          "x"),
                 2);
        QCOMPARE(lengthOf("\xF0\x9F\x98"
                          "x"),
                 3);
        QVERIFY(!decodeUtf8("\xE2"
                            "x")
                     .cutShort);
    }

    void beyondUnicodeBecomesReplacement()
    {
        std::string out;
        appendUtf8(out, 0x110000);
        QCOMPARE(std::string_view(out), kReplacementText);
    }
};

QTEST_GUILESS_MAIN(Utf8Test)
#include "tst_utf8.moc"
