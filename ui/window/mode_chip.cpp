// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/mode_chip.h"

#include "ui/theme/palette.h"

#include <QPainter>

namespace durascope::ui {

namespace {
constexpr int kDot = 6;
constexpr int kPadding = 8;
} // namespace

ModeChip::ModeChip(Size size, QWidget* parent)
    : QWidget(parent)
    , m_size(size)
    , m_text(tr("RECORDED"))
{
    setToolTip(tr("<p><b>Recorded</b></p><p>A history that was written down. Moving through it runs nothing and "
                  "changes nothing.</p>"));
    setAccessibleName(tr("Mode: recorded"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QFont ModeChip::chipFont() const
{
    QFont font = Theme::instance().textFont();
    font.setPointSizeF(font.pointSizeF() * (m_size == Size::Small ? 0.82 : 0.86));
    font.setWeight(QFont::DemiBold);
    font.setLetterSpacing(QFont::PercentageSpacing, 104);
    return font;
}

QSize ModeChip::sizeHint() const
{
    const QFontMetrics metrics(chipFont());
    return {metrics.horizontalAdvance(m_text) + kDot + kPadding * 2 + 6, m_size == Size::Small ? 16 : 22};
}

void ModeChip::paintEvent(QPaintEvent*)
{
    const Palette& p = Theme::instance().palette();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (m_size == Size::Normal) {
        painter.setPen(p.line);
        painter.setBrush(p.canvas);
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
    }
    const double left = m_size == Size::Normal ? kPadding : 0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(p.state(models::VisualState::TimerWait));
    painter.drawEllipse(QRectF(left, box.center().y() - kDot / 2.0, kDot, kDot));
    painter.setPen(p.textMuted);
    painter.setFont(chipFont());
    painter.drawText(QRectF(left + kDot + 6, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, m_text);
}

} // namespace durascope::ui
