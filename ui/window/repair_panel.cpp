// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/repair_panel.h"

#include "engine/core/text.h"
#include "models/common/text.h"
#include "models/session/session.h"
#include "ui/theme/glyphs.h"
#include "ui/theme/palette.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace durascope::ui {

namespace {

constexpr int kEventIdRole = Qt::UserRole;

struct Class
{
    history::RepairClass severity;
    const char* title;
    ActionGlyph glyph;
};

// In order of how much a person must know of it.
constexpr Class kClasses[] = {
    {history::RepairClass::Missing, QT_TRANSLATE_NOOP("durascope::ui::RepairPanel", "Missing"), ActionGlyph::Warning},
    {history::RepairClass::Guessed, QT_TRANSLATE_NOOP("durascope::ui::RepairPanel", "Guessed"), ActionGlyph::Info},
    {history::RepairClass::Repaired, QT_TRANSLATE_NOOP("durascope::ui::RepairPanel", "Repaired"), ActionGlyph::Info},
};

} // namespace

RepairPanel::RepairPanel(models::Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_summary(new QLabel(this))
    , m_copy(new QPushButton(tr("Copy report"), this))
    , m_list(new QTreeWidget(this))
{
    m_copy->setIcon(actionIcon(ActionGlyph::Copy));
    m_list->setColumnCount(3);
    m_list->setHeaderLabels({tr("What was found"), tr("Times"), tr("First at")});
    m_list->setIndentation(16);
    m_list->setUniformRowHeights(true);
    m_list->setRootIsDecorated(false);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Repairs"));
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(12, 4, 8, 4);
    top->addWidget(m_summary, 1);
    top->addWidget(m_copy);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_list, 1);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(reportText()); });
    connect(m_list, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item) { goTo(item); });
    connect(m_list, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) { goTo(item); });
    connect(&session, &models::Session::documentChanged, this, &RepairPanel::showDocument);
    connect(&Theme::instance(), &Theme::changed, this, &RepairPanel::showColours);
    showDocument();
}

void RepairPanel::showDocument()
{
    m_list->clear();
    const auto* report = m_session.isOpen() ? &m_session.log().repairs() : nullptr;
    const bool any = report && !report->empty();
    m_copy->setVisible(any);
    m_list->setVisible(any);
    m_summary->setAlignment(any ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignCenter);
    if (!any) {
        m_summary->setText(m_session.isOpen() ? tr("The file was read as it stands: nothing was repaired, guessed or "
                                                   "found missing.")
                                              : QString());
        return;
    }
    QStringList counts;
    for (const Class& group : kClasses) {
        QTreeWidgetItem* head = nullptr;
        for (const history::Repair& repair : report->repairs()) {
            if (repair.severity != group.severity)
                continue;
            if (!head) {
                head = new QTreeWidgetItem(m_list, {tr(group.title)});
                head->setFlags(Qt::ItemIsEnabled);
                head->setIcon(0, actionIcon(group.glyph));
            }
            const QString first = repair.firstEventId ? tr("event %1").arg(repair.firstEventId)
                                  : repair.firstLine  ? tr("line %1").arg(repair.firstLine)
                                                      : QString();
            auto* item = new QTreeWidgetItem(head, {models::displayText(history::describe(repair)),
                                                    models::toQString(core::formatCount(repair.count)), first});
            item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
            item->setToolTip(0, item->text(0));
            if (repair.firstEventId)
                item->setData(0, kEventIdRole, QVariant::fromValue<qint64>(repair.firstEventId));
        }
        if (head)
            counts.append(tr("%1 %2").arg(head->childCount()).arg(tr(group.title).toLower()));
    }
    m_summary->setText(tr("To read this file: %1.").arg(counts.join(QStringLiteral(", "))));
    m_list->expandAll();
    showColours();
}

void RepairPanel::showColours()
{
    for (int g = 0; g < m_list->topLevelItemCount(); ++g) {
        QTreeWidgetItem* head = m_list->topLevelItem(g);
        QFont bold = Theme::instance().textFont();
        bold.setWeight(QFont::DemiBold);
        head->setFont(0, bold);
        for (int i = 0; i < head->childCount(); ++i) {
            QTreeWidgetItem* item = head->child(i);
            item->setForeground(1, Theme::instance().palette().textMuted);
            QFont linked = Theme::instance().textFont();
            linked.setUnderline(!item->data(0, kEventIdRole).isNull());
            item->setFont(2, linked);
        }
    }
}

void RepairPanel::goTo(const QTreeWidgetItem* item)
{
    if (!m_session.isOpen() || item->data(0, kEventIdRole).isNull())
        return;
    const auto event = m_session.log().findEventId(item->data(0, kEventIdRole).toLongLong());
    if (!event)
        return;
    m_session.seekTo(*event);
    m_session.selectEvent(*event);
}

QString RepairPanel::reportText() const
{
    QStringList lines;
    if (m_session.isOpen() && !m_session.document().path.isEmpty())
        lines.append(m_session.document().path);
    for (int g = 0; g < m_list->topLevelItemCount(); ++g) {
        const QTreeWidgetItem* head = m_list->topLevelItem(g);
        for (int i = 0; i < head->childCount(); ++i)
            lines.append(tr("%1: %2").arg(head->text(0), head->child(i)->text(0)));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace durascope::ui
