// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/facts_view.h"

#include "ui/inspector/facts_delegate.h"
#include "ui/theme/palette.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>

namespace durascope::ui {

using models::FactsModel;
using models::Link;

namespace {

bool isEnter(const QKeyEvent& key)
{
    return (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) &&
           (key.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
}

} // namespace

FactsView::FactsView(FactsModel& model, QWidget* parent)
    : QTreeView(parent)
    , m_model(model)
{
    setModel(&model);
    setItemDelegate(new FactsDelegate(this));
    setRootIsDecorated(false);
    setIndentation(0);
    setItemsExpandable(false);
    setHeaderHidden(true);
    setAllColumnsShowFocus(true);
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTabKeyNavigation(false);
    setAccessibleName(tr("Summary"));
    header()->setStretchLastSection(true);
    header()->setMinimumSectionSize(20);
    connect(this, &QTreeView::clicked, this, &FactsView::follow);
    connect(&model, &FactsModel::modelReset, this, &FactsView::fitColumns);
    connect(&model, &FactsModel::dataChanged, this, [this] { scheduleDelayedItemsLayout(); });
    connect(&Theme::instance(), &Theme::changed, this, &FactsView::fitColumns);
    fitColumns();
}

void FactsView::fitColumns()
{
    int labels = 0;
    for (const models::Fact& fact : m_model.facts())
        labels = std::max(labels, FactsDelegate::labelWidth(fact.label));
    setColumnWidth(FactsModel::LabelColumn, std::clamp(labels, 20, std::max(20, width() / 2)));
    scheduleDelayedItemsLayout();
}

void FactsView::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    fitColumns(); // wrapped values change their heights
}

void FactsView::follow(const QModelIndex& index)
{
    const QVariant link = index.siblingAtColumn(FactsModel::ValueColumn).data(FactsModel::LinkRole);
    if (link.isValid())
        Q_EMIT followed(link.value<Link>());
}

void FactsView::copyValue()
{
    if (currentIndex().isValid())
        QApplication::clipboard()->setText(currentIndex().siblingAtColumn(FactsModel::ValueColumn).data().toString());
}

void FactsView::copyAll()
{
    QApplication::clipboard()->setText(m_model.allAsText());
}

bool FactsView::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (key.matches(QKeySequence::Copy) || isEnter(key)) {
            event->accept();
            return true;
        }
    }
    return QTreeView::event(event);
}

void FactsView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        return copyValue();
    if (isEnter(*event))
        return follow(currentIndex());
    QTreeView::keyPressEvent(event);
}

void FactsView::contextMenuEvent(QContextMenuEvent* event)
{
    if (!currentIndex().isValid())
        return;
    QMenu menu(this);
    menu.addAction(tr("Copy value"), QKeySequence(QKeySequence::Copy), this, &FactsView::copyValue);
    menu.addAction(tr("Copy all"), this, &FactsView::copyAll);
    if (currentIndex().siblingAtColumn(FactsModel::ValueColumn).data(FactsModel::LinkRole).isValid()) {
        menu.addSeparator();
        menu.addAction(tr("Go there"), QKeySequence(Qt::Key_Return), this, [this] { follow(currentIndex()); });
    }
    menu.exec(event->globalPos());
}

void FactsView::mouseMoveEvent(QMouseEvent* event)
{
    QTreeView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->pos());
    viewport()->setCursor(index.data(FactsModel::LinkRole).isValid() ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

} // namespace durascope::ui
