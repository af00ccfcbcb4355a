// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inspector/facts_model.h"

#include "models/payload/tool_tip.h"

#include <algorithm>
#include <utility>

namespace durascope::models {

FactsModel::FactsModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void FactsModel::setFacts(Facts facts)
{
    const bool sameLabels = std::equal(facts.begin(), facts.end(), m_facts.begin(), m_facts.end(),
                                       [](const Fact& a, const Fact& b) { return a.label == b.label; });
    if (!sameLabels) {
        beginResetModel();
        m_facts = std::move(facts);
        endResetModel();
        return;
    }
    std::swap(m_facts, facts);
    for (std::size_t row = 0; row < m_facts.size(); ++row) {
        if (m_facts[row] != facts[row])
            Q_EMIT dataChanged(index(static_cast<int>(row), 0), index(static_cast<int>(row), kColumnCount - 1));
    }
}

QString FactsModel::allAsText() const
{
    QString text;
    for (const Fact& fact : m_facts)
        text += fact.label + u'\t' + fact.value + u'\n';
    return text;
}

int FactsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_facts.size());
}

int FactsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant FactsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Fact& fact = m_facts[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == LabelColumn ? fact.label : fact.value;
    case Qt::ToolTipRole:
        return plainToolTip(fact.hint.isEmpty() ? fact.value : QString(fact.value + u'\n' + fact.hint));
    case Qt::AccessibleTextRole:
        return index.column() == LabelColumn ? fact.label : fact.value;
    case Qt::AccessibleDescriptionRole:
        return fact.hint;
    case LinkRole:
        return fact.link.valid() && index.column() == ValueColumn ? QVariant::fromValue(fact.link) : QVariant();
    case MonospaceRole:
        return fact.monospace && index.column() == ValueColumn;
    default:
        return {};
    }
}

QVariant FactsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == LabelColumn ? tr("Fact") : tr("Value");
}

} // namespace durascope::models
