// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

struct Outcome
{
    int code = -1;
    QByteArray output;
    QByteArray errors;
};

} // namespace

/// The program itself, without a display, as scripts call it.
class TestProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPictureIsRendered_data()
    {
        QTest::addColumn<QString>("theme");
        QTest::addColumn<QColor>("panel");
        QTest::newRow("dark") << QStringLiteral("dark") << QColor(0x1E, 0x22, 0x2A);
        QTest::newRow("light") << QStringLiteral("light") << QColor(0xF4, 0xF6, 0xF8);
    }
    void aPictureIsRendered()
    {
        QFETCH(QString, theme);
        QFETCH(QColor, panel);
        const QString png = m_folder.filePath(theme + QStringLiteral(".png"));
        const Outcome outcome =
            run({sample(), QStringLiteral("--at"), QStringLiteral("3"), QStringLiteral("--theme"), theme,
                 QStringLiteral("--screenshot"), png, QStringLiteral("--size"), QStringLiteral("1100x700")});
        QCOMPARE(outcome.errors, QByteArray());
        QCOMPARE(outcome.code, 0);
        const QImage picture(png);
        QCOMPARE(picture.size(), QSize(1100, 700));
        QCOMPARE(picture.pixelColor(1097, 3), panel);
        // The playhead is somewhere before the end: the picture is of that event, not of the last.
        const QString other = m_folder.filePath(QStringLiteral("end.png"));
        QCOMPARE(run({sample(), QStringLiteral("--theme"), theme, QStringLiteral("--screenshot"), other,
                      QStringLiteral("--size"), QStringLiteral("1100x700")})
                     .code,
                 0);
        QVERIFY(QImage(other) != picture);
    }

    void nothingIsRememberedOfPictures()
    {
        QCOMPARE(run({sample(), QStringLiteral("--theme"), QStringLiteral("dark"), QStringLiteral("--screenshot"),
                      m_folder.filePath(QStringLiteral("p.png"))})
                     .code,
                 0);
        const QDir config(m_folder.filePath(QStringLiteral("config")));
        QCOMPARE(config.entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
    }

    void standardInputIsRead()
    {
        QFile file(sample());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString png = m_folder.filePath(QStringLiteral("stdin.png"));
        const Outcome outcome = run({QStringLiteral("-"), QStringLiteral("--screenshot"), png}, file.readAll());
        QCOMPARE(outcome.errors, QByteArray());
        QCOMPARE(outcome.code, 0);
        QVERIFY(QFile::exists(png));
    }

    void errorsAreOneLineAndACode_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("code");
        const QString png = m_folder.filePath(QStringLiteral("x.png"));
        QTest::newRow("missing file") << QStringList{QStringLiteral("/no/such.json"), QStringLiteral("--screenshot"),
                                                     png}
                                      << 3;
        QTest::newRow("not a history") << QStringList{QStringLiteral(DURASCOPE_SOURCE_DIR "/CMakeLists.txt"),
                                                      QStringLiteral("--screenshot"), png}
                                       << 3;
        QTest::newRow("unknown event") << QStringList{sample(), QStringLiteral("--at"), QStringLiteral("999"),
                                                      QStringLiteral("--screenshot"), png}
                                       << 2;
        QTest::newRow("unknown option") << QStringList{QStringLiteral("--layout"), QStringLiteral("debug")} << 2;
        QTest::newRow("no place for the picture")
            << QStringList{sample(), QStringLiteral("--screenshot"), QStringLiteral("/no/such/folder/x.png")} << 2;
        QTest::newRow("no display") << QStringList{sample()} << 2;
    }
    void errorsAreOneLineAndACode()
    {
        QFETCH(QStringList, words);
        QFETCH(int, code);
        const Outcome outcome = run(words);
        QCOMPARE(outcome.code, code);
        QVERIFY2(outcome.errors.startsWith("durascope: "), outcome.errors.constData());
        QVERIFY2(outcome.errors.count('\n') == 1, outcome.errors.constData());
        QVERIFY(outcome.output.isEmpty());
        QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("x.png"))));
    }

    void versionNeedsNoDisplay()
    {
        const Outcome outcome = run({QStringLiteral("--version")});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.output.startsWith("durascope "));
    }

private:
    static QString sample() { return QStringLiteral(DURASCOPE_SOURCE_DIR "/resources/samples/order.json"); }

    Outcome run(const QStringList& words, const QByteArray& input = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR"})
            environment.remove(QLatin1String(name));
        const QString config = m_folder.filePath(QStringLiteral("config"));
        QDir().mkpath(config);
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), config);
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(DURASCOPE_BINARY_DIR "/bin/durascope"), words);
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(50'000))
            return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_window_program.moc"
