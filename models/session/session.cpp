// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/session.h"

#include "models/rows/row_list.h"
#include "models/session/playback.h"

#include <algorithm>

namespace durascope::models {

using core::EventIndex;
using core::OperationIndex;
using history::Direction;

namespace {

constexpr int kManyEvents = 10;

} // namespace

Session::Session(QObject* parent)
    : QObject(parent)
    , m_rows(new RowList(this))
    , m_playback(new Playback(*this))
{
}

Session::~Session() = default;

history::StateAt Session::stateAt() const
{
    return {log(), m_cursor, m_now};
}

bool Session::atStart() const
{
    return !isOpen() || (m_cursor.value() == 0 && !isBetweenEvents());
}

bool Session::atEnd() const
{
    return !isOpen() || m_cursor == log().lastEvent();
}

bool Session::isBetweenEvents() const
{
    return m_now > log().axisTime(m_cursor);
}

void Session::setDocument(const Document& document)
{
    const Document old = std::move(m_document); // alive until everybody has let go of it
    m_document = document;
    m_stepping.reset();
    m_cursor = {};
    m_now = {};
    m_selection = {};
    m_hovered = {};
    if (m_document.log && m_document.log->empty()) {
        m_document = {};
    }
    if (isOpen()) {
        m_stepping.emplace(log(), analysis());
        m_cursor = log().lastEvent();
        m_now = log().axisTime(m_cursor);
        m_selection.operation = analysis().failureOrigin();
    }
    m_rows->setLog(m_document.log);
    m_rows->reveal(m_selection.operation);
    Q_EMIT documentChanged();
    Q_EMIT cursorMoved();
    Q_EMIT selectionChanged();
    Q_EMIT hoverChanged();
}

void Session::moveCursor(EventIndex event, core::Timestamp now)
{
    if (event != m_cursor || now != m_now) {
        m_cursor = event;
        m_now = now;
        Q_EMIT cursorMoved();
    }
}

void Session::seekTo(EventIndex event)
{
    if (isOpen() && event.valid()) {
        const auto target = std::min(event, log().lastEvent());
        moveCursor(target, log().axisTime(target));
    }
}

void Session::seekToTime(core::Timestamp time)
{
    if (!isOpen()) {
        return;
    }
    const auto event = log().eventAtTime(time);
    const auto earliest = log().axisTime(event);
    const auto latest = event == log().lastEvent() ? log().endTime() : log().axisTime(event.next());
    moveCursor(event, std::max(earliest, std::min(time, latest)));
}

void Session::seekToStart()
{
    seekTo(EventIndex(0));
}

void Session::seekToEnd()
{
    if (isOpen()) {
        seekTo(log().lastEvent());
    }
}

bool Session::step(StepVerb verb, Direction direction)
{
    const auto target = stepTarget(verb, direction);
    if (!target) {
        return false;
    }
    const auto operation = log().operation(*target);
    seekTo(*target);
    selectOperation(operation);
    if (verb == StepVerb::Into || verb == StepVerb::Failure) {
        m_rows->reveal(operation);
    }
    return true;
}

std::optional<EventIndex> Session::stepTarget(StepVerb verb, Direction direction) const
{
    if (!isOpen()) {
        return std::nullopt;
    }
    const bool cursorIsBehind = direction == Direction::Backward && isBetweenEvents();
    switch (verb) {
    case StepVerb::Event:
        return cursorIsBehind ? m_cursor : m_stepping->event(m_cursor, direction);
    case StepVerb::TenEvents:
        return tenEventsOn(direction);
    case StepVerb::Over:
        return m_stepping->over(m_cursor, direction,
                                [this](OperationIndex operation) { return m_rows->hidesChildren(operation); });
    case StepVerb::Into:
        return m_stepping->into(m_cursor, direction);
    case StepVerb::Out:
        return m_stepping->out(m_cursor, direction);
    case StepVerb::Invocation:
        return m_stepping->invocation(m_cursor, direction);
    case StepVerb::Failure: {
        const auto failures = analysis().failures();
        if (cursorIsBehind && std::binary_search(failures.begin(), failures.end(), m_cursor)) {
            return m_cursor;
        }
        return m_stepping->failure(m_cursor, direction);
    }
    }
    return std::nullopt;
}

std::optional<EventIndex> Session::tenEventsOn(Direction direction) const
{
    if (direction == Direction::Backward && isBetweenEvents()) {
        return m_stepping->event(m_cursor, direction, kManyEvents - 1).value_or(m_cursor);
    }
    return m_stepping->event(m_cursor, direction, kManyEvents);
}

Selection Session::existing(Selection selection) const
{
    if (!isOpen()) {
        return {};
    }
    if (selection.invocation.valid() && selection.invocation.value() < analysis().invocations().size()) {
        return {{}, 0, {}, selection.invocation};
    }
    selection.invocation = {};
    if (selection.event.valid() && selection.event.value() < log().eventCount()) {
        selection.operation = log().operation(selection.event);
    } else {
        selection.event = {};
    }
    if (!selection.operation.valid() || selection.operation.value() >= log().operationCount()) {
        return {};
    }
    selection.attempt = std::min(selection.attempt, m_rows->attemptCount(selection.operation));
    return selection;
}

void Session::select(const Selection& selection)
{
    const auto wanted = existing(selection);
    if (wanted != m_selection) {
        m_selection = wanted;
        Q_EMIT selectionChanged();
    }
}

void Session::selectOperation(OperationIndex operation)
{
    select({operation, 0, {}, {}});
}

void Session::selectEvent(EventIndex event)
{
    select({{}, 0, event, {}});
}

void Session::clearSelection()
{
    select({});
}

void Session::hover(OperationIndex operation)
{
    const bool known = isOpen() && operation.valid() && operation.value() < log().operationCount();
    const auto wanted = known ? operation : OperationIndex();
    if (wanted != m_hovered) {
        m_hovered = wanted;
        Q_EMIT hoverChanged();
    }
}

} // namespace durascope::models
