// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <memory>

namespace {
const QString kProgram = QStringLiteral(DURASCOPE_BINARY_DIR "/bin/durable");

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
} // namespace

/// `durable run` as a process: what is left when it is ended from outside.
class RunProgramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatWasCutOffGoesOn_data();
    void whatWasCutOffGoesOn();
    void aLibraryIsUsedByOneProcess();
    void nothingIsReadFromStandardInput();
    void theBuiltInHandlersConform();

private:
    [[nodiscard]] QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    [[nodiscard]] QStringList patient(const char* time) const
    {
        return {QStringLiteral("run"),       QStringLiteral(RUN_FUNCTIONS ":patient"),
                QStringLiteral("--input"),   QStringLiteral("{\"file\":\"%1\"}").arg(path("notes")),
                QStringLiteral("--library"), path("runs.db"),
                QStringLiteral("--name"),    QStringLiteral("one"),
                QStringLiteral("--time"),    QLatin1String(time)};
    }

    /// The library is locked while the process lives, so its log is looked at as bytes.
    [[nodiscard]] bool waitIsStored() const
    {
        return contentOf(path("runs.db-wal")).contains("WaitStarted") ||
               contentOf(path("runs.db")).contains("WaitStarted");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void RunProgramTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void RunProgramTest::whatWasCutOffGoesOn_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl+C") << SIGINT;
    QTest::newRow("terminated") << SIGTERM;
    QTest::newRow("killed") << SIGKILL;
}

void RunProgramTest::whatWasCutOffGoesOn()
{
    QFETCH(int, signal);
    QProcess process;
    process.start(kProgram, patient("real"));
    // The note is made inside the step: only when the wait has begun, too, is the step's end surely stored.
    QTRY_COMPARE(contentOf(path("notes")), QByteArray("before\n"));
    QTRY_VERIFY(waitIsStored());
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), signal), 0);
    QVERIFY(process.waitForFinished());
    if (signal == SIGKILL) {
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    } else {
        QCOMPARE(process.exitCode(), 128 + signal);
        QVERIFY(process.readAllStandardError().contains("goes on with it"));
    }

    QProcess again;
    again.start(kProgram, patient("skip"));
    QVERIFY(again.waitForFinished());
    QCOMPARE(again.exitCode(), 0);
    QCOMPARE(again.readAllStandardOutput(), QByteArray("\"done\"\n"));
    QCOMPARE(contentOf(path("notes")), QByteArray("before\nafter\n"));
}

void RunProgramTest::aLibraryIsUsedByOneProcess()
{
    QProcess process;
    process.start(kProgram, patient("real"));
    QTRY_COMPARE(contentOf(path("notes")), QByteArray("before\n"));
    QProcess other;
    other.start(kProgram, patient("skip"));
    QVERIFY(other.waitForFinished());
    QCOMPARE(other.exitCode(), 3);
    QVERIFY(other.readAllStandardError().contains("in use"));
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGTERM), 0);
    QVERIFY(process.waitForFinished());
}

void RunProgramTest::nothingIsReadFromStandardInput()
{
    QProcess process; // whose standard input stays open and silent
    process.start(kProgram, {QStringLiteral("run"), QStringLiteral("sample:order-processing")});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(process.readAllStandardOutput().contains("\"status\":\"completed\""));
}

void RunProgramTest::theBuiltInHandlersConform()
{
    const QString requirements =
        qEnvironmentVariable("DURASCOPE_SHARED", QStringLiteral(DURASCOPE_SOURCE_DIR "/../shared")) +
        QStringLiteral("/conformance/requirements");
    if (!QFile::exists(requirements))
        QSKIP("the requirements are not there (DURASCOPE_SHARED)");
    QProcess process;
    process.start(kProgram, {QStringLiteral("conformance"), requirements, QStringLiteral("--suite"),
                             QStringLiteral("wait"), QStringLiteral("--suite"), QStringLiteral("step"),
                             QStringLiteral("--report"), QStringLiteral("json")});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    const QJsonObject report = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    QCOMPARE(report[u"total"].toInt(), 25);
    QCOMPARE(report[u"failed"].toInt(), 0);
    process.start(kProgram, {QStringLiteral("conformance"), path("none")});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 3);
}

QTEST_GUILESS_MAIN(RunProgramTest)
#include "tst_run_program.moc"
