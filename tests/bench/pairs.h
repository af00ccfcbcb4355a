// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace durascope::bench {

/// Seconds that a call takes.
template <typename Call>
double timed(Call&& call)
{
    const auto begin = std::chrono::steady_clock::now();
    std::forward<Call>(call)();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// The quantile of a sample by the nearest rank; 0.5 is the median. REQUIRES: !values.empty().
inline double quantile(std::vector<double> values, double q)
{
    const auto rank = static_cast<std::size_t>(q * static_cast<double>(values.size() - 1) + 0.5);
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

/// Our time over another's, one pair a round. A machine that is shared drifts by more than the differences looked for,
/// so both are measured in turn and the median of the pairs' ratios is what counts.
class Ratios
{
public:
    void add(double ours, double theirs) { m_ratios.push_back(ours / theirs); }
    [[nodiscard]] bool empty() const { return m_ratios.empty(); }
    [[nodiscard]] double median() const { return quantile(m_ratios, 0.5); }

private:
    std::vector<double> m_ratios;
};

} // namespace durascope::bench
