// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/library.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace durascope::store::testing {

using core::Timestamp;

/// The ARN of an execution called so.
[[nodiscard]] std::string arnOf(const std::string& name);

/// ExecutionStarted, event 1.
[[nodiscard]] service::Event startEvent(const std::string& name, Timestamp time = Timestamp{1'700'000'000'000'000});
/// StepStarted for odd ids, StepSucceeded with a result of that many bytes for even ones.
[[nodiscard]] service::Event stepEvent(std::int64_t eventId, std::size_t payload = 90);
[[nodiscard]] service::Event endEvent(std::int64_t eventId, core::EventType type, Timestamp time);
/// One of every type, with all members that the type has, numbered from 1.
[[nodiscard]] std::vector<service::Event> everyEvent(const std::string& name);
/// One of every kind.
[[nodiscard]] std::vector<service::Fact> everyFact();

/// The first `events` events of an execution: its start and steps.
[[nodiscard]] Record record(const std::string& name, std::int64_t events, std::size_t payload = 90);

/// Opens or says why not and ends the process: for what a test takes for granted.
[[nodiscard]] std::unique_ptr<Library> openOrDie(const std::filesystem::path& file, OpenOptions options = {});
/// Writes and commits; false after saying why not.
[[nodiscard]] bool store(Library& library, Record record);

[[nodiscard]] std::string bytesOf(const std::filesystem::path& file);
void writeBytes(const std::filesystem::path& file, const std::string& bytes);
/// The names in the folder, sorted.
[[nodiscard]] std::vector<std::string> namesIn(const std::filesystem::path& folder);

} // namespace durascope::store::testing
