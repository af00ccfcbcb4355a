// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/sdk/sdk_testing.h"

#include <QTest>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

/// What is recorded: a step "first", then a wait that ends the invocation.
json recorded(const json&, Context& context)
{
    context.step("first", [] { return 1; });
    context.wait("pause", 5s);
    return "recorded";
}

} // namespace

Q_DECLARE_METATYPE(durable::Handler)

class TestDeterminism : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void otherCodeOverTheSameLogIsFound_data();
    void otherCodeOverTheSameLogIsFound();
    void theSameCodeIsNot();
    void nothingCanSwallowIt();
    void aBranchReportsItForTheWholeExecution();
};

void TestDeterminism::otherCodeOverTheSameLogIsFound_data()
{
    QTest::addColumn<durable::Handler>("code");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, durable::Handler code, const char* message) {
        QTest::newRow(name) << code << QString::fromUtf8(message);
    };
    row(
        "another type",
        [](const json&, Context& context) -> json {
            context.wait("first", 1s);
            return 1;
        },
        "Operation type mismatch: expected STEP but got WAIT");
    row(
        "another name",
        [](const json&, Context& context) -> json {
            context.step("renamed", [] { return 1; });
            return 1;
        },
        "Operation name mismatch: expected \"first\" but got \"renamed\"");
    row(
        "no name", [](const json&, Context& context) -> json { return context.step([] { return 1; }); },
        "Operation name mismatch: expected \"first\" but got none");
    row(
        "another sub type",
        [](const json&, Context& context) -> json {
            return context.waitForCondition<int>(
                "first", [](int state) { return state; },
                {.initialState = 1, .strategy = durable::pollWhile<int>([](const int&) { return false; })});
        },
        "Operation subtype mismatch: expected \"Step\" but got \"WaitForCondition\"");
    row(
        "another order",
        [](const json&, Context& context) -> json {
            context.wait("pause", 5s);
            context.step("first", [] { return 1; });
            return 1;
        },
        "Operation type mismatch: expected STEP but got WAIT");
}

void TestDeterminism::otherCodeOverTheSameLogIsFound()
{
    QFETCH(durable::Handler, code);
    QFETCH(QString, message);
    DirectRun run(workflow(recorded), "{}", sequential());
    QVERIFY(run.invoke());
    run.replaceFunction(workflow(code));
    run.run();
    QVERIFY2(standing(run).starts_with("FAILED NonDeterministicExecutionError"), standing(run).c_str());
    QVERIFY2(standing(run).find(message.toStdString()) != std::string::npos, standing(run).c_str());
    QVERIFY(standing(run).find("at operation 1:") != std::string::npos);
}

void TestDeterminism::theSameCodeIsNot()
{
    DirectRun run(workflow(recorded), "{}", sequential());
    run.run();
    QCOMPARE(standing(run), std::string("SUCCEEDED \"recorded\""));
}

void TestDeterminism::nothingCanSwallowIt()
{
    DirectRun run(workflow(recorded), "{}", sequential());
    QVERIFY(run.invoke());
    int bodies = 0;
    run.replaceFunction(workflow([&](const json&, Context& context) -> json {
        try {
            context.wait("first", 1s);
        } catch (...) {
        }
        try {
            context.step("pause", [&] { ++bodies; });
        } catch (...) {
        }
        return "swallowed";
    }));
    run.run();
    QVERIFY2(standing(run).starts_with("FAILED NonDeterministicExecutionError"), standing(run).c_str());
    QCOMPARE(bodies, 0);
}

void TestDeterminism::aBranchReportsItForTheWholeExecution()
{
    const auto code = [](const char* name) {
        return workflow([name](const json&, Context& context) -> json {
            const auto batch = context.map(std::vector<int>{1, 2, 3},
                                           [name](Context& item, int value) {
                                               item.step(name, [] {});
                                               item.wait(1s);
                                               return value;
                                           },
                                           {.completion = durable::CompletionConfig::allCompleted()});
            return batch.successCount();
        });
    };
    DirectRun run(code("before"), "{}", sequential());
    QVERIFY(run.invoke());
    run.replaceFunction(code("after"));
    run.run();
    QVERIFY2(standing(run).starts_with("FAILED NonDeterministicExecutionError"), standing(run).c_str());
}

QTEST_APPLESS_MAIN(TestDeterminism)
#include "tst_determinism.moc"
