// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sdk/error.h"

#include <QtTest>

#include <thread>

using namespace durable;
using durascope::core::errorRef;

namespace {

struct CardDeclined : std::runtime_error
{
    using std::runtime_error::runtime_error;
};
struct Renamed : std::runtime_error
{
    using std::runtime_error::runtime_error;
};
template <typename T>
struct Templated : std::runtime_error
{
    using std::runtime_error::runtime_error;
};
struct NoException
{
};
struct Named
{
};

template <typename E>
ErrorObject objectOf(E thrown)
{
    try {
        throw thrown;
    } catch (...) {
        return currentErrorObject();
    }
}

std::string typeOf(const ErrorObject& error)
{
    return error.type.value_or("(none)");
}
std::string messageOf(const ErrorObject& error)
{
    return error.message.value_or("(none)");
}

ErrorObject localClass()
{
    struct Local : std::runtime_error
    {
        using std::runtime_error::runtime_error;
    };
    return objectOf(Local("inside"));
}

} // namespace

namespace shop {
struct OutOfStock : std::exception
{
    [[nodiscard]] const char* what() const noexcept override { return "none left"; }
};
} // namespace shop

class ErrorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsWhatIsRecordedAndWhatItIsCalled()
    {
        const StepError error(errorRef(ErrorObject{"no seat", "acme.NoSeat", "{}", std::vector<std::string>{"a:1"}}));
        QCOMPARE(error.what(), "no seat");
        QCOMPARE(error.message(), std::string("no seat"));
        QCOMPARE(error.errorType(), std::string_view("StepError"));
        QCOMPARE(error.causeType(), std::string_view("acme.NoSeat"));
        QCOMPARE(error.data(), std::optional<std::string>("{}"));
        QVERIFY(error.recorded().stackTrace.has_value());
        QVERIFY(error.toErrorObject() == (ErrorObject{"no seat", "StepError", "{}", {}}));
    }

    void standsOnAnErrorThatSaysNothing()
    {
        const InvokeError empty(errorRef(ErrorObject{}));
        QCOMPARE(empty.what(), "");
        QCOMPARE(empty.causeType(), std::string_view());
        // Both members are always written (execution-model section 16 rule 9).
        QVERIFY(empty.toErrorObject() == (ErrorObject{"", "InvokeError", {}, {}}));
        QVERIFY(InvokeError(ErrorRef()).toErrorObject() == empty.toErrorObject());
    }

    void isItsOwnCauseWhenMadeFromAText()
    {
        const SerdesError error(std::string("unreadable"));
        QCOMPARE(error.causeType(), std::string_view("SerdesError"));
        QCOMPARE(error.message(), std::string("unreadable"));
    }

    void isCaughtByItsBases()
    {
        const auto isOperationError = [](const Error& error) {
            return dynamic_cast<const OperationError*>(&error) != nullptr;
        };
        QVERIFY(isOperationError(CallbackTimeoutError(std::string("late"))));
        QVERIFY(!isOperationError(ValidationError(std::string("long"))));
        QVERIFY(!isOperationError(ConfigurationError(std::string("odd"))));
        QVERIFY((std::is_base_of_v<CallbackError, CallbackTimeoutError>));
        QVERIFY((std::is_base_of_v<FatalError, NonDeterministicExecutionError>));
        QVERIFY((!std::is_base_of_v<FatalError, SerdesError>));
    }

    void describesErrorsOfTheSdkAndOfWorkflows()
    {
        QVERIFY(objectOf(StepError(errorRef("acme.NoSeat", "full"))) == (ErrorObject{"full", "StepError", {}, {}}));
        QVERIFY(objectOf(ApplicationError("TransientError", "again", "{\"a\":1}")) ==
                (ErrorObject{"again", "TransientError", "{\"a\":1}", {}}));
    }

    void namesClassesReadably()
    {
        QCOMPARE(typeOf(objectOf(std::runtime_error("bad"))), std::string("std::runtime_error"));
        QCOMPARE(messageOf(objectOf(std::runtime_error("bad"))), std::string("bad"));
        QCOMPARE(typeOf(objectOf(CardDeclined("no"))), std::string("CardDeclined"));
        QCOMPARE(typeOf(objectOf(shop::OutOfStock())), std::string("shop::OutOfStock"));
        QCOMPARE(messageOf(objectOf(shop::OutOfStock())), std::string("none left"));
        QCOMPARE(typeOf(localClass()), std::string("Local"));
        QCOMPARE(typeOf(objectOf(Templated<shop::OutOfStock>("t"))), std::string("Templated<shop::OutOfStock>"));
        QCOMPARE(typeOf(objectOf(std::ios_base::failure("io"))), std::string("std::ios_base::failure"));
    }

    void usesRegisteredNames()
    {
        registerErrorType<Renamed>("PaymentDeclined");
        QCOMPARE(typeOf(objectOf(Renamed("no"))), std::string("PaymentDeclined"));
        registerErrorType<Renamed>("CardDeclined");
        QCOMPARE(typeOf(objectOf(Renamed("no"))), std::string("CardDeclined"));
        registerErrorType<Named>("Named");
        QVERIFY(objectOf(Named()) == (ErrorObject{"Unknown error", "Named", {}, {}}));
    }

    void describesWhatIsNoException()
    {
        QVERIFY(objectOf(17) == (ErrorObject{"Unknown error", "Error", {}, {}}));
        QVERIFY(objectOf(NoException()) == (ErrorObject{"Unknown error", "Error", {}, {}}));
    }

    void registersFromManyThreads()
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([] {
                for (int n = 0; n < 200; ++n) {
                    registerErrorType<CardDeclined>("CardDeclined");
                    (void)objectOf(CardDeclined("no"));
                }
            });
        }
        threads.clear();
        QCOMPARE(typeOf(objectOf(CardDeclined("no"))), std::string("CardDeclined"));
    }
};

QTEST_GUILESS_MAIN(ErrorTest)
#include "tst_error.moc"
