// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inspector/facts.h"

#include <QAbstractTableModel>

namespace durascope::models {

/// Facts as a table of two columns. While the labels stay the same, as they mostly do from one step to the next, only
/// what changed is announced, so that the view keeps its place.
class FactsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { LabelColumn, ValueColumn, kColumnCount };
    enum Role {
        LinkRole = Qt::UserRole + 1, ///< Link, when there is one
        MonospaceRole                ///< bool
    };

    explicit FactsModel(QObject* parent = nullptr);

    void setFacts(Facts facts);
    [[nodiscard]] const Facts& facts() const { return m_facts; }
    /// "Started  T+2 s", one line a fact.
    [[nodiscard]] QString allAsText() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    Facts m_facts;
};

} // namespace durascope::models
