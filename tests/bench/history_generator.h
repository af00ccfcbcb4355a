// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace durascope::bench {

struct GeneratorOptions
{
    std::uint64_t events = 25'000;    ///< exactly so many; at least 16
    std::uint32_t payloadBytes = 665; ///< the average of a payload as it stands in the file; 665 gives 565 an event
    std::uint64_t seed = 1;           ///< same options, same bytes
};

/// Takes pieces of text in order; answers false to stop.
using Sink = std::function<bool(std::string_view)>;

/// Writes one execution as the Lambda API answers it (`{"Events": […]}`, epoch seconds, compact): steps, retries with
/// back-off, waits, callbacks that are answered and that time out, chained invokes, child contexts, maps inside maps
/// with interleaved items, and an invocation for every stretch of work. From 200 000 events on it holds one map of 10
/// 000 items. Keeps one megabyte in memory at every size. False when the sink stopped it.
[[nodiscard]] bool generateHistory(const GeneratorOptions& options, const Sink& sink);
[[nodiscard]] std::string generateHistoryText(const GeneratorOptions& options);

} // namespace durascope::bench
