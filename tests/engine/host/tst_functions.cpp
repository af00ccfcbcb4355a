// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/functions.h"
#include "engine/host/made_ids.h"
#include "tests/engine/host/scripted_host.h"

#include <QTest>

#include <set>

using namespace durascope;
using namespace durascope::host;
using namespace durascope::test;

namespace {

FunctionEntry entry(const std::string& name, const std::string& version = "$LATEST")
{
    FunctionEntry made;
    made.config.name = name;
    made.config.version = version;
    return made;
}

const std::string kArn = "arn:aws:lambda:eu-west-1:111122223333:function:";

} // namespace

class TestFunctions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void exactNameFirst();
    void qualifiers();
    void aliasOfTheOnlyVersion();
    void versionOfARememberedFunction();
    void addingAgainReplaces();
    void madeIdsAreUuids();
    void madeIdsDependOnEveryPart();
};

void TestFunctions::names_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("qualifier");
    QTest::newRow("bare") << std::string("orders") << std::string("orders") << std::string();
    QTest::newRow("qualified") << std::string("orders:7") << std::string("orders") << std::string("7");
    QTest::newRow("ARN") << kArn + "orders" << std::string("orders") << std::string();
    QTest::newRow("qualified ARN") << kArn + "orders:prod" << std::string("orders") << std::string("prod");
    QTest::newRow("partial ARN") << std::string("111122223333:function:orders:7") << std::string("orders")
                                 << std::string("7");
    QTest::newRow("latest") << std::string("orders:$LATEST") << std::string("orders") << std::string("$LATEST");
}

void TestFunctions::names()
{
    QFETCH(std::string, text);
    QFETCH(std::string, name);
    QFETCH(std::string, qualifier);
    const FunctionName split = splitFunctionName(text);
    QCOMPARE(split.name, name);
    QCOMPARE(split.qualifier.value_or(""), qualifier);
}

void TestFunctions::exactNameFirst()
{
    FunctionTable table;
    table.add(entry("orders", "1"));
    table.add(entry(kArn + "orders:1", "2"));
    QCOMPARE(table.find(kArn + "orders:1").function->config.version, std::string("2"));
    QCOMPARE(table.find("orders").function->config.version, std::string("1"));
    QVERIFY(table.find("orders").qualified);
    QVERIFY(!table.find("other").function);
}

void TestFunctions::qualifiers()
{
    FunctionTable table;
    table.add(entry("orders", "1"));
    table.add(entry("orders", "2"));
    QCOMPARE(table.find("orders:1").function->config.version, std::string("1"));
    QCOMPARE(table.find(kArn + "orders:2").function->config.version, std::string("2"));
    QVERIFY(!table.find("orders:3").function);
    QVERIFY(!table.find(kArn + "orders").qualified);
    QCOMPARE(table.find("orders").function->config.version, std::string("2")); // the last one added
}

void TestFunctions::aliasOfTheOnlyVersion()
{
    FunctionTable table;
    table.add(entry("orders", "4"));
    QCOMPARE(table.find("orders:prod").function->config.version, std::string("4"));
    table.add(entry("billing:prod", "9"));
    QCOMPARE(table.find(kArn + "billing:prod").function->config.version, std::string("9"));
}

void TestFunctions::versionOfARememberedFunction()
{
    FunctionTable table;
    table.add(entry("orders", "1"));
    table.add(entry("orders", "2"));
    QCOMPARE(table.find("orders", "1")->config.version, std::string("1"));
    QCOMPARE(table.find("orders", "7")->config.version, std::string("2"));
    QVERIFY(!table.find("billing", "1"));
}

void TestFunctions::addingAgainReplaces()
{
    FunctionTable table;
    table.add(entry("orders"));
    FunctionEntry again = entry("orders");
    again.config.executionTimeout = 5;
    table.add(again);
    QCOMPARE(table.find("orders").function->config.executionTimeout, std::int64_t(5));
    QCOMPARE(table.find("orders:anything").function->config.executionTimeout, std::int64_t(5));
}

void TestFunctions::madeIdsAreUuids()
{
    const std::string id = uuidOf(7, {"name", "orders"});
    QCOMPARE(id.size(), std::size_t(36));
    QCOMPARE(id, uuidOf(7, {"name", "orders"}));
    for (const std::size_t dash : {8U, 13U, 18U, 23U})
        QCOMPARE(id[dash], '-');
    QCOMPARE(id[14], '3');
    QVERIFY(std::string("89ab").contains(id[19]));
}

void TestFunctions::madeIdsDependOnEveryPart()
{
    std::set<std::string> ids;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        for (int i = 0; i < 50; ++i)
            ids.insert(uuidOf(seed, {"name", std::to_string(i)}));
    }
    QCOMPARE(ids.size(), std::size_t(2'500));
    QVERIFY(uuidOf(1, {"ab", "c"}) != uuidOf(1, {"a", "bc"}));
    QVERIFY(numberOf(1, {"ab"}) != numberOf(2, {"ab"}));
}

QTEST_APPLESS_MAIN(TestFunctions)
#include "tst_functions.moc"
