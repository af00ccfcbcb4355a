// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace durascope::models {
class Session;
}

namespace durascope::ui {

class CommandRegistry;
class TimeReadout;

/// The bar across the top: menu, mode, title, transport, clock, speed, scrubber, switches.
class HeaderBar : public QWidget
{
    Q_OBJECT

public:
    HeaderBar(models::Session& session, CommandRegistry& registry, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QToolButton* makeButton(const QString& commandId);
    QToolButton* makeMenuButton();
    QWidget* makeTransport();
    void showDocument();
    void showPlayback();

    models::Session& m_session;
    CommandRegistry& m_registry;
    QList<QWidget*> m_onlyWhenOpen;
    QList<QWidget*> m_onlyWhenWide;
    TimeReadout* m_clock = nullptr;
};

} // namespace durascope::ui
