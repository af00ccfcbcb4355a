// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durascope/arguments.h"

namespace durascope::app {

/// Exit codes of the command line, the same for both programs.
inline constexpr int kSuccess = 0;
inline constexpr int kWrongUsage = 2;
inline constexpr int kUnreadable = 3;

/// Renders the real window with the history opened to a file; the exit code. Reads and writes no settings. REQUIRES: a
/// QApplication whose event loop does not run yet.
[[nodiscard]] int renderScreenshot(const Arguments& arguments);

/// "durascope: …" on standard error, one line.
void printError(const QString& line);

} // namespace durascope::app
