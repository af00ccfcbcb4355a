// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/cell.h"
#include "app/durable/table.h"

#include <QtTest>

#include <map>
#include <sstream>

using namespace durascope::app;

namespace {
struct Screen
{
    std::ostringstream out;
    std::ostringstream err;
    Terminal terminal{out, err};
};

std::map<std::string, std::string>& variables()
{
    static std::map<std::string, std::string> map;
    return map;
}

const char* environmentValue(const char* name)
{
    const auto found = variables().find(name);
    return found == variables().end() ? nullptr : found->second.c_str();
}

QString lines(const std::vector<Column>& columns, const std::vector<Row>& rows, std::size_t width, bool unicode = true)
{
    Screen screen;
    screen.terminal.width = width;
    screen.terminal.unicode = unicode;
    printTable(screen.terminal, columns, [&rows](TablePass, const std::function<bool(const Row&)>& put) {
        for (const Row& row : rows) {
            if (!put(row)) {
                return;
            }
        }
    });
    return QString::fromStdString(screen.out.str());
}
} // namespace

class CellTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void columnsOfText()
    {
        QCOMPARE(columnsOf(""), std::size_t{0});
        QCOMPARE(columnsOf("abc"), std::size_t{3});
        QCOMPARE(columnsOf("äöü✓"), std::size_t{4});
        QCOMPARE(columnsOf("你好"), std::size_t{4});
        QCOMPARE(columnsOf("e\u0301"), std::size_t{1});
        QCOMPARE(columnsOf("😀"), std::size_t{2});
        QCOMPARE(columnsOf("\xff"), std::size_t{1});
    }

    void fitsTextIntoColumns()
    {
        const Screen screen;
        QCOMPARE(fitted(screen.terminal, "abcdef", 0), std::string("abcdef"));
        QCOMPARE(fitted(screen.terminal, "abcdef", 6), std::string("abcdef"));
        QCOMPARE(fitted(screen.terminal, "abcdef", 4), std::string("abc…"));
        QCOMPARE(fitted(screen.terminal, "你好吗", 4), std::string("你…"));
    }

    void asciiWhereItMustBe()
    {
        Screen screen;
        screen.terminal.unicode = false;
        for (const char* sign : {"✓", "✕", "▶", "○", "⧗", "✉", "↻"}) {
            const std::string ascii = shown(screen.terminal, sign);
            QCOMPARE(ascii.size(), std::size_t{1});
            QVERIFY(ascii != "?");
        }
        QCOMPARE(shown(screen.terminal, "└─ Zoë … 5 µs"), std::string("`- Zo? ... 5 us"));
        QCOMPARE(fitted(screen.terminal, "abcdef", 5), std::string("ab..."));
    }

    void coloursOnlyWhenAllowed()
    {
        Screen screen;
        QCOMPARE(painted(screen.terminal, {"x", Tone::Bad}), std::string("x"));
        screen.terminal.colours = true;
        QCOMPARE(painted(screen.terminal, {"x", Tone::Bad}), std::string("\x1b[31mx\x1b[0m"));
        QCOMPARE(painted(screen.terminal, {"x", Tone::Plain}), std::string("x"));
        QCOMPARE(painted(screen.terminal, {"", Tone::Bad}), std::string());
    }

    void harmlessJsonKeepsItsValue()
    {
        QCOMPARE(harmlessJson("\"ä✓ a\\n\""), std::string("\"ä✓ a\\n\""));
        QCOMPARE(harmlessJson("\"\xc2\x9b"
                              "31m\x7f\""),
                 std::string("\"\\u009b31m\\u007f\""));
        QCOMPARE(harmlessJson("\"\u202eabc\u2066\""), std::string("\"\\u202eabc\\u2066\""));
    }

    void tablesAlign()
    {
        const std::vector<Column> columns = {{"N", Align::Right}, {"NAME"}, {"WHAT"}};
        const std::vector<Row> rows = {{{"1"}, {"a"}, {"x"}}, {{"10"}, {"längst"}, {}}, {{}, {"b"}, {"yy"}}};
        QCOMPARE(lines(columns, rows, 0), QStringLiteral(" N  NAME    WHAT\n"
                                                         " 1  a       x\n"
                                                         "10  längst\n"
                                                         "    b       yy\n"));
    }

    void tablesStayInsideOfTheTerminal()
    {
        const std::vector<Column> columns = {{"NAME", Align::Left, 8}, {"WHAT"}};
        const std::vector<Row> rows = {{{"abcdefghijkl"}, {std::string(100, 'w')}}};
        const QString text = lines(columns, rows, 40);
        QCOMPARE(text, QStringLiteral("NAME      WHAT\nabcdefg…  ") + QString(29, u'w') + QStringLiteral("…\n"));
    }

    void tablesStopWhenNobodyReads()
    {
        Screen screen;
        screen.out.setstate(std::ios::badbit);
        int rows = 0;
        printTable(screen.terminal, {{"A"}}, [&rows](TablePass, const std::function<bool(const Row&)>& put) {
            while (put({{"x"}})) {
                ++rows;
            }
        });
        QCOMPARE(rows, 0);
    }

    void environmentDecides_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("unicode");
        QTest::addColumn<bool>("colours");
        QTest::addColumn<int>("width");
        QTest::newRow("LANG C.UTF-8") << QByteArray("LANG") << QByteArray("C.UTF-8") << true << true << 0;
        QTest::newRow("LANG utf8") << QByteArray("LANG") << QByteArray("de_DE.utf8") << true << true << 0;
        QTest::newRow("LANG C") << QByteArray("LANG") << QByteArray("C") << false << true << 0;
        QTest::newRow("LC_CTYPE") << QByteArray("LC_CTYPE") << QByteArray("en_GB.UTF-8") << true << true << 0;
        QTest::newRow("NO_COLOR") << QByteArray("NO_COLOR") << QByteArray("1") << false << false << 0;
        QTest::newRow("empty NO_COLOR") << QByteArray("NO_COLOR") << QByteArray("") << false << true << 0;
        QTest::newRow("dumb") << QByteArray("TERM") << QByteArray("dumb") << false << false << 0;
        QTest::newRow("COLUMNS") << QByteArray("COLUMNS") << QByteArray("100") << false << true << 100;
        QTest::newRow("tiny COLUMNS") << QByteArray("COLUMNS") << QByteArray("3") << false << true << 40;
        QTest::newRow("odd COLUMNS") << QByteArray("COLUMNS") << QByteArray("wide") << false << true << 0;
    }

    void environmentDecides()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        variables() = {{name.toStdString(), value.toStdString()}};
        Screen screen;
        screen.terminal.outIsTerminal = true;
        applyEnvironment(screen.terminal, environmentValue, 0);
        QTEST(screen.terminal.unicode, "unicode");
        QTEST(screen.terminal.colours, "colours");
        QTEST(static_cast<int>(screen.terminal.width), "width");
        screen.terminal.outIsTerminal = false;
        applyEnvironment(screen.terminal, environmentValue, 120);
        QVERIFY(!screen.terminal.colours);
        QCOMPARE(screen.terminal.width, std::size_t{120});
    }

    void theMostSpecificLocaleWins()
    {
        variables() = {{"LANG", "C.UTF-8"}, {"LC_ALL", "C"}};
        Screen screen;
        applyEnvironment(screen.terminal, environmentValue, 0);
        QVERIFY(!screen.terminal.unicode);
    }
};

QTEST_GUILESS_MAIN(CellTest)
#include "tst_cell.moc"
