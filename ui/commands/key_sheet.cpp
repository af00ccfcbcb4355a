// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/key_sheet.h"

#include "ui/theme/palette.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace durascope::ui {

namespace {

constexpr int kIdRole = Qt::UserRole;
constexpr int kSearchRole = Qt::UserRole + 1;

QTreeWidgetItem* addRow(QTreeWidgetItem& group, const Command& command)
{
    auto* item = new QTreeWidgetItem(&group, {command.title, keyText(command), command.tooltip});
    item->setData(0, kIdRole, command.id);
    item->setData(0, kSearchRole,
                  QStringList{command.title, keyText(command), command.tooltip, command.id}
                      .join(QLatin1Char('\n'))
                      .toCaseFolded());
    item->setFont(1, Theme::instance().numberFont());
    item->setForeground(2, Theme::instance().palette().textMuted);
    item->setToolTip(2, command.tooltip);
    return item;
}

} // namespace

KeySheet::KeySheet(CommandRegistry& registry, QWidget* parent)
    : QDialog(parent)
    , m_registry(registry)
    , m_search(new QLineEdit(this))
    , m_list(new QTreeWidget(this))
{
    setWindowTitle(tr("Keyboard"));
    resize(760, 620);
    m_search->setPlaceholderText(tr("Search commands and keys"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Search commands and keys"));
    m_search->installEventFilter(this);
    m_list->setColumnCount(3);
    m_list->setHeaderLabels({tr("Command"), tr("Key"), tr("What it does")});
    m_list->setRootIsDecorated(false);
    m_list->setIndentation(12);
    m_list->setUniformRowHeights(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Commands and keys"));
    m_list->header()->setStretchLastSection(true);
    auto* hint = new QLabel(tr("Enter runs the chosen command, Esc closes."), this);
    hint->setContentsMargins(4, 0, 0, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    layout->addWidget(hint);
    connect(m_search, &QLineEdit::textChanged, this, &KeySheet::applySearch);
    connect(m_search, &QLineEdit::returnPressed, this, &KeySheet::runCurrent);
    connect(m_list, &QTreeWidget::itemActivated, this, &KeySheet::runCurrent);
    fill();
}

void KeySheet::fill()
{
    for (int i = 0; i < kCommandGroupCount; ++i) {
        auto* group = new QTreeWidgetItem(m_list, {groupTitle(static_cast<CommandGroup>(i))});
        group->setFlags(Qt::ItemIsEnabled);
        group->setFirstColumnSpanned(true);
        QFont bold = m_list->font();
        bold.setBold(true);
        group->setFont(0, bold);
        for (const Command& command : m_registry.commands()) {
            if (command.group == static_cast<CommandGroup>(i))
                addRow(*group, command);
        }
        group->setHidden(group->childCount() == 0);
    }
    m_list->expandAll();
    m_list->resizeColumnToContents(0);
    m_list->resizeColumnToContents(1);
    applySearch({});
}

void KeySheet::applySearch(const QString& text)
{
    const QStringList words = text.toCaseFolded().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QTreeWidgetItem* first = nullptr;
    for (int g = 0; g < m_list->topLevelItemCount(); ++g) {
        QTreeWidgetItem* group = m_list->topLevelItem(g);
        bool any = false;
        for (int i = 0; i < group->childCount(); ++i) {
            QTreeWidgetItem* item = group->child(i);
            const QString searched = item->data(0, kSearchRole).toString();
            const bool hit =
                std::all_of(words.begin(), words.end(), [&](const QString& word) { return searched.contains(word); });
            item->setHidden(!hit);
            any |= hit;
            if (hit && !first)
                first = item;
        }
        group->setHidden(!any);
    }
    m_list->setCurrentItem(first);
}

void KeySheet::moveCurrent(int rows)
{
    QTreeWidgetItem* item = m_list->currentItem();
    const auto next = [this, rows](QTreeWidgetItem* from) {
        return rows > 0 ? m_list->itemBelow(from) : m_list->itemAbove(from);
    };
    do {
        item = item ? next(item) : nullptr;
    } while (item && item->data(0, kIdRole).isNull());
    if (item)
        m_list->setCurrentItem(item);
}

void KeySheet::runCurrent()
{
    const QTreeWidgetItem* item = m_list->currentItem();
    if (!item || item->data(0, kIdRole).isNull())
        return;
    const QString id = item->data(0, kIdRole).toString();
    accept();
    m_registry.trigger(id);
}

bool KeySheet::eventFilter(QObject* watched, QEvent* event)
{
    // The list is moved through while typing goes on.
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            moveCurrent(key == Qt::Key_Down ? 1 : -1);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace durascope::ui
