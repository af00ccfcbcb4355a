// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/attempts_view.h"

#include "models/session/session.h"
#include "ui/theme/glyphs.h"
#include "ui/theme/palette.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>

namespace durascope::ui {

using models::AttemptsModel;
using models::VisualState;

namespace {

constexpr int kPadding = 6;
constexpr int kGlyph = 13;
constexpr int kMinimumError = 60;

class AttemptDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Palette& palette = Theme::instance().palette();
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, palette.selection);
        else if (option.state & QStyle::State_MouseOver)
            painter->fillRect(option.rect, palette.hover);
        QRect area = option.rect.adjusted(kPadding, 0, -kPadding, 0);
        if (index.column() == AttemptsModel::OutcomeColumn) {
            const auto state = static_cast<VisualState>(index.data(AttemptsModel::StateRole).toInt());
            paintStateGlyph(*painter, QRectF(area.left(), area.center().y() - kGlyph / 2, kGlyph, kGlyph), state,
                            palette.state(state));
            area.setLeft(area.left() + kGlyph + 5);
        }
        const bool isWord =
            index.column() == AttemptsModel::OutcomeColumn || index.column() == AttemptsModel::ErrorColumn;
        const QFont font = isWord ? Theme::instance().textFont() : Theme::instance().numberFont();
        painter->setFont(font);
        painter->setPen(index.data(AttemptsModel::FutureRole).toBool() ? palette.textDisabled : palette.text);
        painter->drawText(area, index.data(Qt::TextAlignmentRole).value<Qt::Alignment>().toInt() | Qt::TextSingleLine,
                          QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, area.width()));
        painter->restore();
    }
};

bool isEnter(const QKeyEvent& key)
{
    return key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
}

} // namespace

AttemptsView::AttemptsView(models::Session& session, AttemptsModel& model, QWidget* parent)
    : QTableView(parent)
    , m_session(session)
{
    setModel(&model);
    setItemDelegate(new AttemptDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setFrameShape(NoFrame);
    setHorizontalScrollMode(ScrollPerPixel);
    setAccessibleName(tr("Attempts"));
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(22);
    verticalHeader()->setDefaultSectionSize(22);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(20);
    const std::pair<int, int> widths[] = {{AttemptsModel::NumberColumn, 28},
                                          {AttemptsModel::OutcomeColumn, 120},
                                          {AttemptsModel::DurationColumn, 68},
                                          {AttemptsModel::BackOffColumn, 102}};
    for (const auto& [column, width] : widths)
        horizontalHeader()->resizeSection(column, width);
    // The start is in the tool tip of the timeline and in the summary of the attempt; here room is scarce.
    setColumnHidden(AttemptsModel::StartColumn, true);
    connect(this, &QTableView::doubleClicked, this, &AttemptsView::goTo);
    connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void AttemptsView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    const int others = horizontalHeader()->length() - columnWidth(AttemptsModel::ErrorColumn);
    setColumnWidth(AttemptsModel::ErrorColumn, std::max(kMinimumError, viewport()->width() - others));
}

void AttemptsView::keyboardSearch(const QString& /*search*/)
{
    // Letters are commands of the window; there is nothing to find in a list of numbers.
}

void AttemptsView::showSelection(core::OperationIndex operation)
{
    const QScopedValueRollback guard(m_showing, true);
    m_operation = operation;
    const int row = static_cast<int>(m_session.selection().attempt) - 1;
    if (row < 0 || row >= model()->rowCount())
        return selectionModel()->clear();
    if (currentIndex().row() != row)
        setCurrentIndex(model()->index(row, AttemptsModel::OutcomeColumn));
}

void AttemptsView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (m_showing || !current.isValid() || !m_operation.valid())
        return;
    models::Selection selection;
    selection.operation = m_operation;
    selection.attempt = current.data(AttemptsModel::AttemptRole).toUInt();
    m_session.select(selection);
}

void AttemptsView::goTo(const QModelIndex& index)
{
    const QVariant end = index.data(AttemptsModel::EndEventRole);
    const QVariant start = index.data(AttemptsModel::StartEventRole);
    if (end.isValid() || start.isValid())
        m_session.seekTo(core::EventIndex((end.isValid() ? end : start).toUInt()));
}

void AttemptsView::copyRows()
{
    QString text;
    for (const QModelIndex& row : selectionModel()->selectedRows()) {
        for (int column = 0; column < AttemptsModel::kColumnCount; ++column)
            text += row.siblingAtColumn(column).data().toString() +
                    (column + 1 < AttemptsModel::kColumnCount ? u'\t' : u'\n');
    }
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
}

bool AttemptsView::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (key.matches(QKeySequence::Copy) || isEnter(key)) {
            event->accept();
            return true;
        }
    }
    return QTableView::event(event);
}

void AttemptsView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        return copyRows();
    if (isEnter(*event))
        return goTo(currentIndex());
    QTableView::keyPressEvent(event);
}

} // namespace durascope::ui
