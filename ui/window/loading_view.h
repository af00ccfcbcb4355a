// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace durascope::ui {

/// What is shown while a history is read: its name, how far, how many events so far, and a way out.
class LoadingView : public QWidget
{
    Q_OBJECT

public:
    explicit LoadingView(QWidget* parent = nullptr);

    void begin(const QString& name);
    /// `bytesTotal` 0: unknown.
    void setProgress(std::uint64_t bytesRead, std::uint64_t bytesTotal, std::uint64_t events);

    /// "12 400 events, 34 of 120 MB": also for the status line.
    [[nodiscard]] QString progressText() const;
    [[nodiscard]] double fraction() const { return m_fraction; } ///< negative: unknown

Q_SIGNALS:
    void cancelPressed();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    double m_fraction = -1;
    QLabel* m_name;
    QProgressBar* m_bar;
    QLabel* m_progress;
    QPushButton* m_cancel;
};

} // namespace durascope::ui
