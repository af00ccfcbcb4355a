// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/command_line.h"
#include "app/durable/terminal.h"
#include "engine/history/reader.h"
#include "engine/samples/samples.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include <sstream>
#include <unistd.h>

using namespace durascope;
using namespace durascope::app;

namespace {

const std::string kFunctions = RUN_FUNCTIONS;

struct Answer
{
    int exitCode;
    QString out;
    QString error;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

struct Setting
{
    QByteArray input;
    bool isTerminal = false;
    bool stopped = false;
};

Answer run(std::vector<std::string> arguments, const Setting& setting = {})
{
    arguments.insert(arguments.begin(), "run");
    int ends[2];
    if (::pipe(ends) != 0 ||
        ::write(ends[1], setting.input.data(), static_cast<std::size_t>(setting.input.size())) != setting.input.size())
        qFatal("no pipe");
    ::close(ends[1]);
    std::ostringstream out;
    std::ostringstream err;
    std::stop_source stop;
    Terminal terminal{out, err};
    terminal.errIsTerminal = terminal.inIsTerminal = setting.isTerminal;
    terminal.stop = stop.get_token();
    terminal.in = ends[0];
    if (setting.stopped)
        stop.request_stop();
    const int exitCode = runCommandLine(arguments, terminal);
    ::close(ends[0]);
    return {exitCode, QString::fromStdString(out.str()), QString::fromStdString(err.str())};
}

std::string function(const char* name)
{
    return kFunctions + ":" + name;
}

} // namespace

/// `durable run` as a function: what it answers, and with which exit code.
class RunCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySampleRuns_data();
    void everySampleRuns();
    void resultIsJson();
    void objectOfTheRun();
    void failuresAreToldOnce();
    void failuresAreMembersOfTheObject();
    void handlersThatCannotBeStarted_data();
    void handlersThatCannotBeStarted();
    void inputs_data();
    void inputs();
    void callbacksAreAnsweredByNameAndId();
    void callbacksFail();
    void answersBeforeTheDefaultOfTheSample();
    void whatNobodyAnswersIsNamed();
    void invokedFunctionsAreGiven();
    void invokedFunctionsThatAreMissing();
    void executionTimesOut();
    void longTimesAreSkipped();
    void manualTimeIsMovedByLines();
    void manualTimeEndsWithItsInput();
    void linesThatAreNotUnderstood();
    void historyIsWritten();
    void historyThatCannotBeWritten();
    void libraryGoesOnByName();
    void libraryKeepsItsInput();
    void libraryThatIsNone();
    void stoppedRunsSayHowToGoOn();
    void logsGoToStandardError();
    void everyOperationHasALineOnATerminal();
    void itemsOfAMapAreCounted();
};

void RunCommandTest::everySampleRuns_data()
{
    QTest::addColumn<QString>("name");
    for (const samples::Sample* sample : samples::all())
        QTest::newRow(sample->name.data()) << QString::fromLatin1(sample->name.data());
}

void RunCommandTest::everySampleRuns()
{
    QFETCH(QString, name);
    const bool fails = name == QStringLiteral("broken-callback");
    const Answer answer = run({"sample:" + name.toStdString(), "--json"});
    QCOMPARE(answer.exitCode, fails ? 1 : 0);
    QCOMPARE(answer.json()[u"status"].toString(), fails ? QStringLiteral("FAILED") : QStringLiteral("SUCCEEDED"));
}

void RunCommandTest::resultIsJson()
{
    Answer answer = run({function("greet"), "--input", R"({"name":"Nora"})"});
    QCOMPARE(answer.out, QStringLiteral("\"hello Nora\"\n"));
    QCOMPARE(answer.error, QString());
    QCOMPARE(answer.exitCode, 0);
    answer = run({function("logs")});
    QCOMPARE(answer.out, QStringLiteral("null\n"));
}

void RunCommandTest::objectOfTheRun()
{
    const Answer answer = run({function("greet"), "--json", "--name", "first"});
    QCOMPARE(answer.exitCode, 0);
    QCOMPARE(answer.out.count(u'\n'), 1);
    const QJsonObject object = answer.json();
    QStringList keys = object.keys();
    keys.sort();
    QCOMPARE(keys,
             (QStringList{QStringLiteral("error"), QStringLiteral("events"), QStringLiteral("executionArn"),
                          QStringLiteral("invocations"), QStringLiteral("operations"), QStringLiteral("result"),
                          QStringLiteral("status"), QStringLiteral("virtualSeconds"), QStringLiteral("wallSeconds")}));
    QCOMPARE(object[u"result"].toString(), QStringLiteral("hello nobody"));
    QVERIFY(object[u"error"].isNull());
    QVERIFY(object[u"executionArn"].toString().contains(QStringLiteral("/durable-execution/first/")));
    QCOMPARE(object[u"invocations"].toInt(), 2);
    QCOMPARE(object[u"operations"].toInt(), 2);
    QCOMPARE(object[u"events"].toInt(), 8);
    QCOMPARE(object[u"virtualSeconds"].toDouble(), 5.0);
    QVERIFY(object[u"wallSeconds"].isDouble());
}

void RunCommandTest::failuresAreToldOnce()
{
    const Answer answer = run({"sample:daily-report", "--input", R"({"at":"six"})"});
    QCOMPARE(answer.exitCode, 1);
    QCOMPARE(answer.out, QString());
    QCOMPARE(answer.error, QStringLiteral("durable: the execution failed: StepError: the time of day must look like "
                                          "06:00, not six\n"));
}

void RunCommandTest::failuresAreMembersOfTheObject()
{
    const Answer answer = run({"sample:daily-report", "--input", R"({"at":"six"})", "--json"});
    QCOMPARE(answer.exitCode, 1);
    QCOMPARE(answer.error, QString());
    QCOMPARE(answer.json()[u"error"][u"ErrorType"].toString(), QStringLiteral("StepError"));
    QVERIFY(answer.json()[u"result"].isNull());
}

void RunCommandTest::handlersThatCannotBeStarted_data()
{
    QTest::addColumn<QString>("handler");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* name, const std::string& handler, int exitCode, const char* word) {
        QTest::newRow(name) << QString::fromStdString(handler) << exitCode << QString::fromLatin1(word);
    };
    row("unknown sample", "sample:none", 4, "order-processing, api-orchestration, approval");
    row("no library", "./none.so:x", 4, "none.so");
    row("no such function", function("none"), 4, "none");
    row("no ELF", DURASCOPE_SOURCE_DIR "/README.md.so:x", 4, "README.md.so");
    row("Node", "index.mjs", 4, "cannot run Node");
    row("Python", "index.py", 4, "cannot run Python");
    row("template", "template.yaml#X", 4, "templates");
    row("program", "exec:true", 4, "programs");
    row("TypeScript", "index.ts", 4, "compile it");
    row("nothing", "saga", 2, "sample:NAME");
}

void RunCommandTest::handlersThatCannotBeStarted()
{
    QFETCH(QString, handler);
    QFETCH(QString, word);
    const Answer answer = run({handler.toStdString()});
    QTEST(answer.exitCode, "exitCode");
    QCOMPARE(answer.out, QString());
    QCOMPARE(answer.error.count(u'\n'), 1);
    QVERIFY2(answer.error.contains(word), qPrintable(answer.error));
    const Answer json = run({handler.toStdString(), "--json"});
    const QJsonObject object = QJsonDocument::fromJson(json.error.toUtf8()).object();
    QVERIFY(!object[u"error"].toString().isEmpty());
    QVERIFY(!object[u"message"].toString().isEmpty());
}

void RunCommandTest::inputs_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QByteArray>("standardInput");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("result");
    QTest::newRow("JSON") << QStringLiteral(" {\"name\":\"A\"} ") << QByteArray() << 0
                          << QStringLiteral("\"hello A\"\n");
    QTest::newRow("array") << QStringLiteral("[1,2]") << QByteArray() << 1 << QString();
    QTest::newRow("file") << QStringLiteral("@input.json") << QByteArray() << 0 << QStringLiteral("\"hello F\"\n");
    QTest::newRow("standard input") << QStringLiteral("@-") << QByteArray("{\"name\":\"S\"}\n") << 0
                                    << QStringLiteral("\"hello S\"\n");
    QTest::newRow("no JSON") << QStringLiteral("{\"name\"") << QByteArray() << 3 << QString();
    QTest::newRow("no file") << QStringLiteral("@none.json") << QByteArray() << 3 << QString();
    QTest::newRow("empty standard input") << QStringLiteral("@-") << QByteArray() << 3 << QString();
}

void RunCommandTest::inputs()
{
    QFETCH(QString, option);
    QFETCH(QByteArray, standardInput);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("input.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"name\":\"F\"}\n");
    file.close();
    if (option.startsWith(u'@') && option != QStringLiteral("@-"))
        option = u'@' + folder.filePath(option.mid(1));
    const Answer answer = run({function("greet"), "--input", option.toStdString()}, {standardInput});
    QTEST(answer.exitCode, "exitCode");
    QTEST(answer.out, "result");
    QCOMPARE(answer.error.isEmpty(), answer.exitCode == 0);
}

void RunCommandTest::callbacksAreAnsweredByNameAndId()
{
    const std::string secondId = "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce"; // SHA-256 of "3"
    const Answer waiting = run({function("ask"), "--callback", "question=1"});
    QCOMPARE(waiting.exitCode, 1);
    const QString id = waiting.error.section(u'`', 1, 1);
    QCOMPARE(id.size(), qsizetype(secondId.size()));
    const Answer answer =
        run({function("ask"), "--callback", "question={\"a\":[1,2]}", "--callback", id.toStdString() + "=\"two\""});
    QCOMPARE(answer.exitCode, 0);
    QCOMPARE(answer.out, QStringLiteral("{\"first\":{\"a\":[1,2]},\"second\":\"two\"}\n"));
}

void RunCommandTest::callbacksFail()
{
    const Answer answer =
        run({function("ask"), "--callback-failure", R"(question={"ErrorType":"Refused","ErrorMessage":"no"})"});
    QCOMPARE(answer.exitCode, 1);
    QCOMPARE(answer.error, QStringLiteral("durable: the execution failed: CallbackExternalError: no\n"));
    QCOMPARE(run({function("ask"), "--callback", "question=no"}).exitCode, 2);
    QCOMPARE(run({function("ask"), "--callback", "question"}).exitCode, 2);
    QCOMPARE(run({function("ask"), "--callback-failure", "question=5"}).exitCode, 2);
}

void RunCommandTest::answersBeforeTheDefaultOfTheSample()
{
    const Answer answer = run({"sample:approval", "--callback-failure", "manager-decision=\"too much\"", "--json"});
    QCOMPARE(answer.json()[u"result"][u"decision"][u"decision"].toString(), QStringLiteral("rejected"));
    QCOMPARE(answer.json()[u"virtualSeconds"].toDouble(), 0.0);
    QCOMPARE(run({"sample:approval", "--json"}).json()[u"virtualSeconds"].toDouble(), 184264.0);
}

void RunCommandTest::whatNobodyAnswersIsNamed()
{
    Answer answer = run({function("ask")});
    QCOMPARE(answer.exitCode, 1);
    QCOMPARE(answer.out, QString());
    QCOMPARE(answer.error, QStringLiteral("durable: the execution waits for the callback `question`; answer it with "
                                          "--callback question=JSON\n"));
    answer = run({function("ask"), "--json"});
    QCOMPARE(answer.exitCode, 1);
    QCOMPARE(answer.json()[u"status"].toString(), QStringLiteral("RUNNING"));
    QCOMPARE(QJsonDocument::fromJson(answer.error.toUtf8())[u"error"].toString(), QStringLiteral("waiting"));
}

void RunCommandTest::invokedFunctionsAreGiven()
{
    Answer answer = run({function("caller"), "--invoke", "helper=" + function("greet"), "--json"});
    QCOMPARE(answer.exitCode, 0);
    QCOMPARE(answer.json()[u"result"].toString(), QStringLiteral("hello helper"));
    QCOMPARE(answer.json()[u"virtualSeconds"].toDouble(), 5.0);
    // What a sample brings along gives way.
    answer = run({"sample:nested", "--invoke", "stock-of=" + function("greet")});
    QCOMPARE(answer.exitCode, 1);
}

void RunCommandTest::invokedFunctionsThatAreMissing()
{
    Answer answer = run({function("caller")});
    QCOMPARE(answer.exitCode, 1);
    QVERIFY2(answer.error.contains(QStringLiteral("helper")), qPrintable(answer.error));
    QCOMPARE(run({function("caller"), "--invoke", "helper"}).exitCode, 2);
    QCOMPARE(run({function("caller"), "--invoke", "helper=sample:none"}).exitCode, 4);
    QCOMPARE(run({function("caller"), "--invoke", "helper=none"}).exitCode, 2);
}

void RunCommandTest::executionTimesOut()
{
    Answer answer = run({function("ask"), "--execution-timeout", "60", "--json"});
    QCOMPARE(answer.exitCode, 1);
    QCOMPARE(answer.json()[u"status"].toString(), QStringLiteral("TIMED_OUT"));
    QCOMPARE(answer.json()[u"virtualSeconds"].toDouble(), 60.0);
    answer = run({function("ask"), "--execution-timeout", "60"});
    QVERIFY(answer.error.startsWith(QStringLiteral("durable: the execution timed out")));
    for (const char* bad : {"0", "-1", "31622401", "1.5", "x"})
        QCOMPARE(run({function("ask"), "--execution-timeout", bad}).exitCode, 2);
}

void RunCommandTest::longTimesAreSkipped()
{
    // The execution's own limit of 366 days ends the second year.
    const Answer answer = run({function("endless"), "--json"});
    QCOMPARE(answer.json()[u"status"].toString(), QStringLiteral("TIMED_OUT"));
    QCOMPARE(answer.json()[u"virtualSeconds"].toDouble(), 31'622'400.0);
}

void RunCommandTest::manualTimeIsMovedByLines()
{
    Answer answer = run({function("greet"), "--time", "manual", "--json"}, {"+2s\n+1s500ms\n\n"});
    QCOMPARE(answer.exitCode, 0);
    QCOMPARE(answer.json()[u"virtualSeconds"].toDouble(), 5.0);
    answer = run({function("greet"), "--time", "manual", "--json"}, {"+1h\n"});
    QCOMPARE(answer.json()[u"virtualSeconds"].toDouble(), 5.0); // what is due on the way happens when it is due
    answer = run({"sample:approval", "--time", "manual"}, {"+1d\nmanager-decision={\"decision\":\"no\"}\n"});
    QCOMPARE(answer.exitCode, 0);
    QVERIFY(answer.out.contains(QStringLiteral("\"decision\":\"no\"")));
    answer = run({"sample:approval", "--time", "manual"}, {"manager-decision!=\"never\"\n"});
    QVERIFY(answer.out.contains(QStringLiteral("never")));
}

void RunCommandTest::manualTimeEndsWithItsInput()
{
    const Answer answer = run({function("greet"), "--time", "manual"}, {"+1s\n"});
    QCOMPARE(answer.exitCode, 1);
    QVERIFY2(answer.error.contains(QStringLiteral("waits for the wait `pause` until")), qPrintable(answer.error));
}

void RunCommandTest::linesThatAreNotUnderstood()
{
    const Answer answer =
        run({function("ask"), "--time", "manual"}, {"hello\n+x\nnone=1\nquestion=x\n?\nquestion=1\n"});
    QCOMPARE(answer.exitCode, 1); // the second callback
    QCOMPARE(answer.error.count(QStringLiteral("durable: ")), 5);
    QVERIFY(answer.error.contains(QStringLiteral("`hello` is not understood")));
    QVERIFY(answer.error.contains(QStringLiteral("`+x` is no length of time")));
    QVERIFY(answer.error.contains(QStringLiteral("no callback `none` waits now")));
    QVERIFY(answer.error.contains(QStringLiteral("waits for the callback `question`\n")));
}

void RunCommandTest::historyIsWritten()
{
    const QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("history.json")).toStdString();
    QCOMPARE(run({function("greet"), "--output", file, "--name", "written"}).exitCode, 0);
    auto log = history::readHistoryFile(file);
    QVERIFY(log.has_value());
    QCOMPARE((*log)->eventCount(), 8U);
    QCOMPARE((*log)->type((*log)->lastEvent()), core::EventType::ExecutionSucceeded);
    // However the run ends.
    QCOMPARE(run({function("ask"), "--output", file}).exitCode, 1);
    log = history::readHistoryFile(file);
    QCOMPARE((*log)->eventCount(), 3U);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("history.json")});
}

void RunCommandTest::historyThatCannotBeWritten()
{
    const Answer answer = run({function("greet"), "--output", "/no/such/folder/history.json"});
    QCOMPARE(answer.exitCode, 2);
    QCOMPARE(answer.out, QString());
}

void RunCommandTest::libraryGoesOnByName()
{
    const QTemporaryDir folder;
    const std::string library = folder.filePath(QStringLiteral("runs.db")).toStdString();
    Answer answer = run({function("ask"), "--library", library, "--name", "one", "--callback", "question=1"});
    QCOMPARE(answer.exitCode, 1);
    const std::string id = answer.error.section(u'`', 1, 1).toStdString();
    answer = run({function("ask"), "--library", library, "--name", "one", "--callback", id + "=2", "--json"});
    QCOMPARE(answer.exitCode, 0);
    QCOMPARE(QJsonDocument(answer.json()[u"result"].toObject()).toJson(QJsonDocument::Compact),
             QByteArray("{\"first\":1,\"second\":2}"));
    QCOMPARE(answer.json()[u"events"].toInt(), 9);
    // It has ended: its outcome is told once more.
    const std::string file = folder.filePath(QStringLiteral("history.json")).toStdString();
    const QJsonObject before = answer.json();
    answer = run({function("ask"), "--library", library, "--name", "one", "--json", "--output", file});
    QCOMPARE(answer.exitCode, 0);
    for (const char* member : {"status", "result", "executionArn", "invocations", "operations", "events"})
        QCOMPARE(answer.json()[QLatin1String(member)], before[QLatin1String(member)]);
    QCOMPARE((*history::readHistoryFile(file))->eventCount(), 9U);
    // Names belong to a function.
    answer = run({function("greet"), "--library", library, "--name", "one"});
    QCOMPARE(answer.out, QStringLiteral("\"hello nobody\"\n"));
}

void RunCommandTest::libraryKeepsItsInput()
{
    const QTemporaryDir folder;
    const std::string library = folder.filePath(QStringLiteral("runs.db")).toStdString();
    const std::vector<std::string> command{function("ask"), "--library", library, "--name", "one", "--input"};
    const auto with = [&command](const char* input) {
        std::vector<std::string> arguments = command;
        arguments.push_back(input);
        return arguments;
    };
    QCOMPARE(run(with("{\"a\":1}")).exitCode, 1);
    QCOMPARE(run(with("{\"a\":1}")).exitCode, 1);
    const Answer answer = run(with("{\"a\":2}"));
    QCOMPARE(answer.exitCode, 2);
    QVERIFY(answer.error.contains(QStringLiteral("another input")));
}

void RunCommandTest::libraryThatIsNone()
{
    const Answer answer = run({function("greet"), "--library", DURASCOPE_SOURCE_DIR "/README.md"});
    QCOMPARE(answer.exitCode, 3);
    QCOMPARE(answer.error.count(u'\n'), 1);
}

void RunCommandTest::stoppedRunsSayHowToGoOn()
{
    const QTemporaryDir folder;
    const std::string library = folder.filePath(QStringLiteral("runs.db")).toStdString();
    Setting setting;
    setting.stopped = true;
    Answer answer = run({function("greet"), "--library", library, "--name", "one"}, setting);
    QCOMPARE(answer.exitCode, 130);
    QVERIFY2(answer.error.contains(QStringLiteral(" --name one` goes on with it")), qPrintable(answer.error));
    answer = run({function("greet"), "--library", library, "--name", "one"});
    QCOMPARE(answer.out, QStringLiteral("\"hello nobody\"\n"));
    answer = run({function("greet")}, setting);
    QVERIFY(answer.error.contains(QStringLiteral("use --library")));
}

void RunCommandTest::logsGoToStandardError()
{
    const Answer answer = run({function("logs")});
    QCOMPARE(answer.out, QStringLiteral("null\n"));
    const QJsonObject record = QJsonDocument::fromJson(answer.error.toUtf8()).object();
    QCOMPARE(record[u"message"].toString(), QStringLiteral("look here"));
    QCOMPARE(record[u"at"].toString(), QStringLiteral("this"));
    Setting setting;
    setting.isTerminal = true;
    QVERIFY(run({function("logs")}, setting).error.contains(QStringLiteral("WARN look here {\"at\":\"this\"}\n")));
}

void RunCommandTest::everyOperationHasALineOnATerminal()
{
    Setting setting;
    setting.isTerminal = true;
    const Answer answer = run({"sample:nested"}, setting);
    QCOMPARE(answer.exitCode, 0);
    // What stays when the lines that are redrawn are gone.
    QString left = answer.error;
    static const QRegularExpression redrawn(QStringLiteral("(?:[^\\n]*\\n){0,13}\\r\\x1b\\[[0-9]+A\\x1b\\[J"));
    QVERIFY(left.contains(redrawn));
    for (const char* name : {"check-stock", "pay", "authorize", "fraud-check", "pack", "reserve-number", "label"})
        QVERIFY2(left.contains(QStringLiteral("✓ ") + QString::fromLatin1(name)) ||
                     left.contains(QRegularExpression(QStringLiteral("✓ +") + QString::fromLatin1(name))),
                 name);
    QCOMPARE(run({"sample:nested"}).error, QString());
    setting.input = "\n";
    const Answer manual = run({function("greet"), "--time", "manual"}, setting);
    QVERIFY2(manual.error.contains(QStringLiteral("⧗ pause  Wait  +0 ms  0 ms  until ")), qPrintable(manual.error));
    QVERIFY(manual.error.contains(QStringLiteral("  waits for the wait `pause` until ")));
    QVERIFY(manual.error.contains(QStringLiteral("\n> ")));
    QVERIFY(manual.error.contains(QStringLiteral("✓ pause  Wait  +0 ms  5 s\n")));
}

void RunCommandTest::itemsOfAMapAreCounted()
{
    Setting setting;
    setting.isTerminal = true;
    const QString error = run({"sample:image-pipeline"}, setting).error;
    QVERIFY(error.contains(QStringLiteral("200 ended, 3 failed")));
    QVERIFY(error.contains(QStringLiteral("✕   resize BK-1292")));
    QVERIFY(!error.contains(QStringLiteral("✓   resize BK-1040")));
}

QTEST_GUILESS_MAIN(RunCommandTest)
#include "tst_run_command.moc"
