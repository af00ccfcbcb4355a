// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inspector/ladder_model.h"

#include <QListView>

namespace durascope::ui {

/// The way of an error from its origin to the execution, as rungs joined by a line. As high as its rungs.
class LadderView : public QListView
{
    Q_OBJECT

public:
    explicit LadderView(models::LadderModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void operationChosen(durascope::core::OperationIndex operation);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void choose(const QModelIndex& index);
};

} // namespace durascope::ui
