// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/analysis.h"
#include "engine/history/reader.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace durascope;
using namespace Qt::StringLiterals;

namespace {

QDir folder()
{
    return QDir(QStringLiteral(DURASCOPE_SOURCE_DIR "/resources/samples"));
}

QJsonArray index()
{
    QFile file(folder().filePath(u"index.json"_s));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).array();
}

QByteArray resourceList()
{
    QFile file(folder().filePath(u"../resources.qrc"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool failed(const history::EventLog& log)
{
    return log.type(log.lastEvent()) == core::EventType::ExecutionFailed;
}

} // namespace

/// The bundled samples are the first thing a person opens: they are what real histories are, and what their index says.
class TestSampleFiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theIndexAndTheFolderNameTheSameFiles();
    void everySampleIsWhole_data();
    void everySampleIsWhole();
    void timesFollowTheRulesOfTheService_data();
    void timesFollowTheRulesOfTheService();

private:
    static void rows();
};

void TestSampleFiles::rows()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("at");
    for (const QJsonValue& sample : index()) {
        const QString file = sample[u"file"].toString();
        QTest::newRow(qPrintable(file)) << file << sample[u"at"].toInt();
    }
}

void TestSampleFiles::theIndexAndTheFolderNameTheSameFiles()
{
    QStringList listed;
    const QByteArray resources = resourceList();
    for (const QJsonValue& sample : index()) {
        const QString file = sample[u"file"].toString();
        listed.append(file);
        QVERIFY2(!sample[u"title"].toString().isEmpty(), qPrintable(file));
        QVERIFY2(sample[u"sentence"].toString().endsWith(u'.'), qPrintable(file));
        const QByteArray entry = "<file>samples/" + file.toUtf8() + "</file>";
        QVERIFY2(resources.contains(entry), qPrintable(file));
    }
    QVERIFY(listed.size() >= 3);
    listed.append(u"index.json"_s);
    listed.sort();
    QCOMPARE(folder().entryList({u"*.json"_s}, QDir::Files, QDir::Name), listed);
}

void TestSampleFiles::everySampleIsWhole_data()
{
    rows();
}

void TestSampleFiles::everySampleIsWhole()
{
    QFETCH(QString, file);
    QFETCH(int, at);
    const auto read = history::readHistoryFile(folder().filePath(file).toStdString());
    QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
    const history::EventLog& log = **read;
    for (const history::Repair& repair : log.repairs().repairs())
        QVERIFY2(repair.kind == history::RepairKind::SourceGuessed, history::describe(repair).c_str());
    QCOMPARE(log.source(), history::SourceGuess::Aws);
    QVERIFY(failed(log) || log.type(log.lastEvent()) == core::EventType::ExecutionSucceeded);
    QVERIFY2(log.findEventId(at).has_value(), "the index points at an event that is not there");
}

void TestSampleFiles::timesFollowTheRulesOfTheService_data()
{
    rows();
}

void TestSampleFiles::timesFollowTheRulesOfTheService()
{
    using namespace std::chrono_literals;
    QFETCH(QString, file);
    const auto read = history::readHistoryFile(folder().filePath(file).toStdString());
    QVERIFY(read.has_value());
    const history::EventLog& log = **read;
    core::Timestamp before = log.startTime();
    for (std::uint32_t i = 0; i < log.eventCount(); ++i) {
        const core::EventIndex event(i);
        QVERIFY2(log.time(event) >= before, qPrintable(QString::number(log.eventId(event))));
        before = log.time(event);
        if (log.type(event) != core::EventType::InvocationCompleted)
            continue;
        // History format, section 8: AWS writes the event 3 to 5 ms after the invocation's end; the engine at once.
        const auto interval = log.interval(event);
        QVERIFY(interval && interval->start && interval->end);
        QVERIFY(*interval->start < *interval->end);
        const core::Duration late = log.time(event) - *interval->end;
        QVERIFY2(late >= 0ms && late <= 5ms, qPrintable(QString::number(late.count())));
    }
    for (std::uint32_t row = 1; row < log.operationCount(); ++row) {
        const core::OperationIndex operation(row);
        const auto events = log.events(operation);
        if (log.operation(operation).type == core::OperationType::Wait && events.size() == 2)
            QCOMPARE(log.time(events[1]).micros, log.number(events[0]));
    }
}

QTEST_GUILESS_MAIN(TestSampleFiles)
#include "tst_sample_files.moc"
