// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector_header.h"

#include "ui/inspector/elided_label.h"
#include "ui/theme/glyphs.h"
#include "ui/theme/palette.h"

#include <QPainter>
#include <QVBoxLayout>

namespace durascope::ui {

namespace {

constexpr int kHeight = 62;
constexpr int kMargin = 12;
constexpr int kKindGlyph = 18;
constexpr int kChipHeight = 20;
constexpr int kChipTop = 35;
constexpr int kStateGlyph = 12;

} // namespace

InspectorHeader::InspectorHeader(QWidget* parent)
    : QWidget(parent)
    , m_title(new ElidedLabel(Qt::ElideMiddle, this))
{
    setFixedHeight(kHeight);
    m_title->setAccessibleName(tr("Name"));
    m_title->setFocusPolicy(Qt::ClickFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin + kKindGlyph + 6, 8, kMargin, 0);
    layout->addWidget(m_title);
    layout->addStretch(1);
    connect(&Theme::instance(), &Theme::changed, this, &InspectorHeader::applyTheme);
    applyTheme();
}

void InspectorHeader::applyTheme()
{
    QFont font = Theme::instance().textFont();
    font.setPointSizeF(font.pointSizeF() * 1.15);
    font.setWeight(QFont::DemiBold);
    m_title->setFont(font);
    update();
}

QString InspectorHeader::title() const
{
    return m_title->text();
}

void InspectorHeader::show(const QString& title, const QString& kindText, models::OperationKind kind,
                           const QString& status, models::VisualState state)
{
    m_title->setFullText(title);
    m_kindText = kindText;
    m_kind = kind;
    m_status = status;
    m_state = state;
    setAccessibleName(title + QStringLiteral(", ") + kindText + QStringLiteral(", ") + status);
    update();
}

void InspectorHeader::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Palette& palette = Theme::instance().palette();
    if (m_status.isEmpty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    paintKindGlyph(painter,
                   QRectF(kMargin, m_title->geometry().center().y() - kKindGlyph / 2.0 + 0.5, kKindGlyph, kKindGlyph),
                   m_kind, palette.textMuted);
    paintChip(painter);
}

void InspectorHeader::paintChip(QPainter& painter) const
{
    const Palette& palette = Theme::instance().palette();
    const QFont font = Theme::instance().textFont();
    const QFontMetrics metrics(font);
    painter.setFont(font);
    const int room = width() - 2 * kMargin;
    const int wanted = metrics.horizontalAdvance(m_status) + kStateGlyph + 22;
    const QRectF chip(kMargin, kChipTop, std::min(wanted, room), kChipHeight);
    const QColor colour = palette.state(m_state);
    QColor fill = colour;
    fill.setAlphaF(palette.dark ? 0.16F : 0.10F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(chip, kChipHeight / 2.0, kChipHeight / 2.0);
    paintStateGlyph(painter, QRectF(chip.left() + 8, chip.center().y() - kStateGlyph / 2.0, kStateGlyph, kStateGlyph),
                    m_state, colour);
    painter.setPen(palette.text);
    const QRectF words = chip.adjusted(kStateGlyph + 13, 0, -8, 0);
    painter.drawText(words, Qt::AlignVCenter,
                     metrics.elidedText(m_status, Qt::ElideRight, static_cast<int>(words.width()) + 1));
    const QRectF rest(chip.right() + 10, kChipTop, width() - kMargin - chip.right() - 10, kChipHeight);
    painter.setPen(palette.textMuted);
    painter.drawText(rest, Qt::AlignVCenter,
                     metrics.elidedText(m_kindText, Qt::ElideRight, static_cast<int>(rest.width())));
}

} // namespace durascope::ui
