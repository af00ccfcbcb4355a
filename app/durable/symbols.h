// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/durable/cell.h"
#include "engine/history/state_at.h"

#include <string>

namespace durascope::app {

/// The sign of an operation at a moment: ✓ ended well, ✕ failed, ▶ running, ⧗ a wait, ✉ an open callback, ↻ between two
/// attempts, ○ left behind. One column wide.
[[nodiscard]] Cell signOf(const history::StateAt& state, history::OperationIndex operation);
[[nodiscard]] Cell signOf(core::OperationType type, core::OperationStatus status);
/// The same thing in a word: "succeeded", "timed out", "waiting", "abandoned".
[[nodiscard]] Cell wordOf(const history::StateAt& state, history::OperationIndex operation);
/// Of the execution as a whole, from StateAt::executionStatus().
[[nodiscard]] Cell executionSign(const history::StateAt& state);
[[nodiscard]] Tone executionTone(const history::StateAt& state);

/// The name, or "#" and the beginning of the id for an operation without one; "the execution" for row 0.
[[nodiscard]] std::string titleOf(const history::EventLog& log, history::OperationIndex operation,
                                  std::size_t maxCharacters);
/// The subtype, which says more than the type ("MapIteration"), or else the type ("STEP").
[[nodiscard]] std::string kindOf(const history::EventLog& log, history::OperationIndex operation);
/// "PaymentError: card declined", each part as far as it is there; at most `maxCharacters`.
[[nodiscard]] std::string errorText(const std::string& type, const std::string& message, std::size_t maxCharacters);
/// "+2.01 s" after the start of the history.
[[nodiscard]] std::string offsetText(const history::EventLog& log, core::Timestamp time);

} // namespace durascope::app
