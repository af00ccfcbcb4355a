// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/status_item.h"

#include "ui/theme/palette.h"

#include <QPainter>

namespace durascope::ui {

namespace {
constexpr int kHeight = 20;
constexpr int kPadding = 6;
constexpr int kGlyph = 12;
} // namespace

StatusItem::StatusItem(Kind kind, QWidget* parent)
    : QAbstractButton(parent)
    , m_kind(kind)
{
    setFocusPolicy(kind == Kind::Press ? Qt::TabFocus : Qt::NoFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    hide();
}

QFont StatusItem::wordsFont() const
{
    QFont font = Theme::instance().textFont();
    font.setPointSizeF(font.pointSizeF() * 0.88);
    return font;
}

void StatusItem::setWords(const QString& words, const QString& tooltip)
{
    setToolTip(tooltip);
    setVisible(!words.isEmpty());
    if (words == text())
        return;
    setText(words);
    updateGeometry();
}

void StatusItem::setLevel(QuotaLevel level)
{
    m_level = level;
    update();
}

void StatusItem::setGlyph(ActionGlyph glyph)
{
    m_glyph = glyph;
    updateGeometry();
}

QSize StatusItem::sizeHint() const
{
    const int glyph = m_glyph ? kGlyph + 4 : 0;
    return {QFontMetrics(wordsFont()).horizontalAdvance(text()) + glyph + kPadding * 2, kHeight};
}

void StatusItem::enterEvent(QEnterEvent*)
{
    update();
}

void StatusItem::leaveEvent(QEvent*)
{
    update();
}

void StatusItem::paintEvent(QPaintEvent*)
{
    const Palette& p = Theme::instance().palette();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 1.5, -0.5, -1.5);
    QColor words = p.textMuted;
    painter.setPen(Qt::NoPen);
    if (m_level != QuotaLevel::Fine) {
        const auto state = m_level == QuotaLevel::Red ? models::VisualState::Failed : models::VisualState::BackOff;
        painter.setBrush(p.state(state));
        painter.drawRoundedRect(box, 3, 3);
        words = p.textOn(state);
    } else if (m_kind == Kind::Press && (underMouse() || isDown())) {
        painter.setBrush(isDown() ? p.selection : p.hover);
        painter.drawRoundedRect(box, 3, 3);
        words = p.text;
    }
    int left = kPadding;
    if (m_glyph) {
        paintActionGlyph(painter, QRectF(left, (height() - kGlyph) / 2.0, kGlyph, kGlyph), *m_glyph, words);
        left += kGlyph + 4;
    }
    painter.setFont(wordsFont());
    painter.setPen(words);
    painter.drawText(rect().adjusted(left, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
    if (hasFocus()) {
        painter.setPen(QPen(p.focus, 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box, 3, 3);
    }
}

} // namespace durascope::ui
