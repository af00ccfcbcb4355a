// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/testing/local_test_runner.h"

#include <QTest>

using namespace durable;
using namespace durable::testing;
using namespace std::chrono_literals;

namespace {

json orderProcessor(const json& event, Context& context)
{
    const json order =
        context.step("create-order", [&] { return json{{"id", "order-1"}, {"items", event.at("items")}}; });
    context.wait(5min);
    context.step("send-notification", [&] { return "sent for " + order.at("id").get<std::string>(); });
    return {{"orderId", order.at("id")}, {"status", "completed"}};
}

} // namespace

/// The seed example of the field: a step, five minutes of waiting, another step.
class TestSeedExample : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void completesInVirtualTime();
};

void TestSeedExample::completesInVirtualTime()
{
    LocalTestRunner runner(orderProcessor);
    const Timestamp start = runner.now();
    const Outcome outcome = runner.run({{"items", {"lamp"}}});
    QCOMPARE(outcome.status, std::string("SUCCEEDED"));
    QCOMPARE(outcome.result().at("status").get<std::string>(), std::string("completed"));
    QCOMPARE(runner.operation("create-order").status(), OperationStatus::Succeeded);
    QCOMPARE(runner.operation("send-notification").resultText().value(), std::string("\"sent for order-1\""));
    QVERIFY(runner.now() - start == 5min);
    QCOMPARE(outcome.invocations.size(), std::size_t(2));
}

QTEST_APPLESS_MAIN(TestSeedExample)
#include "tst_seed_example.moc"
