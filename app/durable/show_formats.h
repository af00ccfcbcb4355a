// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/terminal.h"
#include "engine/history/analysis.h"
#include "engine/history/state_at.h"

namespace durascope::app {

/// Name, status, times, invocations and, for a failed execution, the way of its error: everything as of the cursor.
void printSummary(const history::StateAt& state, const history::Analysis& analysis, Terminal& terminal);
/// Operations under their parents, those that have begun at the cursor.
void printStateAsTree(const history::StateAt& state, Terminal& terminal);
/// The same as a flat table in order of first event.
void printStateAsTable(const history::StateAt& state, Terminal& terminal);
/// The object that scripts read; its members are a contract (see the command line's documentation).
void printStateAsJson(const history::StateAt& state, Terminal& terminal);

} // namespace durascope::app
