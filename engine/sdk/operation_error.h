// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/operation.h"
#include "engine/sdk/error.h"

#include <string_view>

/// Which class of error a recorded failure is thrown as (execution-model sections 6.1 to 6.8 and 7), so that it is the
/// same live and on replay.
namespace durable::detail {

/// Throws `error` as the class of that name ("StepError"); a name that is no class of the SDK throws an OperationError
/// of the class `fallback` names. REQUIRES: `fallback` is the name of a class.
[[noreturn]] void throwOperationError(std::string_view className, ErrorRef error,
                                      std::string_view fallback = "ChildContextError");
/// Is the name one that throwOperationError() knows?
[[nodiscard]] bool isErrorClass(std::string_view name);

/// The class for an operation that ended badly, by its type, sub type, status and recorded error. Contexts:
/// ChildContextError, but inside of waitForCallback what waitForCallbackError() left; a combinator asks for
/// "CombinatorError" itself, because the record does not tell it from a child context. Steps, conditions and contexts
/// whose value could not be written or read: SerdesError.
[[nodiscard]] std::string_view errorClassOf(const durascope::core::Operation& operation);

/// What a waitForCallback context records of what happened in it: the errors of the callback as they are, a failed
/// submitter as CallbackSubmitterError, anything else unchanged (thrown as ChildContextError).
[[nodiscard]] ErrorObject waitForCallbackError(ErrorObject thrown);

} // namespace durable::detail
