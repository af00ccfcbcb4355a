// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durascope/arguments.h"

#include <QRegularExpression>
#include <QTest>

using namespace durascope;
using app::parseArguments;

class TestArguments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everythingIsRead()
    {
        const auto arguments =
            parse({"order.json", "--at", "12", "--theme", "dark", "--screenshot", "out.png", "--size", "1100x700"});
        QVERIFY(arguments);
        QCOMPARE(arguments->files, QStringList(QStringLiteral("order.json")));
        QCOMPARE(arguments->eventId.value(), 12);
        QCOMPARE(arguments->theme.value(), ui::ThemeChoice::Dark);
        QCOMPARE(arguments->screenshot, QStringLiteral("out.png"));
        QCOMPARE(arguments->size, QSize(1100, 700));
    }

    void nothingIsNeeded()
    {
        const auto arguments = parse({});
        QVERIFY(arguments);
        QVERIFY(arguments->files.isEmpty());
        QVERIFY(!arguments->eventId);
        QVERIFY(!arguments->theme);
        QVERIFY(arguments->screenshot.isEmpty());
        QCOMPARE(arguments->size, QSize(1440, 900));
    }

    void severalFilesAndStandardInput()
    {
        const auto arguments = parse({"a.json", "-", "b.json"});
        QVERIFY(arguments);
        QCOMPARE(arguments->files.size(), 3);
        QCOMPARE(arguments->files.at(1), QStringLiteral("-"));
    }

    void versionAndHelpArePrinted()
    {
        QVERIFY(parse({"--version"})->print.startsWith(QStringLiteral("durascope ")));
        QVERIFY(parse({"--help"})->print.contains(QStringLiteral("--screenshot")));
    }

    void wrongUsageIsOneLine_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const QStringList& words, const char* says) {
            QTest::newRow(name) << words << QString::fromLatin1(says);
        };
        row("unknown option", {QStringLiteral("--run")}, "run");
        row("at without file", {QStringLiteral("--at"), QStringLiteral("3")}, "FILE");
        row("at a word", {QStringLiteral("a"), QStringLiteral("--at"), QStringLiteral("x")}, "EventId");
        row("at nothing", {QStringLiteral("a"), QStringLiteral("--at")}, "at");
        row("theme", {QStringLiteral("--theme"), QStringLiteral("pink")}, "pink");
        row("size word",
            {QStringLiteral("--screenshot"), QStringLiteral("p"), QStringLiteral("--size"), QStringLiteral("big")},
            "WxH");
        row("size zero",
            {QStringLiteral("--screenshot"), QStringLiteral("p"), QStringLiteral("--size"), QStringLiteral("0x900")},
            "WxH");
        row("size huge",
            {QStringLiteral("--screenshot"), QStringLiteral("p"), QStringLiteral("--size"),
             QStringLiteral("900x99999999")},
            "WxH");
        row("size alone", {QStringLiteral("--size"), QStringLiteral("900x900")}, "--screenshot");
        row("two pictures",
            {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("--screenshot"), QStringLiteral("p")},
            "one FILE");
        row("no picture", {QStringLiteral("--screenshot"), QString()}, "PNG");
    }
    void wrongUsageIsOneLine()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, says);
        const auto arguments = parseArguments(QStringList{QStringLiteral("durascope")} + words);
        QVERIFY(!arguments);
        QVERIFY2(arguments.error().contains(says), qPrintable(arguments.error()));
        QVERIFY(!arguments.error().contains(QLatin1Char('\n')));
    }

private:
    static std::expected<app::Arguments, QString> parse(std::initializer_list<const char*> words)
    {
        QStringList commandLine{QStringLiteral("durascope")};
        for (const char* word : words)
            commandLine.append(QLatin1String(word));
        return parseArguments(commandLine);
    }
};

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
