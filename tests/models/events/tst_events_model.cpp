// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/reader.h"
#include "models/events/event_text.h"
#include "models/events/events_model.h"
#include "models/session/session.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QSignalSpy>
#include <QTest>

#include <array>

using namespace durascope;
using core::EventIndex;
using core::OperationIndex;
using models::EventsModel;
using Tester = QAbstractItemModelTester;

namespace {

models::Document documentOf(const std::shared_ptr<const history::EventLog>& log)
{
    return {log, std::make_shared<const history::Analysis>(log), {}, QStringLiteral("test")};
}

/// 0 ExecutionStarted · 1 StepStarted · 2 StepFailed, next in 5 s · 3 InvocationCompleted · 4 StepStarted ·
/// 5 StepSucceeded · 6 InvocationCompleted · 7 ExecutionSucceeded
constexpr const char* kRetry = DURASCOPE_SOURCE_DIR "/tests/models/events/retry.json";

std::shared_ptr<const history::EventLog> logOf(const char* path)
{
    auto log = history::readHistoryFile(path);
    return log ? *log : nullptr;
}

QString cell(const EventsModel& model, int row, int column)
{
    return model.index(row, column).data().toString();
}

} // namespace

class TestEventsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatHappened();
    void marksTheFuture();
    void filtersByOperation();
    void filtersByInvocation();
    void copiesRows();
    void answersManyRolesAtOnce();
    void showsTimesAsAsked();
    void forgetsAClosedHistory();
    void publishedHistoriesKeepTheRules();
};

void TestEventsModel::saysWhatHappened()
{
    models::Session session;
    session.setDocument(documentOf(logOf(kRetry)));
    EventsModel model(session);
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    QCOMPARE(model.rowCount(), 8);
    QCOMPARE(cell(model, 2, EventsModel::IdColumn), QStringLiteral("3"));
    QCOMPARE(cell(model, 2, EventsModel::TypeColumn), QStringLiteral("StepFailed"));
    QCOMPARE(cell(model, 2, EventsModel::OperationColumn), QStringLiteral("pay"));
    QCOMPARE(cell(model, 2, EventsModel::DeltaColumn), QStringLiteral("+100 ms"));
    QCOMPARE(cell(model, 0, EventsModel::DeltaColumn), QString());
    QCOMPARE(cell(model, 2, EventsModel::InvocationColumn), QStringLiteral("#1"));
    QCOMPARE(cell(model, 5, EventsModel::InvocationColumn), QStringLiteral("#2"));
    QCOMPARE(cell(model, 3, EventsModel::OperationColumn), QString());
    const QString failed = cell(model, 2, EventsModel::DetailsColumn);
    QVERIFY2(failed.startsWith(QStringLiteral("attempt 1, next in 5 s · Declined: no funds")), qPrintable(failed));
    QVERIFY(!failed.contains(QChar(0x202e)));
    QVERIFY(cell(model, 5, EventsModel::DetailsColumn).startsWith(QStringLiteral("attempt 2")));
    QVERIFY(cell(model, 3, EventsModel::DetailsColumn).contains(QStringLiteral("req-1")));
    QVERIFY(cell(model, 0, EventsModel::DetailsColumn).contains(QStringLiteral("timeout 1 m")));
    QCOMPARE(model.index(2, 0).data(EventsModel::StateRole).toInt(), static_cast<int>(models::VisualState::BackOff));
    QCOMPARE(models::attemptOfEvent(*session.document().log, EventIndex(5)), 2U);
    QCOMPARE(models::attemptOfEvent(*session.document().log, EventIndex(0)), 0U);
}

void TestEventsModel::marksTheFuture()
{
    models::Session session;
    session.setDocument(documentOf(logOf(kRetry)));
    EventsModel model(session);
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    QCOMPARE(model.cursorRow(), 7);
    QSignalSpy spy(&model, &EventsModel::dataChanged);
    session.seekTo(EventIndex(2));
    QCOMPARE(spy.count(), 1);
    QCOMPARE(spy[0][0].toModelIndex().row(), 2);
    QCOMPARE(spy[0][1].toModelIndex().row(), 7);
    for (int row = 0; row < 8; ++row) {
        QCOMPARE(model.index(row, 0).data(EventsModel::FutureRole).toBool(), row > 2);
        QCOMPARE(model.index(row, 0).data(EventsModel::CursorRole).toBool(), row == 2);
    }
}

void TestEventsModel::filtersByOperation()
{
    models::Session session;
    const auto log = logOf(kRetry);
    session.setDocument(documentOf(log));
    EventsModel model(session);
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    const OperationIndex step = *log->findOperation("s");
    model.setOperation(step);
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.eventAt(2), EventIndex(4));
    QCOMPARE(model.rowOf(EventIndex(5)), 3);
    QCOMPARE(model.rowOf(EventIndex(3)), -1);
    session.seekTo(EventIndex(3));
    QCOMPARE(model.cursorRow(), 1); // the last one that has happened
    session.seekTo(EventIndex(0));
    QCOMPARE(model.cursorRow(), -1);
    QVERIFY(model.index(0, 0).data(EventsModel::FutureRole).toBool());
    model.setOperation({});
    QCOMPARE(model.rowCount(), 8);
}

void TestEventsModel::filtersByInvocation()
{
    models::Session session;
    session.setDocument(documentOf(logOf(kRetry)));
    EventsModel model(session);
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    model.setInvocation(core::InvocationIndex(1));
    QVERIFY(model.rowCount() >= 3);
    QCOMPARE(model.eventAt(0), EventIndex(4));
    QVERIFY(model.rowOf(EventIndex(6)) >= 0);
    QCOMPARE(model.rowOf(EventIndex(2)), -1);
    model.setOperation({});
    QCOMPARE(model.rowCount(), 8);
}

void TestEventsModel::copiesRows()
{
    models::Session session;
    session.setDocument(documentOf(logOf(kRetry)));
    EventsModel model(session);
    const QStringList json = model.rowsAsJson({1, 2}).split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(json.size(), 2);
    QVERIFY(json[1].startsWith(u'{') && json[1].contains(QStringLiteral("com.acme.Declined")));
    const QString text = model.rowsAsText({2});
    QCOMPARE(text.count(u'\t'), 6);
    QVERIFY(text.contains(QStringLiteral("StepFailed")));
    QCOMPARE(model.rowsAsText({99}), QString());
}

void TestEventsModel::answersManyRolesAtOnce()
{
    models::Session session;
    session.setDocument(documentOf(logOf(kRetry)));
    const EventsModel model(session);
    std::array<QModelRoleData, 3> roles{QModelRoleData(Qt::DisplayRole), QModelRoleData(EventsModel::EventRole),
                                        QModelRoleData(EventsModel::FutureRole)};
    model.multiData(model.index(1, EventsModel::TypeColumn), roles);
    QCOMPARE(roles[0].data().toString(), QStringLiteral("StepStarted"));
    QCOMPARE(roles[1].data().toUInt(), 1U);
    QCOMPARE(roles[2].data().toBool(), false);
    model.multiData({}, roles);
    QVERIFY(!roles[0].data().isValid());
}

void TestEventsModel::showsTimesAsAsked()
{
    models::Session session;
    session.setDocument(documentOf(logOf(kRetry)));
    EventsModel model(session);
    model.setTimeDisplay(models::TimeDisplay::SinceStart);
    QCOMPARE(cell(model, 1, EventsModel::TimeColumn), QStringLiteral("T+100 ms"));
    model.setTimeDisplay(models::TimeDisplay::Utc);
    QVERIFY(cell(model, 1, EventsModel::TimeColumn).startsWith(QStringLiteral("2025-12-03 22:59:52.1")));
    QCOMPARE(model.headerData(EventsModel::TimeColumn, Qt::Horizontal).toString(), QStringLiteral("Time (UTC)"));
}

void TestEventsModel::forgetsAClosedHistory()
{
    models::Session session;
    EventsModel model(session);
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.cursorRow(), -1);
    session.setDocument(documentOf(logOf(kRetry)));
    QCOMPARE(model.rowCount(), 8);
    model.setOperation(OperationIndex(1));
    session.setDocument({});
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.operation().valid());
}

void TestEventsModel::publishedHistoriesKeepTheRules()
{
    const QString shared = qEnvironmentVariable(
        "DURASCOPE_SHARED", QDir(QStringLiteral(DURASCOPE_SOURCE_DIR)).absoluteFilePath(QStringLiteral("../shared")));
    const QDir folder(shared + QStringLiteral("/histories"));
    const QStringList names = folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
    if (names.isEmpty())
        QSKIP("no published histories beside the project and DURASCOPE_SHARED is not set");
    models::Session session;
    EventsModel model(session);
    const Tester tester(&model, Tester::FailureReportingMode::Fatal);
    for (const QString& name : names) {
        const auto log = history::readHistoryFile(folder.absoluteFilePath(name).toStdString());
        QVERIFY2(log, qPrintable(name));
        session.setDocument(documentOf(*log));
        QCOMPARE(model.rowCount(), static_cast<int>((*log)->eventCount()));
        for (int row = 0; row < model.rowCount(); ++row) {
            for (int column = EventsModel::IdColumn; column < EventsModel::kColumnCount; ++column)
                QVERIFY(!cell(model, row, column).contains(u'\n'));
            QVERIFY(!cell(model, row, EventsModel::TypeColumn).isEmpty());
        }
        for (std::uint32_t operation = 0; operation < (*log)->operationCount(); ++operation) {
            model.setOperation(OperationIndex(operation));
            QCOMPARE(model.rowCount(), static_cast<int>((*log)->allEvents(OperationIndex(operation)).size()));
        }
        model.setOperation({});
    }
}

QTEST_GUILESS_MAIN(TestEventsModel)
#include "tst_events_model.moc"
