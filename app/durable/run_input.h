// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/terminal.h"
#include "engine/core/operation.h"
#include "engine/core/result.h"

#include <string>

namespace durascope::app {

/// The payload that JSON, @FILE or @- (standard input) stands for; null for an empty text. Blanks around the value are
/// cut off. Errors: NotFound, Unreadable, Malformed.
[[nodiscard]] core::Result<core::Payload> readInput(const std::string& text, const Terminal& terminal);

} // namespace durascope::app
