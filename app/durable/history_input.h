// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/terminal.h"
#include "engine/core/result.h"
#include "engine/history/event_log.h"

#include <memory>
#include <string>

namespace durascope::app {

/// Reads a history that has at least one event, with a live line on a terminal while that takes long.
[[nodiscard]] core::Result<std::shared_ptr<const history::EventLog>> loadHistory(const std::string& file,
                                                                                 Terminal& terminal);

/// The repair report on standard error, one line an entry: "repaired: …", "guessed: …", "missing: …";
/// preceded by the file's name where there are several files.
void printRepairs(const history::EventLog& log, Terminal& terminal, const std::string& file = {});
/// One such line.
[[nodiscard]] std::string repairText(const history::Repair& repair);

} // namespace durascope::app
