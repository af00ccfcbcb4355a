// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/axis_mode.h"

#include <QStatusBar>

class QProgressBar;

namespace durascope::models {
class Session;
}

namespace durascope::ui {

class StatusItem;

/// The line at the foot of the window (interface.md section 8).
class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    explicit StatusLine(models::Session& session, QWidget* parent = nullptr);

    void setAxisMode(models::AxisMode mode);
    /// The instant under the mouse; an empty text takes it away.
    void setReadout(const QString& text);
    /// A background task with its progress from 0 to 1; negative: unknown.
    void showTask(const QString& text, double progress);
    void hideTask();

    /// The texts that are shown, from left to right.
    [[nodiscard]] QStringList shownTexts() const;

Q_SIGNALS:
    void axisPressed();
    void zonePressed();
    void repairsPressed();
    void cancelPressed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void arrange();
    StatusItem* addItem(QWidget* row, bool press, const char* name);
    void showDocument();
    void showCursor();
    void showSelection();
    void showZone();

    models::Session& m_session;
    QWidget* m_chip;
    StatusItem* m_event;
    StatusItem* m_clock;
    StatusItem* m_operations;
    StatusItem* m_bytes;
    StatusItem* m_axis;
    StatusItem* m_zone;
    StatusItem* m_selection;
    StatusItem* m_readout;
    StatusItem* m_repairs;
    StatusItem* m_task;
    QProgressBar* m_progress;
    StatusItem* m_cancel;
};

} // namespace durascope::ui
