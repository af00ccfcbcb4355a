// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/raw_columns.h"

#include <string_view>

namespace durascope::history {

/// Puts the columns in the order of history-format section 13 rule 7, collapses identical duplicates (rule 6), gives
/// events without a time the time before them, and reports all of it, gaps too (rule 8).
///
/// By EventId when every event has one and no two differing events share one. Otherwise by time, and within one time
/// as the input had them; an input that runs backwards in time is read from its end.
/// Answers whether the order is that of strictly ascending EventIds.
[[nodiscard]] bool putInOrder(RawColumns& columns, std::string_view bytes, RepairReport& repairs);

} // namespace durascope::history
