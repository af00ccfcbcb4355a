// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/event_details.h"
#include "tests/support/history_builder.h"

#include <QTest>

using namespace durascope;
using namespace durascope::history;
using namespace durascope::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// The log of ExecutionStarted and one event with these details.
std::shared_ptr<const EventLog> logOf(const std::string& type, json details)
{
    HistoryBuilder h;
    h.executionStarted().event(type, type == "InvocationCompleted" ? "" : "a", std::move(details));
    return h.log();
}

constexpr EventIndex kEvent{1};

} // namespace

class TestEventDetails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void membersOfEachType();
    void numbersAsTextAndFractions();
    void otherSpellings();
    void emptyStringsAreAbsent();
    void errors_data();
    void errors();
    void payloads();
    void boundedPayload();
};

void TestEventDetails::membersOfEachType()
{
    HistoryBuilder h;
    h.executionStarted("{}", 90).waitStarted("w", 30).callbackStarted("cb", {}, 300).stepStarted("s");
    h.stepFailed("s", "E", 5, "m").invokeStarted("i", "pay:3").invocationCompleted("Runtime.ExitError");
    const auto log = h.log();
    QCOMPARE(detailsOf(*log, EventIndex(0)).executionTimeout, core::Duration(90s));
    QCOMPARE(detailsOf(*log, EventIndex(1)).waitDuration, core::Duration(30s));
    QCOMPARE(detailsOf(*log, EventIndex(1)).scheduledEnd, log->time(EventIndex(1)) + core::Duration(30s));
    QCOMPARE(detailsOf(*log, EventIndex(2)).callbackId, std::string("callback-cb"));
    QCOMPARE(detailsOf(*log, EventIndex(2)).timeout, core::Duration(300s));
    QVERIFY(!detailsOf(*log, EventIndex(2)).heartbeatTimeout);
    QCOMPARE(detailsOf(*log, EventIndex(4)).currentAttempt, 1U);
    QCOMPARE(detailsOf(*log, EventIndex(4)).nextAttemptDelay, core::Duration(5s));
    QCOMPARE(detailsOf(*log, EventIndex(4)).error->message, std::string("m"));
    QCOMPARE(detailsOf(*log, EventIndex(5)).functionName, std::string("pay:3"));
    const EventDetails invocation = detailsOf(*log, EventIndex(6));
    QCOMPARE(invocation.invocationStart, log->time(EventIndex(1)));
    QCOMPARE(invocation.requestId, std::string("request-6"));
    QCOMPARE(invocation.error->type, std::string("Runtime.ExitError"));
    QVERIFY(!detailsOf(*log, EventIndex(3)).error);
}

void TestEventDetails::numbersAsTextAndFractions()
{
    const auto log = logOf("WaitStarted", {{"Duration", "5"}, {"ScheduledEndTimestamp", "2025-12-03T22:59:52.607Z"}});
    QCOMPARE(detailsOf(*log, kEvent).waitDuration, core::Duration(5s));
    QCOMPARE(detailsOf(*log, kEvent).scheduledEnd, Timestamp{1'764'802'792'607'000});
    QCOMPARE(detailsOf(*logOf("WaitStarted", {{"Duration", 0.5}}), kEvent).waitDuration, core::Duration(500ms));
    QVERIFY(!detailsOf(*logOf("WaitStarted", {{"Duration", "soon"}}), kEvent).waitDuration);
    const auto zero =
        logOf("StepFailed", {{"RetryDetails", {{"CurrentAttempt", 2.0}, {"NextAttemptDelaySeconds", 0}}}});
    QCOMPARE(detailsOf(*zero, kEvent).currentAttempt, 2U);
    QVERIFY(!detailsOf(*zero, kEvent).nextAttemptDelay);
}

void TestEventDetails::otherSpellings()
{
    const auto log = logOf("CallbackStarted", {{"callback_id", "x"}, {"heartbeatTimeout", 3}});
    QCOMPARE(detailsOf(*log, kEvent).callbackId, std::string("x"));
    QCOMPARE(detailsOf(*log, kEvent).heartbeatTimeout, core::Duration(3s));
}

void TestEventDetails::emptyStringsAreAbsent()
{
    const auto log = logOf("ChainedInvokeStarted", {{"FunctionName", ""}, {"TenantId", "t"}, {"ExecutedVersion", ""}});
    QVERIFY(!detailsOf(*log, kEvent).functionName);
    QVERIFY(!detailsOf(*log, kEvent).executedVersion);
    QCOMPARE(detailsOf(*log, kEvent).tenantId, std::string("t"));
}

void TestEventDetails::errors_data()
{
    QTest::addColumn<QByteArray>("details");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("AWS") << QByteArray(
                                R"({"Error":{"Payload":{"ErrorType":"T","ErrorMessage":"m"},"Truncated":false}})")
                         << QByteArray("T") << QByteArray("m");
    QTest::newRow("type only") << QByteArray(R"({"Error":{"Payload":{"ErrorType":"Callback.Timeout"}}})")
                               << QByteArray("Callback.Timeout") << QByteArray();
    QTest::newRow("text") << QByteArray(R"({"Error":{"Payload":"broken"}})") << QByteArray() << QByteArray("broken");
    QTest::newRow("unwrapped") << QByteArray(R"({"Error":{"ErrorType":"T"}})") << QByteArray("T") << QByteArray();
    QTest::newRow("empty payload") << QByteArray(R"({"Error":{"Payload":{},"Truncated":false}})") << QByteArray()
                                   << QByteArray();
    QTest::newRow("empty") << QByteArray(R"({"Error":{}})") << QByteArray() << QByteArray();
    QTest::newRow("none") << QByteArray(R"({})") << QByteArray() << QByteArray();
    QTest::newRow("odd") << QByteArray(R"({"Error":7})") << QByteArray() << QByteArray();
}

void TestEventDetails::errors()
{
    QFETCH(QByteArray, details);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, message);
    for (const char* event : {"InvocationCompleted", "StepFailed"}) {
        const auto log = logOf(event, json::parse(details.toStdString()));
        const std::optional<core::ErrorObject> error = errorOf(*log, kEvent);
        QCOMPARE(error.has_value(), !type.isEmpty() || !message.isEmpty());
        QCOMPARE(detailsOf(*log, kEvent).error, error);
        if (error) {
            QCOMPARE(error->type.value_or(""), type.toStdString());
            QCOMPARE(error->message.value_or(""), message.toStdString());
        }
    }
}

void TestEventDetails::payloads()
{
    const auto text = [](json result) {
        return payloadText(*logOf("StepSucceeded", {{"Result", std::move(result)}}), kEvent);
    };
    QCOMPARE(text({{"Payload", R"({"a":"ä"})"}}), std::string(R"({"a":"ä"})"));
    QCOMPARE(text({{"Payload", ""}}), std::string());
    QCOMPARE(text({{"Payload", "null"}}), std::string("null"));
    QVERIFY(!text({{"Truncated", false}}));
    QVERIFY(!text(json::object()));
    const auto missing = logOf("StepSucceeded", {{"Result", {{"Truncated", true}}}});
    QCOMPARE(missing->payload(kEvent).state, PayloadState::NotDownloaded);
    QCOMPARE(missing->repairs().find(RepairKind::PayloadsNotDownloaded)->count, std::uint64_t(1));
    const auto both = logOf("StepSucceeded", {{"Result", {{"Payload", "1"}, {"Truncated", true}}}});
    QCOMPARE(both->payload(kEvent).state, PayloadState::Present);
    QVERIFY(both->payload(kEvent).truncated);
    const auto error = logOf("StepFailed", {{"Error", {{"Payload", {{"ErrorType", "T"}}}}}});
    QCOMPARE(payloadText(*error, kEvent), std::string(R"({"ErrorType":"T"})"));
}

void TestEventDetails::boundedPayload()
{
    std::string whole;
    while (whole.size() < 5000)
        whole += "a\"\\\n\x01ä😀";
    const auto log = logOf("StepSucceeded", {{"Result", {{"Payload", whole}}}});
    for (std::size_t bound = 1; bound < 300; ++bound) {
        const std::string cut = *payloadText(*log, kEvent, bound);
        QVERIFY(cut.size() <= bound);
        QVERIFY(cut.size() + 4 > bound);
        QVERIFY(whole.starts_with(cut));
    }
    QCOMPARE(payloadText(*log, kEvent), whole);
    QCOMPARE(payloadText(*log, kEvent, 100'000), whole);
}

QTEST_GUILESS_MAIN(TestEventDetails)
#include "tst_event_details.moc"
