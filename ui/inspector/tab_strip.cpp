// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/tab_strip.h"

#include "ui/theme/palette.h"

#include <QEvent>

namespace durascope::ui {

namespace {

constexpr int kHeight = 30;
constexpr int kWidePadding = 10;
constexpr int kNarrowPadding = 5;

} // namespace

TabStrip::TabStrip(QWidget* parent)
    : QTabBar(parent)
{
    setExpanding(false);
    setUsesScrollButtons(false);
    setDrawBase(false);
    setElideMode(Qt::ElideNone);
    setDocumentMode(true);
    connect(&Theme::instance(), &Theme::changed, this, &TabStrip::paintTexts);
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
    paintTexts();
}

void TabStrip::paintTexts()
{
    const Palette& palette = Theme::instance().palette();
    for (int tab = 0; tab < m_entries.size(); ++tab)
        setTabTextColor(tab, m_entries[tab].quiet ? palette.textMuted : QColor());
}

QString TabStrip::textOf(const Entry& entry, bool withCount) const
{
    return withCount && entry.count >= 0 ? QString(entry.title + u' ' + QString::number(entry.count)) : entry.title;
}

void TabStrip::fit()
{
    const auto total = [this](bool withCount, int padding) {
        int sum = 0;
        for (const Entry& entry : m_entries)
            sum += fontMetrics().horizontalAdvance(textOf(entry, withCount)) + 2 * padding;
        return sum;
    };
    const bool wide = total(true, kWidePadding) <= width();
    const bool withCount = wide || total(true, kNarrowPadding) <= width();
    m_padding = wide || total(withCount, kWidePadding) <= width() ? kWidePadding : kNarrowPadding;
    for (int tab = 0; tab < m_entries.size(); ++tab) {
        setTabText(tab, textOf(m_entries[tab], withCount));
        setTabToolTip(tab, withCount ? QString() : textOf(m_entries[tab], true));
    }
    paintTexts();
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
