// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>

class QStackedWidget;
class QTabBar;

namespace durascope::ui {

/// A dock whose title bar is its row of tabs, so that a panel costs one line and not two.
class TabbedDock : public QDockWidget
{
    Q_OBJECT

public:
    TabbedDock(const QString& title, const QString& objectName, QWidget* parent);

    void addPage(QWidget* page, const QString& title);
    /// Takes it out without deleting it.
    void takePage(QWidget* page);
    [[nodiscard]] bool hasPage(const QWidget* page) const;
    void showPage(QWidget* page);
    [[nodiscard]] QWidget* currentPage() const;
    [[nodiscard]] int currentIndex() const;
    void setCurrentIndex(int index);
    [[nodiscard]] QTabBar* tabs() const { return m_tabs; }

Q_SIGNALS:
    void closePressed();

private:
    QTabBar* m_tabs;
    QStackedWidget* m_pages;
};

} // namespace durascope::ui
