// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/time.h"
#include "engine/history/analysis.h"
#include "engine/history/state_at.h"

#include <QString>

#include <string>
#include <string_view>

namespace durascope::models {

/// The one border between the engine's UTF-8 and Qt's strings.
[[nodiscard]] QString toQString(std::string_view utf8);
[[nodiscard]] std::string toUtf8(const QString& text);
/// Text of a history made safe for one line of a window: core::printable().
[[nodiscard]] QString displayText(std::string_view utf8, std::size_t maxCharacters = 0);

/// No label is longer than this many characters: names of 100 kB exist.
inline constexpr std::size_t kMaxLabelCharacters = 200;
/// The operation's name, else its subtype and short id ("Step c4ca42"); for the execution its name or "Execution".
[[nodiscard]] QString operationLabel(const history::EventLog& log, core::OperationIndex operation);
/// The execution's name from the metadata, its own event or its ARN; empty when there is none.
[[nodiscard]] QString executionName(const history::EventLog& log);
/// "Step", "Map", "Parallel branch", … for people, from subtype and type.
[[nodiscard]] QString kindText(const history::EventLog& log, core::OperationIndex operation);
/// "Succeeded", "Waiting for callback", "Retrying in 4 s", … : the state in words, translated. What visualStateOf()
/// shows by colour, given the same analysis.
[[nodiscard]] QString statusText(const history::StateAt& state, core::OperationIndex operation,
                                 const history::Analysis* analysis = nullptr);
[[nodiscard]] QString durationText(core::Duration duration);

/// How instants are shown: absolute in UTC, absolute in the local zone, or since the start of the execution.
enum class TimeDisplay { Utc, Local, SinceStart };
/// "2026-03-02 14:02:11.402" without the zone, which columns and the status bar name once; or as sinceStartText().
[[nodiscard]] QString timeText(core::Timestamp time, TimeDisplay display, core::Timestamp start);
/// The zone of absolute times for a heading: "UTC", "CET"; empty for SinceStart.
[[nodiscard]] QString zoneText(TimeDisplay display, core::Timestamp time);
/// "T+2 d 3 h 11 m".
[[nodiscard]] QString sinceStartText(core::Timestamp time, core::Timestamp start);

} // namespace durascope::models
