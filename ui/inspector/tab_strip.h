// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QTabBar>

namespace durascope::ui {

/// Tabs that all stay in sight down to 260 px: first the padding gives way, then the counts behind the titles.
class TabStrip : public QTabBar
{
    Q_OBJECT

public:
    explicit TabStrip(QWidget* parent = nullptr);

    int addTitle(const QString& title);
    void setTitle(int tab, const QString& title);
    /// Shown behind the title when there is room; -1 shows none.
    void setCount(int tab, int count);
    /// A tab with nothing behind it is written pale; it can still be opened, and says why there.
    void setQuiet(int tab, bool quiet);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    [[nodiscard]] QSize tabSizeHint(int tab) const override;
    [[nodiscard]] QSize minimumTabSizeHint(int tab) const override;
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Entry
    {
        QString title;
        int count = -1;
        bool quiet = false;
    };
    void fit();
    [[nodiscard]] QString textOf(const Entry& entry, bool withCount) const;

    QList<Entry> m_entries;
    int m_padding = 10;
    bool m_showsFocus = false; ///< for those who use the keyboard
};

} // namespace durascope::ui
