// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rows/row_list.h"
#include "tests/models/common/log_maker.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <set>

using namespace durascope;
using core::EventType;
using core::kExecution;
using core::OperationIndex;
using models::Row;
using models::RowList;
using test::LogMaker;

namespace {

std::vector<Row> rowsOf(const RowList& list)
{
    std::vector<Row> rows;
    for (int i = 0; i < list.count(); ++i) {
        rows.push_back(list.at(i));
    }
    return rows;
}

/// What the rows should be, from a set of open operations, by plain recursion and counting attempts by looking at them.
class Naive
{
public:
    Naive(const history::EventLog& log, std::set<std::uint32_t> open)
        : m_log(log)
        , m_open(std::move(open))
    {
        add(kExecution, 0);
    }
    const std::vector<Row>& rows() const { return m_rows; }

private:
    std::uint32_t attempts(OperationIndex operation) const
    {
        std::uint32_t ended = 0;
        bool open = false;
        for (const auto event : m_log.events(operation)) {
            const auto type = m_log.type(event);
            if (type == EventType::StepStarted) {
                open = true;
            }
            if (type == EventType::StepSucceeded || type == EventType::StepFailed) {
                ++ended;
                open = false;
            }
        }
        return ended + (open ? 1 : 0);
    }
    void add(OperationIndex operation, std::uint32_t depth)
    {
        m_rows.push_back({operation, 0, depth});
        if (!m_open.contains(operation.value())) {
            return;
        }
        const auto count = attempts(operation);
        for (std::uint32_t attempt = 1; count > 1 && attempt <= count; ++attempt) {
            m_rows.push_back({operation, attempt, depth + 1});
        }
        for (const auto child : m_log.children(operation)) {
            add(child, depth + 1);
        }
    }

    const history::EventLog& m_log;
    std::set<std::uint32_t> m_open;
    std::vector<Row> m_rows;
};

/// Follows the signals like a view that keeps something for each row.
class Shadow
{
public:
    explicit Shadow(RowList& list)
        : m_list(list)
        , m_rows(rowsOf(list))
    {
        QObject::connect(&list, &RowList::rowsReplaced, &m_context, [this](int first, int removed, int inserted) {
            QVERIFY(first > 0 && removed >= 0 && inserted >= 0);
            QVERIFY(first + removed <= static_cast<int>(m_rows.size()));
            QVERIFY(removed > 0 || inserted > 0);
            m_rows.erase(m_rows.begin() + first, m_rows.begin() + first + removed);
            for (int i = 0; i < inserted; ++i) {
                m_rows.insert(m_rows.begin() + first + i, m_list.at(first + i));
            }
        });
    }
    const std::vector<Row>& rows() const { return m_rows; }

private:
    RowList& m_list;
    std::vector<Row> m_rows;
    QObject m_context;
};

std::shared_ptr<const history::EventLog> nested(int depth)
{
    LogMaker maker;
    maker.event(EventType::ExecutionStarted, 0, "execution");
    for (int i = 0; i < depth; ++i) {
        maker.event(EventType::ContextStarted, i, "c" + std::to_string(i), i == 0 ? "" : "c" + std::to_string(i - 1));
    }
    return maker.finish();
}

} // namespace

class tst_RowList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void emptyWithoutLog()
    {
        RowList list;
        QCOMPARE(list.count(), 0);
        QCOMPARE(list.maxDepth(), 0);
        QCOMPARE(list.rowOf(kExecution), -1);
        QCOMPARE(list.rowOf(OperationIndex()), -1);
        QCOMPARE(list.rowOfVisibleAncestor(kExecution), -1);
        list.openAll();
        list.closeAll();
        list.openToDepth(3);
        list.setOpen(kExecution, true);
        list.setSubtreeOpen(kExecution, false);
        list.reveal(kExecution);
        list.setOpenOperations({kExecution});
        QCOMPARE(list.count(), 0);
    }

    void smallHistoriesStartOpen()
    {
        RowList list;
        QSignalSpy reset(&list, &RowList::reset);
        list.setLog(nested(static_cast<int>(RowList::kOpenAllOperations)));
        QCOMPARE(reset.count(), 1);
        QCOMPARE(list.count(), static_cast<int>(RowList::kOpenAllOperations) + 1);
        QCOMPARE(list.maxDepth(), static_cast<int>(RowList::kOpenAllOperations));
        list.setLog(nested(static_cast<int>(RowList::kOpenAllOperations) + 1));
        QCOMPARE(list.count(), 3); // the execution and two levels
        list.setLog(nullptr);
        QCOMPARE(list.count(), 0);
        QCOMPARE(reset.count(), 3);
    }

    void attemptsAreRowsOfTheirOwn()
    {
        LogMaker maker;
        maker.event(EventType::ExecutionStarted, 0, "execution")
            .event(EventType::StepStarted, 1, "once")
            .event(EventType::StepSucceeded, 2, "once")
            .event(EventType::StepStarted, 3, "thrice")
            .event(EventType::StepFailed, 4, "thrice", {}, {{}, {}, 1000})
            .event(EventType::StepStarted, 5, "thrice")
            .event(EventType::StepStarted, 6, "thrice") // a restart after a crash uses no attempt
            .event(EventType::StepFailed, 7, "thrice", {}, {{}, {}, 1000})
            .event(EventType::StepStarted, 8, "thrice");
        RowList list;
        const auto log = maker.finish();
        list.setLog(log);
        const auto once = *log->findOperation("once");
        const auto thrice = *log->findOperation("thrice");
        QVERIFY(!list.canOpen(once));
        QVERIFY(list.canOpen(thrice));
        QVERIFY(!list.isOpen(thrice));
        QVERIFY(!list.hidesChildren(thrice));
        QCOMPARE(list.attemptCount(once), 1U);
        QCOMPARE(list.attemptCount(thrice), 3U);
        QCOMPARE(list.attemptCount(kExecution), 0U);
        QCOMPARE(list.count(), 3);
        QCOMPARE(list.rowOf(thrice, 2), 2); // closed: the step itself
        list.setOpen(thrice, true);
        QCOMPARE(list.count(), 6);
        QCOMPARE(list.at(4), (Row{thrice, 2, 2}));
        QCOMPARE(list.rowOf(thrice), 2);
        QCOMPARE(list.rowOf(thrice, 2), 4);
        QCOMPARE(list.rowOf(thrice, 4), 2);
        QCOMPARE(list.openOperations(), std::vector{thrice});
        list.openToDepth(9);
        QCOMPARE(list.count(), 3);
        list.openAll();
        QCOMPARE(list.count(), 6);
    }

    void executionStaysOpen()
    {
        RowList list;
        list.setLog(nested(2));
        list.setOpen(kExecution, false);
        QCOMPARE(list.count(), 3);
        list.setSubtreeOpen(kExecution, false);
        QCOMPARE(list.count(), 2);
        QVERIFY(list.isOpen(kExecution));
        list.openToDepth(0);
        QCOMPARE(list.count(), 2);
    }

    void noSignalWithoutChange()
    {
        RowList list;
        list.setLog(nested(5));
        QSignalSpy replaced(&list, &RowList::rowsReplaced);
        list.openAll();
        list.setOpen(OperationIndex(1), true);
        list.setOpen(OperationIndex(5), true); // nothing inside
        list.reveal(OperationIndex(5));
        list.openToDepth(100);
        QCOMPARE(replaced.count(), 0);
        list.setOpen(OperationIndex(3), false);
        QCOMPARE(replaced.takeFirst(), (QVariantList{4, 2, 0}));
    }

    void closedInsideStaysAsItWas()
    {
        RowList list;
        list.setLog(nested(4));
        list.setOpen(OperationIndex(2), false);
        list.setOpen(OperationIndex(1), false);
        QCOMPARE(list.count(), 2);
        QSignalSpy replaced(&list, &RowList::rowsReplaced);
        list.setOpen(OperationIndex(2), true); // out of sight
        QCOMPARE(replaced.count(), 0);
        list.setOpen(OperationIndex(1), true);
        QCOMPARE(list.count(), 5);
    }

    void revealOpensWhatIsAbove()
    {
        RowList list;
        list.setLog(nested(300));
        const OperationIndex deep(250);
        QCOMPARE(list.rowOf(deep), -1);
        QCOMPARE(list.rowOfVisibleAncestor(deep), 2);
        QSignalSpy replaced(&list, &RowList::rowsReplaced);
        list.reveal(deep);
        QCOMPARE(list.rowOf(deep), 250);
        QVERIFY(!list.isOpen(deep));
        QCOMPARE(replaced.count(), 1);
    }

    void remembersOpenOperations()
    {
        auto random = QRandomGenerator(7);
        const auto log = test::randomTree(random, 300);
        RowList list;
        list.setLog(log);
        list.openAll();
        for (int i = 0; i < 40; ++i) {
            list.setOpen(OperationIndex(random.bounded(log->operationCount())), false);
        }
        const auto rows = rowsOf(list);
        const auto open = list.openOperations();
        list.closeAll();
        auto wanted = open;
        wanted.emplace_back();                      // nowhere
        wanted.emplace_back(log->operationCount()); // past the end
        list.setOpenOperations(wanted);
        QCOMPARE(rowsOf(list), rows);
        QCOMPARE(list.openOperations(), open);
    }

    void deepNesting()
    {
        constexpr int kDepth = 200'000;
        RowList list;
        const auto log = nested(kDepth);
        list.setLog(log);
        list.openAll();
        QCOMPARE(list.count(), kDepth + 1);
        QCOMPARE(list.at(kDepth).depth, static_cast<std::uint32_t>(kDepth));
        QCOMPARE(list.maxDepth(), kDepth);
        list.closeAll();
        list.openToDepth(1000);
        QCOMPARE(list.count(), 1001);
        list.closeAll();
        list.reveal(OperationIndex(kDepth));
        QCOMPARE(list.rowOf(OperationIndex(kDepth)), kDepth);
        list.setSubtreeOpen(OperationIndex(1), false);
        QCOMPARE(list.count(), 2);
    }

    void anySequenceEqualsPlainRecursion_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 20; ++seed) {
            QTest::addRow("seed %u", seed) << seed;
        }
    }
    void anySequenceEqualsPlainRecursion()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        const auto log = test::randomTree(random, 5 + static_cast<int>(random.bounded(400)));
        RowList list;
        list.setLog(log);
        Shadow shadow(list);
        for (int i = 0; i < 200; ++i) {
            const OperationIndex operation(random.bounded(log->operationCount()));
            switch (random.bounded(12)) {
            case 0:
                list.openAll();
                break;
            case 1:
                list.closeAll();
                break;
            case 2:
                list.openToDepth(static_cast<int>(random.bounded(6)));
                break;
            case 3:
                list.reveal(operation);
                QVERIFY(list.rowOf(operation) >= 0);
                break;
            case 4:
            case 5:
                list.setSubtreeOpen(operation, random.bounded(2) == 0);
                break;
            default:
                list.setOpen(operation, random.bounded(2) == 0);
            }
            compare(list, *log, shadow);
            if (QTest::currentTestFailed()) {
                return;
            }
        }
    }

private:
    static void compare(const RowList& list, const history::EventLog& log, const Shadow& shadow)
    {
        std::set<std::uint32_t> open{0};
        for (const auto operation : list.openOperations()) {
            QVERIFY(list.canOpen(operation));
            open.insert(operation.value());
        }
        const auto rows = rowsOf(list);
        QCOMPARE(rows, Naive(log, open).rows());
        QCOMPARE(rows, shadow.rows());
        std::vector<int> rowOf(log.operationCount(), -1);
        int deepest = 0;
        for (int row = 0; row < list.count(); ++row) {
            deepest = std::max(deepest, static_cast<int>(list.at(row).depth));
            if (list.at(row).attempt == 0) {
                rowOf[list.at(row).operation.value()] = row;
            }
            QCOMPARE(list.rowOf(list.at(row).operation, list.at(row).attempt), row);
        }
        QCOMPARE(list.maxDepth(), deepest);
        for (std::uint32_t i = 0; i < log.operationCount(); ++i) {
            QCOMPARE(list.rowOf(OperationIndex(i)), rowOf[i]);
            const int shown = list.rowOfVisibleAncestor(OperationIndex(i));
            QVERIFY(shown >= 0);
            QVERIFY(rowOf[i] >= 0 ? shown == rowOf[i] : log.isDescendant(OperationIndex(i), list.at(shown).operation));
        }
    }
};

QTEST_GUILESS_MAIN(tst_RowList)
#include "tst_row_list.moc"
