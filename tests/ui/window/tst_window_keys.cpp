// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rows/row_list.h"
#include "models/session/playback.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/commands/command_registry.h"
#include "ui/commands/key_sheet.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window/panels.h"
#include "ui/window/status_line.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QPointer>
#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace durascope;
using durascope::test::WindowFixture;

class TestWindowKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!.*propagateSizeHints).*")));
        m_fixture = std::make_unique<WindowFixture>();
    }
    void cleanup() { m_fixture.reset(); }

    void everyCommandIsComplete()
    {
        std::set<QString> keys;
        std::set<QString> titles;
        static const QRegularExpression idForm(QStringLiteral("^[a-z]+\\.[a-z0-9]+(-[a-z0-9]+)*$"));
        for (const ui::Command& command : window().commands().commands()) {
            QVERIFY2(idForm.match(command.id).hasMatch(), qPrintable(command.id));
            QVERIFY(!command.title.isEmpty());
            QVERIFY2(command.tooltip.endsWith(QLatin1Char('.')), qPrintable(command.id));
            QVERIFY2(titles.insert(command.title).second, qPrintable(command.title));
            for (const QKeySequence& key : command.keys) {
                QVERIFY2(!key.isEmpty(), qPrintable(command.id));
                QVERIFY2(keys.insert(key.toString()).second, qPrintable(command.id));
            }
        }
    }

    void theDesignedKeysAreThere()
    {
        std::set<QString> keys;
        for (const ui::Command& command : window().commands().commands()) {
            for (const QKeySequence& key : command.keys)
                keys.insert(key.toString(QKeySequence::PortableText));
        }
        for (const char* key : {"Space",     ".",          ",",
                                "F10",       "Shift+F10",  "F11",
                                "Shift+F11", "Alt+F11",    "Alt+Shift+F11",
                                "]",         "[",          "Home",
                                "End",       "Shift+Left", "Shift+Right",
                                "J",         "K",          "L",
                                "F8",        "Shift+F8",   "W",
                                "A",         "S",          "D",
                                "F",         "0",          "X",
                                "E",         "C",          "1",
                                "9",         "Q",          "I",
                                "Ctrl+O",    "Ctrl+V",     "Ctrl+W",
                                "Ctrl+Q",    "?",          "Ctrl+Shift+T"})
            QVERIFY2(keys.count(QLatin1String(key)) == 1, key);
    }

    void everyCommandRunsWithAndWithoutAHistory()
    {
        runAll();
        QVERIFY(m_fixture->openSample("retries"));
        runAll();
    }

    void eventsAreSteppedBothWays()
    {
        QVERIFY(m_fixture->openSample("retries"));
        auto& session = window().session();
        press(Qt::Key_Home);
        QVERIFY(session.atStart());
        std::vector<core::EventIndex> forwards{session.cursor()};
        while (!session.atEnd()) {
            press(Qt::Key_Period);
            QVERIFY(session.cursor() > forwards.back());
            forwards.push_back(session.cursor());
        }
        QCOMPARE(forwards.size(), session.log().eventCount());
        for (auto stop = forwards.rbegin() + 1; stop != forwards.rend(); ++stop) {
            press(Qt::Key_Comma);
            QCOMPARE(session.cursor(), *stop);
        }
        QVERIFY(session.atStart());
        press(Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(session.cursor(), core::EventIndex(10));
        press(Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(session.atStart());
        press(Qt::Key_End);
        QVERIFY(session.atEnd());
    }

    void failuresAndInvocationsAreVisited()
    {
        QVERIFY(m_fixture->openSample("retries"));
        auto& session = window().session();
        press(Qt::Key_Home);
        for (const core::EventIndex failure : session.analysis().failures()) {
            press(Qt::Key_F8);
            QCOMPARE(session.cursor(), failure);
        }
        press(Qt::Key_Home);
        press(Qt::Key_BracketRight);
        QVERIFY(!session.atStart());
        const auto second = session.cursor();
        press(Qt::Key_BracketRight);
        press(Qt::Key_BracketLeft);
        QCOMPARE(session.cursor(), second);
    }

    void spacePlaysAndPauses()
    {
        QVERIFY(m_fixture->openSample("order"));
        press(Qt::Key_Space);
        QVERIFY(window().session().playback()->isPlaying());
        press(Qt::Key_Space);
        QVERIFY(!window().session().playback()->isPlaying());
        press(Qt::Key_L);
        press(Qt::Key_L);
        QVERIFY(window().session().playback()->speed() >= 2);
        window().session().seekTo(core::EventIndex(3));
        press(Qt::Key_J);
        QCOMPARE(window().session().playback()->direction(), history::Direction::Backward);
        press(Qt::Key_K);
        QVERIFY(!window().session().playback()->isPlaying());
    }

    void rowsOpenAndClose()
    {
        QVERIFY(m_fixture->openSample("approval"));
        auto* rows = window().session().rows();
        press(Qt::Key_E);
        const int all = rows->count();
        press(Qt::Key_C);
        QVERIFY(rows->count() < all);
        press(Qt::Key_1);
        const int top = rows->count();
        press(Qt::Key_9);
        QVERIFY(rows->count() >= top);
    }

    void panelsAreToggled()
    {
        QVERIFY(m_fixture->openSample("order"));
        QVERIFY(window().panels().inspector()->isVisible());
        press(Qt::Key_I);
        QVERIFY(!window().panels().inspector()->isVisible());
        press(Qt::Key_I);
        QVERIFY(window().panels().inspector()->isVisible());
        press(Qt::Key_Q);
        QVERIFY(!window().panels().bottomWanted());
    }

    void axisIsChangedByKey()
    {
        QVERIFY(m_fixture->openSample("approval"));
        const auto before = window().timeline().axisMode();
        press(Qt::Key_X);
        QVERIFY(window().timeline().axisMode() != before);
        press(Qt::Key_X);
        QCOMPARE(window().timeline().axisMode(), before);
    }

    void tabReachesEveryPartAndShowsTheFocus()
    {
        QVERIFY(m_fixture->openSample("order"));
        window().timeline().setFocus();
        std::set<const QWidget*> reached;
        for (int i = 0; i < 120; ++i) {
            QWidget* focused = QApplication::focusWidget();
            QVERIFY(focused);
            QVERIFY2(focused->isVisible(), focused->metaObject()->className());
            reached.insert(focused);
            QTest::keyClick(focused, Qt::Key_Tab,
                            focused->inherits("QTextEdit") ? Qt::ControlModifier : Qt::NoModifier);
        }
        QVERIFY(reached.count(&window().timeline()) == 1);
        QVERIFY(anyInside(reached, window().panels().inspector()));
        QVERIFY(anyInside(reached, window().menuWidget()));
        QVERIFY(anyInside(reached, &window().statusLine()));
    }

    void keyboardSheetOpensByItsKey()
    {
        press(Qt::Key_Question);
        auto* sheet = window().findChild<ui::KeySheet*>();
        QVERIFY(sheet && sheet->isVisible());
        QTest::keyClick(sheet, Qt::Key_Escape);
        QTRY_VERIFY(!window().findChild<ui::KeySheet*>());
    }

private:
    ui::MainWindow& window() { return m_fixture->window(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&window(), key, modifiers); }
    static bool anyInside(const std::set<const QWidget*>& widgets, const QWidget* parent)
    {
        return std::any_of(widgets.begin(), widgets.end(),
                           [parent](const QWidget* widget) { return parent->isAncestorOf(widget); });
    }
    /// All but those that end or leave the window.
    void runAll()
    {
        QApplication::clipboard()->setText(QStringLiteral("[]"));
        for (const ui::Command& command : window().commands().commands()) {
            if (command.id == QStringLiteral("file.quit") || command.id == QStringLiteral("file.close") ||
                command.id == QStringLiteral("file.paste"))
                continue;
            QVERIFY2(window().commands().find(command.id), qPrintable(command.id));
            window().commands().trigger(command.id);
            QCoreApplication::processEvents();
            closeOthers();
        }
    }
    /// Windows, dialogs and sheets that a command has opened.
    void closeOthers()
    {
        QList<QPointer<QWidget>> others;
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (widget != &window() && widget->isVisible())
                others.append(widget);
        }
        for (const QPointer<QWidget>& other : others) {
            if (other)
                other->close();
        }
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(TestWindowKeys)
#include "tst_window_keys.moc"
