// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

QString contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Lines without what is before and after them, so that a piece may stand in a function.
QString bare(const QString& text)
{
    QStringList lines;
    for (const QString& line : text.split(u'\n'))
        lines.append(line.trimmed());
    lines.removeAll(QString());
    return lines.join(u'\n') + u'\n';
}

struct Block
{
    QString language;
    QString text;
    int line = 0;
};

QList<Block> blocksOf(const QString& guide)
{
    QList<Block> blocks;
    bool inside = false;
    int number = 0;
    for (const QString& line : guide.split(u'\n')) {
        ++number;
        if (line.startsWith(u"```")) {
            inside = !inside;
            if (inside)
                blocks.append({line.mid(3).trimmed(), {}, number});
        } else if (inside) {
            blocks.last().text += line + u'\n';
        }
    }
    return blocks;
}

} // namespace

/// Whatever code the guide shows is code of the project beside this test, which package/outside_project builds.
class TestGuide : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyBlockIsBuilt()
    {
        QString program;
        const QDir project(QStringLiteral(DURASCOPE_SOURCE_DIR "/tests/package/guide"));
        for (const QString& file : project.entryList(QDir::Files))
            program += bare(contentOf(project.filePath(file)));
        const QList<Block> blocks =
            blocksOf(contentOf(QStringLiteral(DURASCOPE_SOURCE_DIR "/resources/guide/writing-durable-workflows.md")));
        int checked = 0;
        for (const Block& block : blocks) {
            if (block.language != u"cpp" && block.language != u"cmake")
                continue;
            ++checked;
            QVERIFY2(program.contains(bare(block.text)),
                     qPrintable(u"the block in line %1 is no part of the project:\n%2"_s.arg(block.line).arg(block.text)));
        }
        QVERIFY(checked >= 10);
    }

    void linesAreShort()
    {
        const QString guide =
            contentOf(QStringLiteral(DURASCOPE_SOURCE_DIR "/resources/guide/writing-durable-workflows.md"));
        QVERIFY(guide.startsWith(u"<!-- SPDX-License-Identifier: GPL-3.0-or-later -->\n# "));
        for (const QString& line : guide.split(u'\n'))
            QVERIFY2(line.size() <= 120, qPrintable(line));
    }
};

QTEST_APPLESS_MAIN(TestGuide)
#include "tst_guide.moc"
