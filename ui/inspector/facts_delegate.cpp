// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/facts_delegate.h"

#include "models/inspector/facts_model.h"
#include "ui/theme/palette.h"

#include <QPainter>
#include <QTextLayout>
#include <QTreeView>

#include <vector>

namespace durascope::ui {

using models::FactsModel;

namespace {

constexpr int kPadding = 12;
constexpr int kValuePadding = 4;
constexpr int kVertical = 5;

/// The text broken into lines of that width; the last one shortened when there are more.
QStringList wrapped(const QString& text, const QFont& font, int width)
{
    QTextLayout layout(text, font);
    QTextOption how;
    how.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(how);
    layout.beginLayout();
    QStringList lines;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(width, 20));
        if (lines.size() == FactsDelegate::kMaxLines - 1) {
            const QString rest = text.mid(line.textStart());
            lines << QFontMetrics(font).elidedText(rest, Qt::ElideRight, std::max(width, 20));
            break;
        }
        lines << text.mid(line.textStart(), line.textLength()).trimmed();
    }
    layout.endLayout();
    return lines;
}

QFont fontOf(const QModelIndex& index)
{
    return index.data(FactsModel::MonospaceRole).toBool() ? Theme::instance().numberFont()
                                                          : Theme::instance().textFont();
}

} // namespace

int FactsDelegate::labelWidth(const QString& label)
{
    return QFontMetrics(Theme::instance().textFont()).horizontalAdvance(label) + 2 * kPadding;
}

FactsDelegate::FactsDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{
}

QSize FactsDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* view = qobject_cast<const QTreeView*>(option.widget);
    const int lineHeight = QFontMetrics(Theme::instance().textFont()).height();
    if (index.column() == FactsModel::LabelColumn || view == nullptr)
        return {labelWidth(index.data().toString()), lineHeight + 2 * kVertical};
    const int width = view->viewport()->width() - view->columnWidth(FactsModel::LabelColumn) - kValuePadding - kPadding;
    const auto lines = static_cast<int>(wrapped(index.data().toString(), fontOf(index), width).size());
    return {100, std::max(1, lines) * lineHeight + 2 * kVertical};
}

void FactsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Palette& palette = Theme::instance().palette();
    painter->save();
    if ((option.state & QStyle::State_Selected) && option.widget != nullptr && option.widget->hasFocus())
        painter->fillRect(option.rect, palette.selection);
    const bool isLink = index.data(FactsModel::LinkRole).isValid();
    if (index.column() == FactsModel::LabelColumn) {
        painter->setFont(Theme::instance().textFont());
        painter->setPen(palette.textMuted);
        painter->drawText(option.rect.adjusted(kPadding, kVertical, -2, 0), Qt::AlignLeft | Qt::AlignTop,
                          index.data().toString());
        painter->restore();
        return;
    }
    QFont font = fontOf(index);
    font.setUnderline(isLink && (option.state & QStyle::State_MouseOver));
    painter->setFont(font);
    painter->setPen(isLink ? palette.state(models::VisualState::Running) : palette.text);
    const int lineHeight = QFontMetrics(Theme::instance().textFont()).height();
    const QRect area = option.rect.adjusted(kValuePadding, kVertical, -kPadding, 0);
    int y = area.top();
    for (const QString& line : wrapped(index.data().toString(), font, area.width())) {
        painter->drawText(QRect(area.left(), y, area.width(), lineHeight), Qt::AlignLeft | Qt::AlignVCenter, line);
        y += lineHeight;
    }
    painter->restore();
}

} // namespace durascope::ui
