// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/link_note.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace durascope::ui {

LinkNote::LinkNote(QWidget* parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
    , m_button(new QPushButton(this))
{
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(m_label, 1);
    layout->addWidget(m_button, 0, Qt::AlignTop);
    connect(m_button, &QPushButton::clicked, this, [this] { Q_EMIT followed(m_link); });
    hide();
}

void LinkNote::setNote(const QString& text, const models::Link& link, const QString& linkText)
{
    m_label->setText(text);
    m_link = link;
    m_button->setText(linkText);
    m_button->setVisible(link.valid() && !linkText.isEmpty());
    setVisible(!text.isEmpty());
}

QString LinkNote::text() const
{
    return m_label->text();
}

} // namespace durascope::ui
