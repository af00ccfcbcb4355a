// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/payload_view.h"

#include "engine/core/text.h"
#include "models/common/text.h"
#include "ui/inspector/elided_label.h"
#include "ui/inspector/payload_text_view.h"
#include "ui/inspector/payload_tree.h"
#include "ui/theme/glyphs.h"

#include <QApplication>
#include <QButtonGroup>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QStackedLayout>
#include <QToolButton>

#include <utility>

namespace durascope::ui {

using models::PayloadStatus;

namespace {

QString formKey()
{
    return QStringLiteral("inspector/payloadAsTree");
}

QLabel* plainLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QToolButton* formButton(const QString& text, const QString& toolTip, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setToolTip(toolTip);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

PayloadView::PayloadView(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_wantsTree(QSettings().value(formKey(), true).toBool())
    , m_banner(plainLabel(this))
    , m_message(plainLabel(this))
    , m_tree(new PayloadTree(m_model, this))
    , m_text(new PayloadTextView(this))
    , m_path(new ElidedLabel(Qt::ElideLeft, this))
    , m_toolBar(makeToolBar())
    , m_stack(new QStackedLayout)
{
    setAccessibleName(name);
    m_banner->setContentsMargins(12, 4, 12, 6);
    m_banner->hide();
    m_message->setContentsMargins(12, 10, 12, 10);
    m_message->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_path->setAccessibleName(tr("Path of the current value"));
    m_path->setContentsMargins(10, 2, 10, 4);
    m_path->hide();
    m_stack->addWidget(m_message);
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_text);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_toolBar);
    layout->addWidget(m_banner);
    layout->addLayout(m_stack, 1);
    layout->addWidget(m_path);
    connect(&m_reader, &models::PayloadReader::changed, this, &PayloadView::contentChanged);
    connect(m_tree, &PayloadTree::copyValueRequested, this, &PayloadView::copyValue);
    connect(m_tree, &PayloadTree::currentPathChanged, this, [this](const QString& path) {
        m_path->setFullText(path);
        m_path->setVisible(!path.isEmpty() && m_stack->currentWidget() == m_tree);
    });
    contentChanged();
}

QWidget* PayloadView::makeToolBar()
{
    auto* bar = new QWidget(this);
    m_treeButton = formButton(tr("Tree"), tr("Show as a tree"), bar);
    m_textButton = formButton(tr("Text"), tr("Show as indented text"), bar);
    m_rawButton = formButton(tr("Raw"), tr("Show the text exactly as it was written"), bar);
    m_rawButton->setAutoExclusive(false);
    m_summary = new QLabel(bar);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setEnabled(false);
    m_summary->setMinimumWidth(0);
    auto* copy = new QToolButton(bar);
    copy->setIcon(actionIcon(ActionGlyph::Copy));
    copy->setToolTip(tr("Copy the whole payload"));
    copy->setAccessibleName(tr("Copy the whole payload"));
    copy->setAutoRaise(true);
    auto* group = new QButtonGroup(this);
    group->addButton(m_treeButton);
    group->addButton(m_textButton);
    group->addButton(m_rawButton);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(2);
    layout->addWidget(m_treeButton);
    layout->addWidget(m_textButton);
    layout->addWidget(m_rawButton);
    layout->addSpacing(8);
    layout->addWidget(m_summary, 1);
    layout->addWidget(copy);
    connect(m_treeButton, &QToolButton::clicked, this, &PayloadView::showAsTree);
    connect(m_textButton, &QToolButton::clicked, this, &PayloadView::showAsText);
    connect(m_rawButton, &QToolButton::clicked, this, &PayloadView::showAsText);
    connect(copy, &QToolButton::clicked, this, &PayloadView::copyAll);
    m_treeButton->setChecked(m_wantsTree);
    m_textButton->setChecked(!m_wantsTree);
    return bar;
}

void PayloadView::showPayload(const std::shared_ptr<const history::EventLog>& log, core::EventIndex event)
{
    m_reader.read(log, event);
}

void PayloadView::showText(std::string text)
{
    m_reader.readText(std::move(text));
}

void PayloadView::clear()
{
    m_reader.clear();
}

QString PayloadView::message() const
{
    return m_stack->currentWidget() == m_message ? m_message->text() : QString();
}

QString PayloadView::messageFor(PayloadStatus status) const
{
    switch (status) {
    case PayloadStatus::NoValue:
        return tr("No value. That is not the same as JSON null: nothing was returned or sent.");
    case PayloadStatus::NotDownloaded:
        return tr("Not downloaded: IncludeExecutionData was off. Download the history again with "
                  "aws lambda get-durable-execution-history --include-execution-data");
    case PayloadStatus::Reading:
        return tr("Reading %1…").arg(models::toQString(core::formatBytes(m_reader.storedBytes())));
    case PayloadStatus::Nothing:
    case PayloadStatus::Ready:
        break;
    }
    if (m_reader.content() && m_reader.content()->text.empty())
        return tr("An empty text of no characters.");
    return {};
}

QString PayloadView::summary() const
{
    const models::PayloadContentPtr& content = m_reader.content();
    if (!content)
        return {};
    const QString size = models::toQString(core::formatBytes(content->text.size()));
    return content->isJson() ? size : tr("%1, not JSON").arg(size);
}

void PayloadView::contentChanged()
{
    const models::PayloadContentPtr& content = m_reader.content();
    m_model.setContent(content);
    m_path->hide();
    m_banner->setText(tr("Truncated: the service kept only a part of it."));
    m_banner->setVisible(m_reader.isTruncated() && m_reader.status() == PayloadStatus::Ready);
    m_summary->setText(summary());
    const QString text = messageFor(m_reader.status());
    m_toolBar->setVisible(content != nullptr && text.isEmpty());
    m_treeButton->setEnabled(content && content->isJson());
    m_rawButton->setVisible(content && content->isJson());
    m_message->setText(text);
    showChosenForm();
}

void PayloadView::showChosenForm()
{
    const models::PayloadContentPtr& content = m_reader.content();
    const bool asTree = content && content->isJson() && m_wantsTree;
    if (!content || content->text.empty()) {
        m_text->setContent(nullptr, models::TextForm::Pretty);
        m_stack->setCurrentWidget(m_message);
    } else if (asTree) {
        m_text->setContent(nullptr, models::TextForm::Pretty);
        m_stack->setCurrentWidget(m_tree);
    } else {
        m_text->setContent(content, m_rawButton->isChecked() ? models::TextForm::Raw : models::TextForm::Pretty);
        m_stack->setCurrentWidget(m_text);
    }
    m_path->setVisible(asTree && m_tree->currentIndex().isValid());
}

void PayloadView::showAsTree()
{
    m_wantsTree = true;
    m_treeButton->setChecked(true);
    QSettings().setValue(formKey(), true);
    showChosenForm();
}

void PayloadView::showAsText()
{
    m_wantsTree = false;
    if (!m_rawButton->isChecked())
        m_textButton->setChecked(true);
    QSettings().setValue(formKey(), false);
    showChosenForm();
}

void PayloadView::copyValue(const QModelIndex& index)
{
    const models::PayloadValue value = m_model.value(index);
    copy(value.json.text.size(), [value] { return models::PayloadModel::valueText(value); });
}

void PayloadView::copyAll()
{
    const models::PayloadContentPtr content = m_reader.content();
    if (!content)
        return;
    const auto form = m_textButton->isChecked() ? models::TextForm::Pretty : models::TextForm::Raw;
    copy(content->text.size(), [content, form] { return models::PayloadText::whole(*content, form); });
}

void PayloadView::copy(std::size_t bytes, const std::function<std::string()>& make)
{
    m_copier.cancel();
    if (bytes <= models::kReadAtOnceBytes) {
        QApplication::clipboard()->setText(models::toQString(make()));
        return;
    }
    m_copier.post([make](const std::stop_token&) -> models::Worker::Delivery {
        return [text = models::toQString(make())] { QApplication::clipboard()->setText(text); };
    });
}

} // namespace durascope::ui
