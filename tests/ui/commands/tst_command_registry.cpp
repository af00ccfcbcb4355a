// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/command_menus.h"
#include "ui/commands/command_registry.h"
#include "ui/commands/key_sheet.h"

#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>
#include <QTextBrowser>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace durascope::ui;

class TestCommandRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!.*propagateSizeHints).*")));
        m_runs.clear();
        m_window = std::make_unique<QWidget>();
        m_registry = new CommandRegistry(m_window.get());
        add("timeline.zoom", Qt::Key_W);
        add("transport.play", Qt::Key_Space);
        add("transport.start", Qt::Key_Home);
        add("file.open", Qt::CTRL | Qt::Key_O);
    }
    void cleanup() { m_window.reset(); }

    void keysRunCommands()
    {
        show(new QWidget);
        QTest::keyClick(m_window.get(), Qt::Key_W);
        QTest::keyClick(m_window.get(), Qt::Key_O, Qt::ControlModifier);
        QCOMPARE(m_runs, QStringList({QStringLiteral("timeline.zoom"), QStringLiteral("file.open")}));
    }

    void textFieldsKeepWhatCanBeTyped()
    {
        auto* field = new QLineEdit;
        show(field);
        QTest::keyClick(field, Qt::Key_W);
        QTest::keyClick(field, Qt::Key_Space);
        QTest::keyClick(field, Qt::Key_Home);
        QCOMPARE(m_runs, QStringList());
        QCOMPARE(field->text(), QStringLiteral("w "));
        QTest::keyClick(field, Qt::Key_O, Qt::ControlModifier);
        QCOMPARE(m_runs, QStringList(QStringLiteral("file.open")));
    }

    void textThatIsOnlyReadKeepsNothing()
    {
        auto* text = new QTextBrowser;
        show(text);
        QTest::keyClick(text, Qt::Key_W);
        QCOMPARE(m_runs, QStringList(QStringLiteral("timeline.zoom")));
    }

    void focusedButtonsArePressedBySpace()
    {
        auto* button = new QPushButton(QStringLiteral("Press"));
        int pressed = 0;
        connect(button, &QPushButton::clicked, this, [&pressed] { ++pressed; });
        show(button);
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(pressed, 1);
        QCOMPARE(m_runs, QStringList());
        QTest::keyClick(button, Qt::Key_W);
        QCOMPARE(m_runs, QStringList(QStringLiteral("timeline.zoom")));
    }

    void disabledCommandsDoNothing()
    {
        bool enabled = false;
        int runs = 0;
        m_registry->add({.id = QStringLiteral("a.b"),
                         .title = QStringLiteral("A"),
                         .tooltip = QStringLiteral("B."),
                         .group = CommandGroup::View,
                         .keys = {QKeySequence(Qt::Key_F2)},
                         .glyph = {},
                         .run = [&runs] { ++runs; },
                         .enabled = [&enabled] { return enabled; },
                         .checked = {}});
        show(new QWidget);
        QVERIFY(!m_registry->trigger(u"a.b"));
        QVERIFY(!m_registry->trigger(u"no.such"));
        QTest::keyClick(m_window.get(), Qt::Key_F2);
        QCOMPARE(runs, 0);
        enabled = true;
        QVERIFY(m_registry->trigger(u"a.b"));
        QTest::keyClick(m_window.get(), Qt::Key_F2);
        QCOMPARE(runs, 2);
    }

    void tooltipsCarryTitleKeyAndSentence()
    {
        const QString tooltip = m_registry->action(u"file.open")->toolTip();
        QVERIFY(tooltip.contains(QStringLiteral("Title of file.open")));
        QVERIFY(tooltip.contains(QStringLiteral("Ctrl+O")));
        QVERIFY(tooltip.contains(QStringLiteral("Sentence.")));
    }

    void menusHoldEveryCommandOnce()
    {
        QMenu menu;
        fillMainMenu(menu, *m_registry);
        QStringList ids;
        for (const QAction* group : menu.actions()) {
            for (const QAction* action : group->menu()->actions())
                ids.append(action->objectName());
        }
        ids.sort();
        QCOMPARE(ids, QStringList({QStringLiteral("file.open"), QStringLiteral("timeline.zoom"),
                                   QStringLiteral("transport.play"), QStringLiteral("transport.start")}));
    }

    void sheetFindsByTitleKeyAndSentenceAndRuns()
    {
        show(new QWidget);
        KeySheet sheet(*m_registry, m_window.get());
        sheet.show();
        QTest::keyClicks(sheet.searchField(), QStringLiteral("ctrl+o"));
        QCOMPARE(shownIn(sheet), QStringList(QStringLiteral("Title of file.open")));
        sheet.searchField()->clear();
        QTest::keyClicks(sheet.searchField(), QStringLiteral("title transport"));
        QCOMPARE(shownIn(sheet).size(), 2);
        QTest::keyClick(sheet.searchField(), Qt::Key_Down);
        QTest::keyClick(sheet.searchField(), Qt::Key_Return);
        QCOMPARE(m_runs, QStringList(QStringLiteral("transport.start")));
        QVERIFY(!sheet.isVisible());
    }

private:
    void add(const char* id, QKeySequence key)
    {
        const QString name = QLatin1String(id);
        m_registry->add(
            {.id = name,
             .title = QStringLiteral("Title of ") + name,
             .tooltip = QStringLiteral("Sentence."),
             .group = name.startsWith(QStringLiteral("file")) ? CommandGroup::File : CommandGroup::Transport,
             .keys = {key},
             .glyph = {},
             .run = [this, name] { m_runs.append(name); },
             .enabled = {},
             .checked = {}});
    }
    void show(QWidget* content)
    {
        content->setParent(m_window.get());
        m_window->setGeometry(0, 0, 300, 200);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->activateWindow();
        content->setFocus();
        content->show();
    }
    static QStringList shownIn(const KeySheet& sheet)
    {
        QStringList titles;
        for (int g = 0; g < sheet.list()->topLevelItemCount(); ++g) {
            const QTreeWidgetItem* group = sheet.list()->topLevelItem(g);
            for (int i = 0; i < group->childCount(); ++i) {
                if (!group->isHidden() && !group->child(i)->isHidden())
                    titles.append(group->child(i)->text(0));
            }
        }
        return titles;
    }

    QStringList m_runs;
    std::unique_ptr<QWidget> m_window;
    CommandRegistry* m_registry = nullptr;
};

QTEST_MAIN(TestCommandRegistry)
#include "tst_command_registry.moc"
