// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/event_delegate.h"

#include "models/events/events_model.h"
#include "ui/theme/glyphs.h"
#include "ui/theme/palette.h"

#include <QAbstractItemView>
#include <QPainter>

namespace durascope::ui {

using models::EventsModel;

namespace {

constexpr int kPadding = 6;
constexpr int kGlyph = 13;
constexpr int kRowHeight = 22;
constexpr double kFutureOpacity = 0.45;

QColor textColour(const Palette& palette, const QModelIndex& index, bool future)
{
    if (future)
        return palette.textDisabled;
    switch (index.column()) {
    case EventsModel::TypeColumn:
    case EventsModel::OperationColumn:
    case EventsModel::CursorColumn:
    case EventsModel::IdColumn:
        return palette.text;
    default:
        return palette.textMuted;
    }
}

bool isNumberColumn(int column)
{
    return column == EventsModel::IdColumn || column == EventsModel::TimeColumn || column == EventsModel::DeltaColumn ||
           column == EventsModel::InvocationColumn;
}

void paintBackground(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                     const Palette& palette)
{
    if (option.state & QStyle::State_Selected)
        painter.fillRect(option.rect, palette.selection);
    else if (option.state & QStyle::State_MouseOver)
        painter.fillRect(option.rect, palette.hover);
    if (index.data(EventsModel::CursorRole).toBool())
        painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), palette.playhead);
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const bool isCurrent = view != nullptr && view->hasFocus() && view->currentIndex().row() == index.row();
    if (isCurrent && index.column() == EventsModel::CursorColumn)
        painter.fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), palette.focus);
}

/// Answers where the text begins.
int paintGlyph(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index, const Palette& palette,
               bool future)
{
    const QRectF area(option.rect.left() + kPadding, option.rect.center().y() - kGlyph / 2, kGlyph, kGlyph);
    const bool hasText = !index.data(Qt::DisplayRole).toString().isEmpty();
    if (index.column() == EventsModel::TypeColumn) {
        const auto state = static_cast<models::VisualState>(index.data(EventsModel::StateRole).toInt());
        painter.setOpacity(future ? kFutureOpacity : 1.0);
        paintStateGlyph(painter, area, state, palette.state(state));
    } else if (index.column() == EventsModel::OperationColumn && hasText) {
        const auto kind = static_cast<models::OperationKind>(index.data(EventsModel::KindRole).toInt());
        paintKindGlyph(painter, area, kind, future ? palette.textDisabled : palette.textMuted);
    } else {
        return option.rect.left() + kPadding;
    }
    painter.setOpacity(1.0);
    return option.rect.left() + kPadding + kGlyph + 5;
}

} // namespace

EventDelegate::EventDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{
}

QSize EventDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width(), kRowHeight};
}

void EventDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Palette& palette = Theme::instance().palette();
    const bool future = index.data(EventsModel::FutureRole).toBool();
    painter->save();
    paintBackground(*painter, option, index, palette);
    if (index.column() == EventsModel::CursorColumn) {
        if (index.data(EventsModel::CursorRole).toBool()) {
            const double middle = option.rect.center().y() + 0.5;
            const double left = option.rect.left() + 8;
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(palette.playhead);
            painter->drawPolygon(QPolygonF({{left, middle - 4.5}, {left + 8, middle}, {left, middle + 4.5}}));
        }
        painter->restore();
        return;
    }
    const int left = paintGlyph(*painter, option, index, palette, future);
    QFont font = isNumberColumn(index.column()) ? Theme::instance().numberFont() : Theme::instance().textFont();
    font.setStrikeOut(index.data(EventsModel::IgnoredRole).toBool());
    painter->setFont(font);
    painter->setPen(textColour(palette, index, future));
    QRect area = option.rect;
    area.setLeft(left);
    area.setRight(area.right() - kPadding);
    const QString text =
        QFontMetrics(font).elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, area.width());
    const int alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>().toInt();
    painter->drawText(area, alignment | Qt::TextSingleLine, text);
    painter->restore();
}

} // namespace durascope::ui
