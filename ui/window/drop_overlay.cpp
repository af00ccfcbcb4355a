// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/drop_overlay.h"

#include "ui/theme/glyphs.h"
#include "ui/theme/palette.h"

#include <QPainter>

namespace durascope::ui {

DropOverlay::DropOverlay(QWidget* window)
    : QWidget(window)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropOverlay::show(int files)
{
    m_text = files == 0   ? tr("Drop to open this text as a history")
             : files == 1 ? tr("Drop to open this history")
                          : tr("Drop to open %n histories, one window each", nullptr, files);
    setGeometry(parentWidget()->rect());
    raise();
    QWidget::show();
}

void DropOverlay::paintEvent(QPaintEvent*)
{
    const Palette& p = Theme::instance().palette();
    QColor veil = p.canvas;
    veil.setAlpha(225);
    QPainter painter(this);
    painter.fillRect(rect(), veil);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(p.text, 2, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(12, 12, -12, -12), 10, 10);
    const QPointF centre = QRectF(rect()).center();
    paintActionGlyph(painter, QRectF(centre.x() - 20, centre.y() - 52, 40, 40), ActionGlyph::Open, p.text);
    QFont font = Theme::instance().textFont();
    font.setPointSizeF(font.pointSizeF() * 1.4);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.drawText(QRectF(0, centre.y(), width(), 40), Qt::AlignCenter, m_text);
}

} // namespace durascope::ui
