// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/payload_tree.h"

#include "ui/inspector/payload_delegate.h"
#include "ui/theme/palette.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <vector>

namespace durascope::ui {

using models::PayloadModel;

namespace {

/// What is opened without being asked for stays below these.
constexpr int kFirstRows = 40;
constexpr qulonglong kFirstBytes = 64 * 1024;
/// Opening everything below a node stops here: the rest can be opened by hand.
constexpr int kMaxOpenedAtOnce = 2'000;

const QKeySequence kCopyPath(Qt::CTRL | Qt::SHIFT | Qt::Key_C);

bool isKey(const QKeyEvent& key, const QKeySequence& sequence)
{
    return QKeySequence(key.keyCombination()) == sequence;
}

} // namespace

PayloadTree::PayloadTree(PayloadModel& model, QWidget* parent)
    : QTreeView(parent)
    , m_model(model)
{
    setModel(&model);
    setItemDelegate(new PayloadDelegate(this));
    setHeaderHidden(true);
    setColumnHidden(PayloadModel::ValueColumn, true); // painted behind the key
    setColumnHidden(PayloadModel::SizeColumn, true);
    setUniformRowHeights(true);
    setIndentation(14);
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Payload as a tree"));
    header()->setStretchLastSection(true);
    header()->setMinimumSectionSize(20);
    connect(&model, &PayloadModel::modelReset, this, [this] {
        m_openedFirst = false;
        setColumnHidden(PayloadModel::ValueColumn, true);
        setColumnHidden(PayloadModel::SizeColumn, true);
        openFirstLevels();
    });
    connect(&model, &PayloadModel::rowsInserted, this, &PayloadTree::openFirstLevels, Qt::QueuedConnection);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &PayloadTree::fetchInSight);
    connect(this, &QTreeView::expanded, this, &PayloadTree::fetchInSight, Qt::QueuedConnection);
    connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void PayloadTree::openFirstLevels()
{
    if (m_openedFirst)
        return;
    if (m_model.canFetchMore({}))
        m_model.fetchMore({});
    const int rows = m_model.rowCount();
    if (rows == 0)
        return;
    m_openedFirst = true;
    if (rows > kFirstRows)
        return;
    int shown = rows;
    for (int row = 0; row < rows && shown < 2 * kFirstRows; ++row) {
        const QModelIndex index = m_model.index(row, 0);
        const bool isString = index.data(PayloadModel::KindRole).toInt() == static_cast<int>(core::JsonKind::String);
        // A payload that is nothing but a string with JSON in it is what one wants to see.
        const bool wanted = !isString || rows == 1;
        if (!wanted || !m_model.hasChildren(index) || index.data(PayloadModel::SizeRole).toULongLong() > kFirstBytes)
            continue;
        expand(index);
        shown += m_model.rowCount(index);
    }
}

void PayloadTree::fetchInSight()
{
    for (QModelIndex index = indexAt({4, viewport()->height() - 2}); index.isValid(); index = index.parent()) {
        const QModelIndex parent = index.parent();
        if (index.row() == m_model.rowCount(parent) - 1 && m_model.canFetchMore(parent))
            m_model.fetchMore(parent);
    }
}

void PayloadTree::expandSubtree()
{
    if (!currentIndex().isValid())
        return;
    std::vector<QModelIndex> open{currentIndex().siblingAtColumn(0)};
    int opened = 0;
    for (std::size_t next = 0; next < open.size() && opened < kMaxOpenedAtOnce; ++next) {
        const QModelIndex index = open[next];
        if (!m_model.hasChildren(index))
            continue;
        expand(index);
        ++opened;
        for (int row = 0; row < m_model.rowCount(index); ++row)
            open.push_back(m_model.index(row, 0, index));
    }
}

void PayloadTree::collapseSubtree()
{
    if (!currentIndex().isValid())
        return;
    std::vector<QModelIndex> close{currentIndex().siblingAtColumn(0)};
    for (std::size_t next = 0; next < close.size(); ++next) {
        const QModelIndex index = close[next];
        if (!isExpanded(index))
            continue;
        for (int row = 0; row < m_model.rowCount(index); ++row)
            close.push_back(m_model.index(row, 0, index));
    }
    for (auto index = close.rbegin(); index != close.rend(); ++index)
        collapse(*index);
}

void PayloadTree::copyPath()
{
    if (currentIndex().isValid())
        QApplication::clipboard()->setText(currentIndex().data(PayloadModel::PathRole).toString());
}

void PayloadTree::copyJqPath()
{
    if (currentIndex().isValid())
        QApplication::clipboard()->setText(currentIndex().data(PayloadModel::JqRole).toString());
}

bool PayloadTree::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (key.matches(QKeySequence::Copy) || isKey(key, kCopyPath) || key.key() == Qt::Key_Asterisk) {
            event->accept();
            return true;
        }
    }
    return QTreeView::event(event);
}

void PayloadTree::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        if (currentIndex().isValid())
            Q_EMIT copyValueRequested(currentIndex());
        return;
    }
    if (isKey(*event, kCopyPath))
        return copyPath();
    // The inherited * opens without bound.
    if (event->key() == Qt::Key_Asterisk || isKey(*event, QKeySequence(Qt::SHIFT | Qt::Key_Right)))
        return expandSubtree();
    if (isKey(*event, QKeySequence(Qt::SHIFT | Qt::Key_Left)))
        return collapseSubtree();
    QTreeView::keyPressEvent(event);
}

void PayloadTree::contextMenuEvent(QContextMenuEvent* event)
{
    const QModelIndex index = currentIndex();
    if (!index.isValid())
        return;
    QMenu menu(this);
    menu.addAction(tr("Copy value"), QKeySequence(QKeySequence::Copy), this,
                   [this, index] { Q_EMIT copyValueRequested(index); });
    menu.addAction(tr("Copy path"), kCopyPath, this, &PayloadTree::copyPath);
    menu.addAction(tr("Copy jq path"), this, &PayloadTree::copyJqPath);
    if (m_model.hasChildren(index)) {
        menu.addSeparator();
        menu.addAction(tr("Expand all inside"), QKeySequence(Qt::Key_Asterisk), this, &PayloadTree::expandSubtree);
        menu.addAction(tr("Collapse all inside"), QKeySequence(Qt::SHIFT | Qt::Key_Left), this,
                       &PayloadTree::collapseSubtree);
    }
    menu.exec(event->globalPos());
}

void PayloadTree::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentPathChanged(current.isValid() ? current.data(PayloadModel::PathRole).toString() : QString());
}

void PayloadTree::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    fetchInSight();
}

void PayloadTree::drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Palette& palette = Theme::instance().palette();
    const QRect row(0, option.rect.top(), viewport()->width(), option.rect.height());
    if (selectionModel()->isSelected(index))
        painter->fillRect(row, palette.selection);
    if (index == currentIndex() && hasFocus())
        painter->fillRect(QRect(row.topLeft(), QSize(3, row.height())), palette.focus);
    QTreeView::drawRow(painter, option, index);
}

} // namespace durascope::ui
