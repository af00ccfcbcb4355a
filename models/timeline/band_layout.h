// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/primitives.h"
#include "models/timeline/time_axis.h"

#include <vector>

namespace durascope::models {

struct TimelineScene;

/// The invocations in order of time, with what binary search over them needs. Made once a document.
class InvocationOrder
{
public:
    InvocationOrder() = default;
    explicit InvocationOrder(const history::Analysis& analysis);

    [[nodiscard]] std::size_t count() const { return m_byStart.size(); }
    [[nodiscard]] core::InvocationIndex at(std::size_t position) const { return m_byStart[position]; }
    /// The first position at or behind which an invocation may reach beyond that instant.
    [[nodiscard]] std::size_t firstReaching(core::Timestamp time) const;
    /// The first position at or behind `from` that starts at that instant or later.
    [[nodiscard]] std::size_t firstStarting(const history::Analysis& analysis, core::Timestamp time,
                                            std::size_t from) const;
    /// Whether one of the positions [first, last) failed.
    [[nodiscard]] bool anyFailed(std::size_t first, std::size_t last) const
    {
        return m_failuresBefore[last] > m_failuresBefore[first];
    }

private:
    std::vector<core::InvocationIndex> m_byStart;
    std::vector<core::Timestamp> m_latestEnd;    ///< of all up to here
    std::vector<std::uint32_t> m_failuresBefore; ///< one more than there are
};

void layOutBands(const TimelineScene& scene, std::vector<Band>& bands, std::vector<WakeMark>& wakes);
[[nodiscard]] std::vector<Break> visibleBreaks(const TimelineScene& scene);

/// What the idle stretch waited for, from all gaps in it.
[[nodiscard]] history::GapReason reasonOf(const history::Analysis& analysis, const AxisStretch& stretch);
/// The longest gap in the stretch; nullptr when there is none, as before the first invocation.
[[nodiscard]] const history::Gap* gapIn(const history::Analysis& analysis, const AxisStretch& stretch);

} // namespace durascope::models
