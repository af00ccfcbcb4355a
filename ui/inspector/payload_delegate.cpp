// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/payload_delegate.h"

#include "models/payload/payload_model.h"
#include "ui/theme/palette.h"

#include <QPainter>

namespace durascope::ui {

using core::JsonKind;
using models::PayloadModel;
using models::VisualState;

namespace {

constexpr int kRowHeight = 20;
constexpr int kMinimumKeyWidth = 48;
/// The size of a closed container is worth telling from here on.
constexpr qulonglong kTellSizeBytes = 1'000;

/// The hues of the states are checked for contrast in both themes; here they stand for kinds.
QColor colourOf(JsonKind kind, const Palette& palette)
{
    switch (kind) {
    case JsonKind::String:
        return palette.state(VisualState::Succeeded);
    case JsonKind::Number:
        return palette.state(VisualState::Running);
    case JsonKind::True:
    case JsonKind::False:
        return palette.state(VisualState::CallbackWait);
    case JsonKind::Invalid:
        return palette.text;
    default:
        return palette.textMuted;
    }
}

int paintBadge(QPainter& painter, const QRect& area, const QString& text, const Palette& palette)
{
    QFont font = Theme::instance().textFont();
    font.setPointSizeF(font.pointSizeF() * 0.82);
    const QFontMetrics metrics(font);
    const QRect badge(area.left(), area.center().y() - metrics.height() / 2, metrics.horizontalAdvance(text) + 10,
                      metrics.height() + 1);
    if (badge.width() > area.width())
        return 0;
    painter.setFont(font);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(palette.line);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(badge).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setPen(palette.textMuted);
    painter.drawText(badge, Qt::AlignCenter, text);
    return badge.width() + 6;
}

} // namespace

PayloadDelegate::PayloadDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{
}

QSize PayloadDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const
{
    return {100, kRowHeight};
}

void PayloadDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Palette& palette = Theme::instance().palette();
    const QFont font = Theme::instance().numberFont();
    const QFontMetrics metrics(font);
    painter->save();
    painter->setFont(font);
    QRect area = option.rect.adjusted(2, 0, -8, 0);
    const QString key = index.data().toString();
    if (!key.isEmpty()) {
        const int room = std::max(kMinimumKeyWidth, area.width() / 2);
        const QString shown = metrics.elidedText(key, Qt::ElideMiddle, room);
        painter->setPen(palette.text);
        painter->drawText(area, Qt::AlignVCenter, shown);
        area.setLeft(area.left() + metrics.horizontalAdvance(shown));
        painter->setPen(palette.textMuted);
        painter->drawText(area, Qt::AlignVCenter, QStringLiteral(":"));
        area.setLeft(area.left() + metrics.horizontalAdvance(QStringLiteral(": ")));
    }
    const bool embedded = index.data(PayloadModel::EmbeddedRole).toBool();
    if (embedded) {
        area.setLeft(area.left() + paintBadge(*painter, area, tr("JSON in string"), palette));
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setFont(font);
    }
    const auto kind = static_cast<JsonKind>(index.data(PayloadModel::KindRole).toInt());
    const bool isContainer = embedded || kind == JsonKind::Object || kind == JsonKind::Array;
    QString value = index.siblingAtColumn(PayloadModel::ValueColumn).data().toString();
    if (isContainer && index.data(PayloadModel::SizeRole).toULongLong() >= kTellSizeBytes)
        value += u' ' + index.siblingAtColumn(PayloadModel::SizeColumn).data().toString();
    painter->setPen(isContainer ? palette.textMuted : colourOf(kind, palette));
    painter->drawText(area, Qt::AlignVCenter | Qt::TextSingleLine,
                      metrics.elidedText(value, Qt::ElideRight, area.width()));
    painter->restore();
}

} // namespace durascope::ui
