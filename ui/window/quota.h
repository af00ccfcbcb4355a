// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace durascope::ui {

/// What one durable execution may hold on AWS.
inline constexpr std::uint64_t kMaxOperations = 3'000;
inline constexpr std::uint64_t kMaxBytes = 100'000'000;

enum class QuotaLevel { Fine, Amber, Red };
/// Amber from 80 % of the limit on, red from 95 % on.
[[nodiscard]] constexpr QuotaLevel quotaLevel(std::uint64_t used, std::uint64_t limit)
{
    if (used >= limit - limit / 20)
        return QuotaLevel::Red;
    return used >= limit - limit / 5 ? QuotaLevel::Amber : QuotaLevel::Fine;
}

} // namespace durascope::ui
