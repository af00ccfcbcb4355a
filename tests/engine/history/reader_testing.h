// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/reader.h"

#include <string>
#include <string_view>
#include <vector>

/// What the tests of the reader have in common.
namespace durascope::test {

/// A history of seven events in the form of the Lambda API: a start, a step that fails once, a wait, a result.
[[nodiscard]] std::string sampleHistory();
/// The events of sampleHistory() as separate JSON objects, in order.
[[nodiscard]] std::vector<std::string> sampleEvents();
[[nodiscard]] std::string joined(const std::vector<std::string>& parts, std::string_view separator);
/// An object with the list Events, and more members behind it when they are given as `,"Name":value`.
[[nodiscard]] std::string page(const std::vector<std::string>& events, std::string_view moreMembers = {});

[[nodiscard]] std::string gzip(std::string_view text);
[[nodiscard]] std::string zstd(std::string_view text);
/// Without a byte order mark. REQUIRES: ASCII text.
[[nodiscard]] std::string utf16(std::string_view text, bool bigEndian);

[[nodiscard]] core::Result<std::shared_ptr<const history::EventLog>> read(std::string text,
                                                                          const history::ReadOptions& options = {});
/// Reads what must be readable; says why it was not and ends the test program.
[[nodiscard]] std::shared_ptr<const history::EventLog> readLog(std::string text,
                                                               const history::ReadOptions& options = {});
/// The same through a StoredSource that hands out `step` bytes a time, as a slow pipe does.
[[nodiscard]] core::Result<std::shared_ptr<const history::EventLog>> readInSteps(std::string_view text,
                                                                                 std::size_t step);

/// Everything a log tells, as text, without its repairs: two logs are equal when these are.
[[nodiscard]] std::string contentOf(const history::EventLog& log);
/// How often a repair of the kind was made.
[[nodiscard]] std::uint64_t countOf(const history::EventLog& log, history::RepairKind kind);
/// The kinds of all repairs, as sentences.
[[nodiscard]] std::string repairsOf(const history::EventLog& log);

} // namespace durascope::test
