// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/events/events_model.h"

#include "engine/history/writer.h"
#include "models/events/event_text.h"
#include "models/payload/tool_tip.h"
#include "models/session/session.h"

#include <algorithm>
#include <limits>

namespace durascope::models {

using core::EventIndex;
using core::OperationIndex;

EventsModel::EventsModel(Session& session, QObject* parent)
    : QAbstractTableModel(parent)
    , m_session(session)
{
    connect(&session, &Session::documentChanged, this, [this] {
        m_operation = {};
        m_invocation = {};
        reset();
    });
    connect(&session, &Session::cursorMoved, this, &EventsModel::moveCursor);
    reset();
}

void EventsModel::reset()
{
    beginResetModel();
    m_log = m_session.document().log;
    m_cursor = m_log && !m_log->empty() ? m_session.cursor() : EventIndex();
    m_filter.reset();
    if (m_log && m_operation.valid())
        m_filter = m_log->allEvents(m_operation);
    else if (m_log && m_invocation.valid())
        m_filter = eventsOfInvocation();
    endResetModel();
}

void EventsModel::setOperation(OperationIndex operation)
{
    if (operation == m_operation && !m_invocation.valid())
        return;
    m_operation = operation;
    m_invocation = {};
    reset();
}

void EventsModel::setInvocation(core::InvocationIndex invocation)
{
    if (invocation == m_invocation)
        return;
    m_invocation = invocation;
    m_operation = {};
    reset();
}

std::vector<EventIndex> EventsModel::eventsOfInvocation() const
{
    const history::Invocation& invocation = m_session.analysis().invocations()[m_invocation.value()];
    const EventIndex end = invocation.completed.valid() ? invocation.completed : m_log->lastEvent();
    const EventIndex begin = invocation.firstEvent.valid() ? invocation.firstEvent : end;
    std::vector<EventIndex> events;
    for (EventIndex each = begin; each <= end; each = each.next()) {
        if (each == invocation.completed || m_session.analysis().invocationOf(each) == m_invocation)
            events.push_back(each);
    }
    return events;
}

void EventsModel::setTimeDisplay(TimeDisplay display)
{
    if (display == m_display)
        return;
    m_display = display;
    Q_EMIT headerDataChanged(Qt::Horizontal, TimeColumn, TimeColumn);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, TimeColumn), index(rowCount() - 1, TimeColumn), {Qt::DisplayRole});
}

void EventsModel::moveCursor()
{
    if (!m_log || m_log != m_session.document().log || m_log->empty())
        return;
    const int before = cursorRow();
    m_cursor = m_session.cursor();
    const int after = cursorRow();
    if (before == after)
        return;
    const auto [first, last] = std::minmax(before, after);
    Q_EMIT dataChanged(index(std::max(first, 0), 0), index(std::max(last, 0), kColumnCount - 1),
                       {FutureRole, CursorRole, Qt::DisplayRole});
}

EventIndex EventsModel::eventAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    return m_filter ? (*m_filter)[static_cast<std::size_t>(row)] : EventIndex(static_cast<std::uint32_t>(row));
}

int EventsModel::rowOf(EventIndex event) const
{
    if (!m_log || !event.valid() || event.value() >= m_log->eventCount())
        return -1;
    if (!m_filter)
        return static_cast<int>(event.value());
    const auto found = std::lower_bound(m_filter->begin(), m_filter->end(), event);
    return found != m_filter->end() && *found == event ? static_cast<int>(found - m_filter->begin()) : -1;
}

int EventsModel::cursorRow() const
{
    if (!m_log || !m_cursor.valid())
        return -1;
    if (!m_filter)
        return static_cast<int>(m_cursor.value());
    return static_cast<int>(std::upper_bound(m_filter->begin(), m_filter->end(), m_cursor) - m_filter->begin()) - 1;
}

int EventsModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid() || !m_log)
        return 0;
    const std::size_t count = m_filter ? m_filter->size() : m_log->eventCount();
    return static_cast<int>(std::min<std::size_t>(count, std::numeric_limits<int>::max()));
}

int EventsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumnCount;
}

QString EventsModel::deltaText(int row) const
{
    if (row == 0)
        return {};
    const auto delta = m_log->time(eventAt(row)) - m_log->time(eventAt(row - 1));
    return (delta >= core::Duration::zero() ? QStringLiteral("+") : QString()) + durationText(delta);
}

QString EventsModel::text(int row, int column) const
{
    const EventIndex shown = eventAt(row);
    switch (column) {
    case CursorColumn:
        return row == cursorRow() ? QStringLiteral("▶") : QString();
    case IdColumn:
        return QString::number(m_log->eventId(shown));
    case TimeColumn:
        return timeText(m_log->time(shown), m_display, m_log->startTime());
    case DeltaColumn:
        return deltaText(row);
    case TypeColumn:
        return displayText(m_log->typeName(shown), kMaxLabelCharacters);
    case OperationColumn: {
        const OperationIndex operation = m_log->operation(shown);
        const bool named = operation.valid() && m_log->type(shown) != core::EventType::InvocationCompleted;
        return named ? operationLabel(*m_log, operation) : QString();
    }
    case InvocationColumn: {
        const core::InvocationIndex invocation = m_session.analysis().invocationOf(shown);
        if (!invocation.valid())
            return {};
        return QStringLiteral("#%1").arg(m_session.analysis().invocations()[invocation.value()].number);
    }
    case DetailsColumn:
        return eventSummary(*m_log, shown);
    default:
        return {};
    }
}

QVariant EventsModel::value(int row, int column, int role) const
{
    const EventIndex shown = eventAt(row);
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        return plainToolTip(text(row, column));
    case Qt::TextAlignmentRole:
        if (column == IdColumn || column == DeltaColumn || column == InvocationColumn)
            return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
    case EventRole:
        return shown.value();
    case OperationRole: {
        const OperationIndex operation = m_log->operation(shown);
        return operation.valid() ? QVariant(operation.value()) : QVariant();
    }
    case FutureRole:
        return shown > m_cursor;
    case CursorRole:
        return row == cursorRow();
    case StateRole:
        return static_cast<int>(visualStateOfEvent(*m_log, shown));
    case KindRole: {
        const OperationIndex operation = m_log->operation(shown);
        return static_cast<int>(operation.valid() ? kindOf(*m_log, operation) : OperationKind::Generic);
    }
    case IgnoredRole:
        return m_log->has(shown, history::kIgnored);
    case GuessedRole:
        return m_log->has(shown, history::kTimeGuessed) || m_log->has(shown, history::kImpliedStart);
    default:
        return {};
    }
}

QVariant EventsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    return value(index.row(), index.column(), role);
}

void EventsModel::multiData(const QModelIndex& index, QModelRoleDataSpan roles) const
{
    const bool known = checkIndex(index, CheckIndexOption::IndexIsValid);
    for (QModelRoleData& role : roles) {
        if (known)
            role.setData(value(index.row(), index.column(), role.role()));
        else
            role.clearData();
    }
}

QVariant EventsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::ToolTipRole && section == DeltaColumn)
        return tr("Time since the row before");
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment(section == IdColumn || section == DeltaColumn || section == InvocationColumn
                              ? Qt::AlignRight | Qt::AlignVCenter
                              : Qt::AlignLeft | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case IdColumn:
        return tr("Event");
    case TimeColumn: {
        const QString zone = m_log ? zoneText(m_display, m_log->startTime()) : QString();
        return zone.isEmpty() ? tr("Time") : tr("Time (%1)").arg(zone);
    }
    case DeltaColumn:
        return tr("Δ");
    case TypeColumn:
        return tr("Type");
    case OperationColumn:
        return tr("Operation");
    case InvocationColumn:
        return tr("Invocation");
    case DetailsColumn:
        return tr("Details");
    default:
        return {};
    }
}

QString EventsModel::rowsAsJson(const std::vector<int>& rows) const
{
    std::string json;
    for (const int row : rows) {
        if (eventAt(row).valid())
            json += history::eventJson(*m_log, eventAt(row)) + '\n';
    }
    return toQString(json);
}

QString EventsModel::rowsAsText(const std::vector<int>& rows) const
{
    QString lines;
    for (const int row : rows) {
        if (!eventAt(row).valid())
            continue;
        for (int column = IdColumn; column < kColumnCount; ++column)
            lines += text(row, column) + (column + 1 < kColumnCount ? u'\t' : u'\n');
    }
    return lines;
}

} // namespace durascope::models
