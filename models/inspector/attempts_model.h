// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history/attempts.h"
#include "models/common/text.h"
#include "models/common/visual_state.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace durascope::models {

[[nodiscard]] QString outcomeText(history::AttemptOutcome outcome);
[[nodiscard]] VisualState visualStateOf(history::AttemptOutcome outcome);

/// The attempts of one step as of the cursor. Those that begin after it are listed too, marked as future and with
/// nothing but their number and start, so that rows do not come and go while a person steps.
class AttemptsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NumberColumn, OutcomeColumn, StartColumn, DurationColumn, BackOffColumn, ErrorColumn, kColumnCount };
    enum Role {
        AttemptRole = Qt::UserRole + 1, ///< uint, from 1
        StateRole,                      ///< VisualState as int
        FutureRole,                     ///< bool
        StartEventRole,                 ///< uint; invalid QVariant when the start was not recorded
        EndEventRole                    ///< uint; invalid QVariant while it has not ended
    };

    explicit AttemptsModel(QObject* parent = nullptr);

    /// Clears when `step` is no step. The log is kept alive.
    void setStep(const std::shared_ptr<const history::EventLog>& log, const history::StateAt& state,
                 core::OperationIndex step);
    void clear();
    void setTimeDisplay(TimeDisplay display);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        history::Attempt attempt;
        bool future = false;
    };
    [[nodiscard]] QString text(const Row& row, int column) const;
    [[nodiscard]] QString backOffText(const history::Attempt& attempt) const;
    [[nodiscard]] QString errorText(const history::Attempt& attempt) const;

    std::shared_ptr<const history::EventLog> m_log;
    core::Timestamp m_now;
    std::vector<Row> m_rows;
    TimeDisplay m_display = TimeDisplay::SinceStart;
};

} // namespace durascope::models
