// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/event_log.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <string>

namespace durascope::test {

/// An EventLog straight from events as JSON values in AWS form (times as epoch seconds or ISO), without the reader:
/// tests of the log must not depend on what the reader repairs. `events` is an array or {"Events": […]}.
/// `escapedIds` gives ids to the builder as a reader gives those that held escapes: as text only.
enum class IdsAs { Extents, Text };
[[nodiscard]] std::shared_ptr<const history::EventLog> logFromJson(const nlohmann::json& events,
                                                                   IdsAs ids = IdsAs::Extents);
/// The event list of either container.
[[nodiscard]] const nlohmann::json& eventsOf(const nlohmann::json& history);

/// A member of an event as a time; nothing when it is absent or no time.
[[nodiscard]] std::optional<history::Timestamp> timeOf(const nlohmann::json& object, const char* key);

} // namespace durascope::test
