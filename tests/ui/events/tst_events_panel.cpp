// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/session.h"
#include "tests/models/common/log_maker.h"
#include "ui/events/events_panel.h"
#include "ui/events/events_table.h"

#include <QApplication>
#include <QClipboard>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

using namespace durascope;
using core::EventIndex;
using core::EventType;
using core::OperationIndex;
using models::EventsModel;

namespace {

/// 0 ExecutionStarted, then steps of two events each.
models::Document steps(int count)
{
    test::LogMaker maker;
    maker.event(EventType::ExecutionStarted, 0, "e");
    for (int i = 0; i < count; ++i) {
        const std::string id = "s" + std::to_string(i);
        maker.event(EventType::StepStarted, 10 * i + 1, id).event(EventType::StepSucceeded, 10 * i + 5, id);
    }
    const auto log = maker.finish();
    return {log, std::make_shared<const history::Analysis>(log), {}, QStringLiteral("test")};
}

void pressIn(QWidget* widget, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QTest::keyClick(widget, static_cast<Qt::Key>(key), modifiers);
}

} // namespace

class TestEventsPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void saysThatNothingIsOpen();
    void choosingARowSelectsEverywhere();
    void selectionElsewhereIsShown();
    void seeksByDoubleClickAndEnter();
    void followsTheCursorUntilScrolledAway();
    void copies();
    void survivesClosingAndReopening();
    void manyEventsAreNotSearched();
};

void TestEventsPanel::initTestCase()
{
    QCoreApplication::setOrganizationName(QStringLiteral("durascope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_events_panel"));
}

void TestEventsPanel::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!.*propagateSizeHints).*$")));
    QSettings().clear();
}

void TestEventsPanel::saysThatNothingIsOpen()
{
    models::Session session;
    ui::EventsPanel panel(session);
    panel.resize(800, 200);
    panel.show();
    QVERIFY(!panel.table()->isVisible());
    session.setDocument(steps(1));
    QVERIFY(panel.table()->isVisible());
    QVERIFY(!panel.accessibleName().isEmpty() && !panel.table()->accessibleName().isEmpty());
}

void TestEventsPanel::choosingARowSelectsEverywhere()
{
    models::Session session;
    session.setDocument(steps(5));
    ui::EventsPanel panel(session);
    panel.resize(800, 300);
    panel.show();
    QTableView* table = panel.table();
    const EventIndex before = session.cursor();
    const QModelIndex row = table->model()->index(3, EventsModel::TypeColumn);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(row).center());
    QCOMPARE(session.selection().event, EventIndex(3));
    QCOMPARE(session.selection().operation, OperationIndex(2));
    QCOMPARE(session.cursor(), before); // selecting never moves the cursor
    pressIn(table, Qt::Key_Down);
    QCOMPARE(session.selection().event, EventIndex(4));
}

void TestEventsPanel::selectionElsewhereIsShown()
{
    models::Session session;
    session.setDocument(steps(5));
    ui::EventsPanel panel(session);
    panel.show();
    QSignalSpy spy(&session, &models::Session::selectionChanged);
    session.selectOperation(OperationIndex(2));
    QCOMPARE(spy.count(), 1); // showing it here must not change it again
    QCOMPARE(panel.table()->currentIndex().row(), 4);
    QVERIFY(!session.selection().event.valid());
    session.seekTo(EventIndex(3));
    session.selectOperation(OperationIndex(3));
    QCOMPARE(panel.table()->currentIndex().row(), 5); // begins after the cursor: its first event
    session.clearSelection();
    QVERIFY(panel.table()->selectedRows().empty());
}

void TestEventsPanel::seeksByDoubleClickAndEnter()
{
    models::Session session;
    session.setDocument(steps(5));
    ui::EventsPanel panel(session);
    panel.resize(800, 300);
    panel.show();
    QTableView* table = panel.table();
    const QPoint place = table->visualRect(table->model()->index(2, EventsModel::TypeColumn)).center();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(session.cursor(), EventIndex(2));
    pressIn(table, Qt::Key_Down);
    QCOMPARE(session.cursor(), EventIndex(2));
    pressIn(table, Qt::Key_Return);
    QCOMPARE(session.cursor(), EventIndex(3));
}

void TestEventsPanel::followsTheCursorUntilScrolledAway()
{
    models::Session session;
    session.setDocument(steps(500));
    ui::EventsPanel panel(session);
    panel.resize(800, 240);
    panel.show();
    ui::EventsTable* table = panel.table();
    const auto isInSight = [&](int row) {
        return table->viewport()->rect().intersects(
            table->visualRect(table->model()->index(row, EventsModel::TypeColumn)));
    };
    session.seekTo(EventIndex(400));
    QVERIFY(table->isFollowing() && isInSight(400));
    table->verticalScrollBar()->setValue(0);
    QVERIFY(!table->isFollowing());
    session.seekTo(EventIndex(401));
    QVERIFY(!isInSight(401) && isInSight(0));
    session.seekTo(EventIndex(2)); // back in sight: the list follows again
    QVERIFY(table->isFollowing());
    session.seekTo(EventIndex(600));
    QVERIFY(isInSight(600));
}

void TestEventsPanel::copies()
{
    models::Session session;
    session.setDocument(steps(3));
    ui::EventsPanel panel(session);
    panel.resize(800, 300);
    panel.show();
    ui::EventsTable* table = panel.table();
    table->selectRow(1);
    table->selectionModel()->select(table->model()->index(2, 0),
                                    QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QCOMPARE(table->selectedRows(), (std::vector<int>{1, 2}));
    pressIn(table, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text().count(u'\n'), 2);
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("StepStarted")));
    pressIn(table, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(QApplication::clipboard()->text().startsWith(u'{'));
    QCOMPARE(QApplication::clipboard()->text().count(u'\n'), 2);
}

void TestEventsPanel::survivesClosingAndReopening()
{
    models::Session session;
    ui::EventsPanel panel(session);
    panel.show();
    for (const int count : {50, 2, 400}) {
        session.setDocument(steps(count));
        session.selectOperation(OperationIndex(1));
        session.seekTo(EventIndex(1));
        panel.grab();
        session.setDocument({});
        panel.grab();
    }
    QVERIFY(!panel.table()->isVisible());
}

void TestEventsPanel::manyEventsAreNotSearched()
{
    models::Session session;
    session.setDocument(steps(100'000));
    ui::EventsPanel panel(session);
    panel.resize(800, 300);
    panel.show();
    // Typing must not search through every row, and painting must ask only for those in sight.
    pressIn(panel.table(), Qt::Key_S);
    session.seekTo(EventIndex(150'000));
    panel.grab();
    QVERIFY(panel.table()->isFollowing());
    QCOMPARE(panel.table()->model()->rowCount(), 200'001);
}

QTEST_MAIN(TestEventsPanel)
#include "tst_events_panel.moc"
