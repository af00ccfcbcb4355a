// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/band_layout.h"

#include "models/timeline/timeline_geometry.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace durascope::models {

namespace {

using core::InvocationIndex;
using core::Timestamp;
using history::Analysis;
using history::Gap;
using history::GapReason;
using history::Invocation;

constexpr double kNarrowestBand = 3;
constexpr double kReach = 8;
constexpr double kWakeGap = 3;        // px between a band and the sign left of it
constexpr double kNarrowestWake = 12; // px
constexpr double kWidestWake = 110;   // px

/// The gaps that reach into the stretch: they are ascending and disjoint.
std::span<const Gap> gapsIn(const Analysis& analysis, const AxisStretch& stretch)
{
    const std::span<const Gap> gaps = analysis.gaps();
    const auto begin =
        std::partition_point(gaps.begin(), gaps.end(), [&](const Gap& gap) { return gap.end <= stretch.start; });
    const auto end = std::partition_point(begin, gaps.end(), [&](const Gap& gap) { return gap.start < stretch.end; });
    return gaps.subspan(static_cast<std::size_t>(begin - gaps.begin()), static_cast<std::size_t>(end - begin));
}

class BandMaker
{
public:
    BandMaker(const TimelineScene& scene, std::vector<Band>& bands, std::vector<WakeMark>& wakes)
        : m_scene(scene)
        , m_bands(bands)
        , m_wakes(wakes)
        , m_top(scene.metrics.rulerHeight + 2)
        , m_height(scene.metrics.bandHeight - 5)
    {
    }

    void run(const InvocationOrder& order)
    {
        const TimeAxis& axis = *m_scene.axis;
        const Analysis& analysis = *m_scene.analysis;
        const double width = m_scene.size.width();
        std::size_t position = order.firstReaching(axis.timeAt(m_scene.scrollX - kReach));
        double previousRight = -m_scene.scrollX;
        while (position < order.count()) {
            const InvocationIndex index = order.at(position);
            const Invocation& invocation = analysis.invocations()[index.value()];
            const double left = x(invocation.start);
            if (left > width + kReach)
                break;
            const Timestamp until = axis.timeAt(left + kNarrowestBand + m_scene.scrollX);
            const std::size_t behind = order.firstStarting(analysis, until, position + 1);
            Band band;
            band.invocation = index;
            band.merged = static_cast<std::uint32_t>(behind - position);
            band.failed = order.anyFailed(position, behind);
            const Invocation& last = analysis.invocations()[order.at(behind - 1).value()];
            addBand(band, invocation, left, band.merged > 1 ? left + kNarrowestBand : x(last.end));
            if (position > 0 && band.merged == 1)
                addWake(invocation, index, previousRight, left);
            previousRight = std::max(previousRight, std::max(x(last.end), left + kNarrowestBand));
            position = behind;
        }
    }

private:
    [[nodiscard]] double x(Timestamp time) const { return m_scene.axis->xOf(time) - m_scene.scrollX; }

    void addBand(Band band, const Invocation& invocation, double left, double right)
    {
        const history::StateAt& state = *m_scene.state;
        const bool completed = invocation.completed.valid() && invocation.completed <= state.cursor();
        // Its failure is known from the event that ends it.
        band.failed = band.failed && (completed || band.merged > 1);
        if (band.merged == 1 && invocation.start > state.now() && !completed) {
            band.future = true;
            push(band, left, right);
        } else if (band.merged == 1 && !completed) {
            const double edge = std::clamp(x(state.now()), left, right);
            band.running = true;
            push(band, left, edge);
            if (right - edge >= 1) {
                band.running = false;
                band.future = true;
                push(band, edge, right);
            }
        } else {
            band.future = invocation.start > state.now();
            push(band, left, right);
        }
    }

    void push(Band band, double left, double right)
    {
        left = std::round(std::max(left, -kReach));
        right = std::max(std::round(std::min(right, m_scene.size.width() + kReach)), left + kNarrowestBand);
        band.rect = QRectF(left, m_top, right - left, m_height);
        m_bands.push_back(band);
    }

    void addWake(const Invocation& invocation, InvocationIndex index, double from, double to)
    {
        from = std::max(std::max(from, 0.0) + kWakeGap, to - kWidestWake);
        to -= kWakeGap;
        if (to - from < kNarrowestWake || to > m_scene.size.width() || invocation.wake == history::WakeReason::Unknown)
            return;
        m_wakes.push_back({QRectF(from, m_top, to - from, m_height), index, invocation.wake,
                           invocation.start > m_scene.state->now()});
    }

    const TimelineScene& m_scene;
    std::vector<Band>& m_bands;
    std::vector<WakeMark>& m_wakes;
    double m_top;
    double m_height;
};

} // namespace

InvocationOrder::InvocationOrder(const Analysis& analysis)
{
    const auto all = analysis.invocations();
    m_byStart.reserve(all.size());
    for (std::uint32_t i = 0; i < all.size(); ++i)
        m_byStart.emplace_back(i);
    // Not stable_sort: the library's asks for a temporary buffer in a way the second compiler refuses.
    std::sort(m_byStart.begin(), m_byStart.end(), [&](InvocationIndex a, InvocationIndex b) {
        return std::pair(all[a.value()].start, a) < std::pair(all[b.value()].start, b);
    });
    m_latestEnd.reserve(all.size());
    m_failuresBefore.reserve(all.size() + 1);
    m_failuresBefore.push_back(0);
    for (const InvocationIndex index : m_byStart) {
        const Invocation& invocation = all[index.value()];
        m_latestEnd.push_back(m_latestEnd.empty() ? invocation.end : std::max(m_latestEnd.back(), invocation.end));
        m_failuresBefore.push_back(m_failuresBefore.back() + (invocation.failed ? 1 : 0));
    }
}

std::size_t InvocationOrder::firstReaching(Timestamp time) const
{
    return static_cast<std::size_t>(std::lower_bound(m_latestEnd.begin(), m_latestEnd.end(), time) -
                                    m_latestEnd.begin());
}

std::size_t InvocationOrder::firstStarting(const Analysis& analysis, Timestamp time, std::size_t from) const
{
    const auto found =
        std::partition_point(m_byStart.begin() + static_cast<std::ptrdiff_t>(from), m_byStart.end(),
                             [&](InvocationIndex index) { return analysis.invocations()[index.value()].start < time; });
    return static_cast<std::size_t>(found - m_byStart.begin());
}

void layOutBands(const TimelineScene& scene, std::vector<Band>& bands, std::vector<WakeMark>& wakes)
{
    BandMaker maker(scene, bands, wakes);
    if (scene.invocations != nullptr)
        maker.run(*scene.invocations);
    else
        maker.run(InvocationOrder(*scene.analysis));
}

std::vector<Break> visibleBreaks(const TimelineScene& scene)
{
    const TimeAxis& axis = *scene.axis;
    std::vector<Break> breaks;
    if (axis.mode() != AxisMode::Compressed)
        return breaks;
    const double width = scene.size.width();
    for (std::size_t i = axis.stretchAt(scene.scrollX); i < axis.count() && axis.left(i) - scene.scrollX < width; ++i) {
        if (!axis.stretch(i).idle)
            continue;
        const double left = axis.left(i) - scene.scrollX;
        breaks.push_back({QRectF(left, 0, axis.width(i), scene.size.height()), i,
                          reasonOf(*scene.analysis, axis.stretch(i)), !axis.isBreak(i)});
    }
    return breaks;
}

GapReason reasonOf(const Analysis& analysis, const AxisStretch& stretch)
{
    const std::span<const Gap> gaps = gapsIn(analysis, stretch);
    if (gaps.empty())
        return GapReason::Unknown;
    const bool same =
        std::all_of(gaps.begin(), gaps.end(), [&](const Gap& gap) { return gap.reason == gaps.front().reason; });
    return same ? gaps.front().reason : GapReason::Several;
}

const Gap* gapIn(const Analysis& analysis, const AxisStretch& stretch)
{
    const std::span<const Gap> gaps = gapsIn(analysis, stretch);
    const auto longest =
        std::max_element(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) { return a.length() < b.length(); });
    return longest == gaps.end() ? nullptr : &*longest;
}

} // namespace durascope::models
