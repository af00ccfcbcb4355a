// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/payload_text_view.h"

#include "engine/core/text.h"
#include "models/common/text.h"
#include "ui/theme/palette.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSaveFile>
#include <QTextBlock>

#include <utility>

namespace durascope::ui {

using models::PayloadText;

namespace {

/// QTextBlock::userState() of a block that goes on a line which was broken for display.
constexpr int kContinued = 1;

QString sizeText(std::size_t bytes)
{
    return models::toQString(core::formatBytes(bytes));
}

} // namespace

LongLineEdit::LongLineEdit(QWidget* parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setUndoRedoEnabled(false);
    setFrameShape(NoFrame);
    setTabChangesFocus(true);
    setWordWrapMode(QTextOption::WrapAnywhere);
    document()->setDocumentMargin(10);
    setAccessibleName(tr("Payload as text"));
}

void LongLineEdit::appendPiece(const QString& text)
{
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.beginEditBlock();
    qsizetype column = cursor.block().length() - 1;
    qsizetype at = 0;
    while (at < text.size()) {
        const qsizetype lineEnd = text.indexOf(u'\n', at);
        const qsizetype end = lineEnd < 0 ? text.size() : lineEnd;
        while (end - at > kMaxLine - column) {
            qsizetype take = std::max<qsizetype>(kMaxLine - column, 0);
            if (take > 0 && text.at(at + take - 1).isHighSurrogate())
                --take;
            cursor.insertText(text.mid(at, take));
            cursor.insertBlock();
            cursor.block().setUserState(kContinued);
            at += take;
            column = 0;
        }
        cursor.insertText(text.mid(at, end - at));
        column += end - at;
        at = end;
        if (lineEnd >= 0) {
            cursor.insertBlock();
            cursor.block().setUserState(0);
            column = 0;
            ++at;
        }
    }
    cursor.endEditBlock();
}

QMimeData* LongLineEdit::createMimeDataFromSelection() const
{
    const QTextCursor cursor = textCursor();
    QString text;
    for (QTextBlock block = document()->findBlock(cursor.selectionStart());
         block.isValid() && block.position() < cursor.selectionEnd(); block = block.next()) {
        const int from = std::max(cursor.selectionStart() - block.position(), 0);
        const int to = std::min(cursor.selectionEnd() - block.position(), block.length() - 1);
        if (block.position() > cursor.selectionStart() && block.userState() != kContinued)
            text += u'\n';
        text += block.text().mid(from, to - from);
    }
    auto* copied = new QMimeData; // the clipboard takes it
    copied->setText(text);
    return copied;
}

PayloadTextView::PayloadTextView(QWidget* parent)
    : QWidget(parent)
    , m_edit(new LongLineEdit(this))
    , m_bar(new QWidget(this))
    , m_note(new QLabel(m_bar))
    , m_more(new QPushButton(tr("Show more"), m_bar))
{
    auto* copy = new QPushButton(tr("Copy all"), m_bar);
    auto* save = new QPushButton(tr("Save as…"), m_bar);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    auto* barLayout = new QHBoxLayout(m_bar);
    barLayout->setContentsMargins(12, 6, 12, 6);
    barLayout->setSpacing(6);
    barLayout->addWidget(m_note, 1);
    barLayout->addWidget(m_more);
    barLayout->addWidget(copy);
    barLayout->addWidget(save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_edit, 1);
    m_bar->hide();
    setFocusProxy(m_edit);
    connect(m_more, &QPushButton::clicked, this, &PayloadTextView::showMore);
    connect(copy, &QPushButton::clicked, this, &PayloadTextView::copyAll);
    connect(save, &QPushButton::clicked, this, &PayloadTextView::saveAs);
    const auto takeFont = [this] { m_edit->setFont(Theme::instance().numberFont()); };
    connect(&Theme::instance(), &Theme::changed, this, takeFont);
    takeFont();
}

void PayloadTextView::setContent(models::PayloadContentPtr content, models::TextForm form)
{
    if (content == m_content && form == m_form)
        return;
    m_worker.cancel();
    m_content = std::move(content);
    m_form = form;
    m_text = PayloadText(m_content, form);
    m_edit->clear();
    if (m_content)
        m_edit->appendPiece(m_text.next());
    m_edit->moveCursor(QTextCursor::Start);
    showBar({});
}

void PayloadTextView::showBar(const QString& note)
{
    const bool cut = m_content && !m_text.atEnd();
    m_more->setVisible(cut);
    if (!note.isEmpty())
        m_note->setText(note);
    else if (cut)
        m_note->setText(tr("First %1 of %2").arg(sizeText(m_text.shownBytes()), sizeText(m_text.totalBytes())));
    else
        m_note->setText(tr("All %1").arg(sizeText(m_text.totalBytes())));
    m_bar->setVisible(m_content && m_text.totalBytes() > PayloadText::kChunkBytes);
}

void PayloadTextView::showMore()
{
    if (!m_content || m_text.atEnd())
        return;
    m_edit->appendPiece(m_text.next());
    showBar({});
}

void PayloadTextView::copyAll()
{
    if (!m_content)
        return;
    showBar(tr("Copying %1…").arg(sizeText(m_text.totalBytes())));
    m_worker.post([this, content = m_content, form = m_form](const std::stop_token&) -> models::Worker::Delivery {
        const QString text = models::toQString(PayloadText::whole(*content, form));
        return [this, text] {
            QApplication::clipboard()->setText(text);
            showBar({});
        };
    });
}

void PayloadTextView::saveAs()
{
    auto* dialog = new QFileDialog(this, tr("Save payload"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(m_content && m_content->isJson() ? QStringLiteral("json") : QStringLiteral("txt"));
    connect(dialog, &QFileDialog::fileSelected, this, &PayloadTextView::writeTo);
    dialog->open();
}

void PayloadTextView::writeTo(const QString& path)
{
    if (!m_content)
        return;
    showBar(tr("Saving…"));
    m_worker.post([this, path, content = m_content, form = m_form](const std::stop_token&) -> models::Worker::Delivery {
        const std::string text = PayloadText::whole(*content, form);
        QSaveFile file(path);
        const bool saved =
            file.open(QIODevice::WriteOnly) &&
            file.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size()) &&
            file.commit();
        const QString note = saved ? tr("Saved.") : tr("Could not save: %1").arg(file.errorString());
        return [this, note] { showBar(note); };
    });
}

} // namespace durascope::ui
