// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_target.h"

#include <QDirIterator>
#include <QFile>
#include <QtTest>

/// Every file of the corpus once through the fuzz target: what was found once stays found, with any compiler.
class FuzzCorpusTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reader_data()
    {
        QTest::addColumn<QString>("path");
        QDirIterator files(QStringLiteral(DURASCOPE_SOURCE_DIR "/tests/fuzz/corpus/reader"), QDir::Files);
        while (files.hasNext()) {
            const QString path = files.next();
            QTest::newRow(qPrintable(files.fileName())) << path;
        }
    }
    void reader()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.constData()),
                                       static_cast<std::size_t>(bytes.size())) == 0);
    }
    void prefixesOfTheCorpus_data() { reader_data(); }
    /// Cut files are what people have; every length of the small ones is tried.
    void prefixesOfTheCorpus()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        const qsizetype step = bytes.size() / 200 + 1;
        for (qsizetype length = 0; length < bytes.size(); length += step) {
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.constData()),
                                   static_cast<std::size_t>(length));
        }
    }
};

QTEST_GUILESS_MAIN(FuzzCorpusTest)
#include "tst_fuzz_corpus.moc"
