// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/tabbed_dock.h"

#include "ui/theme/glyphs.h"
#include "ui/theme/palette.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

namespace durascope::ui {

namespace {

constexpr int kTitleHeight = 31;

class DockTitle : public QWidget
{
public:
    // The dock asks for the hint, not for the fixed height.
    [[nodiscard]] QSize sizeHint() const override { return {layout()->sizeHint().width(), kTitleHeight}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {layout()->minimumSize().width(), kTitleHeight}; }

protected:
    // A tab bar that is asked for its size before it has ever been shown says that it has no height, and the layout
    // keeps that answer.
    void showEvent(QShowEvent* event) override
    {
        QWidget::showEvent(event);
        for (auto* tabs : findChildren<QTabBar*>())
            tabs->updateGeometry();
    }
    void paintEvent(QPaintEvent*) override
    {
        const Palette& p = Theme::instance().palette();
        QPainter painter(this);
        painter.fillRect(rect(), p.panel);
        painter.fillRect(QRect(0, height() - 1, width(), 1), p.line);
    }
};

} // namespace

TabbedDock::TabbedDock(const QString& title, const QString& objectName, QWidget* parent)
    : QDockWidget(title, parent)
    , m_tabs(new QTabBar)
    , m_pages(new QStackedWidget)
{
    setObjectName(objectName);
    // A floating dock cannot be docked again under Wayland with this Qt (QTBUG-87332).
    const bool wayland = QGuiApplication::platformName().startsWith(QLatin1String("wayland"));
    setFeatures(DockWidgetMovable | DockWidgetClosable |
                (wayland ? NoDockWidgetFeatures : DockWidgetFeatures(DockWidgetFloatable)));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setFocusPolicy(Qt::TabFocus);
    m_tabs->setAccessibleName(title);
    auto* close = new QToolButton;
    close->setIcon(actionIcon(ActionGlyph::Close));
    close->setIconSize({12, 12});
    close->setAutoRaise(true);
    close->setFixedSize(22, 22);
    close->setFocusPolicy(Qt::TabFocus);
    close->setToolTip(tr("Hide this panel"));
    close->setAccessibleName(tr("Hide %1").arg(title));
    auto* bar = new DockTitle;
    bar->setFixedHeight(kTitleHeight);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(4, 0, 4, 0);
    row->setSpacing(0);
    row->addWidget(m_tabs, 0, Qt::AlignBottom);
    row->addStretch(1);
    row->addWidget(close);
    setTitleBarWidget(bar);
    setWidget(m_pages);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(close, &QToolButton::clicked, this, &TabbedDock::closePressed);
}

void TabbedDock::addPage(QWidget* page, const QString& title)
{
    m_pages->addWidget(page);
    m_tabs->addTab(title);
}

void TabbedDock::takePage(QWidget* page)
{
    const int index = m_pages->indexOf(page);
    if (index < 0)
        return;
    m_pages->removeWidget(page);
    m_tabs->removeTab(index);
}

bool TabbedDock::hasPage(const QWidget* page) const
{
    return m_pages->indexOf(const_cast<QWidget*>(page)) >= 0;
}

void TabbedDock::showPage(QWidget* page)
{
    if (hasPage(page))
        m_tabs->setCurrentIndex(m_pages->indexOf(page));
}

QWidget* TabbedDock::currentPage() const
{
    return m_pages->currentWidget();
}

int TabbedDock::currentIndex() const
{
    return m_tabs->currentIndex();
}

void TabbedDock::setCurrentIndex(int index)
{
    m_tabs->setCurrentIndex(index);
}

} // namespace durascope::ui
