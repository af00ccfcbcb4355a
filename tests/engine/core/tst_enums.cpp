// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/enums.h"

#include <QtTest>

using namespace durascope::core;

/// The words are the wire's; a slip here would be read as an unknown event everywhere.
class EnumsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTypeReadsBack()
    {
        for (int i = 0; i < kEventTypeCount; ++i) {
            const auto type = static_cast<EventType>(i);
            QCOMPARE(eventTypeFromText(toText(type)), std::optional(type));
        }
        QCOMPARE(toText(EventType::Unknown), std::string_view("Unknown"));
        QVERIFY(!eventTypeFromText("Unknown"));
        QVERIFY(!eventTypeFromText("stepStarted"));
        QVERIFY(!eventTypeFromText(""));
    }

    void typesFollowTheirPrefix()
    {
        for (int i = 0; i < kEventTypeCount; ++i) {
            const auto type = static_cast<EventType>(i);
            const std::string_view text = toText(type);
            if (text.starts_with("Step")) {
                QCOMPARE(operationTypeOf(type), OperationType::Step);
            } else if (text.starts_with("ChainedInvoke")) {
                QCOMPARE(operationTypeOf(type), OperationType::ChainedInvoke);
            } else if (text.starts_with("Invocation") || text.starts_with("Execution")) {
                QCOMPARE(operationTypeOf(type), OperationType::Execution);
            }
            const bool starts = text.ends_with("Started");
            QCOMPARE(roleOf(type) == EventRole::Start, starts);
            QCOMPARE(statusAfter(type) == OperationStatus::Started, starts || type == EventType::InvocationCompleted);
        }
        QCOMPARE(operationTypeOf(EventType::Unknown), OperationType::Generic);
        QCOMPARE(roleOf(EventType::InvocationCompleted), EventRole::Other);
    }

    void writersAreToldApart()
    {
        QVERIFY(isWrittenByFunction(EventType::CallbackStarted));
        QVERIFY(isWrittenByFunction(EventType::StepFailed));
        QVERIFY(isWrittenByFunction(EventType::WaitCancelled));
        QVERIFY(!isWrittenByFunction(EventType::ExecutionStarted));
        QVERIFY(!isWrittenByFunction(EventType::WaitSucceeded));
        QVERIFY(!isWrittenByFunction(EventType::CallbackTimedOut));
        QVERIFY(!isWrittenByFunction(EventType::InvocationCompleted));
    }

    void statuses()
    {
        QCOMPARE(toText(OperationStatus::TimedOut), std::string_view("TIMED_OUT"));
        QCOMPARE(toText(OperationStatus::NotStarted), std::string_view("NOT_STARTED"));
        QCOMPARE(toText(OperationType::ChainedInvoke), std::string_view("CHAINED_INVOKE"));
        QVERIFY(!isTerminal(OperationStatus::Ready));
        QVERIFY(isTerminal(OperationStatus::Cancelled));
        QVERIFY(!isFailure(OperationStatus::Cancelled));
        QVERIFY(isFailure(OperationStatus::Stopped));
    }
};

QTEST_GUILESS_MAIN(EnumsTest)
#include "tst_enums.moc"
