// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/file_memory.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/theme/palette.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window/choice_card.h"
#include "ui/window/document_control.h"
#include "ui/window/loading_view.h"
#include "ui/window/notice.h"
#include "ui/window/start_page.h"
#include "ui/window/status_line.h"

#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QUrl>

using namespace durascope;
using durascope::test::WindowFixture;

namespace {

QStringList cardTitles(const QWidget& page)
{
    QStringList titles;
    for (const auto* card : page.findChildren<ui::ChoiceCard*>())
        titles.append(card->text());
    return titles;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void drop(QWidget& window, const QMimeData& data)
{
    QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    QDropEvent event(QPointF(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &event);
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!.*propagateSizeHints).*")));
        m_fixture = std::make_unique<WindowFixture>();
    }
    void cleanup() { m_fixture.reset(); }

    void beginsWithSamples()
    {
        QCOMPARE(window().currentPage(), static_cast<QWidget*>(&window().startPage()));
        QVERIFY(cardTitles(window().startPage()).contains(QStringLiteral("A three-day approval")));
        QCOMPARE(window().windowTitle(), QStringLiteral("Durascope"));
    }

    void everySampleOpensByItsCard()
    {
        const int count = static_cast<int>(cardTitles(window().startPage()).size());
        QVERIFY(count >= 3);
        for (int i = 0; i < count; ++i) {
            QSignalSpy opened(&window().documents(), &ui::DocumentControl::opened);
            const auto cards = window().startPage().findChildren<ui::ChoiceCard*>();
            cards.at(i)->setFocus();
            QTest::keyClick(cards.at(i), Qt::Key_Return);
            QTRY_COMPARE(opened.count(), 1);
            QCOMPARE(window().currentPage(), static_cast<QWidget*>(&window().timeline()));
            QVERIFY(window().windowTitle().endsWith(QStringLiteral(" – Durascope")));
            QVERIFY(!window().errorNotice().isVisible());
            QTest::keyClick(&window(), Qt::Key_W, Qt::ControlModifier);
            QVERIFY(!window().session().isOpen());
        }
    }

    /// The panels of a window beside another one had empty title bars.
    void everyWindowNamesItsPanels()
    {
        QVERIFY(m_fixture->openSample("order"));
        ui::MainWindow* other = window().openWindow(QStringLiteral(":/samples/retries.json"));
        QTRY_VERIFY(other->session().isOpen());
        for (const ui::MainWindow* each : {&window(), other}) {
            const auto docks = each->findChildren<QDockWidget*>();
            QVERIFY(!docks.isEmpty());
            for (const QDockWidget* dock : docks) {
                if (!dock->isVisible())
                    continue;
                const auto* tabs = dock->titleBarWidget()->findChild<QTabBar*>();
                QTRY_VERIFY(tabs->isVisible() && tabs->width() >= tabs->sizeHint().width());
                QTRY_VERIFY(tabs->count() > 0 && tabs->height() > 0);
            }
        }
        delete other;
    }

    void anErrorKeepsTheDocumentThatWasOpen()
    {
        QVERIFY(m_fixture->openSample("order"));
        const auto log = window().session().document().log;
        QVERIFY(!m_fixture->open(m_fixture->writeFile(QStringLiteral("bad.json"), "{\"Events\": [")));
        QCOMPARE(window().session().document().log, log);
        QCOMPARE(window().currentPage(), static_cast<QWidget*>(&window().timeline()));
        QVERIFY(window().errorNotice().isVisible());
        QVERIFY(window().errorNotice().text().contains(QStringLiteral("bad.json")));
        QVERIFY(m_fixture->openSample("retries"));
        QVERIFY(!window().errorNotice().isVisible());
    }

    void unreadableThingsGiveOneMessage_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("binary") << QByteArray("\x7f\x45\x4c\x46\x00\x01\xff", 7);
        QTest::newRow("not a history") << QByteArray("{\"a\": 1}");
        QTest::newRow("not JSON") << QByteArray("once upon a time");
    }
    void unreadableThingsGiveOneMessage()
    {
        QFETCH(QByteArray, content);
        QVERIFY(!m_fixture->open(m_fixture->writeFile(QStringLiteral("x.json"), content)));
        QVERIFY(window().errorNotice().isVisible());
        QCOMPARE(window().currentPage(), static_cast<QWidget*>(&window().startPage()));
        QTest::keyClick(&window().errorNotice(), Qt::Key_Escape);
        QVERIFY(!window().errorNotice().isVisible());
    }

    void missingFilesAndFoldersAreErrors()
    {
        QVERIFY(!m_fixture->open(QStringLiteral("/no/such/file.json")));
        QVERIFY(window().errorNotice().text().contains(QStringLiteral("file.json")));
        QVERIFY(!m_fixture->open(QStringLiteral(DURASCOPE_SOURCE_DIR)));
        QVERIFY(window().errorNotice().isVisible());
    }

    void filesAreDropped()
    {
        QSignalSpy opened(&window().documents(), &ui::DocumentControl::opened);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(WindowFixture::samplePath("order"))});
        drop(window(), data);
        QTRY_COMPARE(opened.count(), 1);
        QCOMPARE(window().session().document().path, WindowFixture::samplePath("order"));
    }

    void textIsDropped()
    {
        QSignalSpy opened(&window().documents(), &ui::DocumentControl::opened);
        QMimeData data;
        data.setText(QString::fromUtf8(contentOf(WindowFixture::samplePath("order"))));
        drop(window(), data);
        QTRY_COMPARE(opened.count(), 1);
        QVERIFY(window().session().document().path.isEmpty());
    }

    void severalFilesGetAWindowEach()
    {
        QSignalSpy wanted(&window().documents(), &ui::DocumentControl::windowWanted);
        const auto before = QApplication::topLevelWidgets();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(WindowFixture::samplePath("order")),
                      QUrl::fromLocalFile(WindowFixture::samplePath("retries"))});
        drop(window(), data);
        QTRY_COMPARE(wanted.count(), 1);
        ui::MainWindow* other = nullptr;
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (auto* candidate = qobject_cast<ui::MainWindow*>(widget); candidate && !before.contains(widget))
                other = candidate;
        }
        QVERIFY(other);
        QTRY_VERIFY(other->session().isOpen());
        QTRY_VERIFY(window().session().isOpen());
        QCOMPARE(other->session().document().path, WindowFixture::samplePath("retries"));
        QPointer<ui::MainWindow> gone(other);
        other->close();
        QTRY_VERIFY(!gone);
    }

    void jsonIsPasted()
    {
        QSignalSpy opened(&window().documents(), &ui::DocumentControl::opened);
        QApplication::clipboard()->setText(QString::fromUtf8(contentOf(WindowFixture::samplePath("retries"))));
        QTest::keyClick(&window(), Qt::Key_V, Qt::ControlModifier);
        QTRY_COMPARE(opened.count(), 1);
    }

    void pastingNothingSaysSo()
    {
        QApplication::clipboard()->clear();
        QTest::keyClick(&window(), Qt::Key_V, Qt::ControlModifier);
        QVERIFY(window().errorNotice().isVisible());
    }

    void loadingIsCancelled()
    {
        QVERIFY(m_fixture->openSample("order"));
        QSignalSpy cancelled(&window().documents(), &ui::DocumentControl::cancelled);
        QSignalSpy opened(&window().documents(), &ui::DocumentControl::opened);
        window().open(WindowFixture::samplePath("map-200"));
        QVERIFY(window().documents().isLoading());
        QTest::keyClick(&window(), Qt::Key_Escape);
        QTRY_COMPARE(cancelled.count(), 1);
        QCOMPARE(opened.count(), 0);
        QCOMPARE(window().session().document().path, WindowFixture::samplePath("order"));
        QCOMPARE(window().currentPage(), static_cast<QWidget*>(&window().timeline()));
    }

    void slowLoadsShowHowFarTheyAre()
    {
        // A pipe nobody writes to is read for ever.
        QProcess process;
        const QString pipe = m_fixture->writeFile(QStringLiteral("none"), {}) + QStringLiteral(".fifo");
        process.start(QStringLiteral("mkfifo"), {pipe});
        QVERIFY(process.waitForFinished());
        QFile writer(pipe);
        QVERIFY(writer.open(QIODevice::ReadWrite | QIODevice::Unbuffered));
        writer.write("{\"Events\": [");
        window().open(pipe);
        auto* loading = window().findChild<ui::LoadingView*>();
        if (!QTest::qWaitFor([&] { return window().currentPage() == loading || window().errorNotice().isVisible(); }))
            QFAIL("neither a loading view nor an error");
        if (window().errorNotice().isVisible())
            QSKIP("the reader refuses pipes, so nothing is slow enough to be seen here");
        QTest::keyClick(loading, Qt::Key_Escape);
        writer.close();
        QTRY_COMPARE(window().currentPage(), static_cast<QWidget*>(&window().startPage()));
    }

    void positionIsRememberedPerFile()
    {
        const QString order = m_fixture->sampleFile("order");
        QVERIFY(m_fixture->open(order));
        QVERIFY(window().session().atEnd());
        window().session().seekTo(core::EventIndex(2));
        window().session().selectEvent(core::EventIndex(2));
        const auto selection = window().session().selection().operation;
        QVERIFY(m_fixture->open(m_fixture->sampleFile("retries")));
        QVERIFY(window().session().atEnd());
        m_fixture->restart();
        QVERIFY(m_fixture->open(order));
        QCOMPARE(window().session().cursor(), core::EventIndex(2));
        QCOMPARE(window().session().selection().operation, selection);
    }

    void recentFilesAreOfferedAndRemoved()
    {
        const QString order = m_fixture->sampleFile("order");
        QVERIFY(m_fixture->open(order));
        m_fixture->restart();
        auto* card = window().startPage().findChildren<ui::ChoiceCard*>().first();
        QVERIFY(card->toolTip().endsWith(QStringLiteral("order.json")));
        QFile::remove(order);
        QSignalSpy opened(&window().documents(), &ui::DocumentControl::started);
        m_fixture->restart();
        card = window().startPage().findChildren<ui::ChoiceCard*>().first();
        const auto count = cardTitles(window().startPage()).size();
        card->setFocus();
        QTest::keyClick(card, Qt::Key_Return);
        QCOMPARE(opened.count(), 0);
        QTest::keyClick(card, Qt::Key_Delete);
        QTRY_COMPARE(cardTitles(window().startPage()).size(), count - 1);
    }

    void aFailedExecutionOpensWithItsOriginSelected()
    {
        QVERIFY(m_fixture->openSample("broken-callback"));
        QVERIFY(window().session().atEnd());
        QCOMPARE(window().session().selection().operation, window().session().analysis().failureOrigin());
    }

    void whatWasGuessedIsSaidOncePerFile()
    {
        const QString path = m_fixture->writeFile(
            QStringLiteral("no-zone.json"),
            R"([{"EventType":"ExecutionStarted","EventId":1,"Id":"e","EventTimestamp":"2026-03-02T10:00:00.000"},
                {"EventType":"ExecutionSucceeded","EventId":2,"Id":"e","EventTimestamp":"2026-03-02T10:00:01.000"}])");
        QVERIFY(m_fixture->open(path));
        QVERIFY(window().remarkNotice().isVisible());
        QTest::keyClick(&window().remarkNotice(), Qt::Key_Escape);
        m_fixture->restart();
        QVERIFY(m_fixture->open(path));
        QVERIFY(!window().remarkNotice().isVisible());
    }

    void atEventIsShownOrRefused()
    {
        QSignalSpy opened(&window().documents(), &ui::DocumentControl::opened);
        window().open(WindowFixture::samplePath("order"), 3);
        QTRY_COMPARE(opened.count(), 1);
        QCOMPARE(window().session().log().eventId(window().session().cursor()), 3);
        window().open(WindowFixture::samplePath("order"), 9999);
        QTRY_COMPARE(opened.count(), 2);
        QVERIFY(window().errorNotice().isVisible());
        QVERIFY(window().errorNotice().text().contains(QStringLiteral("9999")));
        QVERIFY(window().session().isOpen());
    }

    void themeIsRemembered()
    {
        ui::Theme::instance().setChoice(ui::ThemeChoice::Light);
        QTest::keyClick(&window(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(ui::Theme::instance().palette().dark);
        ui::Theme::instance().setChoice(ui::ThemeChoice::Light);
        m_fixture->restart();
        QVERIFY(ui::Theme::instance().palette().dark);
    }

    void nothingIsRememberedWhenForgetting()
    {
        const QString order = m_fixture->sampleFile("order");
        m_fixture->closeWindow();
        const auto recent = models::FileMemory().recent().size();
        {
            ui::MainWindow forgetful(ui::Memory::Forget);
            forgetful.show();
            QSignalSpy opened(&forgetful.documents(), &ui::DocumentControl::opened);
            forgetful.open(order);
            QTRY_COMPARE(opened.count(), 1);
            forgetful.close();
        }
        QCOMPARE(models::FileMemory().recent().size(), recent);
    }

private:
    ui::MainWindow& window() { return m_fixture->window(); }
    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
