// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/operation_error.h"

#include <algorithm>
#include <array>

namespace durable::detail {
namespace {

using durascope::core::Operation;
using durascope::core::OperationStatus;
using durascope::core::OperationType;

template <typename E>
[[noreturn]] void throwAs(ErrorRef error)
{
    throw E(std::move(error));
}

struct ErrorClass
{
    std::string_view name;
    void (*raise)(ErrorRef);
};

constexpr std::array<ErrorClass, 19> kClasses = {{
    {"StepError", throwAs<StepError>},
    {"StepInterruptedError", throwAs<StepInterruptedError>},
    {"CallbackError", throwAs<CallbackError>},
    {"CallbackTimeoutError", throwAs<CallbackTimeoutError>},
    {"CallbackExternalError", throwAs<CallbackExternalError>},
    {"CallbackSubmitterError", throwAs<CallbackSubmitterError>},
    {"InvokeError", throwAs<InvokeError>},
    {"InvokeTimedOutError", throwAs<InvokeTimedOutError>},
    {"InvokeStoppedError", throwAs<InvokeStoppedError>},
    {"ChildContextError", throwAs<ChildContextError>},
    {"WaitForConditionError", throwAs<WaitForConditionError>},
    {"WaitCancelledError", throwAs<WaitCancelledError>},
    {"CombinatorError", throwAs<CombinatorError>},
    {"BatchCompletionError", throwAs<BatchCompletionError>},
    {"SerdesError", throwAs<SerdesError>},
    {"ValidationError", throwAs<ValidationError>},
    {"NonDeterministicExecutionError", throwAs<NonDeterministicExecutionError>},
    {"ContextUsageError", throwAs<ContextUsageError>},
    {"ConfigurationError", throwAs<ConfigurationError>},
}};

const ErrorClass* find(std::string_view name)
{
    const auto found = std::ranges::find(kClasses, name, &ErrorClass::name);
    return found == kClasses.end() ? nullptr : found;
}

std::string_view recordedType(const Operation& operation)
{
    return operation.error && operation.error->type ? std::string_view(*operation.error->type) : std::string_view();
}

std::string_view contextClass(const Operation& operation)
{
    constexpr std::array<std::string_view, 4> kOfCallbacks = {"CallbackError", "CallbackTimeoutError",
                                                              "CallbackExternalError", "CallbackSubmitterError"};
    const std::string_view recorded = recordedType(operation);
    if (recorded == "SerdesError")
        return "SerdesError";
    if (operation.subType() == "WaitForCallback") {
        const auto known = std::ranges::find(kOfCallbacks, recorded);
        if (known != kOfCallbacks.end())
            return *known;
    }
    return "ChildContextError";
}

std::string_view stepClass(const Operation& operation)
{
    if (recordedType(operation) == "SerdesError")
        return "SerdesError";
    return operation.subType() == "WaitForCondition" ? "WaitForConditionError" : "StepError";
}

std::string_view callbackClass(OperationStatus status)
{
    if (status == OperationStatus::Failed)
        return "CallbackExternalError";
    return status == OperationStatus::TimedOut ? "CallbackTimeoutError" : "CallbackError";
}

std::string_view invokeClass(OperationStatus status)
{
    if (status == OperationStatus::TimedOut)
        return "InvokeTimedOutError";
    return status == OperationStatus::Stopped ? "InvokeStoppedError" : "InvokeError";
}

} // namespace

void throwOperationError(std::string_view className, ErrorRef error, std::string_view fallback)
{
    const ErrorClass* known = find(className);
    if (!known)
        known = find(fallback);
    if (known)
        known->raise(error);
    throw ChildContextError(std::move(error));
}

bool isErrorClass(std::string_view name)
{
    return find(name) != nullptr;
}

std::string_view errorClassOf(const Operation& operation)
{
    switch (operation.type()) {
    case OperationType::Step:
        return stepClass(operation);
    case OperationType::Wait:
        return "WaitCancelledError";
    case OperationType::Callback:
        return callbackClass(operation.status);
    case OperationType::ChainedInvoke:
        return invokeClass(operation.status);
    case OperationType::Context:
    case OperationType::Execution:
    case OperationType::Generic:
        break;
    }
    return contextClass(operation);
}

ErrorObject waitForCallbackError(ErrorObject thrown)
{
    if (thrown.type == "StepError")
        thrown.type = "CallbackSubmitterError";
    return thrown;
}

} // namespace durable::detail
