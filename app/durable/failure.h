// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/terminal.h"
#include "engine/core/result.h"

namespace durascope::app {

/// The exit codes of the command line; scripts rely on them.
inline constexpr int kExitOk = 0;
inline constexpr int kExitNotSucceeded = 1; ///< an execution ended badly, or a check found something
inline constexpr int kExitUsage = 2;
inline constexpr int kExitUnreadable = 3;
inline constexpr int kExitNotStarted = 4; ///< the handler could not be started
inline constexpr int kExitCancelled = 130; ///< as a shell reports a program that Ctrl+C ended

enum class ErrorStyle {
    Line, ///< "durable: orders.json:12:7: what; remedy"
    Json  ///< {"error": …, "message": …, "where": …} on one line
};

[[nodiscard]] int exitCodeOf(core::ErrorCode code);
/// Says it on standard error and returns the exit code it means.
int report(Terminal& terminal, const core::Error& error, ErrorStyle style);

} // namespace durascope::app
