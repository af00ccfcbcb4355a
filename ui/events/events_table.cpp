// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/events_table.h"

#include "models/session/session.h"
#include "ui/events/event_delegate.h"
#include "ui/theme/palette.h"
#include "ui/theme/time_display.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>

namespace durascope::ui {

using core::EventIndex;
using models::EventsModel;

namespace {

constexpr int kRowHeight = 22;
constexpr int kMinimumDetails = 60;
const QKeySequence kCopyJson(Qt::CTRL | Qt::SHIFT | Qt::Key_C);

bool isEnter(const QKeyEvent& key)
{
    return (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) &&
           (key.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
}

bool isKey(const QKeyEvent& key, const QKeySequence& sequence)
{
    return QKeySequence(key.keyCombination()) == sequence;
}

} // namespace

EventsTable::EventsTable(models::Session& session, EventsModel& model, QWidget* parent)
    : QTableView(parent)
    , m_session(session)
    , m_model(model)
{
    setModel(&model);
    setItemDelegate(new EventDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setFrameShape(NoFrame);
    setHorizontalScrollMode(ScrollPerPixel);
    setAccessibleName(tr("Events"));
    setUpHeaders();

    connect(&session, &models::Session::cursorMoved, this, &EventsTable::followCursor);
    connect(&session, &models::Session::selectionChanged, this, &EventsTable::showSelection);
    connect(&model, &EventsModel::modelReset, this, [this] {
        m_following = true;
        showSelection();
        followCursor();
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &EventsTable::scrolledByHand);
    connect(this, &QTableView::doubleClicked, this, &EventsTable::goToCurrent);
    connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    const auto showTimes = [this] { m_model.setTimeDisplay(TimeDisplayChoice::instance().display()); };
    connect(&TimeDisplayChoice::instance(), &TimeDisplayChoice::changed, this, showTimes);
    showTimes();
    showSelection();
    followCursor();
}

void EventsTable::setUpHeaders()
{
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(kRowHeight);
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    QHeaderView* header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(EventsModel::CursorColumn, QHeaderView::Fixed);
    // Not stretchLastSection: that never makes the last section narrower than it was once.
    connect(header, &QHeaderView::sectionResized, this, &EventsTable::fitDetails);
    header->setMinimumSectionSize(20);
    const std::pair<int, int> widths[] = {{EventsModel::CursorColumn, 22},     {EventsModel::IdColumn, 58},
                                          {EventsModel::TimeColumn, 184},      {EventsModel::DeltaColumn, 84},
                                          {EventsModel::TypeColumn, 176},      {EventsModel::OperationColumn, 170},
                                          {EventsModel::InvocationColumn, 104}};
    for (const auto& [column, width] : widths)
        header->resizeSection(column, width);
}

void EventsTable::fitDetails()
{
    if (m_fitting)
        return;
    const QScopedValueRollback guard(m_fitting, true);
    QHeaderView* header = horizontalHeader();
    const int others = header->length() - header->sectionSize(EventsModel::DetailsColumn);
    header->resizeSection(EventsModel::DetailsColumn, std::max(kMinimumDetails, viewport()->width() - others));
}

void EventsTable::reveal(int row)
{
    // With two rows of what came before and what comes next in sight.
    for (const int each : {row - 2, row + 2, row})
        scrollTo(m_model.index(std::clamp(each, 0, m_model.rowCount() - 1), EventsModel::CursorColumn));
}

void EventsTable::keyboardSearch(const QString& /*search*/)
{
    // The inherited search would ask the model for the text of every row, a million of them, on one key.
}

std::vector<int> EventsTable::selectedRows() const
{
    std::vector<int> rows;
    if (selectionModel() == nullptr)
        return rows;
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.push_back(row);
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

void EventsTable::copyAsText()
{
    const std::vector<int> rows = selectedRows();
    if (!rows.empty())
        QApplication::clipboard()->setText(m_model.rowsAsText(rows));
}

void EventsTable::copyAsJson()
{
    const std::vector<int> rows = selectedRows();
    if (!rows.empty())
        QApplication::clipboard()->setText(m_model.rowsAsJson(rows));
}

void EventsTable::goToCurrent()
{
    if (const EventIndex event = m_model.eventAt(currentIndex().row()); event.valid())
        m_session.seekTo(event);
}

bool EventsTable::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (isEnter(key) || key.matches(QKeySequence::Copy) || isKey(key, kCopyJson)) {
            event->accept();
            return true;
        }
    }
    return QTableView::event(event);
}

void EventsTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        return copyAsText();
    if (isKey(*event, kCopyJson))
        return copyAsJson();
    if (isEnter(*event))
        return goToCurrent();
    QTableView::keyPressEvent(event);
}

void EventsTable::contextMenuEvent(QContextMenuEvent* event)
{
    if (!currentIndex().isValid())
        return;
    QMenu menu(this);
    menu.addAction(tr("Go to this event"), QKeySequence(Qt::Key_Return), this, &EventsTable::goToCurrent);
    menu.addSeparator();
    menu.addAction(tr("Copy as text"), QKeySequence(QKeySequence::Copy), this, &EventsTable::copyAsText);
    menu.addAction(tr("Copy as JSON"), kCopyJson, this, &EventsTable::copyAsJson);
    menu.exec(event->globalPos());
}

void EventsTable::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    viewport()->update(); // the focus mark stands in another column than the one that changed
    const EventIndex event = m_model.eventAt(current.row());
    if (!m_showing && event.valid() && m_session.selection().event != event)
        m_session.selectEvent(event);
}

EventIndex EventsTable::eventToShow() const
{
    const models::Selection& selection = m_session.selection();
    if (selection.event.valid())
        return selection.event;
    if (selection.invocation.valid()) {
        const history::Invocation& invocation = m_session.analysis().invocations()[selection.invocation.value()];
        return invocation.firstEvent.valid() ? invocation.firstEvent : invocation.completed;
    }
    if (!selection.operation.valid())
        return {};
    const EventIndex last = m_session.stateAt().lastEvent(selection.operation);
    return last.valid() ? last : m_session.log().operation(selection.operation).firstEvent;
}

void EventsTable::showSelection()
{
    if (!m_session.isOpen() || selectionModel() == nullptr)
        return;
    const QScopedValueRollback guard(m_showing, true);
    const int row = m_model.rowOf(eventToShow());
    if (row < 0) {
        selectionModel()->clear();
        return;
    }
    if (currentIndex().row() == row && selectionModel()->isRowSelected(row))
        return;
    ++m_ownScrolling;
    const QModelIndex index = m_model.index(row, EventsModel::TypeColumn);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    reveal(row);
    --m_ownScrolling;
}

bool EventsTable::isRowVisible(int row) const
{
    if (row < 0)
        return true;
    const int top = rowViewportPosition(row);
    return top + kRowHeight > 0 && top < viewport()->height();
}

void EventsTable::followCursor()
{
    const int row = m_model.cursorRow();
    if (row < 0)
        return;
    if (m_following) {
        ++m_ownScrolling;
        reveal(row);
        --m_ownScrolling;
    } else {
        m_following = isRowVisible(row);
    }
}

void EventsTable::scrolledByHand()
{
    if (m_ownScrolling == 0)
        m_following = isRowVisible(m_model.cursorRow());
}

void EventsTable::resizeEvent(QResizeEvent* event)
{
    ++m_ownScrolling;
    QTableView::resizeEvent(event);
    fitDetails();
    --m_ownScrolling;
    if (m_following)
        followCursor();
}

void EventsTable::focusInEvent(QFocusEvent* event)
{
    QTableView::focusInEvent(event);
    viewport()->update();
}

void EventsTable::focusOutEvent(QFocusEvent* event)
{
    QTableView::focusOutEvent(event);
    viewport()->update();
}

} // namespace durascope::ui
