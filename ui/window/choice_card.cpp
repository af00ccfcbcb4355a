// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/choice_card.h"

#include "ui/theme/palette.h"

#include <QKeyEvent>
#include <QPainter>
#include <QToolButton>

namespace durascope::ui {

namespace {
constexpr int kSign = 18;
constexpr int kPadding = 12;
constexpr int kTextLeft = kPadding + kSign + 12;
constexpr int kTop = 9;
} // namespace

ChoiceCard::ChoiceCard(const QString& title, const QString& sentence, QWidget* parent)
    : QAbstractButton(parent)
    , m_sentence(sentence)
{
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(sentence);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChoiceCard::setSign(Sign sign)
{
    m_sign = sign;
    update();
}

void ChoiceCard::setMeta(const QString& meta)
{
    m_meta = meta;
    update();
}

void ChoiceCard::setMissing(bool missing)
{
    m_missing = missing;
    setCursor(missing ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
}

void ChoiceCard::setRemovable(bool removable)
{
    if (removable && !m_remove) {
        m_remove = new QToolButton(this);
        m_remove->setIcon(actionIcon(ActionGlyph::Close));
        m_remove->setIconSize({12, 12});
        m_remove->setAutoRaise(true);
        m_remove->setFixedSize(22, 22);
        m_remove->setFocusPolicy(Qt::NoFocus); // the card itself answers Delete
        m_remove->setToolTip(tr("Remove from this list (Del)"));
        m_remove->setAccessibleName(tr("Remove from this list"));
        connect(m_remove, &QToolButton::clicked, this, &ChoiceCard::removed);
    }
    if (m_remove)
        m_remove->setVisible(removable);
}

QFont ChoiceCard::titleFont() const
{
    QFont font = Theme::instance().textFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

QRect ChoiceCard::sentenceRect(int width) const
{
    const int room = width - kTextLeft - kPadding - (m_remove ? 26 : 0);
    return QFontMetrics(font()).boundingRect(QRect(0, 0, qMax(room, 60), 1000), Qt::TextWordWrap | Qt::AlignLeft,
                                             m_sentence);
}

int ChoiceCard::heightForWidth(int width) const
{
    return kTop * 2 + QFontMetrics(titleFont()).height() +
           (m_sentence.isEmpty() ? 0 : 2 + sentenceRect(width).height());
}

QSize ChoiceCard::sizeHint() const
{
    return {420, heightForWidth(420)};
}

QSize ChoiceCard::minimumSizeHint() const
{
    // Of its usual width: a page of cards is wide enough, and the height of a narrow one would make the page scroll.
    return {200, heightForWidth(680)};
}

void ChoiceCard::resizeEvent(QResizeEvent* event)
{
    QAbstractButton::resizeEvent(event);
    if (m_remove)
        m_remove->move(width() - 30, (height() - 22) / 2);
}

void ChoiceCard::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else if (event->key() == Qt::Key_Delete && m_remove)
        Q_EMIT removed();
    else
        QAbstractButton::keyPressEvent(event);
}

void ChoiceCard::enterEvent(QEnterEvent*)
{
    update();
}

void ChoiceCard::leaveEvent(QEvent*)
{
    update();
}

void ChoiceCard::paintSign(QPainter& painter) const
{
    const Palette& p = Theme::instance().palette();
    const QRectF area(kPadding, kTop + 1, kSign, kSign);
    if (const auto* state = std::get_if<models::VisualState>(&m_sign))
        paintStateGlyph(painter, area.adjusted(1, 1, -1, -1), *state, m_missing ? p.textDisabled : p.state(*state));
    else
        paintActionGlyph(painter, area, std::get<ActionGlyph>(m_sign), m_missing ? p.textDisabled : p.textMuted);
}

void ChoiceCard::paintEvent(QPaintEvent*)
{
    const Palette& p = Theme::instance().palette();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75);
    if (isDown() || (underMouse() && !m_missing)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isDown() ? p.selection : p.hover);
        painter.drawRoundedRect(box, 6, 6);
    }
    if (hasFocus()) {
        painter.setPen(QPen(p.focus, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box, 6, 6);
    }
    paintSign(painter);
    const QFontMetrics titles(titleFont());
    const int right = width() - kPadding - (m_remove ? 26 : 0);
    const int metaWidth = m_meta.isEmpty() ? 0 : fontMetrics().horizontalAdvance(m_meta) + 12;
    painter.setFont(titleFont());
    painter.setPen(m_missing ? p.textDisabled : p.text);
    painter.drawText(QRect(kTextLeft, kTop, right - kTextLeft - metaWidth, titles.height()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     titles.elidedText(text(), Qt::ElideMiddle, right - kTextLeft - metaWidth));
    painter.setFont(font());
    painter.setPen(m_missing ? p.textDisabled : p.textMuted);
    painter.drawText(QRect(right - metaWidth, kTop, metaWidth, titles.height()), Qt::AlignRight | Qt::AlignVCenter,
                     m_meta);
    painter.drawText(QRect(kTextLeft, kTop + titles.height() + 2, right - kTextLeft, height()),
                     Qt::AlignLeft | Qt::TextWordWrap, m_sentence);
}

} // namespace durascope::ui
