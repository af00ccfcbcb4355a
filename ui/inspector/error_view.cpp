// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/error_view.h"

#include "engine/core/text.h"
#include "models/common/text.h"
#include "ui/inspector/ladder_view.h"
#include "ui/inspector/payload_view.h"
#include "ui/theme/palette.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QStringListModel>
#include <QVBoxLayout>

namespace durascope::ui {

namespace {

/// A label lays out all of its text; the whole message is in the copy.
constexpr std::size_t kMaxMessageCharacters = 4'000;
constexpr std::size_t kMaxFrames = 500;
constexpr int kShownFrames = 14;
constexpr int kMargin = 12;

QLabel* selectable(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setContentsMargins(kMargin, 0, kMargin, 0);
    label->setMinimumWidth(0);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    return label;
}

} // namespace

ErrorView::ErrorView(models::LadderModel& ladder, QWidget* parent)
    : QScrollArea(parent)
    , m_ladder(ladder)
{
    auto* page = new QWidget(this);
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    viewport()->setBackgroundRole(QPalette::Base);
    m_ladderCaption = caption(tr("How it spread"));
    m_ladderView = new LadderView(ladder, page);
    m_type = selectable(page);
    m_message = selectable(page);
    m_dataCaption = caption(tr("Data"));
    m_data = new PayloadView(tr("Error data"), page);
    m_data->setFixedHeight(180);
    m_stackCaption = caption(tr("Stack trace"));
    m_stackModel = new QStringListModel(this);
    m_stack = new QListView(page);
    m_stack->setModel(m_stackModel);
    m_stack->setAccessibleName(tr("Stack trace"));
    m_stack->setFrameShape(NoFrame);
    m_stack->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_stack->setUniformItemSizes(true);
    m_stack->setTextElideMode(Qt::ElideRight);
    m_stack->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_copy = new QPushButton(tr("Copy as text"), page);
    m_copy->setToolTip(tr("Copy type, message, data, stack and the way it spread"));
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 10, 0, 12);
    layout->setSpacing(4);
    layout->addWidget(m_type);
    layout->addWidget(m_message);
    layout->addWidget(m_ladderCaption);
    layout->addWidget(m_ladderView);
    layout->addWidget(m_dataCaption);
    layout->addWidget(m_data);
    layout->addWidget(m_stackCaption);
    layout->addWidget(m_stack);
    layout->addSpacing(6);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(kMargin, 0, kMargin, 0);
    row->addWidget(m_copy);
    row->addStretch(1);
    layout->addLayout(row);
    layout->addStretch(1);
    setWidget(page);
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Error"));
    connect(m_copy, &QPushButton::clicked, this, &ErrorView::copyAsText);
    connect(m_ladderView, &LadderView::operationChosen, this, &ErrorView::operationChosen);
    connect(&Theme::instance(), &Theme::changed, this, &ErrorView::applyTheme);
    applyTheme();
}

QLabel* ErrorView::caption(const QString& text)
{
    auto* label = new QLabel(text, this);
    label->setTextFormat(Qt::PlainText);
    label->setContentsMargins(kMargin, 10, kMargin, 0);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

void ErrorView::applyTheme()
{
    const Theme& theme = Theme::instance();
    QFont bold = theme.textFont();
    bold.setWeight(QFont::DemiBold);
    m_type->setFont(bold);
    QPalette red = m_type->palette();
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text})
        red.setColor(role, theme.palette().state(models::VisualState::Failed));
    m_type->setPalette(red);
    m_stack->setFont(theme.numberFont());
}

void ErrorView::setError(const std::optional<core::ErrorObject>& error, bool withLadder)
{
    const core::ErrorObject next = error.value_or(core::ErrorObject());
    const bool same = next == m_error && !m_type->text().isEmpty();
    m_withLadder = withLadder && m_ladder.rowCount() > 1;
    m_ladderCaption->setVisible(m_withLadder);
    m_ladderView->setVisible(m_withLadder);
    if (same)
        return;
    m_error = next;
    const bool hasType = m_error.type && !m_error.type->empty();
    m_type->setText(hasType ? models::displayText(*m_error.type, 300) : tr("An error without a type"));
    const bool hasMessage = m_error.message && !m_error.message->empty();
    m_message->setText(
        hasMessage ? models::toQString(core::printableBlock(m_error.message->substr(0, 4 * kMaxMessageCharacters)))
                         .left(kMaxMessageCharacters)
                   : tr("No message was recorded."));
    const bool hasData = m_error.data && !m_error.data->empty();
    m_dataCaption->setVisible(hasData);
    m_data->setVisible(hasData);
    if (hasData)
        m_data->showText(*m_error.data);
    else
        m_data->clear();
    setStack(m_error.stackTrace.value_or(std::vector<std::string>()));
}

void ErrorView::setStack(const std::vector<std::string>& frames)
{
    QStringList lines;
    for (std::size_t i = 0; i < frames.size() && i < kMaxFrames; ++i)
        lines << models::displayText(frames[i], 400);
    if (frames.size() > kMaxFrames)
        lines << tr("… and %1 more").arg(frames.size() - kMaxFrames);
    m_stackModel->setStringList(lines);
    m_stackCaption->setVisible(!lines.isEmpty());
    m_stack->setVisible(!lines.isEmpty());
    const int rows = std::min(static_cast<int>(lines.size()), kShownFrames);
    m_stack->setFixedHeight(rows * std::max(m_stack->sizeHintForRow(0), 18) + 18);
}

QString ErrorView::allAsText() const
{
    QString text;
    const auto add = [&text](const std::optional<std::string>& part) {
        if (part && !part->empty())
            text += models::toQString(core::printableBlock(*part)) + u'\n';
    };
    add(m_error.type);
    add(m_error.message);
    add(m_error.data);
    for (const std::string& frame : m_error.stackTrace.value_or(std::vector<std::string>()))
        text += QStringLiteral("    ") + models::displayText(frame) + u'\n';
    if (m_withLadder)
        text += u'\n' + m_ladder.allAsText();
    return text;
}

void ErrorView::copyAsText()
{
    QApplication::clipboard()->setText(allAsText());
}

} // namespace durascope::ui
