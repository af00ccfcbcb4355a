// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/common/visual_state.h"

#include <QString>

#include <string_view>

namespace durascope::models {

/// The state an event puts its operation in, for its glyph and colour.
[[nodiscard]] VisualState visualStateOfEvent(const history::EventLog& log, core::EventIndex event);

/// What there is to say of an event beside its type, in one line: "attempt 2, retry in 5 s · PaymentDeclined: no
/// funds". Decodes the details of this one event. At most kMaxSummaryCharacters.
[[nodiscard]] QString eventSummary(const history::EventLog& log, core::EventIndex event);
inline constexpr qsizetype kMaxSummaryCharacters = 300;

/// "PaymentDeclined: no funds": an error in one line, the last component of its type first.
[[nodiscard]] QString errorLine(std::string_view type, std::string_view message);

/// The attempt of the step that the event belongs to, from 1; 0 for events that belong to none.
[[nodiscard]] std::uint32_t attemptOfEvent(const history::EventLog& log, core::EventIndex event);

} // namespace durascope::models
