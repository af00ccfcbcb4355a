// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/event_log.h"

#include <cstdint>
#include <memory>
#include <string>

namespace durascope::bench {

/// One history that benchmarks run over.
struct Workload
{
    const char* name;
    std::uint64_t events;
    std::uint32_t payloadBytes;
};

inline constexpr Workload kThousand{"1k", 1'000, 665};
inline constexpr Workload kUsual{"25k", 25'000, 665};
inline constexpr Workload kLarge{"250k", 250'000, 665};
inline constexpr Workload kMillion{"1M", 1'000'000, 665};
/// 113 MB in 6 000 events: few events and much payload, as the limits of Lambda make them.
inline constexpr Workload kHeavy{"heavy", 6'000, 40'000};

/// The file of that workload below DURASCOPE_BENCH_DATA (default: the build folder); written when it is not there.
/// Ends the program with a message when it cannot be written.
[[nodiscard]] std::string fileOf(const Workload& workload);
/// Its log; ends the program with a message when it cannot be read.
[[nodiscard]] std::shared_ptr<const history::EventLog> logOf(const Workload& workload);

} // namespace durascope::bench
