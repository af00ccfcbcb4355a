// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace durascope::app {

/// Program, engine, kind of build and compiler, one a line: what belongs into a bug report.
[[nodiscard]] std::string versionText();

} // namespace durascope::app
