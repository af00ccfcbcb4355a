// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inspector/attempts_model.h"

#include "engine/history/event_details.h"
#include "models/events/event_text.h"
#include "models/payload/tool_tip.h"

#include <QCoreApplication>

#include <utility>

namespace durascope::models {

using history::AttemptOutcome;

QString outcomeText(AttemptOutcome outcome)
{
    switch (outcome) {
    case AttemptOutcome::Open:
        return AttemptsModel::tr("Running");
    case AttemptOutcome::Succeeded:
        return AttemptsModel::tr("Succeeded");
    case AttemptOutcome::Failed:
        return AttemptsModel::tr("Failed");
    case AttemptOutcome::Retrying:
        return AttemptsModel::tr("Failed, retried");
    case AttemptOutcome::Polled:
        return AttemptsModel::tr("Polled, goes on");
    case AttemptOutcome::Abandoned:
        return AttemptsModel::tr("Abandoned");
    }
    return {};
}

VisualState visualStateOf(AttemptOutcome outcome)
{
    switch (outcome) {
    case AttemptOutcome::Open:
        return VisualState::Running;
    case AttemptOutcome::Succeeded:
    case AttemptOutcome::Polled:
        return VisualState::Succeeded;
    case AttemptOutcome::Failed:
    case AttemptOutcome::Retrying:
        return VisualState::Failed;
    case AttemptOutcome::Abandoned:
        return VisualState::Abandoned;
    }
    return VisualState::Pending;
}

AttemptsModel::AttemptsModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void AttemptsModel::setStep(const std::shared_ptr<const history::EventLog>& log, const history::StateAt& state,
                            core::OperationIndex step)
{
    if (!step.valid() || log->operation(step).type != core::OperationType::Step)
        return clear();
    const std::vector<history::Attempt> known = history::attemptsOf(state, step);
    const std::vector<history::Attempt> all = history::attemptsOf(history::StateAt(*log, log->lastEvent()), step);
    std::vector<Row> rows;
    rows.reserve(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool future = i >= known.size();
        rows.push_back({future ? all[i] : known[i], future});
    }
    m_now = state.now();
    if (log == m_log && rows.size() == m_rows.size()) {
        m_rows = std::move(rows);
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumnCount - 1));
        return;
    }
    beginResetModel();
    m_log = log;
    m_rows = std::move(rows);
    endResetModel();
}

void AttemptsModel::clear()
{
    if (m_rows.empty() && !m_log)
        return;
    beginResetModel();
    m_log.reset();
    m_rows.clear();
    endResetModel();
}

void AttemptsModel::setTimeDisplay(TimeDisplay display)
{
    m_display = display;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, StartColumn), index(rowCount() - 1, StartColumn));
}

int AttemptsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int AttemptsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumnCount;
}

QString AttemptsModel::backOffText(const history::Attempt& attempt) const
{
    if (attempt.plannedDelay == core::Duration::zero())
        return {};
    const QString planned = durationText(attempt.plannedDelay);
    return attempt.actualDelay ? planned + QStringLiteral(" → ") + durationText(*attempt.actualDelay) : planned;
}

QString AttemptsModel::errorText(const history::Attempt& attempt) const
{
    if (!attempt.endEvent.valid())
        return {};
    const auto error = history::errorOf(*m_log, attempt.endEvent);
    if (!error)
        return {};
    return errorLine(error->type.value_or(std::string()), error->message.value_or(std::string()));
}

QString AttemptsModel::text(const Row& row, int column) const
{
    const history::Attempt& attempt = row.attempt;
    switch (column) {
    case NumberColumn:
        return QString::number(attempt.number);
    case OutcomeColumn:
        return row.future ? tr("Not started yet") : outcomeText(attempt.outcome);
    case StartColumn:
        return timeText(attempt.start, m_display, m_log->startTime());
    case DurationColumn:
        if (row.future)
            return {};
        return durationText(attempt.end.value_or(m_now) - attempt.start);
    case BackOffColumn:
        return row.future ? QString() : backOffText(attempt);
    case ErrorColumn:
        return row.future ? QString() : errorText(attempt);
    default:
        return {};
    }
}

QVariant AttemptsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const auto eventOrNothing = [](core::EventIndex event) {
        return event.valid() ? QVariant(event.value()) : QVariant();
    };
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(text(row, index.column()));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(
            (index.column() == NumberColumn || index.column() == DurationColumn ? Qt::AlignRight : Qt::AlignLeft) |
            Qt::AlignVCenter));
    case AttemptRole:
        return row.attempt.number;
    case StateRole:
        return static_cast<int>(row.future ? VisualState::Pending : visualStateOf(row.attempt.outcome));
    case FutureRole:
        return row.future;
    case StartEventRole:
        return eventOrNothing(row.attempt.startEvent);
    case EndEventRole:
        return eventOrNothing(row.attempt.endEvent);
    default:
        return {};
    }
}

QVariant AttemptsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((section == NumberColumn || section == DurationColumn ? Qt::AlignRight : Qt::AlignLeft) |
                          Qt::AlignVCenter));
    if (role == Qt::ToolTipRole && section == BackOffColumn)
        return tr("Planned → actual pause before the next attempt");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NumberColumn:
        return tr("#");
    case OutcomeColumn:
        return tr("Outcome");
    case StartColumn:
        return tr("Started");
    case DurationColumn:
        return tr("Duration");
    case BackOffColumn:
        return tr("Back-off");
    case ErrorColumn:
        return tr("Error");
    default:
        return {};
    }
}

} // namespace durascope::models
