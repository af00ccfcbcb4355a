// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inspector/ladder_model.h"

#include "engine/core/ids.h"
#include "models/common/text.h"
#include "models/events/event_text.h"
#include "models/payload/tool_tip.h"

#include <utility>

namespace durascope::models {

using history::ErrorRelation;
using history::ErrorRung;

LadderModel::LadderModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

void LadderModel::setRungs(std::shared_ptr<const history::EventLog> log, std::vector<ErrorRung> rungs)
{
    beginResetModel();
    m_log = std::move(log);
    m_rungs = std::move(rungs);
    endResetModel();
}

void LadderModel::setCursor(core::EventIndex cursor)
{
    if (cursor == m_cursor)
        return;
    m_cursor = cursor;
    if (!m_rungs.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {FutureRole});
}

QString LadderModel::relationText(const ErrorRung& rung) const
{
    switch (rung.relation) {
    case ErrorRelation::Origin:
        return tr("thrown here");
    case ErrorRelation::Same:
        return tr("passed on");
    case ErrorRelation::Wrapped:
        return tr("wrapped");
    case ErrorRelation::Handled:
        return tr("handled");
    }
    return {};
}

QString LadderModel::errorText(const ErrorRung& rung) const
{
    if (rung.relation == ErrorRelation::Same || rung.relation == ErrorRelation::Handled)
        return {};
    return errorLine(rung.type, rung.message);
}

QString LadderModel::allAsText() const
{
    QString text;
    for (const ErrorRung& rung : m_rungs) {
        text += operationLabel(*m_log, rung.operation) + QStringLiteral(" (") + relationText(rung) + u')';
        const QString error = errorText(rung);
        text += (error.isEmpty() ? QString() : QString(QStringLiteral(": ") + error)) + u'\n';
    }
    return text;
}

int LadderModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rungs.size());
}

QVariant LadderModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ErrorRung& rung = m_rungs[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return operationLabel(*m_log, rung.operation);
    case Qt::AccessibleTextRole:
        return QString(operationLabel(*m_log, rung.operation) + QStringLiteral(", ") + relationText(rung) +
                       QStringLiteral(". ") + errorText(rung));
    case Qt::ToolTipRole:
        return plainToolTip(operationLabel(*m_log, rung.operation) + u'\n' + displayText(rung.type, 300) + u'\n' +
                            displayText(rung.message, 1'000));
    case OperationRole:
        return rung.operation.value();
    case EventRole:
        return rung.event.valid() ? QVariant(rung.event.value()) : QVariant();
    case RelationRole:
        return relationText(rung);
    case ErrorRole:
        return errorText(rung);
    case KindRole:
        return static_cast<int>(kindOf(*m_log, rung.operation));
    case HandledRole:
        return rung.relation == ErrorRelation::Handled;
    case FutureRole:
        return rung.event.valid() && m_cursor.valid() && rung.event > m_cursor;
    default:
        return {};
    }
}

} // namespace durascope::models
