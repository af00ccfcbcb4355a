// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sdk/operation_path.h"
#include "engine/sdk/operation_table.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace durascope;
using durable::detail::OperationTable;

namespace {

core::OperationRef operation(std::string id, core::OperationStatus status = core::OperationStatus::Started)
{
    auto identity = std::make_shared<core::OperationIdentity>();
    identity->id = std::move(id);
    auto made = std::make_shared<core::Operation>();
    made->identity = std::move(identity);
    made->status = status;
    return made;
}

std::string idOf(int number)
{
    return durable::detail::wireId(std::to_string(number));
}

} // namespace

class TestOperationTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsNothingAtFirst()
    {
        const OperationTable table;
        QVERIFY(!table.find("a"));
        QCOMPARE(table.size(), std::size_t(0));
        QVERIFY(table.all().empty());
    }

    void aLaterStateReplacesTheEarlier()
    {
        OperationTable table;
        const core::OperationRef started = operation("short");
        // An update carries an identity of its own: that of the state before may go.
        const core::OperationRef ended = operation("short", core::OperationStatus::Succeeded);
        QVERIFY(!table.put(started));
        QCOMPARE(table.put(ended), started);
        QCOMPARE(table.find("short"), ended);
        QCOMPARE(table.size(), std::size_t(1));
    }

    /// In the order of their coming, backwards and at random; those that are not there, too.
    void findsInEveryOrder_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("added"); ///< as known from the start; the others come one by one
        for (const int count : {1, 2, 7, 8, 9, 1'000}) {
            QTest::addRow("%d added", count) << count << count;
            QTest::addRow("%d put", count) << count << 0;
            QTest::addRow("%d of both", count) << count << count / 2;
        }
    }

    void findsInEveryOrder()
    {
        QFETCH(const int, count);
        QFETCH(const int, added);
        OperationTable table;
        std::vector<int> order;
        for (int i = 0; i < count; ++i) {
            if (i < added)
                table.add(operation(idOf(i)));
            else
                QVERIFY(!table.put(operation(idOf(i))));
            order.push_back(i);
        }
        std::mt19937 random(static_cast<unsigned>(count));
        for (int round = 0; round < 3; ++round) {
            for (const int i : order) {
                const core::OperationRef found = table.find(idOf(i));
                QVERIFY(found);
                QCOMPARE(found->id(), idOf(i));
                QVERIFY(!table.find(idOf(count + i)));
            }
            if (round == 0)
                std::ranges::reverse(order);
            else
                std::ranges::shuffle(order, random);
        }
        QCOMPARE(table.size(), static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i)
            QCOMPARE(table.all()[static_cast<std::size_t>(i)]->id(), idOf(i));
    }
};

QTEST_GUILESS_MAIN(TestOperationTable)
#include "tst_operation_table.moc"
