// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/terminal.h"

#include <string>
#include <vector>

namespace durascope::app {

/// Runs the command that the arguments (without the program's name) ask for and answers with the exit code.
int runCommandLine(const std::vector<std::string>& arguments, Terminal& terminal);

} // namespace durascope::app
