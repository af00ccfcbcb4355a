// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/start_page.h"

#include "ui/commands/command_registry.h"
#include "ui/theme/palette.h"
#include "ui/window/choice_card.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace durascope::ui {

namespace {

constexpr int kColumn = 760;

QLabel* makeLabel(const QString& text, double scale, QFont::Weight weight, bool muted = false)
{
    auto* label = new QLabel(text);
    QFont font = Theme::instance().textFont();
    font.setPointSizeF(font.pointSizeF() * scale);
    font.setWeight(weight);
    label->setFont(font);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (muted)
        label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

void clear(QVBoxLayout& list)
{
    while (QLayoutItem* item = list.takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
}

} // namespace

StartPage::StartPage(CommandRegistry& registry, QWidget* parent)
    : QScrollArea(parent)
    , m_registry(registry)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setBackgroundRole(QPalette::Base);
    auto* page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto* column = new QWidget(page);
    column->setMaximumWidth(kColumn);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(24, 40, 24, 32);
    layout->setSpacing(0);
    layout->addWidget(makeLabel(tr("Durascope"), 1.9, QFont::DemiBold));
    layout->addSpacing(4);
    layout->addWidget(
        makeLabel(tr("Open the history of a durable execution and move through its time."), 1.0, QFont::Normal, true));
    layout->addSpacing(20);
    m_dropCard = makeDropCard();
    layout->addWidget(m_dropCard);
    m_recents = addList(*layout, tr("Recent"), &m_recentBox);
    m_samples = addList(*layout, tr("Samples"), &m_sampleBox);
    layout->addStretch(1);
    auto* centred = new QHBoxLayout(page);
    centred->setContentsMargins(0, 0, 0, 0);
    centred->addStretch(1);
    centred->addWidget(column, 100);
    centred->addStretch(1);
    setWidget(page);
}

QWidget* StartPage::makeDropCard()
{
    auto* card = new QWidget;
    card->installEventFilter(this);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(24, 20, 24, 22);
    layout->setSpacing(4);
    auto* title = makeLabel(tr("Open a history"), 1.15, QFont::DemiBold);
    auto* text = makeLabel(tr("Drop a file here, or paste the JSON of GetDurableExecutionHistory. JSON, JSON Lines and "
                              "YAML, gzip and zstd too. Nothing leaves this machine."),
                           1.0, QFont::Normal, true);
    layout->addWidget(title);
    layout->addWidget(text);
    layout->addSpacing(10);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    for (const QString& id : {QStringLiteral("file.open"), QStringLiteral("file.paste")}) {
        const Command* command = m_registry.find(id);
        auto* button =
            new QPushButton(actionIcon(*command->glyph), command->title % QStringLiteral("   ") % keyText(*command));
        button->setToolTip(m_registry.action(id)->toolTip());
        button->setObjectName(id);
        connect(button, &QPushButton::clicked, this, [this, id] { m_registry.trigger(id); });
        row->addWidget(button);
        if (!focusProxy())
            setFocusProxy(button);
    }
    row->addStretch(1);
    layout->addLayout(row);
    return card;
}

QVBoxLayout* StartPage::addList(QVBoxLayout& column, const QString& title, QWidget** box)
{
    *box = new QWidget;
    auto* outer = new QVBoxLayout(*box);
    outer->setContentsMargins(0, 24, 0, 0);
    outer->setSpacing(6);
    auto* heading = makeLabel(title, 0.9, QFont::DemiBold, true);
    heading->setContentsMargins(12, 0, 0, 0);
    outer->addWidget(heading);
    auto* list = new QVBoxLayout;
    list->setSpacing(0);
    outer->addLayout(list);
    column.addWidget(*box);
    (*box)->hide();
    return list;
}

ChoiceCard* StartPage::makeRecent(const Recent& recent)
{
    QStringList facts{QFileInfo(recent.path).path()};
    if (recent.missing)
        facts = {tr("Not there any more: %1").arg(recent.path)};
    else if (!recent.position.isEmpty())
        facts.append(recent.position);
    auto* card = new ChoiceCard(recent.title, facts.join(QStringLiteral("  ·  ")));
    if (recent.missing)
        card->setSign(ActionGlyph::Warning);
    else if (recent.state)
        card->setSign(*recent.state);
    card->setMeta(QLocale().toString(recent.opened.toLocalTime(), QLocale::ShortFormat));
    card->setMissing(recent.missing);
    card->setRemovable(true);
    card->setToolTip(recent.path);
    connect(card, &ChoiceCard::clicked, this, [this, recent] {
        if (!recent.missing)
            Q_EMIT chosen(recent.path);
    });
    connect(card, &ChoiceCard::removed, this, [this, recent] { Q_EMIT recentRemoved(recent.path); });
    return card;
}

void StartPage::setRecents(const QList<Recent>& recents)
{
    clear(*m_recents);
    for (const Recent& recent : recents)
        m_recents->addWidget(makeRecent(recent));
    m_recentBox->setVisible(!recents.isEmpty());
}

void StartPage::setSamples(const QList<Sample>& samples)
{
    clear(*m_samples);
    for (const Sample& sample : samples) {
        auto* card = new ChoiceCard(sample.title, sample.sentence);
        card->setSign(ActionGlyph::Play);
        connect(card, &ChoiceCard::clicked, this, [this, path = sample.path] { Q_EMIT chosen(path); });
        m_samples->addWidget(card);
    }
    m_sampleBox->setVisible(!samples.isEmpty());
}

bool StartPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_dropCard && event->type() == QEvent::Paint) {
        const Palette& p = Theme::instance().palette();
        QPainter painter(m_dropCard);
        painter.setRenderHint(QPainter::Antialiasing);
        QPen pen(p.textDisabled, 1.25);
        pen.setDashPattern({4, 4});
        painter.setPen(pen);
        painter.setBrush(p.panel);
        painter.drawRoundedRect(QRectF(m_dropCard->rect()).adjusted(1, 1, -1, -1), 8, 8);
    }
    return QScrollArea::eventFilter(watched, event);
}

} // namespace durascope::ui
