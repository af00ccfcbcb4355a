// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sdk/operation_error.h"

#include <QtTest>

using namespace durable;
using namespace durable::detail;
using durascope::core::errorRef;
using durascope::core::Operation;
using durascope::core::OperationIdentity;
using durascope::core::OperationStatus;
using durascope::core::OperationType;
using Type = OperationType;
using Status = OperationStatus;

namespace {

const char* const kAllClasses[] = {"StepError",
                                   "StepInterruptedError",
                                   "CallbackError",
                                   "CallbackTimeoutError",
                                   "CallbackExternalError",
                                   "CallbackSubmitterError",
                                   "InvokeError",
                                   "InvokeTimedOutError",
                                   "InvokeStoppedError",
                                   "ChildContextError",
                                   "WaitForConditionError",
                                   "WaitCancelledError",
                                   "CombinatorError",
                                   "BatchCompletionError",
                                   "SerdesError",
                                   "ValidationError",
                                   "NonDeterministicExecutionError",
                                   "ContextUsageError",
                                   "ConfigurationError"};

std::string_view classOf(Type type, const char* subType, Status status, const char* recorded)
{
    Operation operation;
    operation.identity = std::make_shared<OperationIdentity>(OperationIdentity{"1", {}, {}, subType, type});
    operation.status = status;
    operation.error = errorRef(recorded, "m");
    return errorClassOf(operation);
}

/// The class that was thrown and the type it holds as the cause.
std::pair<std::string, std::string> thrownBy(std::string_view name, std::string_view fallback)
{
    try {
        throwOperationError(name, errorRef("acme.NoSeat", "full"), fallback);
    } catch (const Error& error) {
        return {std::string(error.errorType()), std::string(error.causeType())};
    }
}

} // namespace

class OperationErrorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyClassIsThrownByItsName()
    {
        for (const char* const name : kAllClasses) {
            QVERIFY2(isErrorClass(name), name);
            QCOMPARE(thrownBy(name, "StepError"), std::pair(std::string(name), std::string("acme.NoSeat")));
        }
        QVERIFY(!isErrorClass("acme.NoSeat"));
        QVERIFY(!isErrorClass(""));
    }

    void unknownNamesAreThrownAsTheFallback()
    {
        QCOMPARE(thrownBy("acme.NoSeat", "StepError").first, std::string("StepError"));
        QCOMPARE(thrownBy("", "InvokeError").first, std::string("InvokeError"));
    }

    void aMissingErrorIsAnEmptyOne()
    {
        try {
            throwOperationError("StepError", nullptr);
        } catch (const StepError& error) {
            QCOMPARE(error.message(), std::string());
        }
    }

    void steps()
    {
        QCOMPARE(classOf(Type::Step, "Step", Status::Failed, "TransientError"), std::string_view("StepError"));
        // Its own name must not make the error of a user look like one of ours.
        QCOMPARE(classOf(Type::Step, "Step", Status::Failed, "CallbackTimeoutError"), std::string_view("StepError"));
        QCOMPARE(classOf(Type::Step, "Step", Status::Failed, "StepInterruptedError"), std::string_view("StepError"));
        QCOMPARE(classOf(Type::Step, "Step", Status::Failed, "SerdesError"), std::string_view("SerdesError"));
        QCOMPARE(classOf(Type::Step, "WaitForCondition", Status::Failed, "std::runtime_error"),
                 std::string_view("WaitForConditionError"));
    }

    void callbacks()
    {
        QCOMPARE(classOf(Type::Callback, "Callback", Status::Failed, "X"), std::string_view("CallbackExternalError"));
        QCOMPARE(classOf(Type::Callback, "Callback", Status::TimedOut, "Callback.Heartbeat"),
                 std::string_view("CallbackTimeoutError"));
        QCOMPARE(classOf(Type::Callback, "Callback", Status::Cancelled, "X"), std::string_view("CallbackError"));
        QCOMPARE(classOf(Type::Callback, "Callback", Status::Stopped, "X"), std::string_view("CallbackError"));
    }

    void invokesAndWaits()
    {
        QCOMPARE(classOf(Type::ChainedInvoke, "ChainedInvoke", Status::Failed, "X"), std::string_view("InvokeError"));
        QCOMPARE(classOf(Type::ChainedInvoke, "ChainedInvoke", Status::TimedOut, "X"),
                 std::string_view("InvokeTimedOutError"));
        QCOMPARE(classOf(Type::ChainedInvoke, "ChainedInvoke", Status::Stopped, "X"),
                 std::string_view("InvokeStoppedError"));
        QCOMPARE(classOf(Type::ChainedInvoke, "ChainedInvoke", Status::Cancelled, "X"),
                 std::string_view("InvokeError"));
        QCOMPARE(classOf(Type::Wait, "Wait", Status::Cancelled, "X"), std::string_view("WaitCancelledError"));
    }

    void contexts()
    {
        QCOMPARE(classOf(Type::Context, "RunInChildContext", Status::Failed, "StepError"),
                 std::string_view("ChildContextError"));
        QCOMPARE(classOf(Type::Context, "MapIteration", Status::Failed, "CallbackTimeoutError"),
                 std::string_view("ChildContextError"));
        QCOMPARE(classOf(Type::Context, "RunInChildContext", Status::Failed, "SerdesError"),
                 std::string_view("SerdesError"));
    }

    void callbackErrorsPassThroughWaitForCallback()
    {
        for (const char* const name :
             {"CallbackError", "CallbackTimeoutError", "CallbackExternalError", "CallbackSubmitterError"})
            QCOMPARE(classOf(Type::Context, "WaitForCallback", Status::Failed, name), std::string_view(name));
        QCOMPARE(classOf(Type::Context, "WaitForCallback", Status::Failed, "StepError"),
                 std::string_view("ChildContextError"));
        QCOMPARE(classOf(Type::Context, "WaitForCallback", Status::Failed, "std::logic_error"),
                 std::string_view("ChildContextError"));
    }

    void aFailedSubmitterIsRecordedAsSuch()
    {
        QVERIFY(waitForCallbackError({"no mail", "StepError", "{}", {}}) ==
                (ErrorObject{"no mail", "CallbackSubmitterError", "{}", {}}));
        QVERIFY(waitForCallbackError({"late", "CallbackTimeoutError", {}, {}}) ==
                (ErrorObject{"late", "CallbackTimeoutError", {}, {}}));
    }
};

QTEST_GUILESS_MAIN(OperationErrorTest)
#include "tst_operation_error.moc"
