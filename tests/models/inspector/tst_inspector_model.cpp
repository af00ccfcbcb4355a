// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/reader.h"
#include "models/inspector/attempts_model.h"
#include "models/inspector/facts_model.h"
#include "models/inspector/inspector_model.h"
#include "models/inspector/ladder_model.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QSignalSpy>
#include <QTest>

using namespace durascope;
using core::EventIndex;
using core::OperationIndex;
using models::AttemptsModel;
using models::FactsModel;
using models::InspectorModel;
using models::LadderModel;
using models::Link;
using Subject = models::InspectorModel::Subject;
using Tester = QAbstractItemModelTester;

namespace {

models::Document documentOf(const std::shared_ptr<const history::EventLog>& log)
{
    return {log, std::make_shared<const history::Analysis>(log), {}, QStringLiteral("test")};
}

/// A step inside a context fails twice; the context passes the error on and the execution wraps it.
constexpr const char* kFailing = DURASCOPE_SOURCE_DIR "/tests/models/inspector/failing.json";

std::shared_ptr<const history::EventLog> failing()
{
    auto log = history::readHistoryFile(kFailing);
    return log ? *log : nullptr;
}

QString valueOf(const InspectorModel& model, const QString& label)
{
    for (const models::Fact& fact : model.facts()->facts()) {
        if (fact.label == label)
            return fact.value;
    }
    return {};
}

Link linkOf(const InspectorModel& model, const QString& label)
{
    for (const models::Fact& fact : model.facts()->facts()) {
        if (fact.label == label)
            return fact.link;
    }
    return {};
}

} // namespace

class TestInspectorModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sumsUpTheExecution();
    void followsSelectionAndCursor();
    void showsAttempts();
    void showsHowAnErrorSpread();
    void showsInvocations();
    void restsWhileInactive();
    void keepsItsPlaceWhileStepping();
    void linksLead();
    void publishedHistoriesKeepTheRules();
};

void TestInspectorModel::sumsUpTheExecution()
{
    models::Session session;
    InspectorModel model(session);
    QCOMPARE(model.subject(), Subject::Nothing);
    session.setDocument(documentOf(failing()));
    session.clearSelection();
    QCOMPARE(model.subject(), Subject::Execution);
    QCOMPARE(model.title(), QStringLiteral("order"));
    QCOMPARE(model.state(), models::VisualState::Failed);
    QCOMPARE(valueOf(model, QStringLiteral("Error type")), QStringLiteral("OrderFailed"));
    QCOMPARE(valueOf(model, QStringLiteral("Invocations")), QStringLiteral("2"));
    QCOMPARE(valueOf(model, QStringLiteral("Timeout")), QStringLiteral("1 m"));
    QVERIFY(linkOf(model, QStringLiteral("Failed first")).operation.valid());
    session.setDocument({});
    QCOMPARE(model.subject(), Subject::Nothing);
    QCOMPARE(model.facts()->rowCount(), 0);
}

void TestInspectorModel::followsSelectionAndCursor()
{
    models::Session session;
    const auto log = failing();
    session.setDocument(documentOf(log));
    InspectorModel model(session);
    session.selectOperation(*log->findOperation("s"));
    QCOMPARE(model.subject(), Subject::Operation);
    QCOMPARE(model.title(), QStringLiteral("charge"));
    QCOMPARE(model.state(), models::VisualState::Failed);
    QVERIFY(!valueOf(model, QStringLiteral("Ended")).isEmpty());
    session.seekTo(EventIndex(4)); // between the attempts
    QCOMPARE(model.state(), models::VisualState::BackOff);
    QCOMPARE(valueOf(model, QStringLiteral("Ended")), QString());
    QCOMPARE(linkOf(model, QStringLiteral("Ahead")), Link::toEvent(EventIndex(6)));
    QCOMPARE(valueOf(model, QStringLiteral("Attempt")), QStringLiteral("1"));
    session.seekTo(EventIndex(0));
    QCOMPARE(model.state(), models::VisualState::Pending);
    QCOMPARE(valueOf(model, QStringLiteral("Started")), QString());
    QCOMPARE(valueOf(model, QStringLiteral("Error type")), QString());
    QCOMPARE(linkOf(model, QStringLiteral("Ahead")), Link::toEvent(EventIndex(2)));
}

void TestInspectorModel::showsAttempts()
{
    models::Session session;
    const auto log = failing();
    session.setDocument(documentOf(log));
    InspectorModel model(session);
    const Tester tester(model.attempts(), Tester::FailureReportingMode::Fatal);
    session.selectOperation(*log->findOperation("s"));
    AttemptsModel* attempts = model.attempts();
    QCOMPARE(attempts->rowCount(), 2);
    QCOMPARE(attempts->index(0, AttemptsModel::BackOffColumn).data().toString(), QStringLiteral("5 s → 5.2 s"));
    QCOMPARE(attempts->index(0, AttemptsModel::ErrorColumn).data().toString(), QStringLiteral("Declined: <b>no</b>"));
    QVERIFY(!attempts->index(0, AttemptsModel::ErrorColumn)
                 .data(Qt::ToolTipRole)
                 .toString()
                 .contains(QStringLiteral("<b>no")));
    session.seekTo(EventIndex(3));
    QCOMPARE(attempts->rowCount(), 2);
    QVERIFY(attempts->index(1, 0).data(AttemptsModel::FutureRole).toBool());
    QCOMPARE(attempts->index(1, AttemptsModel::ErrorColumn).data().toString(), QString());
    models::Selection second{*log->findOperation("s"), 2, {}, {}};
    session.select(second);
    QCOMPARE(model.subject(), Subject::Attempt);
    QCOMPARE(model.statusText(), QStringLiteral("Not started yet"));
    session.seekToEnd();
    QCOMPARE(valueOf(model, QStringLiteral("Duration")), QStringLiteral("800 ms"));
    session.selectOperation(*log->findOperation("c"));
    QCOMPARE(attempts->rowCount(), 0);
}

void TestInspectorModel::showsHowAnErrorSpread()
{
    models::Session session;
    const auto log = failing();
    session.setDocument(documentOf(log));
    InspectorModel model(session);
    const Tester tester(model.ladder(), Tester::FailureReportingMode::Fatal);
    session.selectOperation(*log->findOperation("s"));
    LadderModel* ladder = model.ladder();
    QCOMPARE(ladder->rowCount(), 3);
    QCOMPARE(ladder->index(0).data().toString(), QStringLiteral("charge"));
    QCOMPARE(ladder->index(1).data(LadderModel::ErrorRole).toString(), QString()); // the same error, passed on
    QCOMPARE(ladder->index(2).data(LadderModel::OperationRole).toUInt(), core::kExecution.value());
    QCOMPARE(ladder->index(2).data(LadderModel::ErrorRole).toString(), QStringLiteral("OrderFailed: payment"));
    session.seekTo(EventIndex(6));
    QVERIFY(!ladder->index(0).data(LadderModel::FutureRole).toBool());
    QVERIFY(ladder->index(1).data(LadderModel::FutureRole).toBool());
    QCOMPARE(ladder->allAsText().count(u'\n'), 3);
    session.clearSelection();
    QCOMPARE(ladder->rowCount(), 3); // the execution shows where its failure came from
}

void TestInspectorModel::showsInvocations()
{
    models::Session session;
    const auto log = failing();
    session.setDocument(documentOf(log));
    InspectorModel model(session);
    models::Selection selection;
    selection.invocation = core::InvocationIndex(1);
    session.select(selection);
    QCOMPARE(model.subject(), Subject::Invocation);
    QCOMPARE(valueOf(model, QStringLiteral("Request id")), QStringLiteral("r2"));
    QCOMPARE(valueOf(model, QStringLiteral("Billed")), QStringLiteral("1.4 s"));
    QCOMPARE(valueOf(model, QStringLiteral("Woken by")), QStringLiteral("A retry was due"));
    session.seekTo(EventIndex(2));
    QCOMPARE(model.state(), models::VisualState::Pending);
    QCOMPARE(valueOf(model, QStringLiteral("Request id")), QString());
    QCOMPARE(linkOf(model, QStringLiteral("Ahead")), Link::toEvent(EventIndex(8)));
}

void TestInspectorModel::restsWhileInactive()
{
    models::Session session;
    const auto log = failing();
    session.setDocument(documentOf(log));
    InspectorModel model(session);
    model.setActive(false);
    QSignalSpy spy(&model, &InspectorModel::changed);
    session.seekTo(EventIndex(1));
    QCOMPARE(spy.count(), 0);
    model.setActive(true);
    QCOMPARE(spy.count(), 1);
    model.setActive(true);
    QCOMPARE(spy.count(), 1);
}

void TestInspectorModel::keepsItsPlaceWhileStepping()
{
    models::Session session;
    const auto log = failing();
    session.setDocument(documentOf(log));
    InspectorModel model(session);
    const Tester tester(model.facts(), Tester::FailureReportingMode::Fatal);
    session.clearSelection();
    session.seekTo(EventIndex(2));
    QSignalSpy reset(model.facts(), &FactsModel::modelReset);
    QSignalSpy changed(model.facts(), &FactsModel::dataChanged);
    session.seekTo(EventIndex(1));
    QCOMPARE(reset.count(), 0);
    QVERIFY(changed.count() > 0);
}

void TestInspectorModel::linksLead()
{
    models::Session session;
    const auto log = failing();
    models::follow(session, Link::toEvent(EventIndex(1))); // nothing is open
    session.setDocument(documentOf(log));
    models::follow(session, Link::toEvent(EventIndex(3)));
    QCOMPARE(session.cursor(), EventIndex(3));
    models::follow(session, Link::toOperation(OperationIndex(1)));
    QCOMPARE(session.selection().operation, OperationIndex(1));
    models::follow(session, Link::toInvocation(core::InvocationIndex(0)));
    QCOMPARE(session.selection().invocation, core::InvocationIndex(0));
    models::follow(session, {});
    QCOMPARE(session.cursor(), EventIndex(3));
}

void TestInspectorModel::publishedHistoriesKeepTheRules()
{
    const QString shared = qEnvironmentVariable(
        "DURASCOPE_SHARED", QDir(QStringLiteral(DURASCOPE_SOURCE_DIR)).absoluteFilePath(QStringLiteral("../shared")));
    const QDir folder(shared + QStringLiteral("/histories"));
    const QStringList names = folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
    if (names.isEmpty())
        QSKIP("no published histories beside the project and DURASCOPE_SHARED is not set");
    models::Session session;
    InspectorModel model(session);
    const Tester facts(model.facts(), Tester::FailureReportingMode::Fatal);
    const Tester attempts(model.attempts(), Tester::FailureReportingMode::Fatal);
    const Tester ladder(model.ladder(), Tester::FailureReportingMode::Fatal);
    for (const QString& name : names) {
        const auto log = history::readHistoryFile(folder.absoluteFilePath(name).toStdString());
        QVERIFY2(log, qPrintable(name));
        session.setDocument(documentOf(*log));
        for (std::uint32_t operation = 0; operation < (*log)->operationCount(); ++operation) {
            session.selectOperation(OperationIndex(operation));
            for (std::uint32_t event = 0; event < (*log)->eventCount(); ++event) {
                session.seekTo(EventIndex(event));
                QVERIFY(!model.title().isEmpty() && !model.statusText().isEmpty());
                for (const models::Fact& fact : model.facts()->facts())
                    QVERIFY2(!fact.label.isEmpty() && !fact.value.isEmpty(), qPrintable(name + fact.label));
            }
        }
        for (std::size_t i = 0; i < session.analysis().invocations().size(); ++i) {
            models::follow(session, Link::toInvocation(core::InvocationIndex(static_cast<std::uint32_t>(i))));
            QVERIFY(!model.facts()->facts().empty());
        }
    }
}

QTEST_GUILESS_MAIN(TestInspectorModel)
#include "tst_inspector_model.moc"
