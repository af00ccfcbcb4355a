// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/ids.h"
#include "engine/core/result.h"

#include <string>
#include <string_view>

namespace durascope::app {

/// {"ErrorMessage"?, "ErrorType"?, "ErrorData"?, "StackTrace"?} as the API has it; a JSON string alone is the message.
/// Errors: Malformed.
[[nodiscard]] core::Result<core::ErrorObject> errorFromJson(std::string_view json);
[[nodiscard]] std::string errorToJson(const core::ErrorObject& error);

} // namespace durascope::app
