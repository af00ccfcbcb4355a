// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/event_log.h"

#include <string>

namespace durascope::app {

/// What one event says beside its type, on one line and safe to print: the beginning of a payload, an error, an attempt
/// and the delay after it, a duration. Empty when there is nothing to say.
[[nodiscard]] std::string describeEvent(const history::EventLog& log, history::EventIndex event);

} // namespace durascope::app
