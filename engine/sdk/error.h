// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/operation.h"

#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <typeindex>

namespace durable {

using durascope::core::ErrorObject;
using durascope::core::ErrorRef;

/// The base of everything the SDK throws at workflow code (spec/execution-model.md section 7). An error is the same
/// object live and on replay: it is always rebuilt from what the checkpoint log holds, never the exception that user
/// code threw.
class Error : public std::exception
{
public:
    [[nodiscard]] const char* what() const noexcept override { return m_message.c_str(); }
    /// The stable name of the class: "StepError", "CallbackTimeoutError", …
    [[nodiscard]] virtual std::string_view errorType() const noexcept = 0;
    [[nodiscard]] const std::string& message() const noexcept { return m_message; }
    /// The recorded error as it is in the log: its type is that of the original failure ("PaymentDeclined").
    [[nodiscard]] const ErrorObject& recorded() const noexcept { return *m_error; }
    /// The type of the original failure; empty when the log has none.
    [[nodiscard]] std::string_view causeType() const noexcept
    {
        return m_error->type ? std::string_view(*m_error->type) : std::string_view();
    }
    [[nodiscard]] const std::optional<std::string>& data() const noexcept { return m_error->data; }
    /// How this error is written when it leaves a step, a context or the handler: type errorType(), same message, same
    /// data.
    [[nodiscard]] ErrorObject toErrorObject() const;

protected:
    explicit Error(ErrorRef error);

private:
    ErrorRef m_error;
    std::string m_message;
};

#define DURABLE_DECLARE_ERROR(Class, Base)                                                                             \
    class Class : public Base                                                                                          \
    {                                                                                                                  \
    public:                                                                                                            \
        explicit Class(ErrorRef error)                                                                                 \
            : Base(std::move(error))                                                                                   \
        {                                                                                                              \
        }                                                                                                              \
        explicit Class(std::string message)                                                                            \
            : Base(durascope::core::errorRef(#Class, std::move(message)))                                              \
        {                                                                                                              \
        }                                                                                                              \
        [[nodiscard]] std::string_view errorType() const noexcept override                                             \
        {                                                                                                              \
            return #Class;                                                                                             \
        }                                                                                                              \
    }

/// An operation ended badly. Catch this to handle whatever an operation may end with.
class OperationError : public Error
{
protected:
    using Error::Error;
};

DURABLE_DECLARE_ERROR(StepError, OperationError); ///< a step failed for good
/// Given to retry strategies only: an at-most-once step was interrupted (execution-model section 6.1).
DURABLE_DECLARE_ERROR(StepInterruptedError, OperationError);
DURABLE_DECLARE_ERROR(CallbackError, OperationError);
DURABLE_DECLARE_ERROR(CallbackTimeoutError, CallbackError);   ///< total or heartbeat timeout
DURABLE_DECLARE_ERROR(CallbackExternalError, CallbackError);  ///< failure sent from outside; its message unchanged
DURABLE_DECLARE_ERROR(CallbackSubmitterError, CallbackError); ///< the submitter of waitForCallback failed
DURABLE_DECLARE_ERROR(InvokeError, OperationError);           ///< the target failed
DURABLE_DECLARE_ERROR(InvokeTimedOutError, InvokeError);
DURABLE_DECLARE_ERROR(InvokeStoppedError, InvokeError);
DURABLE_DECLARE_ERROR(ChildContextError, OperationError);
DURABLE_DECLARE_ERROR(WaitForConditionError, OperationError);
DURABLE_DECLARE_ERROR(WaitCancelledError, OperationError);
DURABLE_DECLARE_ERROR(CombinatorError, OperationError);
DURABLE_DECLARE_ERROR(BatchCompletionError, OperationError); ///< shouldComplete decided that the batch failed
DURABLE_DECLARE_ERROR(SerdesError, OperationError);          ///< a value could not be written or read; never retried
DURABLE_DECLARE_ERROR(ValidationError, Error); ///< arguments beyond what the service allows, before any update

/// The execution cannot go on and fails, whatever workflow code does with these: they are also put into the fatal slot
/// of the invocation (execution-model sections 5 and 12).
class FatalError : public Error
{
protected:
    using Error::Error;
};
DURABLE_DECLARE_ERROR(NonDeterministicExecutionError, FatalError);
DURABLE_DECLARE_ERROR(ContextUsageError, FatalError);
DURABLE_DECLARE_ERROR(ConfigurationError, FatalError);
#undef DURABLE_DECLARE_ERROR

/// An error with a name of your choice, for failures that retry strategies or callers tell apart by type.
class ApplicationError : public std::runtime_error
{
public:
    ApplicationError(std::string type, const std::string& message, std::optional<std::string> data = {})
        : std::runtime_error(message)
        , m_type(std::move(type))
        , m_data(std::move(data))
    {
    }
    [[nodiscard]] const std::string& errorType() const noexcept { return m_type; }
    [[nodiscard]] const std::optional<std::string>& errorData() const noexcept { return m_data; }

private:
    std::string m_type;
    std::optional<std::string> m_data;
};

/// Gives an exception class of your own a stable name; once, before the first workflow runs. Thread safe.
void registerErrorType(std::type_index type, std::string name);
template <typename E>
void registerErrorType(std::string name)
{
    registerErrorType(std::type_index(typeid(E)), std::move(name));
}
/// The error object of whatever is being handled right now. Type: that of durable errors and ApplicationError, else the
/// registered name, else the readable name of the class. Things that are no std::exception: "Error", "Unknown error".
/// REQUIRES: called inside a catch block, and not for the SDK's private types.
[[nodiscard]] ErrorObject currentErrorObject();

} // namespace durable
