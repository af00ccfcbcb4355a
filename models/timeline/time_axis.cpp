// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/time_axis.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace durascope::models {

namespace {

using core::Duration;
using core::Timestamp;

constexpr double kNarrowestBreak = 28.0;
constexpr double kWidestBreak = 96.0;
constexpr double kMinimumFloor = 6.0;           // of an active stretch when zoomed out below the floors
constexpr double kFinestScale = 0.2;            // px a microsecond that every active stretch can be zoomed to
constexpr double kWidestContent = 1.0e12;       // doubles still tell hundredths of a pixel apart here
constexpr std::int64_t kShortestStretch = 1000; // µs: histories count milliseconds

double micros(Duration duration)
{
    return static_cast<double>(duration.count());
}

Duration padding(const history::Analysis::Interval& interval)
{
    const std::int64_t length = (interval.end - interval.start).count();
    return Duration(std::max(length / 50, length < kShortestStretch ? kShortestStretch / 2 : 0));
}

std::vector<AxisStretch> padded(std::span<const history::Analysis::Interval> active, Timestamp start, Timestamp end)
{
    std::vector<AxisStretch> result;
    result.reserve(active.size());
    for (const auto& interval : active) {
        const Duration pad = padding(interval);
        const Timestamp from = std::clamp(interval.start + -pad, start, end);
        const Timestamp to = std::clamp(interval.end + pad, start, end);
        if (to > from)
            result.push_back(
                {from, to, std::clamp(interval.start, start, end), std::clamp(interval.end, start, end), false});
    }
    return result;
}

/// Also what lies before the first and after the last active stretch.
std::vector<AxisStretch> merged(const std::vector<AxisStretch>& active, Timestamp start, Timestamp end)
{
    double total = 0;
    for (const AxisStretch& stretch : active)
        total += micros(stretch.length());
    const double tooClose = total / 100;
    const auto isGap = [tooClose](Timestamp from, Timestamp to) { return to > from && micros(to - from) >= tooClose; };

    std::vector<AxisStretch> result;
    for (const AxisStretch& stretch : active) {
        const Timestamp previousEnd = result.empty() ? start : result.back().end;
        if (isGap(previousEnd, stretch.start)) {
            const Timestamp origin = result.empty() ? start : result.back().finish;
            result.push_back({previousEnd, stretch.start, origin, stretch.origin, true});
            result.push_back(stretch);
        } else if (result.empty()) {
            result.push_back(stretch);
            result.back().start = start;
        } else {
            result.back().end = std::max(result.back().end, stretch.end);
            result.back().finish = std::max(result.back().finish, stretch.finish);
        }
    }
    if (isGap(result.back().end, end))
        result.push_back({result.back().end, end, result.back().finish, end, true});
    else
        result.back().end = std::max(result.back().end, end);
    return result;
}

} // namespace

std::vector<AxisStretch> divideTime(std::span<const history::Analysis::Interval> active, Timestamp start, Timestamp end)
{
    // An execution of a single instant still needs an axis.
    end = std::max(end, start + Duration(kShortestStretch));
    const std::vector<AxisStretch> stretches = padded(active, start, end);
    if (stretches.empty())
        return {{start, end, start, end, false}};
    return merged(stretches, start, end);
}

AxisStretches divideTime(const history::EventLog& log, const history::Analysis& analysis)
{
    return std::make_shared<const std::vector<AxisStretch>>(
        divideTime(analysis.activeIntervals(), log.startTime(), log.endTime()));
}

double breakWidth(Duration length)
{
    const double seconds = std::max(micros(length), 1.0) / 1e6;
    return std::round(std::clamp(kNarrowestBreak + 10 * std::log10(seconds), kNarrowestBreak, kWidestBreak));
}

AxisMode defaultAxisMode(const history::Analysis& analysis)
{
    return micros(analysis.idleTime()) > micros(analysis.totalTime()) / 2 ? AxisMode::Compressed : AxisMode::RealTime;
}

TimeAxis::TimeAxis(AxisStretches stretches, AxisMode mode, double viewportWidth, std::vector<std::size_t> expanded)
    : m_stretches(std::move(stretches))
    , m_mode(mode)
    , m_places(count())
    , m_viewportWidth(viewportWidth)
{
    const double room = std::max(viewportWidth - 2 * kMargin, kActiveFloor);
    if (isEmpty())
        return;
    if (mode == AxisMode::RealTime)
        placeRealTime(room);
    else
        placeCompressed(room, expanded);
    sumUp();
}

TimeAxis TimeAxis::between(const TimeAxis& from, const TimeAxis& to, double share)
{
    TimeAxis result = to;
    if (from.count() != to.count())
        return result;
    for (std::size_t i = 0; i < result.m_places.size(); ++i) {
        Place& place = result.m_places[i];
        const double now = from.width(i) + (to.width(i) - from.width(i)) * share;
        // Zoom does not apply to breaks; what it applies to is kept in widths at zoom 1.
        place.width = place.fixed ? now : now / result.m_zoom;
    }
    result.sumUp();
    return result;
}

void TimeAxis::placeRealTime(double room)
{
    const double total = micros(end() - start());
    for (std::size_t i = 0; i < count(); ++i)
        m_places[i].width = room * micros(stretch(i).length()) / total;
}

void TimeAxis::placeCompressed(double room, const std::vector<std::size_t>& expanded)
{
    double breaks = 0;
    for (std::size_t i = 0; i < count(); ++i) {
        if (!stretch(i).idle || std::binary_search(expanded.begin(), expanded.end(), i))
            continue;
        m_places[i].fixed = true;
        m_places[i].width = breakWidth(stretch(i).trueLength());
        breaks += m_places[i].width;
    }
    shareRoom(room - breaks);
}

/// √duration each, but none below the floor: what the floors take is taken from the others, until nothing changes.
void TimeAxis::shareRoom(double room)
{
    std::vector<std::size_t> sharing;
    for (std::size_t i = 0; i < count(); ++i) {
        if (!m_places[i].fixed)
            sharing.push_back(i);
    }
    while (!sharing.empty()) {
        if (room <= kActiveFloor * static_cast<double>(sharing.size())) {
            for (const std::size_t i : sharing)
                m_places[i].width = kActiveFloor;
            return;
        }
        double weights = 0;
        for (const std::size_t i : sharing)
            weights += std::sqrt(micros(stretch(i).length()));
        double floors = 0;
        const auto belowFloor = [&](std::size_t i) {
            m_places[i].width = room * std::sqrt(micros(stretch(i).length())) / weights;
            if (m_places[i].width >= kActiveFloor)
                return false;
            m_places[i].width = kActiveFloor;
            floors += kActiveFloor;
            return true;
        };
        if (std::erase_if(sharing, belowFloor) == 0)
            return;
        room -= floors;
    }
}

void TimeAxis::sumUp()
{
    m_zooming = 0;
    m_fixed = 0;
    const double total = micros(end() - start());
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        Place& place = m_places[i];
        place.zoomingBefore = m_zooming;
        place.fixedBefore = m_fixed;
        (place.fixed ? m_fixed : m_zooming) += place.width;
    }
    if (m_mode == AxisMode::RealTime && total > 0) {
        // Sums of many small widths drift; one division does not.
        for (std::size_t i = 0; i < m_places.size(); ++i)
            m_places[i].zoomingBefore = m_zooming * micros(stretch(i).start - start()) / total;
    }
}

void TimeAxis::setZoom(double zoom)
{
    m_zoom = std::clamp(zoom, minimumZoom(), maximumZoom());
}

double TimeAxis::minimumZoom() const
{
    const double room = m_viewportWidth - 2 * kMargin - m_fixed;
    if (m_zooming <= 0 || m_zooming <= room + 1)
        return 1;
    // The floors made the content wider than the viewport: let it be seen whole, as far as that goes.
    return std::clamp(room / m_zooming, kMinimumFloor / kActiveFloor, 1.0);
}

double TimeAxis::maximumZoom() const
{
    double coarsest = std::numeric_limits<double>::max();
    for (std::size_t i = 0; i < count(); ++i) {
        if (!m_places[i].fixed && !stretch(i).idle)
            coarsest = std::min(coarsest, m_places[i].width / std::max(micros(stretch(i).length()), 1.0));
    }
    const double wished = std::max(kFinestScale / coarsest, 32.0);
    return std::max(std::min(wished, kWidestContent / std::max(m_zooming, 1.0)), 1.0);
}

double TimeAxis::contentWidth() const
{
    return 2 * kMargin + m_fixed + m_zooming * m_zoom;
}

double TimeAxis::left(std::size_t index) const
{
    const Place& place = m_places[index];
    return kMargin + place.fixedBefore + place.zoomingBefore * m_zoom;
}

double TimeAxis::width(std::size_t index) const
{
    const Place& place = m_places[index];
    return place.fixed ? place.width : place.width * m_zoom;
}

double TimeAxis::scaleAt(std::size_t index) const
{
    return width(index) / std::max(micros(stretch(index).length()), 1.0);
}

std::size_t TimeAxis::stretchOf(Timestamp time) const
{
    const auto& all = *m_stretches;
    const auto after = std::upper_bound(all.begin(), all.end(), time,
                                        [](Timestamp t, const AxisStretch& stretch) { return t < stretch.start; });
    return after == all.begin() ? 0 : static_cast<std::size_t>(after - all.begin()) - 1;
}

std::size_t TimeAxis::stretchAt(double x) const
{
    std::size_t low = 0;
    std::size_t high = count();
    while (high - low > 1) {
        const std::size_t middle = low + (high - low) / 2;
        (left(middle) <= x ? low : high) = middle;
    }
    return low;
}

double TimeAxis::xOf(Timestamp time) const
{
    if (time <= start())
        return kMargin;
    if (time >= end())
        return contentWidth() - kMargin;
    const std::size_t index = stretchOf(time);
    const AxisStretch& in = stretch(index);
    return left(index) + width(index) * (micros(time - in.start) / micros(in.length()));
}

Timestamp TimeAxis::timeAt(double x) const
{
    if (x <= kMargin)
        return start();
    if (x >= contentWidth() - kMargin)
        return end();
    const std::size_t index = stretchAt(x);
    const AxisStretch& in = stretch(index);
    // A second among ten thousand years is no pixel at all.
    const double share = width(index) > 0 ? std::clamp((x - left(index)) / width(index), 0.0, 1.0) : 0;
    return in.start + Duration(std::llround(share * micros(in.length())));
}

} // namespace durascope::models
