// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/command_line.h"
#include "app/durable/terminal.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <sstream>

using namespace durascope::app;

namespace {
const std::string kForms = DURASCOPE_SOURCE_DIR "/tests/data/forms/";

struct Answer
{
    int exitCode;
    QString out;
    QString error;
};

struct Setting
{
    bool isTerminal = false;
    bool colours = false;
    bool unicode = true;
    std::size_t width = 0;
    bool stopped = false;
    bool closed = false;
};

Answer run(const std::vector<std::string>& arguments, const Setting& setting = {})
{
    std::ostringstream out;
    std::ostringstream err;
    std::stop_source stop;
    Terminal terminal{out, err};
    terminal.outIsTerminal = terminal.errIsTerminal = setting.isTerminal;
    terminal.colours = setting.colours;
    terminal.unicode = setting.unicode;
    terminal.width = setting.width;
    terminal.stop = stop.get_token();
    if (setting.stopped) {
        stop.request_stop();
    }
    if (setting.closed) {
        out.setstate(std::ios::badbit);
    }
    const int exitCode = runCommandLine(arguments, terminal);
    return {exitCode, QString::fromStdString(out.str()), QString::fromStdString(err.str())};
}

const std::vector<std::vector<std::string>>& allReadingCommands()
{
    static const std::vector<std::vector<std::string>> commands = {
        {"history", "show"},
        {"history", "show", "--format", "table"},
        {"history", "show", "--format", "json"},
        {"history", "events"},
        {"history", "events", "--format", "json"},
        {"history", "convert", "--to", "aws"},
        {"history", "convert", "--to", "cli", "--redact"},
        {"history", "validate"},
        {"history", "validate", "--json"},
    };
    return commands;
}

std::vector<std::string> with(std::vector<std::string> command, const std::string& file)
{
    command.push_back(file);
    return command;
}
} // namespace

class CommandLineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void versionTellsWhatABugReportNeeds()
    {
        const Answer answer = run({"version"});
        QCOMPARE(answer.exitCode, 0);
        const QStringList lines = answer.out.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), qsizetype{4});
        QVERIFY(QRegularExpression(QStringLiteral("^durable +[0-9]+\\.[0-9]+\\.[0-9]+$")).match(lines[0]).hasMatch());
        QVERIFY(lines[1].startsWith(u"engine "));
        QVERIFY(lines[2].startsWith(u"build "));
        QVERIFY(QRegularExpression(QStringLiteral("^compiler (GNU|Clang) [0-9]")).match(lines[3]).hasMatch());
        QCOMPARE(run({"--version"}).out, answer.out);
    }

    void coloursAreOnlyAdded()
    {
        const Answer plain = run({"history", "show", kForms + "cli.json"});
        Answer coloured = run({"history", "show", kForms + "cli.json"}, {.colours = true});
        QVERIFY(coloured.out != plain.out);
        QVERIFY(!plain.out.contains(u'\x1b'));
        coloured.out.remove(QRegularExpression(QStringLiteral("\x1b\\[[0-9]+m")));
        QCOMPARE(coloured.out, plain.out);
    }

    void asciiMeansAscii()
    {
        for (const char* file : {"aws.json", "cli.json", "hostile.json", "running.json"}) {
            for (const auto& command : {"show", "events"}) {
                const Answer answer = run({"history", command, kForms + file}, {.unicode = false});
                for (const QChar c : QString(answer.out + answer.error)) {
                    QVERIFY2(c.unicode() < 0x80, qPrintable(answer.out));
                }
            }
        }
    }

    void linesFitTheTerminal_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {72, 80, 100, 132, 200}) {
            QTest::newRow(qPrintable(QString::number(width))) << width;
        }
    }

    void linesFitTheTerminal()
    {
        QFETCH(int, width);
        for (const char* file : {"aws.json", "cli.json", "sdk.json", "running.json"}) {
            const Answer answer = run({"history", "show", kForms + file}, {.width = static_cast<std::size_t>(width)});
            for (const QString& line : answer.out.split(u'\n')) {
                QVERIFY2(line.size() <= width, qPrintable(line));
            }
        }
    }

    /// The one place where bytes of a history could reach a terminal unseen is JSON, which is copied.
    void nothingSteersTheTerminal()
    {
        for (const auto& command : allReadingCommands()) {
            const Answer answer = run(with(command, kForms + "hostile.json"), {.isTerminal = true});
            QCOMPARE(answer.exitCode, 0);
            for (const QChar c : QString(answer.out + answer.error)) {
                const char16_t code = c.unicode();
                const bool control = (code < 0x20 && code != u'\n') || (code >= 0x7f && code <= 0x9f);
                const bool turns = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
                QVERIFY2(!control && !turns, qPrintable(answer.out));
            }
        }
    }

    void cancelledWorkEndsAsCancelled()
    {
        for (const auto& command : allReadingCommands()) {
            const Answer answer = run(with(command, kForms + "aws.json"), {.stopped = true});
            QCOMPARE(answer.exitCode, 130);
            QVERIFY(answer.out.isEmpty());
            QCOMPARE(answer.error.count(u'\n'), qsizetype{1});
        }
    }

    void aReaderThatWentAwayIsNoError()
    {
        for (const auto& command : allReadingCommands()) {
            const Answer answer = run(with(command, kForms + "aws.json"), {.closed = true});
            QCOMPARE(answer.exitCode, 0);
        }
    }

    void errorsAreOneLine()
    {
        for (const auto& command : allReadingCommands()) {
            for (const char* file : {"none.json", "truncated.json", "empty.json", "not-json.txt", "metadata.json"}) {
                const Answer answer = run(with(command, kForms + file));
                QCOMPARE(answer.exitCode, 3);
                QVERIFY(answer.out.isEmpty());
                QCOMPARE(answer.error.count(u'\n'), qsizetype{1});
                QVERIFY2(answer.error.contains(QString::fromLatin1(file)), qPrintable(answer.error));
            }
        }
    }

    void redactionLeavesNoValue()
    {
        for (const char* form : {"aws", "cli", "sdk"}) {
            const Answer answer = run({"history", "convert", kForms + "cli.json", "--to", form, "--redact"});
            QCOMPARE(answer.exitCode, 0);
            for (const char* secret : {"120", "123456789012", "DE12", "pay failed"}) {
                // The amount 120 may turn up inside of a mark or a time; as a value it would stand after a colon.
                const QString text = QString::fromLatin1(secret) == u"120" ? QStringLiteral("amount\\\":120")
                                                                           : QString::fromLatin1(secret);
                QVERIFY2(!answer.out.contains(text), secret);
            }
            QVERIFY(answer.out.contains(u"AccountClosed"));
        }
    }

    void convertsOntoItself()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("h.json"));
        QVERIFY(QFile::copy(QString::fromStdString(kForms + "sdk.json"), path));
        const auto convert = [&path](const char* form) {
            return run({"history", "convert", path.toStdString(), "--to", form, "--output", path.toStdString()});
        };
        QCOMPARE(convert("aws").exitCode, 0);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray first = file.readAll();
        file.close();
        QVERIFY(first.startsWith("{\"Events\":["));
        for (const char* form : {"cli", "sdk", "aws"}) {
            QCOMPARE(convert(form).exitCode, 0);
        }
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), first);
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "tst_command_line.moc"
