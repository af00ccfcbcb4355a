// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/common/visual_state.h"
#include "tests/models/common/log_maker.h"

#include <QTest>

using namespace durascope;
using core::EventIndex;
using core::EventType;
using core::kExecution;
using models::OperationKind;
using models::VisualState;
using test::LogMaker;

Q_DECLARE_METATYPE(durascope::models::VisualState)

namespace {

LogMaker started()
{
    LogMaker maker;
    maker.event(EventType::ExecutionStarted, 0, "execution");
    return maker;
}

/// The state of one operation after the last event.
VisualState atEnd(LogMaker& maker, const char* id)
{
    const auto log = maker.finish();
    const history::StateAt state(*log, log->lastEvent());
    return models::visualStateOf(state, *log->findOperation(id));
}

} // namespace

class tst_VisualState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void leaves_data()
    {
        QTest::addColumn<QList<int>>("events");
        QTest::addColumn<VisualState>("expected");
        const auto row = [](const char* name, std::initializer_list<EventType> types, VisualState expected) {
            QList<int> events;
            for (const auto type : types) {
                events.append(static_cast<int>(type));
            }
            QTest::newRow(name) << events << expected;
        };
        row("step runs", {EventType::StepStarted}, VisualState::Running);
        row("step succeeded", {EventType::StepStarted, EventType::StepSucceeded}, VisualState::Succeeded);
        row("step failed", {EventType::StepStarted, EventType::StepFailed}, VisualState::Failed);
        row("wait", {EventType::WaitStarted}, VisualState::TimerWait);
        row("wait over", {EventType::WaitStarted, EventType::WaitSucceeded}, VisualState::Succeeded);
        row("wait cancelled", {EventType::WaitStarted, EventType::WaitCancelled}, VisualState::Cancelled);
        row("callback", {EventType::CallbackStarted}, VisualState::CallbackWait);
        row("callback late", {EventType::CallbackStarted, EventType::CallbackTimedOut}, VisualState::TimedOut);
        row("callback failed", {EventType::CallbackStarted, EventType::CallbackFailed}, VisualState::Failed);
        row("invoke", {EventType::ChainedInvokeStarted}, VisualState::InvokePending);
        row("invoke stopped", {EventType::ChainedInvokeStarted, EventType::ChainedInvokeStopped},
            VisualState::Cancelled);
        row("context", {EventType::ContextStarted}, VisualState::Running);
        row("context failed", {EventType::ContextStarted, EventType::ContextFailed}, VisualState::Failed);
    }
    void leaves()
    {
        QFETCH(QList<int>, events);
        QFETCH(VisualState, expected);
        auto maker = started();
        for (const auto type : events) {
            maker.event(static_cast<EventType>(type), 1, "it");
        }
        QCOMPARE(atEnd(maker, "it"), expected);
    }

    void notReachedAndAbandoned()
    {
        auto maker = started();
        maker.event(EventType::WaitStarted, 1, "wait").event(EventType::ExecutionSucceeded, 2, "execution");
        const auto log = maker.finish();
        const auto wait = *log->findOperation("wait");
        QCOMPARE(models::visualStateOf({*log, EventIndex(0)}, wait), VisualState::Pending);
        QCOMPARE(models::visualStateOf({*log, EventIndex(1)}, wait), VisualState::TimerWait);
        QCOMPARE(models::visualStateOf({*log, EventIndex(2)}, wait), VisualState::Abandoned);
        QCOMPARE(models::visualStateOf({*log, EventIndex(2)}, kExecution), VisualState::Succeeded);
    }

    void abandonedContext()
    {
        auto maker = started();
        maker.event(EventType::ContextStarted, 1, "context")
            .event(EventType::CallbackStarted, 2, "callback", "context")
            .event(EventType::ExecutionStopped, 3, "execution");
        const auto log = maker.finish();
        const history::StateAt state(*log, log->lastEvent());
        QCOMPARE(models::visualStateOf(state, *log->findOperation("context")), VisualState::Abandoned);
        QCOMPARE(models::visualStateOf(state, kExecution), VisualState::Cancelled);
    }

    void betweenAttempts()
    {
        auto maker = started();
        maker.event(EventType::StepStarted, 1, "step").event(EventType::StepFailed, 2, "step", {}, {{}, {}, 1000});
        const auto log = maker.finish();
        const auto step = *log->findOperation("step");
        QCOMPARE(models::visualStateOf({*log, log->lastEvent()}, step), VisualState::BackOff);
        const history::StateAt due(*log, log->lastEvent(), LogMaker::at(5000));
        QCOMPARE(due.status(step), core::OperationStatus::Ready);
        QCOMPARE(models::visualStateOf(due, step), VisualState::BackOff);
        QCOMPARE(models::visualStateOf(due, kExecution), VisualState::BackOff);
    }

    /// The slowest thing inside decides; a step at work, or a nested context that is about to go on, beats all.
    void contextsShowWhatTheyWaitFor()
    {
        auto maker = started();
        maker.event(EventType::ContextStarted, 1, "context");
        std::vector<VisualState> expected{VisualState::Running, VisualState::Running};
        const auto add = [&](EventType type, const char* id, VisualState then, const char* parent = "context",
                             std::int64_t number = 0) {
            maker.event(type, 2, id, parent, {{}, {}, number});
            expected.push_back(then);
        };
        add(EventType::WaitStarted, "wait", VisualState::TimerWait);
        add(EventType::StepStarted, "step", VisualState::Running);
        add(EventType::StepFailed, "step", VisualState::BackOff, "context", 1000);
        add(EventType::ChainedInvokeStarted, "invoke", VisualState::InvokePending);
        add(EventType::ContextStarted, "inner", VisualState::Running);
        add(EventType::CallbackStarted, "callback", VisualState::CallbackWait, "inner");
        add(EventType::CallbackSucceeded, "callback", VisualState::Running, "inner");
        add(EventType::ContextSucceeded, "inner", VisualState::InvokePending);
        add(EventType::ChainedInvokeSucceeded, "invoke", VisualState::BackOff);
        add(EventType::StepStarted, "step", VisualState::Running);
        add(EventType::StepSucceeded, "step", VisualState::TimerWait);
        add(EventType::WaitSucceeded, "wait", VisualState::Running);
        add(EventType::ContextSucceeded, "context", VisualState::Succeeded, "");
        const auto log = maker.finish();
        const auto context = *log->findOperation("context");
        QCOMPARE(log->eventCount(), static_cast<std::uint32_t>(expected.size()));
        for (std::uint32_t i = 1; i < log->eventCount(); ++i) {
            const history::StateAt state(*log, EventIndex(i));
            QVERIFY2(models::visualStateOf(state, context) == expected[i], qPrintable(QString::number(i)));
            if (i + 1 < log->eventCount()) {
                QVERIFY2(models::visualStateOf(state, kExecution) == expected[i], qPrintable(QString::number(i)));
            }
        }
    }

    /// What is open elsewhere must not end the search too early, nor what an ended context left behind.
    void siblingsDoNotCount()
    {
        auto maker = started();
        maker.event(EventType::ContextStarted, 1, "a")
            .event(EventType::CallbackStarted, 2, "left", "a")
            .event(EventType::ContextSucceeded, 3, "a")
            .event(EventType::ContextStarted, 4, "b")
            .event(EventType::CallbackStarted, 5, "person", "b")
            .event(EventType::ContextStarted, 6, "c")
            .event(EventType::WaitStarted, 7, "timer", "c");
        const auto log = maker.finish();
        const history::StateAt state(*log, log->lastEvent());
        QCOMPARE(models::visualStateOf(state, *log->findOperation("a")), VisualState::Succeeded);
        QCOMPARE(models::visualStateOf(state, *log->findOperation("b")), VisualState::CallbackWait);
        QCOMPARE(models::visualStateOf(state, *log->findOperation("c")), VisualState::TimerWait);
        QCOMPARE(models::visualStateOf(state, kExecution), VisualState::CallbackWait);
    }

    void wideContextsAreWalkedToABound()
    {
        auto maker = started();
        maker.event(EventType::CallbackStarted, 1, "first");
        const auto many = models::kMaxContextWalk + 10;
        for (std::uint32_t i = 0; i < many; ++i) {
            const auto id = "step" + std::to_string(i);
            maker.event(EventType::StepStarted, 2, id).event(EventType::StepSucceeded, 2, id);
        }
        maker.event(EventType::WaitStarted, 3, "last");
        const auto log = maker.finish();
        const history::StateAt near(*log, EventIndex(1001));
        QCOMPARE(models::visualStateOf(near, kExecution), VisualState::CallbackWait);
        const history::StateAt far(*log, log->lastEvent());
        QCOMPARE(models::visualStateOf(far, kExecution), VisualState::TimerWait);
    }

    void deepContextsNeedNoStack()
    {
        auto maker = started();
        std::string parent;
        for (int i = 0; i < 10'000; ++i) {
            const auto id = "c" + std::to_string(i);
            maker.event(EventType::ContextStarted, i, id, parent);
            parent = id;
        }
        maker.event(EventType::CallbackStarted, 10'001, "callback", parent);
        QCOMPARE(atEnd(maker, "c0"), VisualState::CallbackWait);
    }

    void executionRunsWhileAnInvocationDoes()
    {
        auto maker = started();
        maker.event(EventType::WaitStarted, 20, "wait")
            .invocation(10, 30)
            .event(EventType::WaitSucceeded, 5000, "wait")
            .event(EventType::CallbackStarted, 5020, "callback")
            .invocation(5010, 5030);
        const auto log = maker.finish();
        const history::Analysis analysis(log);
        const auto execution = [&](std::uint32_t event) {
            return models::visualStateOf({*log, EventIndex(event)}, kExecution, &analysis);
        };
        QCOMPARE(execution(0), VisualState::Running);
        QCOMPARE(execution(1), VisualState::Running); // asked to wait, but still at work
        QCOMPARE(execution(2), VisualState::TimerWait);
        QCOMPARE(execution(3), VisualState::Running);
        QCOMPARE(execution(4), VisualState::Running);
        QCOMPARE(execution(5), VisualState::CallbackWait);
        const history::StateAt inGap(*log, EventIndex(2), LogMaker::at(3000));
        QVERIFY(!models::isInvocationRunning(inGap, analysis));
        const history::StateAt inSecond(*log, EventIndex(3), LogMaker::at(5015));
        QVERIFY(models::isInvocationRunning(inSecond, analysis));
        // Without an analysis only what is open can tell.
        QCOMPARE(models::visualStateOf({*log, EventIndex(1)}, kExecution), VisualState::TimerWait);
    }

    void kinds_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("subType");
        QTest::addColumn<int>("kind");
        const auto row = [](EventType type, const char* subType, OperationKind kind) {
            QTest::addRow("%s %s", core::toText(type).data(), subType)
                << static_cast<int>(type) << QString::fromLatin1(subType) << static_cast<int>(kind);
        };
        row(EventType::StepStarted, "Step", OperationKind::Step);
        row(EventType::StepStarted, "", OperationKind::Step);
        row(EventType::StepStarted, "WaitForCondition", OperationKind::WaitForCondition);
        row(EventType::StepStarted, "Map", OperationKind::Step); // the type decides
        row(EventType::WaitStarted, "Wait", OperationKind::Wait);
        row(EventType::CallbackStarted, "Callback", OperationKind::Callback);
        row(EventType::ChainedInvokeStarted, "ChainedInvoke", OperationKind::Invoke);
        row(EventType::ContextStarted, "Parallel", OperationKind::Parallel);
        row(EventType::ContextStarted, "ParallelBranch", OperationKind::Context);
        row(EventType::ContextStarted, "Map", OperationKind::Map);
        row(EventType::ContextStarted, "MapIteration", OperationKind::Context);
        row(EventType::ContextStarted, "WaitForCallback", OperationKind::Callback);
        row(EventType::ContextStarted, "anything", OperationKind::Context);
        row(EventType::Unknown, "", OperationKind::Generic);
    }
    void kinds()
    {
        QFETCH(int, type);
        QFETCH(QString, subType);
        QFETCH(int, kind);
        auto maker = started();
        maker.event(static_cast<EventType>(type), 1, "it", {}, {{}, subType.toStdString(), 0});
        const auto log = maker.finish();
        QCOMPARE(static_cast<int>(models::kindOf(*log, *log->findOperation("it"))), kind);
        QCOMPARE(models::kindOf(*log, kExecution), OperationKind::Execution);
    }
};

QTEST_GUILESS_MAIN(tst_VisualState)
#include "tst_visual_state.moc"
