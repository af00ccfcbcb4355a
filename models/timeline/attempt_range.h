// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/event_log.h"

#include <span>

namespace durascope::models {

/// The effective events of one attempt of a step, found by binary search: steps have up to a million attempts, and
/// every one of them may be a row. Empty when there is no such attempt. REQUIRES: a step; attempt from 1.
[[nodiscard]] std::span<const core::EventIndex> eventsOfAttempt(const history::EventLog& log, core::OperationIndex step,
                                                                std::uint32_t attempt);

} // namespace durascope::models
