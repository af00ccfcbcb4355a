// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTest>

#include "packaging/samples/recorded_samples.h"

using namespace durascope;
using namespace Qt::StringLiterals;

/// The samples of the window are runs of the sample workflows, and nobody has touched them since.
class TestRecordedSamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFilesAreWhatTheRecorderWrites()
    {
        const auto files = packaging::recordAll();
        QVERIFY2(files.has_value(), files ? "" : files.error().text().c_str());
        const QDir folder(QStringLiteral(DURASCOPE_SOURCE_DIR "/resources/samples"));
        QStringList names;
        for (const packaging::RecordedFile& file : *files) {
            const QString name = QString::fromStdString(file.name);
            names.append(name);
            QFile committed(folder.filePath(name));
            QVERIFY2(committed.open(QIODevice::ReadOnly), qPrintable(name));
            QVERIFY2(committed.readAll() == QByteArray::fromStdString(file.content),
                     qPrintable(name + u" is another run: build record_samples and run it on resources/samples"_s));
        }
        names.sort();
        QCOMPARE(folder.entryList(QDir::Files, QDir::Name), names);
    }

    void everySampleIsRecorded()
    {
        for (const samples::Sample* sample : samples::all()) {
            const auto recordings = packaging::recordings();
            QVERIFY2(std::ranges::find(recordings, sample->name, &packaging::Recording::sample) != recordings.end(),
                     sample->name.data());
        }
    }

    void whatCannotBeRecordedSaysSo()
    {
        QVERIFY(!packaging::record({"none", "none.json", "none", "2026-03-02T09:14:07.318Z", 1}).has_value());
        QVERIFY(!packaging::record({"saga", "saga.json", "trip", "yesterday", 1}).has_value());
        QVERIFY(!packaging::record({"saga", "saga.json", "no name at all", "2026-03-02T09:14:07.318Z", 1}).has_value());
    }
};

QTEST_APPLESS_MAIN(TestRecordedSamples)
#include "tst_recorded_samples.moc"
