// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/service_testing.h"

#include <QTest>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

std::string warnings(Driver& run)
{
    std::vector<std::string> lines;
    for (const service::Effect& effect : run->takeEffects()) {
        if (const auto* warning = std::get_if<service::QuotaWarning>(&effect))
            lines.push_back(warning->message);
    }
    return joined(lines);
}

service::Limits quotas(service::QuotaMode mode, std::uint32_t operations, std::uint64_t bytes)
{
    service::Limits limits;
    limits.quotas = mode;
    limits.operations = operations;
    limits.persistedBytes = bytes;
    return limits;
}

} // namespace

class TstLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void payloads_data();
    void payloads();
    void errors();
    void theExecutionMayHaveMore();
    void meteringCountsRetriesAndPolls();
    void persistedBytesAddUp();
    void warnsOnce();
    void ignores();
    void enforcesTheNumberOfOperations();
    void enforcesTheBytes();
};

void TstLimits::payloads_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("what");
    QTest::newRow("step") << 0 << QByteArray("STEP output");
    QTest::newRow("poll") << 1 << QByteArray("STEP output");
    QTest::newRow("context") << 2 << QByteArray("CONTEXT output");
    QTest::newRow("invoke") << 3 << QByteArray("CHAINED_INVOKE input");
}

void TstLimits::payloads()
{
    QFETCH(const int, kind);
    QFETCH(const QByteArray, what);
    for (const bool isNew : {false, true}) {
        const std::uint64_t limit = isNew ? 1'048'576 : 262'144;
        Driver run(isNew ? service::Limits() : service::Limits::of2025());
        run.begin();
        QVERIFY(run.send({contextStart("c")}));
        for (const std::uint64_t excess : {1, 0}) {
            const std::string payload(limit + excess, 'x');
            OperationUpdate update = kind == 0   ? stepSucceed("n", payload)
                                     : kind == 1 ? stepPoll("n", 1, payload)
                                     : kind == 2 ? contextSucceed("c")
                                                 : invokeStart("n", "f:1", payload);
            update.payload = core::payload(payload);
            const std::string expected =
                what.toStdString() + " payload size must be less than or equal to " + std::to_string(limit) + " bytes.";
            QCOMPARE(run.refused({update}), excess == 1 ? expected : "");
        }
    }
}

void TstLimits::errors()
{
    Driver run(service::Limits::of2025());
    run.begin();
    OperationUpdate update = stepFail("n");
    core::ErrorObject large{std::string(10'000, 'm'), std::string(10'000, 't'), std::string(10'000, 'd'),
                            std::vector<std::string>{std::string(2'000, 's'), std::string(769, 's')}};
    update.error = core::errorRef(large);
    QCOMPARE(run.refused({update}), "Error object size must be less than or equal to 32768 bytes.");
    large.stackTrace->back().pop_back();
    update.error = core::errorRef(large);
    QCOMPARE(run.refused({update}), "");
}

void TstLimits::theExecutionMayHaveMore()
{
    Driver run(service::Limits::of2025());
    run.begin();
    QCOMPARE(run.refused({executionSucceed(std::string(6'291'457, 'x'))}),
             "Execution output payload size must be less than or equal to 6291456 bytes.");
    QCOMPARE(run.refused({executionSucceed(std::string(6'291'456, 'x'))}), "");
}

void TstLimits::meteringCountsRetriesAndPolls()
{
    Driver run;
    QCOMPARE(run->meteredOperations(), 0U);
    run.begin();
    QVERIFY(run.send({stepStart("s"), stepRetry("s", 1)}));
    QCOMPARE(run->meteredOperations(), 2U);
    run.after(1s);
    QVERIFY(run.send({stepStart("s"), stepSucceed("s")}));
    QCOMPARE(run->meteredOperations(), 2U);
    QVERIFY(run.send({contextStart("c"), callbackStart("b", 0, 0, "c"), stepSucceed("submit", "1", "c")}));
    QCOMPARE(run->meteredOperations(), 5U); // a wait for a callback
    QVERIFY(run.send({waitStart("w", 1), invokeStart("i")}));
    QCOMPARE(run->meteredOperations(), 7U);
    const auto condition = [](OperationUpdate update) {
        core::OperationIdentity who = *update.identity;
        who.subType = "WaitForCondition";
        update.identity = std::make_shared<const core::OperationIdentity>(who);
        return update;
    };
    QVERIFY(run.send({condition(stepStart("p")), condition(stepPoll("p", 1, "1"))}));
    run.after(1s);
    QVERIFY(run.send({condition(stepStart("p")), condition(stepSucceed("p"))}));
    QCOMPARE(run->meteredOperations(), 10U); // one and two polls
}

void TstLimits::persistedBytesAddUp()
{
    Driver run;
    QCOMPARE(run->persistedBytes(), std::uint64_t{8}); // the input
    run.begin();
    QVERIFY(run.send({stepSucceed("a", "12345"), stepFail("b", "Type"), callbackStart("c")}));
    QCOMPARE(run->persistedBytes(), std::uint64_t{17});
    QVERIFY(run->succeedCallback(run.callbackId("c"), core::payload(std::string("123")), run.now()));
    QCOMPARE(run->persistedBytes(), std::uint64_t{20});
}

void TstLimits::warnsOnce()
{
    Driver run(quotas(service::QuotaMode::Warn, 2, 20));
    run.begin();
    QVERIFY(run.send({stepStart("a"), stepStart("b")}));
    QCOMPARE(warnings(run), "");
    QVERIFY(run.send({stepStart("c")}));
    QVERIFY(QString::fromStdString(warnings(run)).contains(u"durable operations"));
    QVERIFY(run.send({stepStart("d"), stepSucceed("a", std::string(50, 'x'))}));
    QVERIFY(QString::fromStdString(warnings(run)).contains(u"persisted"));
    QVERIFY(run.send({stepSucceed("b", std::string(50, 'x')), stepStart("e")}));
    QCOMPARE(warnings(run), "");
}

void TstLimits::ignores()
{
    Driver run(quotas(service::QuotaMode::Ignore, 1, 1));
    run.begin();
    QVERIFY(run.send({stepStart("a"), stepStart("b"), stepSucceed("c", std::string(50, 'x'))}));
    QCOMPARE(warnings(run), "");
}

void TstLimits::enforcesTheNumberOfOperations()
{
    Driver run(quotas(service::QuotaMode::Enforce, 3, 1'000));
    run.begin();
    const char* const refused = "The durable execution exceeds its quota of 3 operations.";
    QCOMPARE(run.refused({stepStart("a"), stepStart("b"), stepStart("c"), stepStart("d")}), refused);
    QCOMPARE(run.refused({stepStart("a"), stepStart("b"), stepStart("c")}), "");
    QCOMPARE(run.refused({stepStart("d")}), refused);
    QCOMPARE(run.refused({stepRetry("a", 1)}), refused);
    QCOMPARE(run.refused({stepSucceed("a"), stepSucceed("b"), executionSucceed("1")}), "");
    QCOMPARE(run->status(), OperationStatus::Succeeded);
}

void TstLimits::enforcesTheBytes()
{
    Driver run(quotas(service::QuotaMode::Enforce, 100, 100));
    run.begin();
    QCOMPARE(run.refused({stepSucceed("a", std::string(50, 'x')), stepSucceed("b", std::string(50, 'x'))}),
             "The durable execution exceeds its quota of 100 bytes of persisted data.");
    QCOMPARE(run.refused({stepSucceed("a", std::string(92, 'x'))}), "");
    QCOMPARE(run.refused({stepStart("b")}), "");
}

QTEST_GUILESS_MAIN(TstLimits)
#include "tst_limits.moc"
