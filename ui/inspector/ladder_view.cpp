// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/ladder_view.h"

#include "ui/theme/glyphs.h"
#include "ui/theme/palette.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

namespace durascope::ui {

using models::LadderModel;
using models::VisualState;

namespace {

constexpr int kRungHeight = 40;
constexpr int kLeft = 12;
constexpr int kGlyph = 14;
constexpr int kShownRungs = 8;

class RungDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const override
    {
        return {100, kRungHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Palette& palette = Theme::instance().palette();
        painter->save();
        if ((option.state & QStyle::State_Selected) && option.widget != nullptr && option.widget->hasFocus())
            painter->fillRect(option.rect, palette.selection);
        else if (option.state & QStyle::State_MouseOver)
            painter->fillRect(option.rect, palette.hover);
        paintRail(*painter, option.rect, index, palette);
        paintWords(*painter, option.rect, index, palette);
        painter->restore();
    }

private:
    static void paintRail(QPainter& painter, const QRect& rect, const QModelIndex& index, const Palette& palette)
    {
        const bool future = index.data(LadderModel::FutureRole).toBool();
        const bool handled = index.data(LadderModel::HandledRole).toBool();
        const int x = kLeft + kGlyph / 2;
        const int middle = rect.top() + 11;
        painter.setPen(QPen(palette.line, 2));
        if (index.row() > 0)
            painter.drawLine(x, rect.top(), x, middle - 10);
        if (index.row() + 1 < index.model()->rowCount())
            painter.drawLine(x, middle + 10, x, rect.bottom());
        const VisualState state = future    ? VisualState::Pending
                                  : handled ? VisualState::Succeeded
                                            : VisualState::Failed;
        paintStateGlyph(painter, QRectF(kLeft, middle - kGlyph / 2.0, kGlyph, kGlyph), state, palette.state(state));
    }

    static void paintWords(QPainter& painter, const QRect& rect, const QModelIndex& index, const Palette& palette)
    {
        const bool future = index.data(LadderModel::FutureRole).toBool();
        const QRect area = rect.adjusted(kLeft + kGlyph + 8, 3, -12, -3);
        QFont font = Theme::instance().textFont();
        const int line = QFontMetrics(font).height();
        const QString relation = index.data(LadderModel::RelationRole).toString();
        const int relationWidth = QFontMetrics(font).horizontalAdvance(relation);
        painter.setFont(font);
        painter.setPen(palette.textMuted);
        painter.drawText(QRect(area.right() - relationWidth, area.top(), relationWidth + 1, line), Qt::AlignVCenter,
                         relation);
        painter.setPen(future ? palette.textDisabled : palette.text);
        const QFontMetrics metrics(font);
        painter.drawText(QRect(area.left(), area.top(), area.width() - relationWidth - 8, line), Qt::AlignVCenter,
                         metrics.elidedText(index.data().toString(), Qt::ElideRight, area.width() - relationWidth - 8));
        painter.setPen(future ? palette.textDisabled : palette.textMuted);
        painter.drawText(
            QRect(area.left(), area.top() + line, area.width(), line), Qt::AlignVCenter,
            metrics.elidedText(index.data(LadderModel::ErrorRole).toString(), Qt::ElideRight, area.width()));
    }
};

} // namespace

LadderView::LadderView(LadderModel& model, QWidget* parent)
    : QListView(parent)
{
    setModel(&model);
    setItemDelegate(new RungDelegate(this));
    setUniformItemSizes(true);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("How the error spread, origin first"));
    connect(this, &QListView::clicked, this, &LadderView::choose);
    connect(&model, &LadderModel::modelReset, this, &LadderView::updateGeometry);
    connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

QSize LadderView::sizeHint() const
{
    const int rungs = model() == nullptr ? 0 : std::min(model()->rowCount(), kShownRungs);
    return {200, rungs * kRungHeight + 2};
}

QSize LadderView::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

void LadderView::choose(const QModelIndex& index)
{
    if (index.isValid())
        Q_EMIT operationChosen(core::OperationIndex(index.data(LadderModel::OperationRole).toUInt()));
}

void LadderView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return choose(currentIndex());
    QListView::keyPressEvent(event);
}

} // namespace durascope::ui
