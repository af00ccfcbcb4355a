// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/reader.h"
#include "models/inspector/attempts_model.h"
#include "models/inspector/facts_model.h"
#include "models/inspector/inspector_model.h"
#include "models/session/session.h"
#include "ui/events/events_table.h"
#include "ui/inspector/attempts_view.h"
#include "ui/inspector/error_view.h"
#include "ui/inspector/facts_view.h"
#include "ui/inspector/inspector_header.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/inspector/ladder_view.h"
#include "ui/inspector/link_note.h"
#include "ui/inspector/payload_view.h"
#include "ui/inspector/result_page.h"
#include "ui/inspector/tab_strip.h"
#include "ui/theme/palette.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QTest>

using namespace durascope;
using core::EventIndex;
using core::OperationIndex;
using ui::InspectorPanel;

namespace {

/// A step inside a context fails twice; the context passes the error on and the execution wraps it.
constexpr const char* kFailing = DURASCOPE_SOURCE_DIR "/tests/ui/inspector/failing.json";

models::Document documentOf(const std::shared_ptr<const history::EventLog>& log)
{
    return {log, std::make_shared<const history::Analysis>(log), {}, QStringLiteral("test")};
}

models::Document failing()
{
    auto log = history::readHistoryFile(kFailing);
    return log ? documentOf(*log) : models::Document();
}

struct Shown
{
    explicit Shown(int width = 380)
    {
        session.setDocument(failing());
        panel = std::make_unique<InspectorPanel>(session);
        panel->resize(width, 600);
        panel->show();
    }
    OperationIndex find(const char* id) const { return *session.log().findOperation(id); }
    models::Session session;
    std::unique_ptr<InspectorPanel> panel;
};

} // namespace

class TestInspectorPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void showsWhatIsSelected();
    void tabsStayInSight();
    void futureResultsAreOffered();
    void errorsAreShownWhole();
    void ladderSelects();
    void attemptsSelectAndSeek();
    void eventsAreThoseOfTheOperation();
    void factsLeadAndCopy();
    void remembersItsTab();
    void nothingIsRenderedAsHtml();
    void everythingHasAName();
    void allHistoriesInBothThemes();
};

void TestInspectorPanel::initTestCase()
{
    QCoreApplication::setOrganizationName(QStringLiteral("durascope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_inspector_panel"));
}

void TestInspectorPanel::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!.*propagateSizeHints).*$")));
    QSettings().clear();
}

void TestInspectorPanel::showsWhatIsSelected()
{
    Shown shown;
    shown.session.clearSelection();
    QCOMPARE(shown.panel->header()->title(), QStringLiteral("order"));
    shown.session.selectOperation(shown.find("s"));
    QCOMPARE(shown.panel->header()->title(), QStringLiteral("charge"));
    QCOMPARE(shown.panel->header()->statusText(), QStringLiteral("Failed"));
    shown.session.seekToStart();
    QCOMPARE(shown.panel->header()->statusText(), QStringLiteral("Not started yet"));
    shown.session.setDocument({});
    QVERIFY(!shown.panel->header()->isVisible());
}

void TestInspectorPanel::tabsStayInSight()
{
    for (const int width : {280, 380, 600}) {
        Shown shown(width);
        shown.session.selectOperation(shown.find("s"));
        const ui::TabStrip* tabs = shown.panel->tabs();
        QCOMPARE(shown.panel->width(), width);
        for (int tab = 0; tab < tabs->count(); ++tab) {
            QVERIFY2(tabs->tabRect(tab).right() <= tabs->width(), qPrintable(QString::number(width)));
            QVERIFY(tabs->fontMetrics().horizontalAdvance(tabs->tabText(tab)) <= tabs->tabRect(tab).width());
        }
    }
}

void TestInspectorPanel::futureResultsAreOffered()
{
    Shown shown;
    shown.panel->showTab(InspectorPanel::ResultTab);
    shown.session.clearSelection();
    shown.session.seekTo(EventIndex(2));
    const ui::LinkNote* note = shown.panel->result()->note();
    QVERIFY(note->isVisible());
    QVERIFY2(note->text().contains(QStringLiteral("event 9")), qPrintable(note->text()));
    QVERIFY(!shown.panel->result()->error()->isVisible());
    QTest::mouseClick(note->button(), Qt::LeftButton);
    QCOMPARE(shown.session.cursor(), EventIndex(8));
    QVERIFY(!note->isVisible());
    QVERIFY(shown.panel->result()->error()->isVisible());
}

void TestInspectorPanel::errorsAreShownWhole()
{
    Shown shown;
    shown.panel->showTab(InspectorPanel::ResultTab);
    shown.session.selectOperation(shown.find("s"));
    ui::ErrorView* error = shown.panel->result()->error();
    QVERIFY(error->isVisible());
    QVERIFY(error->data()->isVisible());
    QCOMPARE(error->data()->model().rowCount(), 1); // the JSON in it is opened
    error->copyAsText();
    const QString text = QApplication::clipboard()->text();
    for (const char* part : {"Declined", "<b>no</b>", "{\"code\":51}", "    at charge (pay.ts:12)", "OrderFailed"})
        QVERIFY2(text.contains(QString::fromUtf8(part)), part);
    QCOMPARE(shown.panel->tabs()->tabText(InspectorPanel::ResultTab), QStringLiteral("Error"));
    shown.session.seekTo(EventIndex(3)); // the error of the first attempt
    QVERIFY(shown.panel->result()->note()->isVisible());
    QVERIFY(!error->data()->isVisible());
}

void TestInspectorPanel::ladderSelects()
{
    Shown shown;
    shown.panel->showTab(InspectorPanel::ResultTab);
    shown.session.selectOperation(shown.find("s"));
    ui::LadderView* ladder = shown.panel->result()->error()->ladder();
    QCOMPARE(ladder->model()->rowCount(), 3);
    QTest::mouseClick(ladder->viewport(), Qt::LeftButton, {},
                      ladder->visualRect(ladder->model()->index(1, 0)).center());
    QCOMPARE(shown.session.selection().operation, shown.find("c"));
}

void TestInspectorPanel::attemptsSelectAndSeek()
{
    Shown shown;
    shown.panel->showTab(InspectorPanel::AttemptsTab);
    shown.session.selectOperation(shown.find("s"));
    ui::AttemptsView* attempts = shown.panel->attempts();
    QVERIFY(attempts->isVisible());
    const QPoint first =
        attempts->visualRect(attempts->model()->index(0, models::AttemptsModel::OutcomeColumn)).center();
    QTest::mouseClick(attempts->viewport(), Qt::LeftButton, {}, first);
    QCOMPARE(shown.session.selection().attempt, 1U);
    QTest::keyClick(attempts, Qt::Key_Return);
    QCOMPARE(shown.session.cursor(), EventIndex(3));
    shown.session.selectOperation(shown.find("c"));
    QVERIFY(!attempts->isVisible());
}

void TestInspectorPanel::eventsAreThoseOfTheOperation()
{
    Shown shown;
    shown.panel->showTab(InspectorPanel::EventsTab);
    shown.session.selectOperation(shown.find("s"));
    QCOMPARE(shown.panel->events()->model()->rowCount(), 4);
    shown.session.clearSelection();
    QCOMPARE(shown.panel->events()->model()->rowCount(), 3);
    const models::Selection invocation{{}, 0, {}, core::InvocationIndex(0)};
    shown.session.select(invocation);
    QCOMPARE(shown.session.selection(), invocation); // showing it must not choose an event
    QVERIFY(shown.panel->events()->model()->rowCount() >= 6);
}

void TestInspectorPanel::factsLeadAndCopy()
{
    Shown shown;
    shown.session.clearSelection();
    ui::FactsView* facts = shown.panel->facts();
    const QModelIndexList rows =
        facts->model()->match(facts->model()->index(0, 0), Qt::DisplayRole, QStringLiteral("Failed first"));
    QCOMPARE(rows.size(), 1);
    facts->setCurrentIndex(rows.front());
    QTest::keyClick(facts, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("charge"));
    QTest::keyClick(facts, Qt::Key_Return);
    QCOMPARE(shown.session.selection().operation, shown.find("s"));
}

void TestInspectorPanel::remembersItsTab()
{
    {
        Shown shown;
        shown.panel->showTab(InspectorPanel::EventsTab);
    }
    Shown again;
    QCOMPARE(again.panel->tabs()->currentIndex(), static_cast<int>(InspectorPanel::EventsTab));
}

void TestInspectorPanel::nothingIsRenderedAsHtml()
{
    Shown shown;
    shown.session.selectOperation(shown.find("s"));
    for (int tab = 0; tab < InspectorPanel::kTabCount; ++tab) {
        shown.panel->showTab(tab);
        for (const QLabel* label : shown.panel->findChildren<QLabel*>())
            QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->text()));
    }
}

void TestInspectorPanel::everythingHasAName()
{
    Shown shown;
    const auto takesFocus = [](const QWidget* widget) {
        return widget->focusPolicy() != Qt::NoFocus && !widget->inherits("QScrollBar") &&
               !widget->inherits("QAbstractScrollAreaScrollBarContainer") && !widget->inherits("QHeaderView");
    };
    for (const QWidget* widget : shown.panel->findChildren<QWidget*>()) {
        if (!takesFocus(widget) || widget->focusProxy() != nullptr)
            continue;
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        const auto* label = qobject_cast<const QLabel*>(widget);
        const bool isNamed =
            !widget->accessibleName().isEmpty() || label != nullptr ||
            (button != nullptr && (!button->text().isEmpty() || !button->isVisibleTo(shown.panel.get())));
        QVERIFY2(isNamed, widget->metaObject()->className());
    }
}

void TestInspectorPanel::allHistoriesInBothThemes()
{
    QStringList files;
    const QString shared = qEnvironmentVariable(
        "DURASCOPE_SHARED", QDir(QStringLiteral(DURASCOPE_SOURCE_DIR)).absoluteFilePath(QStringLiteral("../shared")));
    for (const QString& folder :
         {QString(shared + QStringLiteral("/histories")),
          QString(QStringLiteral(DURASCOPE_SOURCE_DIR) + QStringLiteral("/resources/samples"))}) {
        for (const QFileInfo& file : QDir(folder).entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            if (file.fileName() != QLatin1String("index.json"))
                files << file.absoluteFilePath();
        }
    }
    QVERIFY(!files.isEmpty());
    models::Session session;
    InspectorPanel panel(session);
    panel.resize(280, 500);
    panel.show();
    bool dark = false;
    for (const QString& file : files) {
        const auto log = history::readHistoryFile(file.toStdString());
        QVERIFY2(log, qPrintable(file));
        ui::Theme::instance().setChoice((dark = !dark) ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
        session.setDocument(documentOf(*log));
        const std::uint32_t last = (*log)->operationCount() - 1;
        for (const std::uint32_t operation : {0U, last / 2, last}) {
            session.selectOperation(OperationIndex(operation));
            for (int tab = 0; tab < InspectorPanel::kTabCount; ++tab) {
                panel.showTab(tab);
                session.seekTo(EventIndex((*log)->eventCount() / 2));
                panel.grab();
                session.seekToEnd();
                panel.grab();
            }
        }
    }
    QCOMPARE(panel.width(), 280);
    ui::Theme::instance().setChoice(ui::ThemeChoice::System);
}

QTEST_MAIN(TestInspectorPanel)
#include "tst_inspector_panel.moc"
