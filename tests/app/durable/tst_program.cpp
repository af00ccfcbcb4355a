// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shared_files.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

using namespace durascope;

namespace {
const QString kProgram = QStringLiteral(DURASCOPE_BINARY_DIR "/bin/durable");

struct Answer
{
    int exitCode = -1;
    QByteArray out;
    QByteArray error;
};

Answer run(const QStringList& arguments, const QByteArray& input = {})
{
    QProcess process;
    process.start(kProgram, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit) {
        return {-1, {}, process.errorString().toUtf8()};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

const QStringList kTypes = {QStringLiteral("STEP"), QStringLiteral("WAIT"), QStringLiteral("CALLBACK"),
                            QStringLiteral("CONTEXT"), QStringLiteral("CHAINED_INVOKE")};
const QStringList kStatuses = {QStringLiteral("STARTED"),   QStringLiteral("PENDING"), QStringLiteral("READY"),
                               QStringLiteral("SUCCEEDED"), QStringLiteral("FAILED"),  QStringLiteral("CANCELLED"),
                               QStringLiteral("TIMED_OUT"), QStringLiteral("STOPPED")};
const QRegularExpression kTime(QStringLiteral("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"));

void checkOperation(const QJsonObject& operation)
{
    QStringList rest = operation.keys();
    for (const char* key : {"id", "parentId", "name", "type", "subType", "status", "attempt", "startTimestamp",
                            "endTimestamp", "children"}) {
        rest.removeAll(QString::fromLatin1(key));
    }
    QVERIFY2(rest.isEmpty(), qPrintable(rest.join(u' ')));
    QVERIFY(!operation[u"id"].toString().isEmpty());
    QVERIFY(kTypes.contains(operation[u"type"].toString()));
    QVERIFY(kStatuses.contains(operation[u"status"].toString()));
    QVERIFY(operation[u"children"].isDouble());
    QVERIFY(kTime.match(operation[u"startTimestamp"].toString()).hasMatch());
    QCOMPARE(operation.contains(u"attempt"), operation[u"type"].toString() == u"STEP");
    if (operation.contains(u"endTimestamp")) {
        QVERIFY(kTime.match(operation[u"endTimestamp"].toString()).hasMatch());
    }
}
} // namespace

class ProgramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsHistories_data()
    {
        QTest::addColumn<QString>("path");
        for (const auto& path : test::allHistories(DURASCOPE_SOURCE_DIR)) {
            QTest::newRow(path.filename().c_str()) << QString::fromStdString(path.string());
        }
        if (test::sharedFolder(DURASCOPE_SOURCE_DIR).empty()) {
            qInfo("the published histories are not there (DURASCOPE_SHARED): only the samples are checked");
        }
    }

    void readsHistories()
    {
        QFETCH(QString, path);
        const auto history = [&path](const QStringList& arguments) {
            return run(QStringList{QStringLiteral("history")} + arguments + QStringList{path});
        };
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonDocument original = QJsonDocument::fromJson(file.readAll());
        const QJsonArray events = original.isArray() ? original.array() : original[u"Events"].toArray();

        const Answer show = history({QStringLiteral("show"), QStringLiteral("--format"), QStringLiteral("json")});
        QCOMPARE(show.exitCode, 0);
        const QJsonObject state = QJsonDocument::fromJson(show.out).object();
        QCOMPARE(state[u"events"].toInt(), static_cast<int>(events.size()));
        QCOMPARE(state[u"eventId"].toInt(), events.last()[u"EventId"].toInt());
        QCOMPARE(state[u"status"].toString(),
                 events.last()[u"EventType"].toString().section(u"Execution"_qs, 1).toUpper());
        for (const auto operation : state[u"operations"].toArray()) {
            checkOperation(operation.toObject());
        }

        const Answer list = history({QStringLiteral("events"), QStringLiteral("--format"), QStringLiteral("json")});
        const QJsonArray listed = QJsonDocument::fromJson(list.out).array();
        QCOMPARE(listed.size(), events.size());
        for (qsizetype i = 0; i < events.size(); ++i) {
            for (const auto& key : {u"EventType", u"EventId", u"Id", u"Name", u"ParentId", u"SubType"}) {
                if (events[i].toObject().contains(key)) {
                    QCOMPARE(listed[i][key], events[i][key]);
                }
            }
            QVERIFY(listed[i][u"EventTimestamp"].isDouble());
        }

        const Answer validate = history({QStringLiteral("validate")});
        QCOMPARE(validate.exitCode, 0);
        const QByteArray expected = "ok " + path.toUtf8() + " events=" + QByteArray::number(events.size()) +
                                    " operations=" + QByteArray::number(state[u"operations"].toArray().size());
        QVERIFY2(validate.out.startsWith(expected), validate.out.constData());
        QVERIFY(history({QStringLiteral("show")}).out.contains(state[u"status"].toString().toUtf8()));
        QCOMPARE(history({QStringLiteral("show"), QStringLiteral("--format"), QStringLiteral("table")}).out.count('\n'),
                 state[u"operations"].toArray().size() + 1);
        QCOMPARE(history({QStringLiteral("events")}).out.count('\n'), events.size() + 1);
    }

    void convertsThroughPipes_data() { readsHistories_data(); }

    void convertsThroughPipes()
    {
        QFETCH(QString, path);
        const QStringList convert = {QStringLiteral("history"), QStringLiteral("convert"), QStringLiteral("--to")};
        const QString aws = QStringLiteral("aws");
        const Answer first = run(convert + QStringList{aws, path});
        QCOMPARE(first.exitCode, 0);
        QByteArray text = first.out;
        for (const QString& form : {QStringLiteral("cli"), QStringLiteral("sdk"), aws}) {
            const Answer next = run(convert + QStringList{form, QStringLiteral("-")}, text);
            QCOMPARE(next.exitCode, 0);
            text = next.out;
        }
        QCOMPARE(text, first.out);
    }

    void aPipeThatClosesEarlyIsQuiet()
    {
        QProcess process;
        process.start(
            QStringLiteral("/bin/sh"),
            {QStringLiteral("-c"),
             QStringLiteral("{ \"$0\" history events \"$1\" --format json; echo \"code $?\" >&2; } | head -n 1"),
             kProgram, QStringLiteral(DURASCOPE_SOURCE_DIR "/resources/samples/map-200.json")});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardOutput(), QByteArray("[\n"));
        const QByteArray error = process.readAllStandardError();
        QVERIFY2(error.endsWith("code 0\n"), error.constData());
        QVERIFY2(!error.contains("durable:"), error.constData());
    }

    void aFullDiskIsAnError()
    {
        if (!QFile::exists(QStringLiteral("/dev/full"))) {
            QSKIP("this system has no /dev/full");
        }
        QProcess process;
        process.setStandardOutputFile(QStringLiteral("/dev/full"));
        process.start(kProgram, {QStringLiteral("version")});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 3);
        QVERIFY(process.readAllStandardError().contains("No space left"));
    }

    /// A read from a terminal or a pipe polls nothing: it has to be cut off, and nothing may be left behind.
    void interruptsEndTheProgram_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }

    void interruptsEndTheProgram()
    {
        QFETCH(int, signal);
        const QTemporaryDir folder;
        QProcess process;
        process.setWorkingDirectory(folder.path());
        process.start(kProgram, {QStringLiteral("history"), QStringLiteral("convert"), QStringLiteral("-"),
                                 QStringLiteral("--to"), QStringLiteral("aws"), QStringLiteral("--output"),
                                 QStringLiteral("out.json")});
        QVERIFY(process.waitForStarted());
        process.write("{\"Events\":[");
        QVERIFY(process.waitForBytesWritten());
        // The signal must not come before the program watches for it: then it would simply die of it.
        QTRY_VERIFY(watchesSignals(process.processId()));
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), signal), 0);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 128 + signal);
        QVERIFY(QDir(folder.path()).isEmpty());
    }

private:
    static bool watchesSignals(qint64 process)
    {
        QFile status(QStringLiteral("/proc/%1/status").arg(process));
        if (!status.open(QIODevice::ReadOnly)) {
            return false;
        }
        const QRegularExpression blocked(QStringLiteral("SigBlk:\\s*([0-9a-f]+)"));
        const quint64 mask = blocked.match(QString::fromLatin1(status.readAll())).captured(1).toULongLong(nullptr, 16);
        return (mask & (quint64{1} << (SIGINT - 1))) != 0;
    }
};

QTEST_GUILESS_MAIN(ProgramTest)
#include "tst_program.moc"
