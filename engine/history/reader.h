// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/history/event_log.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace durascope::history {

/// Bounds that protect memory and time against hostile input.
struct ReaderLimits
{
    std::uint64_t maxBytes = 0xffff'0000; ///< of decoded text; extents are 32 bits
    std::uint32_t maxDepth = 512;         ///< of JSON nesting
    std::uint64_t maxExpansion = 250;     ///< decoded : compressed, beyond freeExpansion
    std::uint64_t freeExpansion = 64 * 1024 * 1024;
    std::uint64_t maxYamlBytes = 64 * 1024 * 1024;
    std::uint64_t maxEvents = 32'000'000; ///< an event of ten bytes costs a hundred in memory
};

struct ReadProgress
{
    std::uint64_t bytesRead = 0;  ///< of the input as stored
    std::uint64_t bytesTotal = 0; ///< 0 when unknown (standard input)
    std::uint64_t events = 0;
};

struct ReadOptions
{
    ReaderLimits limits;
    std::stop_token stop;                              ///< polled at least every 16 MB
    std::function<void(const ReadProgress&)> progress; ///< called on the reading thread, every 16 MB or so
};

/// Reads any form of history-format sections 12, 13 and 17, gzip and zstd too, in one streaming pass. "-" is standard
/// input. Errors: NotFound, Unreadable (also: a folder, a file that shrank), Malformed with the place, TooLarge,
/// Cancelled, Unsupported (text and table output of the AWS CLI, metadata without events).
[[nodiscard]] core::Result<std::shared_ptr<const EventLog>> readHistoryFile(const std::string& path,
                                                                            const ReadOptions& options = {});
/// The same from memory; `sourceName` is used in messages. The text is copied only if it must be decoded.
[[nodiscard]] core::Result<std::shared_ptr<const EventLog>>
readHistoryText(std::string text, const std::string& sourceName, const ReadOptions& options = {});

} // namespace durascope::history
