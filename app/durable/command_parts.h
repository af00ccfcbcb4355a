// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/terminal.h"

#include <CLI/CLI.hpp>

#include <functional>

namespace durascope::app {

/// What parsing found to do. Options live in the closures, so that they outlast the parser.
using Action = std::function<int(Terminal&)>;

/// A command whose line in the list is short and whose own --help is whole.
CLI::App* addCommand(CLI::App& parent, const char* name, const char* summary, const char* help, const char* footer);

void addRun(CLI::App& program, Action& action);
void addConformance(CLI::App& program, Action& action);

} // namespace durascope::app
