// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inspector/attempts_model.h"

#include <QTableView>

namespace durascope::models {
class Session;
}

namespace durascope::ui {

/// The attempts of a step. Choosing one selects it everywhere; double click and Enter move the cursor to where it
/// ended, or began.
class AttemptsView : public QTableView
{
    Q_OBJECT

public:
    AttemptsView(models::Session& session, models::AttemptsModel& model, QWidget* parent = nullptr);

    /// Shows which attempt of `operation` the session has selected.
    void showSelection(core::OperationIndex operation);
    void keyboardSearch(const QString& search) override;

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void goTo(const QModelIndex& index);
    void copyRows();

    models::Session& m_session;
    core::OperationIndex m_operation;
    bool m_showing = false;
};

} // namespace durascope::ui
