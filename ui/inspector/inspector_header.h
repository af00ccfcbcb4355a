// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/common/visual_state.h"

#include <QWidget>

namespace durascope::ui {

class ElidedLabel;

/// What is inspected: the sign of its kind, its name, and how it stands.
class InspectorHeader : public QWidget
{
    Q_OBJECT

public:
    explicit InspectorHeader(QWidget* parent = nullptr);

    void show(const QString& title, const QString& kindText, models::OperationKind kind, const QString& status,
              models::VisualState state);
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString statusText() const { return m_status; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintChip(QPainter& painter) const;
    void applyTheme();

    ElidedLabel* m_title;
    QString m_kindText;
    QString m_status;
    models::OperationKind m_kind = models::OperationKind::Execution;
    models::VisualState m_state = models::VisualState::Pending;
};

} // namespace durascope::ui
