// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/text.h"
#include "engine/history/decompressor.h"
#include "engine/history/line_counter.h"
#include "engine/history/text_buffer.h"
#include "engine/history/text_form.h"
#include "engine/history/utf16_source.h"
#include "engine/history/utf8_repair.h"
#include "tests/engine/history/reader_testing.h"

#include <QtTest>

#include <random>

using namespace durascope::core;
using namespace durascope::history;
using namespace durascope::test;

namespace {

bool put(TextBuffer& buffer, std::string_view text)
{
    auto room = buffer.room(text.size());
    if (!room || room->size() < text.size()) {
        return false;
    }
    std::copy(text.begin(), text.end(), room->begin());
    buffer.append(text.size());
    return true;
}

/// Everything a source has, asked for in pieces of an odd size.
std::string drain(ByteSource& source)
{
    std::string result;
    std::array<char, 37> piece{};
    for (;;) {
        const auto count = source.read(piece);
        if (!count) {
            return "error: " + count.error().message;
        }
        if (*count == 0) {
            return result;
        }
        result.append(piece.data(), *count);
    }
}

} // namespace

/// The stages between stored bytes and text, each for itself.
class ReaderSourcesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bufferGrowsWithoutMoving()
    {
        TextBuffer buffer(64 * 1024 * 1024);
        buffer.expect(64 * 1024 * 1024);
        QVERIFY(put(buffer, "start"));
        const char* const begin = buffer.view().data();
        const std::string piece(100'000, 'x');
        for (int i = 0; i < 300; ++i) {
            QVERIFY(put(buffer, piece));
        }
        QCOMPARE(buffer.view().data(), begin);
        QCOMPARE(buffer.size(), std::size_t{5 + 300 * 100'000});
        TextBuffer moved(std::move(buffer));
        const auto bytes = moved.finish();
        QCOMPARE(bytes->view().data(), begin);
        QVERIFY(bytes->view().starts_with("startxxx"));
        QCOMPARE(bytes->view().back(), 'x');
        QVERIFY(!moved.room(1)); // it gave everything away
    }

    void bufferKeepsItsBound()
    {
        TextBuffer buffer(10);
        QVERIFY(put(buffer, "12345678"));
        QCOMPARE(buffer.room(100)->size(), std::size_t{2});
        QVERIFY(put(buffer, "90"));
        QCOMPARE(buffer.room(1)->size(), std::size_t{0});
        buffer.truncate(3);
        QVERIFY(put(buffer, "x"));
        QCOMPARE(buffer.view(), std::string_view("123x"));
        QCOMPARE(buffer.finish()->view(), std::string_view("123x"));
        QVERIFY(TextBuffer(5).finish()->view().empty());
    }

    void utf8AcrossPieces()
    {
        std::mt19937 random(3);
        const std::vector<std::string> parts{"a",    "ä",           "€", "😀", "\xFF", "\xE2\x82", "\xF0\x9F\x98",
                                             "\xC0", "\xED\xA0\x80"};
        for (int round = 0; round < 2000; ++round) {
            std::string text;
            for (std::size_t i = random() % 20; i > 0; --i) {
                text += parts[random() % parts.size()];
            }
            TextBuffer buffer(4096);
            Utf8Repair repair;
            for (std::size_t at = 0; at < text.size();) {
                const std::size_t size = std::min<std::size_t>(1 + random() % 5, text.size() - at);
                QVERIFY(put(buffer, std::string_view(text).substr(at, size)));
                at += size;
                QVERIFY(repair.check(buffer, at == text.size()));
                QVERIFY(isValidUtf8(buffer.view().substr(0, repair.valid())));
            }
            QCOMPARE(std::string(buffer.view()), toValidUtf8(text));
            QCOMPARE(repair.replaced() > 0, !isValidUtf8(text));
        }
    }

    void utf16EveryCharacter()
    {
        std::string text;
        std::string expected;
        for (char32_t c = 1; c < 0x110000; c += 37) {
            if (c >= 0xD800 && c < 0xE000) {
                continue;
            }
            const QString character = QString::fromUcs4(&c, 1);
            expected += character.toStdString();
            for (const QChar unit : character) {
                text += static_cast<char>(unit.unicode() & 0xFF);
                text += static_cast<char>(unit.unicode() >> 8);
            }
        }
        const auto memory = openMemory(text);
        Utf16Source source(*memory, ByteOrder::Little);
        QVERIFY(drain(source) == expected);
        QCOMPARE(source.replaced(), std::uint64_t{0});
    }

    void unpacking()
    {
        const std::string text = sampleHistory();
        const ReaderLimits limits;
        for (const auto& [packed, compression] :
             {std::pair(gzip(text), Compression::Gzip), std::pair(zstd(text), Compression::Zstd)}) {
            QCOMPARE(compressionOf(packed), compression);
            const auto memory = openMemory(packed);
            QCOMPARE(drain(*decompress(*memory, compression, limits)), text);
            QCOMPARE(memory->bytesRead(), std::uint64_t{packed.size()});
            const auto cut = openMemory(std::string_view(packed).substr(0, packed.size() - 1));
            QVERIFY(drain(*decompress(*cut, compression, limits)).starts_with("error: "));
            std::string damaged = packed;
            damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
            const auto broken = openMemory(damaged);
            QVERIFY(drain(*decompress(*broken, compression, limits)) != text);
            const std::string rest = packed + "something else";
            const auto trailing = openMemory(rest);
            QVERIFY(drain(*decompress(*trailing, compression, limits)).starts_with("error: "));
        }
        QCOMPARE(compressionOf("{\"Events\""), Compression::None);
        QCOMPARE(compressionOf(""), Compression::None);
        QCOMPARE(unpackerOf("BZh91AY&"), std::string_view("bunzip2"));
    }

    void peekingTakesNothing()
    {
        const auto memory = openMemory("0123456789");
        PeekSource source(*memory);
        QCOMPARE(*source.peek(), std::string_view("01234567"));
        source.drop(3);
        QCOMPARE(drain(source), std::string("3456789"));
        const auto few = openMemory("ab");
        PeekSource small(*few);
        QCOMPARE(*small.peek(), std::string_view("ab"));
        QCOMPARE(drain(small), std::string("ab"));
    }

    void lines()
    {
        const std::string text = "ab\ncd\n\nefg";
        LineCounter counter;
        const auto placeOf = [&](std::size_t offset) {
            const TextPlace place = counter.placeOf(text, offset);
            return std::to_string(place.line) + ':' + std::to_string(place.column);
        };
        QCOMPARE(placeOf(0), std::string("1:1"));
        QCOMPARE(placeOf(2), std::string("1:3"));
        QCOMPARE(placeOf(3), std::string("2:1"));
        QCOMPARE(placeOf(9), std::string("4:3"));
        QCOMPARE(placeOf(4), std::string("2:2")); // backwards too
        QCOMPARE(placeOf(1000), std::string("4:4"));
        counter.forget(text, 4);
        const TextPlace place = counter.placeOf(std::string_view(text).substr(4), 1);
        QCOMPARE(place.line, std::uint64_t{2});
        QCOMPARE(place.column, std::uint64_t{3});
        QCOMPARE(place.offset, std::uint64_t{5});
    }

    void formsOfText()
    {
        QCOMPARE(formOf(" \n {"), TextForm::Json);
        QCOMPARE(formOf("[1]"), TextForm::Json);
        QCOMPARE(formOf(""), TextForm::Json);
        QCOMPARE(formOf("hello: world\nnotes:\n- a\n"), TextForm::Json);
        QCOMPARE(formOf("# mine\n---\nEvents:\n- EventId: 1\n"), TextForm::Yaml);
        QCOMPARE(formOf("- EventType: StepStarted\n"), TextForm::Yaml);
        QCOMPARE(formOf("- Events:\n  - EventType: x\n"), TextForm::Yaml);
        QCOMPARE(formOf("\"Events\":\n"), TextForm::Yaml);
        QCOMPARE(formOf("EVENTS\t1\n"), TextForm::AwsText);
        QCOMPARE(formOf("None\nEVENTS\t1\n"), TextForm::AwsText);
        QCOMPARE(formOf("------\n|  x  |\n"), TextForm::AwsTable);
        QCOMPARE(formOf("<?xml version='1.0'?>"), TextForm::Markup);
    }
};

QTEST_GUILESS_MAIN(ReaderSourcesTest)
#include "tst_reader_sources.moc"
