// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/history/event_log.h"
#include "engine/history/json_writer.h"

#include <optional>
#include <string>
#include <string_view>

namespace durascope::history {

/// The three forms of cli.md `history convert --to` (history-format sections 12 and 16). They differ in container,
/// times and blanks only; the members of an event are canonical in all of them.
enum class HistoryForm {
    Aws, ///< {"Events":[…]}, one event a line, times as epoch seconds: what the API answers
    Cli, ///< {"Events": […]}, times as AWS CLI v2 prints them, indented by 4
    Sdk, ///< a bare array, times as ISO-8601 with Z: the *.history.json files of the SDKs, indented by 2
};
[[nodiscard]] std::optional<HistoryForm> historyFormFromText(std::string_view text);

struct WriteOptions
{
    HistoryForm form = HistoryForm::Aws;
    /// Every scalar of inputs, results and errors becomes "●●● (string, 16) #1f2e3d4c": same value, same mark within
    /// one call, unguessable across calls. Names, types, times and structure stay; account numbers and callback ids go.
    bool redact = false;
    /// What the marks are made unguessable with. Empty: 32 random bytes, forgotten afterwards. Given only by tests.
    std::string redactionSalt = {};
};

/// Writes the log in canonical member order, streaming. Reading the result gives the same operations, attempts and
/// invocations, and writing that gives the same bytes. Members of details and events of types that the format does not
/// know are kept. EventIds are kept where they ascend; where they contradict the order of the log (duplicates), events
/// are numbered from 1, because a reader would otherwise put them into another order. What stood beside the events is
/// no part of a form and is not written: execution metadata, and the marker of pages that were not downloaded.
/// Errors: Unreadable when the sink refuses text, or when the system has no random numbers for redaction.
[[nodiscard]] core::Result<void> writeHistory(const EventLog& log, const WriteOptions& options, const TextSink& sink);
[[nodiscard]] std::string writeHistoryText(const EventLog& log, const WriteOptions& options = {});
/// One event as in the form `Aws`, one line, no line feed, with the EventId of the log.
[[nodiscard]] std::string eventJson(const EventLog& log, EventIndex event);

} // namespace durascope::history
