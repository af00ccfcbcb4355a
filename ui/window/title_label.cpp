// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/title_label.h"

#include "models/common/text.h"
#include "models/session/session.h"
#include "ui/theme/glyphs.h"
#include "ui/theme/palette.h"

#include <QPainter>

namespace durascope::ui {

namespace {
constexpr int kGlyph = 14;
constexpr int kGap = 6;
constexpr int kMaxName = 280;
} // namespace

TitleLabel::TitleLabel(models::Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&session, &models::Session::documentChanged, this, &TitleLabel::refresh);
    connect(&session, &models::Session::cursorMoved, this, &TitleLabel::refresh);
    refresh();
}

QFont TitleLabel::nameFont() const
{
    QFont font = Theme::instance().textFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

QString TitleLabel::text() const
{
    return m_status.isEmpty() ? m_name : tr("%1: %2").arg(m_name, m_status);
}

void TitleLabel::refresh()
{
    const QString name = m_session.isOpen() ? m_session.document().title : tr("Durascope");
    const QString status = m_session.isOpen()
                               ? models::statusText(m_session.stateAt(), history::kExecution, &m_session.analysis())
                               : QString();
    if (name == m_name && status == m_status)
        return;
    m_name = name;
    m_status = status;
    setToolTip(m_session.isOpen() ? m_session.document().path : QString());
    setAccessibleName(text());
    updateGeometry();
    update();
}

QSize TitleLabel::sizeHint() const
{
    const QFontMetrics metrics(nameFont());
    int width = qMin(metrics.horizontalAdvance(m_name), kMaxName);
    if (!m_status.isEmpty())
        width += kGap * 2 + kGlyph + kGap + fontMetrics().horizontalAdvance(m_status);
    return {width + 2, 28};
}

QSize TitleLabel::minimumSizeHint() const
{
    return {qMin(sizeHint().width(), 110), 28};
}

void TitleLabel::paintEvent(QPaintEvent*)
{
    const Palette& p = Theme::instance().palette();
    QPainter painter(this);
    painter.setFont(nameFont());
    painter.setPen(p.text);
    const int statusWidth =
        m_status.isEmpty() ? 0 : kGap * 2 + kGlyph + kGap + fontMetrics().horizontalAdvance(m_status);
    const QFontMetrics metrics(nameFont());
    // The state never gives way completely: its glyph stays when its words do not fit.
    const bool words = width() - statusWidth >= 60;
    const int nameRoom = width() - (m_status.isEmpty() ? 0 : words ? statusWidth : kGap * 2 + kGlyph);
    const QString name = metrics.elidedText(m_name, Qt::ElideMiddle, nameRoom);
    painter.drawText(QRect(0, 0, nameRoom, height()), Qt::AlignVCenter | Qt::AlignLeft, name);
    if (m_status.isEmpty())
        return;
    const auto state = models::visualStateOf(m_session.stateAt(), history::kExecution, &m_session.analysis());
    const int x = qMin(metrics.horizontalAdvance(name), nameRoom) + kGap * 2;
    paintStateGlyph(painter, QRectF(x, (height() - kGlyph) / 2.0, kGlyph, kGlyph), state, p.state(state));
    if (!words)
        return;
    painter.setFont(font());
    painter.setPen(p.textMuted);
    painter.drawText(QRect(x + kGlyph + kGap, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, m_status);
}

} // namespace durascope::ui
