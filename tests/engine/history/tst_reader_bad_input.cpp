// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/read_session.h"
#include "tests/engine/history/reader_testing.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <random>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace durascope::core;
using namespace durascope::history;
using namespace durascope::test;

namespace {

/// A source that claims a size it does not have, or breaks half way.
class FailingSource final : public StoredSource
{
public:
    explicit FailingSource(std::string text)
        : m_text(std::move(text))
    {
        m_bytesTotal = m_text.size() * 2;
    }

    Result<std::size_t> read(std::span<char> into) override
    {
        if (m_taken == m_text.size()) {
            return fail(ErrorCode::Unreadable, "reading it failed: Input/output error");
        }
        const std::size_t count = std::min(into.size(), m_text.size() - m_taken);
        std::copy_n(m_text.begin() + static_cast<std::ptrdiff_t>(m_taken), count, into.begin());
        m_taken += count;
        m_bytesRead += count;
        return count;
    }

private:
    std::string m_text;
    std::size_t m_taken = 0;
};

/// Endless blanks, or an endless list.
class EndlessSource final : public StoredSource
{
public:
    EndlessSource(std::string head, char rest, std::uint64_t most)
        : m_head(std::move(head))
        , m_rest(rest)
        , m_most(most)
    {
    }

    Result<std::size_t> read(std::span<char> into) override
    {
        std::size_t count = 0;
        while (count < into.size() && m_bytesRead < m_most) {
            into[count++] = m_bytesRead < m_head.size() ? m_head[static_cast<std::size_t>(m_bytesRead)] : m_rest;
            ++m_bytesRead;
        }
        return count;
    }

private:
    std::string m_head;
    char m_rest;
    std::uint64_t m_most;
};

std::uint64_t peakMemory()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

constexpr std::uint64_t kMegabyte = 1024 * 1024;

} // namespace

/// Input that is broken, hostile or simply not a history: always one clear error, or the whole.
class ReaderBadInputTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void messages_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("message");
        QTest::addColumn<int>("line");
        const auto row = [](const char* name, QByteArray text, ErrorCode code, const char* message, int line = 0) {
            QTest::newRow(name) << text << static_cast<int>(code) << QString::fromUtf8(message) << line;
        };
        const QByteArray binary("\x7F"
                                "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0",
                                16);
        row("empty", "", ErrorCode::Malformed, "it is empty");
        row("blanks", " \n\t\r\n", ErrorCode::Malformed, "it holds nothing but blanks");
        row("byte order mark alone", "\xEF\xBB\xBF", ErrorCode::Malformed, "it is empty");
        row("binary", binary, ErrorCode::Malformed, "this is not JSON: a history begins with '{' or '['", 1);
        row("zeros", QByteArray(100'000, '\0'), ErrorCode::Malformed,
            "this is not JSON: a history begins with '{' or '['", 1);
        row("prose", "\n\nDear reader,\n", ErrorCode::Malformed, "this is not JSON: a history begins with '{' or '['",
            3);
        row("a number", "42", ErrorCode::Malformed, "this is not JSON: a history begins with '{' or '['", 1);
        row("HTML", "<!DOCTYPE html><html>", ErrorCode::Malformed, "this is HTML or XML, not a history");
        row("no events", "{\"a\":1}", ErrorCode::Malformed, "there are no events in it");
        row("empty list", "[]", ErrorCode::Malformed, "there are no events in it");
        row("empty page", "{\"Events\":[]}", ErrorCode::Malformed, "the list of events is empty");
        row("events null", "{\"Events\":null}", ErrorCode::Malformed, "there are no events in it");
        row("list of numbers", "[1,2,3]", ErrorCode::Malformed, "there are no events in it");
        row("unclosed", "{\"Events\":[\n{\"EventType\":\"StepStarted\"}", ErrorCode::Malformed,
            "the text ends too early", 2);
        row("no colon", "{\n\"Events\" [", ErrorCode::Malformed, "expected ':' after a member name", 2);
        row("no comma", "[{\"EventId\":1}\n{\"EventId\":2}]", ErrorCode::Malformed, "expected ',' or ']'", 2);
        row("comma too many", "[{\"EventId\":1},]", ErrorCode::Malformed, "expected a value", 1);
        row("member without name", "[{\"EventId\":1,}]", ErrorCode::Malformed, "expected a member name in quotes", 1);
        row("page without name", "{\"Events\":[{\"EventId\":1}],}", ErrorCode::Malformed,
            "expected a member name in quotes", 1);
        row("rest behind", "[{\"EventId\":1}] x", ErrorCode::Malformed,
            "expected the end of the text or another document", 1);
        row("control character", "[{\"EventId\":1,\n\"Id\":\"a\nb\"}]", ErrorCode::Malformed,
            "a string holds an unescaped control character", 2);
        row("bad escape", "[{\"Id\":\"\\x\"}]", ErrorCode::Malformed, "a string holds an invalid escape", 1);
        row("bad number", "[{\"EventId\":01}]", ErrorCode::Malformed, "malformed number", 1);
        row("bad literal", "[{\"EventId\":nul}]", ErrorCode::Malformed, "expected a value", 1);
        row("depth", QByteArray(1'000'000, '['), ErrorCode::Malformed, "nested too deeply", 1);
        row("depth of objects", QByteArray("{\"a\":").repeated(200'000), ErrorCode::Malformed, "nested too deeply", 1);
        row("depth in an event", "[{\"EventId\":1,\"X\":" + QByteArray(1'000'000, '['), ErrorCode::Malformed,
            "nested too deeply", 1);
        row("UTF-32", QByteArray("\xFF\xFE\0\0[\0\0\0", 8), ErrorCode::Unsupported, "the text is UTF-32");
        row("zip", "PK\x03\x04....", ErrorCode::Unsupported, "it is packed in a way that is not read here");
        row("xz",
            QByteArray("\xFD"
                       "7zXZ\0",
                       6),
            ErrorCode::Unsupported, "it is packed in a way that is not read here");
        row("half a gzip head", "\x1F\x8B", ErrorCode::Malformed, "the gzip data ends too early");
        row("text output", "EVENTS\t1\t2025-12-03\tExecutionStarted\nEXECUTIONSTARTEDDETAILS\t3600\n",
            ErrorCode::Unsupported, "this is text output of the AWS CLI, which loses the structure of the events");
        row("table output", "-------------------------\n|  GetDurableExecutionHistory  |\n+----+----+\n|| x ||\n",
            ErrorCode::Unsupported, "this is table output of the AWS CLI, which loses the structure of the events");
    }
    void messages()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        QFETCH(QString, message);
        QFETCH(int, line);
        for (const auto& found : {read(text.toStdString()), readInSteps(text.toStdString(), 3)}) {
            QVERIFY(!found);
            QCOMPARE(QString::fromStdString(found.error().message), message);
            QCOMPARE(static_cast<int>(found.error().code), code);
            QCOMPARE(found.error().place.line, static_cast<std::uint64_t>(line));
            QVERIFY(found.error().text().find('\n') == std::string::npos);
        }
        QCOMPARE(read(text.toStdString()).error().place.source, std::string("test"));
    }

    void placesInsideTheText()
    {
        const auto found = read("\n\n  [{\"EventId\":1}, {\"EventId\" 2}]");
        QVERIFY(!found);
        QCOMPARE(found.error().place.line, std::uint64_t{3});
        QCOMPARE(found.error().place.column, std::uint64_t{30});
        QCOMPARE(found.error().place.offset, std::uint64_t{31});
    }

    /// Blanks are forgotten while they are read, but still count.
    void placesBehindManyBlanks()
    {
        const std::string blanks = std::string(300'000, ' ') + "\n" + std::string(300'000, '\t');
        for (const auto& found : {read(blanks + "x"), readInSteps(blanks + "x", 70'001)}) {
            QVERIFY(!found);
            QCOMPARE(found.error().place.line, std::uint64_t{2});
            QCOMPARE(found.error().place.column, std::uint64_t{300'001});
            QCOMPARE(found.error().place.offset, std::uint64_t{600'001});
        }
        QCOMPARE(contentOf(**readInSteps(blanks + sampleHistory(), 4096)), contentOf(*readLog(sampleHistory())));
    }

    void cutAnywhere_data()
    {
        QTest::addColumn<QByteArray>("whole");
        QTest::newRow("page") << QByteArray::fromStdString(sampleHistory());
        QTest::newRow("list") << QByteArray::fromStdString('[' + joined(sampleEvents(), ",") + ']');
        QTest::newRow("gzip") << QByteArray::fromStdString(gzip(sampleHistory()));
        QTest::newRow("zstd") << QByteArray::fromStdString(zstd(sampleHistory()));
        QTest::newRow("UTF-16") << QByteArray::fromStdString("\xFF\xFE" + utf16(sampleHistory(), false));
    }
    void cutAnywhere()
    {
        QFETCH(QByteArray, whole);
        const std::string text = whole.toStdString();
        const std::string expected = contentOf(*readLog(text));
        for (std::size_t length = 0; length < text.size(); ++length) {
            const auto found = read(text.substr(0, length));
            QVERIFY2(!found || contentOf(**found) == expected, qPrintable(QString::number(length)));
            const auto slow = readInSteps(std::string_view(text).substr(0, length), 11);
            QCOMPARE(slow.has_value(), found.has_value());
        }
    }

    void everyByteBroken()
    {
        const std::string text = sampleHistory();
        for (const std::string& whole : {text, gzip(text), zstd(text)}) {
            for (std::size_t i = 0; i < whole.size(); ++i) {
                for (const char byte : {'\0', '"', '}', '\xFF'}) {
                    std::string broken = whole;
                    broken[i] = byte;
                    const auto found = read(broken); // must answer, whatever it is
                    QVERIFY(found || !found.error().message.empty());
                }
            }
        }
    }

    /// What another parser does not take must not be read as a history either.
    void refusesWhatIsNotJson()
    {
        const std::string text = sampleHistory();
        std::mt19937 random(7);
        int refused = 0;
        for (int i = 0; i < 20'000; ++i) {
            std::string changed = text;
            const std::size_t at = random() % changed.size();
            switch (random() % 3) {
            case 0:
                changed.erase(at, 1 + random() % 3);
                break;
            case 1:
                changed.insert(at, 1, "{}[]\",:\\0 "[random() % 10]);
                break;
            default:
                changed[at] = static_cast<char>(random() % 128);
            }
            const bool accepted = nlohmann::json::accept(changed);
            const bool readable = read(changed).has_value();
            if (!accepted && readable) {
                QFAIL(changed.c_str());
            }
            refused += accepted ? 0 : 1;
        }
        QVERIFY(refused > 1000);
    }

    void invalidUtf8()
    {
        for (const char* bytes : {"\xFF", "\xC3", "\xE2\x82", "\xED\xA0\x80", "\xF0\x9F\x98", "\x80"}) {
            for (const std::size_t padding : {0U, 65'400U, 65'450U, 65'480U}) {
                const std::string text = std::string(padding, ' ') +
                                         "[{\"EventType\":\"StepStarted\",\"EventId\":1,\"Id\":\"a\",\"Name\":\"x" +
                                         bytes + "y\",\"EventTimestamp\":1}]";
                const auto found = readLog(text);
                const std::string name(found->name(found->operation(EventIndex(0))));
                QVERIFY(name.starts_with("x\xEF\xBF\xBD") && name.ends_with("y"));
                QVERIFY(found->repairs().find(RepairKind::InvalidUtf8));
                const auto slow = readInSteps(text, 1);
                QVERIFY(slow);
                QCOMPARE(std::string((*slow)->name((*slow)->operation(EventIndex(0)))), name);
                QCOMPARE(countOf(**slow, RepairKind::InvalidUtf8), countOf(*found, RepairKind::InvalidUtf8));
            }
        }
        QVERIFY(!read("\xFF\xFF\xFF"));
    }

    void brokenUtf16()
    {
        std::string text =
            "\xFF\xFE" + utf16("[{\"EventType\":\"StepStarted\",\"EventId\":1,\"Id\":\"a\",\"Name\":\"x", false);
        text += std::string("\x3D\xD8", 2) + utf16("y", false); // half a surrogate pair
        text += std::string("\x3D\xD8\x00\xDE", 4);             // a whole one
        text += utf16("\"}]", false);
        const auto found = readLog(text);
        QCOMPARE(found->name(found->operation(EventIndex(0))), std::string_view("x\xEF\xBF\xBDy😀"));
        QCOMPARE(countOf(*found, RepairKind::InvalidUtf8), std::uint64_t{1});
        QVERIFY(!read(text + "x")); // half a unit at the end is no JSON
    }

    void hugeNames()
    {
        const std::string name(100'000, 'n');
        const auto found =
            readLog("[{\"EventType\":\"StepStarted\",\"EventId\":1,\"Id\":\"" + name + "\",\"Name\":\"" + name +
                    "\",\"" + name + "\":1,\"EventTimestamp\":\"" + name + "\",\"SubType\":\"" + name + "\"}]");
        QCOMPARE(found->name(found->operation(EventIndex(0))).size(), name.size());
        for (const Repair& repair : found->repairs().repairs()) {
            QVERIFY(describe(repair).size() < 500);
        }
    }

    void controlAndDirectionCharacters()
    {
        const auto found = readLog("[{\"EventType\":\"StepStarted\",\"EventId\":1,\"Id\":\"a\\u0000b\",\"Name\":"
                                   "\"\\u001b[31m\\u202egpj\",\"EventTimestamp\":1}]");
        QCOMPARE(found->id(found->operation(EventIndex(0))), std::string_view("a\0b", 3));
        QCOMPARE(found->name(found->operation(EventIndex(0))), std::string_view("\x1b[31m\xE2\x80\xAEgpj"));
    }

    void bombs()
    {
        std::string zeros = "[{\"EventId\":1,\"X\":\"" + std::string(80 * kMegabyte, 'a');
        for (const std::string& bomb : {gzip(zeros), zstd(zeros)}) {
            QVERIFY(bomb.size() < kMegabyte);
            const auto found = read(bomb);
            QVERIFY(!found);
            QCOMPARE(found.error().code, ErrorCode::TooLarge);
            QVERIFY(found.error().message.find("bomb") != std::string::npos);
        }
        ReadOptions open;
        open.limits.maxExpansion = 1'000'000;
        QCOMPARE(read(zstd(zeros), open).error().message, std::string("the text ends too early"));
    }

    void textBeyondTheBound()
    {
        ReadOptions options;
        options.limits.maxBytes = 100'000;
        std::string text = "[" + sampleEvents()[0];
        while (text.size() < 200'000) {
            text += "," + sampleEvents()[1];
        }
        text += "]";
        for (const std::string& form : {text, gzip(text), "\xEF\xBB\xBF" + text}) {
            const auto found = read(form, options);
            QVERIFY(!found);
            QCOMPARE(found.error().code, ErrorCode::TooLarge);
        }
        const std::string whole = sampleHistory();
        options.limits.maxBytes = whole.size();
        QVERIFY(read(gzip(whole), options));
        options.limits.maxBytes = whole.size() - 1;
        QCOMPARE(read(gzip(whole), options).error().code, ErrorCode::TooLarge);
    }

    void moreEventsThanTheBound()
    {
        ReadOptions options;
        options.limits.maxEvents = 7;
        QVERIFY(read(sampleHistory(), options));
        options.limits.maxEvents = 6;
        QCOMPARE(read(sampleHistory(), options).error().code, ErrorCode::TooLarge);
    }

    void sparseGigabytesAreRefusedAtOnce()
    {
        const std::string path = m_folder.filePath(QStringLiteral("sparse.json")).toStdString();
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(qint64{20} * 1024 * kMegabyte));
        file.close();
        const std::uint64_t before = peakMemory();
        const auto found = readHistoryFile(path);
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::Malformed);
        QCOMPARE(found.error().place.source, path);
        QCOMPARE(found.error().place.offset, std::uint64_t{0});
        QVERIFY(peakMemory() - before < 64 * kMegabyte);

        // One that begins like a history is too large to be one.
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write(QByteArray::fromStdString("[" + sampleEvents()[0] + ",") + QByteArray(100'000, ' '));
        file.close();
        QCOMPARE(readHistoryFile(path).error().code, ErrorCode::TooLarge);
        QVERIFY(peakMemory() - before < 64 * kMegabyte);
    }

    void endlessBlanksCostNoMemory()
    {
        const std::uint64_t before = peakMemory();
        EndlessSource blanks("", ' ', 300 * kMegabyte);
        const auto found = readHistory(blanks, {});
        QVERIFY(!found);
        QCOMPARE(found.error().message, std::string("it holds nothing but blanks"));
        QVERIFY(peakMemory() - before < 64 * kMegabyte);
    }

    void endlessInputMeetsTheBound()
    {
        ReadOptions options;
        options.limits.maxBytes = 8 * kMegabyte;
        EndlessSource string("[\"", 'x', ~std::uint64_t{0});
        QCOMPARE(readHistory(string, options).error().code, ErrorCode::TooLarge);
    }

    void filesThatAreNone()
    {
        const auto missing = readHistoryFile(m_folder.filePath(QStringLiteral("none.json")).toStdString());
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        const auto folder = readHistoryFile(m_folder.path().toStdString());
        QVERIFY(!folder);
        QCOMPARE(folder.error().code, ErrorCode::Unreadable);
        QCOMPARE(folder.error().message, std::string("it is a folder"));
        QVERIFY(folder.error().text().starts_with(m_folder.path().toStdString()));
        QCOMPARE(readHistoryFile("").error().code, ErrorCode::NotFound);
        QCOMPARE(readHistoryFile(std::string("a\0b", 3)).error().code, ErrorCode::NotFound);
        QCOMPARE(readHistoryFile(std::string(10'000, 'x')).error().code, ErrorCode::Unreadable);
    }

    void noPermission()
    {
        if (::geteuid() == 0) {
            QSKIP("root may read everything");
        }
        const std::string path = write(QStringLiteral("secret.json"), sampleHistory());
        QVERIFY(::chmod(path.c_str(), 0) == 0);
        const auto found = readHistoryFile(path);
        QVERIFY(!found);
        QCOMPARE(found.error().message, std::string("no permission to read it"));
    }

    void fileThatShrinks()
    {
        std::string text = "[" + sampleEvents()[0];
        while (text.size() < 4 * kMegabyte) {
            text += "," + sampleEvents()[1];
        }
        const std::string path = write(QStringLiteral("shrinking.json"), text + "]");
        auto source = openFile(path, {});
        QVERIFY(source);
        QVERIFY(::truncate(path.c_str(), 1'000'000) == 0);
        const auto found = readHistory(**source, {});
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::Unreadable);
        QVERIFY(found.error().message.starts_with("the file became shorter while it was read"));
    }

    void sourceThatFails()
    {
        FailingSource source(sampleHistory());
        const auto found = readHistory(source, {});
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::Unreadable);
    }

    void fileAndPipe()
    {
        const std::string expected = contentOf(*readLog(sampleHistory()));
        const auto file = readHistoryFile(write(QStringLiteral("a file.json"), sampleHistory()));
        QVERIFY(file);
        QCOMPARE(contentOf(**file), expected);

        const std::string pipe = m_folder.filePath(QStringLiteral("pipe")).toStdString();
        QVERIFY(::mkfifo(pipe.c_str(), 0600) == 0);
        std::thread writer([&pipe] {
            QFile out(QString::fromStdString(pipe));
            if (out.open(QIODevice::WriteOnly)) {
                out.write(QByteArray::fromStdString(sampleHistory()));
            }
        });
        const auto piped = readHistoryFile(pipe);
        writer.join();
        QVERIFY2(piped, piped ? "" : piped.error().text().c_str());
        QCOMPARE(contentOf(**piped), expected);
    }

    /// Nobody writes to the pipe: reading must still be possible to end.
    void silentPipeCanBeCancelled()
    {
        const std::string pipe = m_folder.filePath(QStringLiteral("silent")).toStdString();
        QVERIFY(::mkfifo(pipe.c_str(), 0600) == 0);
        std::stop_source stop;
        ReadOptions options;
        options.stop = stop.get_token();
        Result<std::shared_ptr<const EventLog>> found;
        std::thread reader([&] { found = readHistoryFile(pipe, options); });
        stop.request_stop();
        reader.join();
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::Cancelled);
    }

private:
    std::string write(const QString& name, const std::string& text)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::fromStdString(text)) < 0) {
            qFatal("the test's own file cannot be written");
        }
        return file.fileName().toStdString();
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(ReaderBadInputTest)
#include "tst_reader_bad_input.moc"
