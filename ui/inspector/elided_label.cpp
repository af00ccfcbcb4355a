// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/elided_label.h"

#include "models/payload/tool_tip.h"

#include <QPainter>

namespace durascope::ui {

ElidedLabel::ElidedLabel(Qt::TextElideMode mode, QWidget* parent)
    : QLineEdit(parent)
    , m_mode(mode)
{
    setReadOnly(true);
    setFrame(false);
    setContextMenuPolicy(Qt::DefaultContextMenu);
    QPalette clear = palette();
    clear.setColor(QPalette::Base, Qt::transparent);
    setPalette(clear);
    setTextMargins(0, 0, 0, 0);
}

void ElidedLabel::setFullText(const QString& newText)
{
    if (text() == newText)
        return;
    setText(newText);
    setCursorPosition(0);
    setToolTip(models::plainToolTip(newText));
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {40, QLineEdit::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent* event)
{
    if (hasFocus() || hasSelectedText())
        return QLineEdit::paintEvent(event);
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    // The inherited painting begins two pixels from the edge; the text must not move when the field gets the focus.
    const QRect area = rect().adjusted(2, 0, -2, 0);
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft, fontMetrics().elidedText(text(), m_mode, area.width()));
}

} // namespace durascope::ui
