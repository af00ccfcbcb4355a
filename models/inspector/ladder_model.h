// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/analysis.h"
#include "models/common/visual_state.h"

#include <QAbstractListModel>

#include <memory>
#include <vector>

namespace durascope::models {

/// The way of an error from the operation that failed first up to the execution, one rung a row, origin first. Rungs
/// that lie after the cursor are marked as future.
class LadderModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        OperationRole = Qt::UserRole + 1, ///< uint
        EventRole,                        ///< uint; invalid QVariant when it has none
        RelationRole,                     ///< QString: "thrown here", "passed on", "wrapped", "handled"
        ErrorRole,                        ///< QString: type and message; empty when passed on unchanged
        KindRole,                         ///< OperationKind as int
        HandledRole,                      ///< bool: the error ended here
        FutureRole                        ///< bool
    };

    explicit LadderModel(QObject* parent = nullptr);

    void setRungs(std::shared_ptr<const history::EventLog> log, std::vector<history::ErrorRung> rungs);
    void setCursor(core::EventIndex cursor);
    /// The ladder as lines of text, for the clipboard.
    [[nodiscard]] QString allAsText() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString relationText(const history::ErrorRung& rung) const;
    [[nodiscard]] QString errorText(const history::ErrorRung& rung) const;

    std::shared_ptr<const history::EventLog> m_log;
    std::vector<history::ErrorRung> m_rungs;
    core::EventIndex m_cursor;
};

} // namespace durascope::models
