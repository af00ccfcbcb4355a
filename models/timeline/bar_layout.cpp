// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/bar_layout.h"

#include "models/timeline/attempt_range.h"

#include <algorithm>
#include <cmath>

namespace durascope::models {

namespace {

using core::EventIndex;
using core::EventType;
using core::OperationType;
using core::Timestamp;
using history::EventLog;

constexpr double kNarrowestBar = 3;
constexpr double kPointBelow = 1; // px: shorter operations are points
constexpr double kPointSize = 9;
constexpr double kNarrowestIdle = 3;
constexpr double kReach = 32;     // px outside of the view where bars are still laid out, for their caps
constexpr std::size_t kCrowd = 4; // pieces in the width of one bar that are merged

bool isContainer(OperationType type)
{
    return type == OperationType::Context || type == OperationType::Execution;
}

VisualState outcomeOf(EventType type)
{
    switch (core::statusAfter(type)) {
    case core::OperationStatus::Succeeded:
        return VisualState::Succeeded;
    case core::OperationStatus::Failed:
        return VisualState::Failed;
    case core::OperationStatus::TimedOut:
        return VisualState::TimedOut;
    case core::OperationStatus::Cancelled:
    case core::OperationStatus::Stopped:
        return VisualState::Cancelled;
    case core::OperationStatus::NotStarted:
    case core::OperationStatus::Started:
    case core::OperationStatus::Pending:
    case core::OperationStatus::Ready:
        break;
    }
    return VisualState::Running;
}

} // namespace

std::vector<IdleSpan> visibleIdleSpans(const TimeAxis& axis, double scrollX, double width)
{
    std::vector<IdleSpan> result;
    std::size_t i = axis.stretchAt(scrollX);
    while (i < axis.count() && axis.left(i) - scrollX < width) {
        if (axis.stretch(i).idle && axis.width(i) >= kNarrowestIdle)
            result.push_back({axis.left(i) - scrollX, axis.right(i) - scrollX});
        // Thousands of stretches may share a pixel.
        i = axis.width(i) < 1 ? std::max(i + 1, axis.stretchAt(axis.left(i) + 1)) : i + 1;
    }
    return result;
}

BarLayout::BarLayout(const TimelineScene& scene, std::vector<Bar>& bars)
    : m_scene(scene)
    , m_log(*scene.log)
    , m_state(*scene.state)
    , m_axis(*scene.axis)
    , m_bars(bars)
    , m_idle(visibleIdleSpans(*scene.axis, scene.scrollX, scene.size.width()))
{
}

void BarLayout::addRow(int row, double top)
{
    const Row& shown = m_scene.rows->at(row);
    m_operation = shown.operation;
    m_row = row;
    m_top = top;
    const EventSpan events = m_log.events(m_operation);
    if (events.empty())
        return;
    const bool isStep = m_log.operation(m_operation).type == OperationType::Step;
    const bool severalPieces = events.size() > 2 || m_log.has(events.back(), history::kRetryFollows);
    if (isStep && (shown.attempt > 0 || severalPieces))
        addAttempts(events, shown.attempt);
    else
        addWhole(events);
}

void BarLayout::addWhole(EventSpan events)
{
    const EventIndex first = events.front();
    const EventIndex last = events.back();
    const bool ends = m_log.has(last, history::kTerminal);
    const Timestamp start = timeOf(first);
    const Timestamp end = ends ? timeOf(last) : m_axis.end();
    const BarShape shape = wholeShape();
    if (!reached(first)) {
        addFuture(start, end, shape, 0);
        return;
    }
    Part part;
    part.left = x(start);
    part.right = x(end);
    part.shape = shape;
    if (ends && reached(last)) {
        part.outcome = outcomeOf(m_log.type(last));
        part.state = bodyState(part.outcome);
        add(part);
    } else if (isAbandoned()) {
        part.state = VisualState::Abandoned;
        part.openEnd = true;
        add(part);
    } else {
        part.right = x(std::max(m_state.now(), start));
        part.state = bodyState(VisualState::Running);
        part.movingEdge = true;
        add(part);
        addFuture(std::max(m_state.now(), start), end, shape, 0);
    }
}

void BarLayout::addFuture(Timestamp from, Timestamp to, BarShape shape, std::uint32_t attempt)
{
    Part part;
    part.left = x(from);
    part.right = x(to);
    // What goes on from the playhead needs some width; what only begins later may be a point.
    if (from == m_state.now() && part.right - part.left < kPointBelow)
        return;
    part.shape = shape;
    part.attempt = attempt;
    part.future = true;
    add(part);
}

void BarLayout::addAttempts(EventSpan events, std::uint32_t onlyAttempt)
{
    if (onlyAttempt > 0) {
        const EventSpan own = eventsOfAttempt(m_log, m_operation, onlyAttempt);
        const auto first = static_cast<std::size_t>(own.data() - events.data());
        for (std::size_t position = first; position < first + own.size(); ++position)
            addPiece(events, position);
        return;
    }
    const Timestamp leftmost = m_axis.timeAt(m_scene.scrollX - kReach);
    const auto inView =
        std::partition_point(events.begin(), events.end(), [&](EventIndex event) { return timeOf(event) < leftmost; });
    auto position = static_cast<std::size_t>(inView - events.begin());
    position = position > 0 ? position - 1 : 0;
    while (position < events.size() && x(timeOf(events[position])) <= m_scene.size.width() + kReach) {
        if (!reached(events[position])) {
            const EventIndex last = events.back();
            const bool ends = m_log.has(last, history::kTerminal);
            addFuture(timeOf(events[position]), ends ? timeOf(last) : m_axis.end(), BarShape::Full,
                      m_log.attempt(m_operation, static_cast<std::uint32_t>(position)));
            return;
        }
        const std::size_t behind = addCrowd(events, position);
        if (behind == position)
            addPiece(events, position);
        position = std::max(behind, position + 1);
    }
}

void BarLayout::addPiece(EventSpan events, std::size_t position)
{
    const EventIndex event = events[position];
    const bool hasNext = position + 1 < events.size();
    const Timestamp from = timeOf(event);
    const Timestamp to = hasNext ? timeOf(events[position + 1]) : m_axis.end();
    const bool isStart = m_log.type(event) == EventType::StepStarted;
    Part part;
    part.left = x(from);
    part.right = part.left;
    part.attempt = m_log.attempt(m_operation, static_cast<std::uint32_t>(position));
    if (!reached(event)) {
        if (isStart)
            addFuture(from, to, BarShape::Full, part.attempt);
        return;
    }
    if (m_log.has(event, history::kImpliedStart)) {
        part.state = part.outcome = outcomeOf(m_log.type(event));
        add(part);
    }
    if (!isStart && !m_log.has(event, history::kRetryFollows))
        return;

    part.shape = isStart ? BarShape::Full : BarShape::Link;
    part.state = isStart ? VisualState::Running : VisualState::BackOff;
    part.outcome = VisualState::Pending;
    if (hasNext && reached(events[position + 1])) {
        part.right = x(to);
        if (isStart)
            part.state = part.outcome = attemptState(events, position);
        add(part);
    } else if (isAbandoned()) {
        part.right = x(m_axis.end());
        part.state = VisualState::Abandoned;
        part.openEnd = true;
        add(part);
    } else {
        const Timestamp now = std::max(m_state.now(), from);
        part.right = x(now);
        part.movingEdge = true;
        add(part);
        addFuture(now, to, part.shape, part.attempt);
    }
}

std::size_t BarLayout::addCrowd(EventSpan events, std::size_t position)
{
    const double left = x(timeOf(events[position]));
    const Timestamp until = m_axis.timeAt(left + kNarrowestBar + m_scene.scrollX);
    const auto begin = events.begin() + static_cast<std::ptrdiff_t>(position);
    const auto behind = std::partition_point(begin, events.end(),
                                             [&](EventIndex event) { return reached(event) && timeOf(event) < until; });
    const auto count = static_cast<std::size_t>(behind - begin);
    if (count < kCrowd)
        return position;
    // The last one begins in these pixels, but may end far outside of them.
    const std::size_t last = position + count - 1;
    Part part;
    part.left = left;
    part.right = std::max(x(timeOf(events[last])), left + kNarrowestBar);
    part.attempt = m_log.attempt(m_operation, static_cast<std::uint32_t>(position));
    part.merged = static_cast<std::uint32_t>(count / 2);
    const bool lastIsStart = m_log.type(events[last]) == EventType::StepStarted;
    part.state = outcomeOf(m_log.type(events[lastIsStart ? last - 1 : last]));
    add(part);
    return last;
}

VisualState BarLayout::attemptState(EventSpan events, std::size_t position) const
{
    const EventType next = m_log.type(events[position + 1]);
    // Started again without an end: the invocation crashed under it.
    return next == EventType::StepStarted ? VisualState::Failed : outcomeOf(next);
}

void BarLayout::add(Part part)
{
    if (part.right < -kReach || part.left > m_scene.size.width() + kReach)
        return;
    const bool stretches = part.shape == BarShape::Full || part.shape == BarShape::Container;
    const bool isPoint = part.right - part.left < kPointBelow && part.merged == 1 && part.shape != BarShape::Link;
    if (isPoint && !part.movingEdge) {
        part.shape = BarShape::Point;
        push(part);
    } else if (stretches) {
        addSplit(part);
    } else {
        push(part);
    }
}

/// Where nothing ran, the bar goes on as a dashed line.
void BarLayout::addSplit(const Part& part)
{
    auto idle = std::partition_point(m_idle.begin(), m_idle.end(),
                                     [&](const IdleSpan& span) { return span.right <= part.left; });
    Part piece = part;
    piece.outcome = VisualState::Pending;
    piece.movingEdge = false;
    piece.openEnd = false;
    double left = part.left;
    bool endsIdle = false;
    for (; idle != m_idle.end() && idle->left < part.right; ++idle) {
        if (idle->left - left >= kPointBelow) {
            piece.left = left;
            piece.right = idle->left;
            piece.shape = part.shape;
            push(piece);
        }
        piece.left = std::max(left, idle->left);
        piece.right = std::min(part.right, idle->right);
        left = piece.right;
        endsIdle = left >= part.right;
        if (endsIdle)
            break;
        piece.shape = BarShape::Crossing;
        push(piece);
    }
    Part last = part;
    last.left = endsIdle ? piece.left : left;
    if (endsIdle)
        last.shape = BarShape::Crossing;
    push(last);
}

void BarLayout::push(const Part& part)
{
    const TimelineMetrics& metrics = m_scene.metrics;
    Bar bar;
    bar.operation = m_operation;
    bar.attempt = part.attempt;
    bar.row = m_row;
    bar.merged = part.merged;
    bar.state = part.state;
    bar.outcome = part.outcome;
    bar.shape = part.shape;
    bar.future = part.future;
    bar.movingEdge = part.movingEdge;
    bar.openEnd = part.openEnd;
    double height = metrics.barHeight();
    if (part.shape == BarShape::Container)
        height = metrics.containerHeight();
    else if (part.shape == BarShape::Thin || part.shape == BarShape::Crossing || part.shape == BarShape::Link)
        height = metrics.thinHeight();
    double left = std::round(std::max(part.left, -kReach));
    double right = std::round(std::min(part.right, m_scene.size.width() + kReach));
    right = std::max(right, left + kNarrowestBar);
    if (part.shape == BarShape::Point) {
        height = kPointSize;
        left = std::round(part.left - kPointSize / 2);
        right = left + kPointSize;
    }
    const double top = m_top + std::floor((metrics.rowHeight - height) / 2);
    bar.rect = QRectF(left, top, right - left, height);
    m_bars.push_back(bar);
}

double BarLayout::x(Timestamp time) const
{
    return m_axis.xOf(time) - m_scene.scrollX;
}

bool BarLayout::isAbandoned() const
{
    return m_state.isAbandoned(m_operation);
}

BarShape BarLayout::wholeShape() const
{
    switch (m_log.operation(m_operation).type) {
    case OperationType::Wait:
    case OperationType::Callback:
        return BarShape::Thin;
    case OperationType::Execution:
        return BarShape::Container;
    case OperationType::Context:
        return m_scene.rows->isOpen(m_operation) ? BarShape::Container : BarShape::Full;
    case OperationType::Step:
    case OperationType::ChainedInvoke:
    case OperationType::Generic:
        break;
    }
    return BarShape::Full;
}

/// What the time of a wait was spent on does not change when it ends.
VisualState BarLayout::bodyState(VisualState outcome) const
{
    const OperationType type = m_log.operation(m_operation).type;
    if (type == OperationType::Wait)
        return VisualState::TimerWait;
    if (type == OperationType::Callback)
        return VisualState::CallbackWait;
    if (outcome == VisualState::Running && !isContainer(type))
        return visualStateOf(m_state, m_operation);
    return outcome;
}

} // namespace durascope::models
