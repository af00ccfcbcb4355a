// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/tab_strip.h"

#include "ui/theme/palette.h"

#include <QCursor>
#include <QEvent>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace durascope::ui {

namespace {

constexpr int kHeight = 30;
constexpr int kWidePadding = 10;
constexpr int kNarrowPadding = 5;
constexpr int kLeastPadding = 2;

} // namespace

TabStrip::TabStrip(QWidget* parent)
    : QTabBar(parent)
{
    setExpanding(false);
    setUsesScrollButtons(false);
    setDrawBase(false);
    setElideMode(Qt::ElideNone);
    setDocumentMode(true);
    setMouseTracking(true);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

int TabStrip::addTitle(const QString& title)
{
    m_entries.append({title, -1, false});
    const int tab = addTab(title);
    fit();
    return tab;
}

void TabStrip::setTitle(int tab, const QString& title)
{
    if (m_entries[tab].title == title)
        return;
    m_entries[tab].title = title;
    fit();
}

void TabStrip::setCount(int tab, int count)
{
    if (m_entries[tab].count == count)
        return;
    m_entries[tab].count = count;
    fit();
}

void TabStrip::setQuiet(int tab, bool quiet)
{
    if (m_entries[tab].quiet == quiet)
        return;
    m_entries[tab].quiet = quiet;
    update();
}

void TabStrip::paintEvent(QPaintEvent* /*event*/)
{
    // Not left to the style, whose labels keep a distance from the edges that narrow tabs do not have.
    QPainter painter(this);
    const Palette& palette = Theme::instance().palette();
    const QPoint mouse = mapFromGlobal(QCursor::pos());
    for (int tab = 0; tab < m_entries.size(); ++tab) {
        const QRect area = tabRect(tab);
        const bool isCurrent = tab == currentIndex();
        if (underMouse() && area.contains(mouse) && !isCurrent)
            painter.fillRect(area, palette.hover);
        painter.setPen(isCurrent ? palette.text : m_entries[tab].quiet ? palette.textDisabled : palette.textMuted);
        painter.drawText(area, Qt::AlignCenter, tabText(tab));
        if (!isCurrent)
            continue;
        painter.fillRect(area.left() + m_padding - 2, height() - 3, area.width() - 2 * m_padding + 4, 2, palette.text);
        if (m_showsFocus) {
            painter.setPen(palette.focus);
            painter.drawRect(area.adjusted(1, 3, -2, -5));
        }
    }
    painter.fillRect(0, height() - 1, width(), 1, palette.line);
}

QString TabStrip::textOf(const Entry& entry, bool withCount) const
{
    return withCount && entry.count >= 0 ? QString(entry.title + u' ' + QString::number(entry.count)) : entry.title;
}

void TabStrip::fit()
{
    const auto room = [this](bool withCount) {
        int left = width();
        for (const Entry& entry : m_entries)
            left -= fontMetrics().horizontalAdvance(textOf(entry, withCount));
        return left / std::max(2 * static_cast<int>(m_entries.size()), 1);
    };
    const bool withCount = room(true) >= kNarrowPadding;
    m_padding = std::clamp(room(withCount), kLeastPadding, kWidePadding);
    for (int tab = 0; tab < m_entries.size(); ++tab) {
        setTabText(tab, textOf(m_entries[tab], withCount));
        setTabToolTip(tab, withCount ? QString() : textOf(m_entries[tab], true));
    }
    update();
}

QSize TabStrip::tabSizeHint(int tab) const
{
    return {fontMetrics().horizontalAdvance(tabText(tab)) + 2 * m_padding, kHeight};
}

QSize TabStrip::minimumTabSizeHint(int tab) const
{
    return tabSizeHint(tab);
}

QSize TabStrip::sizeHint() const
{
    return {360, kHeight};
}

QSize TabStrip::minimumSizeHint() const
{
    return {240, kHeight};
}

void TabStrip::focusInEvent(QFocusEvent* event)
{
    QTabBar::focusInEvent(event);
    m_showsFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                   event->reason() == Qt::ShortcutFocusReason;
    update();
}

void TabStrip::focusOutEvent(QFocusEvent* event)
{
    QTabBar::focusOutEvent(event);
    m_showsFocus = false;
    update();
}

void TabStrip::keyPressEvent(QKeyEvent* event)
{
    m_showsFocus = true;
    QTabBar::keyPressEvent(event);
    update();
}

void TabStrip::resizeEvent(QResizeEvent* event)
{
    fit();
    QTabBar::resizeEvent(event);
}

void TabStrip::changeEvent(QEvent* event)
{
    QTabBar::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

} // namespace durascope::ui
