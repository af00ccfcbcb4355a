// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

// Runs every tests/golden/*.golden: a command line of `durable` and what it must answer, word for word. With
// DURASCOPE_UPDATE_GOLDEN=1 the answers are written into the files instead; read the difference before keeping it.
//
// A file is a list of sections, each begun by a line "--- NAME":
//   (before the first)  what the case is about
//   command             the arguments, one a line; the working folder has `forms`, the histories of tests/data/forms
//   environment         NAME=VALUE lines
//   input               standard input
//   exit, out, error    the answer
//   written NAME        the content of a file that the command made

namespace {
struct Section
{
    QString name;
    QString text;
};

struct Answer
{
    int exitCode = -1;
    QString out;
    QString error;
};

QList<Section> sectionsOf(const QString& text)
{
    QList<Section> sections = {{}};
    for (const QString& line : text.split(u'\n')) {
        if (line.startsWith(QStringLiteral("--- "))) {
            sections.append(Section{line.mid(4).trimmed(), {}});
        } else {
            sections.back().text += line + u'\n';
        }
    }
    sections.back().text.chop(1); // what follows the last line feed is no line
    return sections;
}

QString textOf(const QList<Section>& sections, const QString& name)
{
    for (const Section& section : sections) {
        if (section.name == name) {
            return section.text;
        }
    }
    return {};
}

Answer run(const QList<Section>& sections, const QString& folder)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"LC_ALL", "LC_CTYPE", "NO_COLOR", "COLUMNS"}) {
        environment.remove(QString::fromLatin1(name));
    }
    environment.insert(QStringLiteral("LANG"), QStringLiteral("C.UTF-8"));
    for (const QString& line : textOf(sections, QStringLiteral("environment")).split(u'\n', Qt::SkipEmptyParts)) {
        environment.insert(line.section(u'=', 0, 0), line.section(u'=', 1));
    }
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral(DURASCOPE_BINARY_DIR "/bin/durable"),
                  textOf(sections, QStringLiteral("command")).split(u'\n', Qt::SkipEmptyParts));
    process.write(textOf(sections, QStringLiteral("input")).toUtf8());
    process.closeWriteChannel();
    if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit) {
        return {-1, {}, process.errorString()};
    }
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

QString contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QStringLiteral("(no such file)\n");
}

void rewrite(const QString& path, QList<Section> sections, const Answer& answer, const QString& folder)
{
    sections.removeIf([](const Section& section) {
        return section.name == QStringLiteral("exit") || section.name == QStringLiteral("out") ||
               section.name == QStringLiteral("error");
    });
    qsizetype at = sections.size();
    for (qsizetype i = 0; i < sections.size(); ++i) {
        if (sections[i].name.startsWith(QStringLiteral("written "))) {
            sections[i].text = contentOf(folder + u'/' + sections[i].name.mid(8));
            at = std::min(at, i);
        }
    }
    sections.insert(at, Section{QStringLiteral("error"), answer.error});
    sections.insert(at, Section{QStringLiteral("out"), answer.out});
    sections.insert(at, Section{QStringLiteral("exit"), QString::number(answer.exitCode) + u'\n'});
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (const Section& section : sections) {
        const QString head = section.name.isEmpty() ? QString() : QStringLiteral("--- ") + section.name + u'\n';
        file.write((head + section.text).toUtf8());
    }
}

void compareLines(const QString& actual, const QString& expected, const char* what)
{
    const QStringList actualLines = actual.split(u'\n');
    const QStringList expectedLines = expected.split(u'\n');
    for (qsizetype i = 0; i < std::max(actualLines.size(), expectedLines.size()); ++i) {
        const QString left = i < actualLines.size() ? actualLines[i] : QStringLiteral("(no more lines)");
        const QString right = i < expectedLines.size() ? expectedLines[i] : QStringLiteral("(no more lines)");
        QVERIFY2(left == right, qPrintable(QStringLiteral("%1, line %2\n     got: %3\nexpected: %4")
                                               .arg(QString::fromLatin1(what))
                                               .arg(i + 1)
                                               .arg(left, right)));
    }
}
} // namespace

class GoldenTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answers_data()
    {
        QTest::addColumn<QString>("path");
        const QDir dir(QStringLiteral(DURASCOPE_SOURCE_DIR "/tests/golden"));
        for (const QString& file : dir.entryList({QStringLiteral("*.golden")}, QDir::Files)) {
            QTest::newRow(qPrintable(file)) << dir.filePath(file);
        }
    }

    void answers()
    {
        QFETCH(QString, path);
        const QTemporaryDir folder;
        QVERIFY(folder.isValid());
        QVERIFY(QFile::link(QStringLiteral(DURASCOPE_SOURCE_DIR "/tests/data/forms"),
                            folder.filePath(QStringLiteral("forms"))));
        const QList<Section> sections = sectionsOf(contentOf(path));
        const Answer answer = run(sections, folder.path());
        if (qEnvironmentVariableIsSet("DURASCOPE_UPDATE_GOLDEN")) {
            rewrite(path, sections, answer, folder.path());
            return;
        }
        compareLines(answer.error, textOf(sections, QStringLiteral("error")), "standard error");
        compareLines(answer.out, textOf(sections, QStringLiteral("out")), "standard output");
        QCOMPARE(answer.exitCode, textOf(sections, QStringLiteral("exit")).toInt());
        for (const Section& section : sections) {
            if (section.name.startsWith(QStringLiteral("written "))) {
                const QString name = section.name.mid(8);
                compareLines(contentOf(folder.filePath(name)), section.text, qPrintable(name));
            }
        }
    }
};

QTEST_GUILESS_MAIN(GoldenTest)
#include "tst_golden.moc"
