// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/json_view.h"
#include "engine/history/reader.h"
#include "engine/history/writer.h"
#include "engine/service/json_text.h"
#include "tests/engine/service/service_testing.h"

#include <QTest>

#include <random>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

/// A run with every type of event that one execution can have.
std::vector<service::Event> richHistory()
{
    Driver run;
    run->setResolver([](const service::InvokeRequest& request) {
        service::TargetInfo target;
        if (request.operationId == "i1") {
            target.executedVersion = "3";
            target.durableExecutionArn = "arn:aws:lambda:eu-west-1:111122223333:function:pay:3/durable-execution/x/y";
        }
        return target;
    });
    run.begin();
    OperationUpdate named = stepStart("s1");
    named.identity = std::make_shared<const core::OperationIdentity>(
        core::OperationIdentity{"s1", {}, "say \"hi\" \\ now", "Step", OperationType::Step});
    OperationUpdate tenant = invokeStart("i2", "arn:aws:lambda:eu-west-1:111122223333:function:pay", "");
    tenant.tenantId = "tenant 7";
    tenant.payload = {};
    run.send({named, stepSucceed("s1", "{\"text\":\"\xC3\xA4\\n\x01 \"}"), stepStart("s2"), stepRetry("s2", 5),
              stepStart("s3"), stepPoll("s3", 1, "[]"), contextStart("c"), waitStart("w1", 1, "c"),
              waitStart("w2", 100), waitStart("w3", 100), callbackStart("b1", 1, 0), callbackStart("b2", 0, 30, "c"),
              callbackStart("b3", 0, 0), invokeStart("i1"), tenant, invokeStart("i3"), invokeStart("i4")});
    run.pass(15ms);
    run.complete(crash());
    run.after(2s);
    core::ErrorObject full{"message", "Type.Of", "{\"a\":1}", std::vector<std::string>{"at f", "at \"g\""}};
    (void)run->succeedCallback(run.callbackId("b2"), core::payload(std::string("raw \t text")), run.now());
    (void)run->failCallback(run.callbackId("b3"), core::errorRef(core::ErrorObject{}), run.now());
    using Outcome = service::InvokeOutcome;
    run->completeInvoke("i1", {Outcome::Kind::Succeeded, core::payload(std::string("1")), {}}, run.now());
    run->completeInvoke("i2", {Outcome::Kind::Failed, {}, core::errorRef(full)}, run.now());
    run->completeInvoke("i3", {Outcome::Kind::TimedOut, {}, error("ChainedInvoke.Timeout")}, run.now());
    run->completeInvoke("i4", {Outcome::Kind::Stopped, {}, error("Stopped")}, run.now());
    run.begin();
    run.send({waitCancel("w2"), contextFail("c"), stepFail("s3")});
    run.complete(answerSucceeded());
    return run->events();
}

bool same(const service::Event& a, const service::Event& b)
{
    const bool sameWho = a.who && b.who ? *a.who == *b.who : a.who == b.who;
    const bool sameError = a.error && b.error ? *a.error == *b.error : a.error == b.error;
    return a.type == b.type && a.eventId == b.eventId && a.time == b.time && sameWho && sameError &&
           core::samePayload(a.payload, b.payload) && a.hasInput == b.hasInput &&
           a.currentAttempt == b.currentAttempt && a.nextAttemptDelay == b.nextAttemptDelay &&
           a.duration == b.duration && a.scheduledEnd == b.scheduledEnd && a.callbackId == b.callbackId &&
           a.timeout == b.timeout && a.heartbeatTimeout == b.heartbeatTimeout && a.functionName == b.functionName &&
           a.tenantId == b.tenantId && a.executedVersion == b.executedVersion &&
           a.durableExecutionArn == b.durableExecutionArn && a.requestId == b.requestId &&
           a.invocationStart == b.invocationStart && a.invocationEnd == b.invocationEnd;
}

} // namespace

class TstEventJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStepLooksAsOnAws();
    void comesBackAsItWas();
    void theReaderHasNothingToRepair();
    void theWriterWritesTheSameBytes();
    void microsecondsAndNegativeTimesSurvive();
    void piecesAreWrittenAsInTheCore();
    void refusesWhatIsNoEvent_data();
    void refusesWhatIsNoEvent();
};

void TstEventJson::aStepLooksAsOnAws()
{
    Driver run;
    run.begin();
    run.pass(400ms);
    QVERIFY(run.send({contextStart("c"), stepStart("a", "c"), stepRetry("a", 5, "c")}));
    QCOMPARE(service::toJson(run->events()[0]),
             std::string("{\"EventType\":\"ExecutionStarted\",\"EventId\":1,\"Id\":\"") + kExecutionId +
                 "\",\"Name\":\"run-42\",\"EventTimestamp\":1790000000.000,\"ExecutionStartedDetails\":{\"Input\":"
                 "{\"Payload\":\"{\\\"n\\\": 1}\",\"Truncated\":false},\"ExecutionTimeout\":3600}}");
    QCOMPARE(service::toJson(run->events()[2]),
             "{\"EventType\":\"StepStarted\",\"SubType\":\"Step\",\"EventId\":3,\"Id\":\"a\","
             "\"EventTimestamp\":1790000000.400,\"ParentId\":\"c\",\"StepStartedDetails\":{}}");
    QCOMPARE(service::toJson(run->events()[3]),
             "{\"EventType\":\"StepFailed\",\"SubType\":\"Step\",\"EventId\":4,\"Id\":\"a\","
             "\"EventTimestamp\":1790000000.400,\"ParentId\":\"c\",\"StepFailedDetails\":{\"Error\":{\"Payload\":"
             "{\"ErrorMessage\":\"again\",\"ErrorType\":\"Error\"},\"Truncated\":false},\"RetryDetails\":"
             "{\"CurrentAttempt\":1,\"NextAttemptDelaySeconds\":5}}}");
}

void TstEventJson::comesBackAsItWas()
{
    for (const service::Event& event : richHistory()) {
        const std::string json = service::toJson(event);
        const core::Result<service::Event> back = service::eventFromJson(json);
        QVERIFY2(back.has_value(), json.c_str());
        QVERIFY2(same(event, *back), json.c_str());
        QCOMPARE(service::toJson(*back), json);
    }
}

void TstEventJson::theReaderHasNothingToRepair()
{
    const std::vector<service::Event> events = richHistory();
    const auto log = history::readHistoryText(service::historyJson(events), "ours");
    QVERIFY(log.has_value());
    QCOMPARE((*log)->eventCount(), static_cast<std::uint32_t>(events.size()));
    for (const history::Repair& repair : (*log)->repairs().repairs())
        QVERIFY2(repair.kind == history::RepairKind::SourceGuessed, history::describe(repair).c_str());
    QCOMPARE((*log)->source(), history::SourceGuess::Aws);
    QCOMPARE((*log)->executionArn(), kArn);
}

void TstEventJson::theWriterWritesTheSameBytes()
{
    const std::string text = service::historyJson(richHistory());
    const auto log = history::readHistoryText(text, "ours");
    QVERIFY(log.has_value());
    QCOMPARE(history::writeHistoryText(**log), text);
}

void TstEventJson::microsecondsAndNegativeTimesSurvive()
{
    service::Event event;
    event.type = service::EventType::InvocationCompleted;
    event.eventId = 9;
    event.requestId = "r";
    for (const std::int64_t micros : {std::int64_t{0}, std::int64_t{1}, std::int64_t{999'999}, std::int64_t{-1'500'000},
                                      std::int64_t{1'790'000'000'123'456}, std::int64_t{1'790'000'000'120'000}}) {
        event.time = event.invocationStart.emplace(Timestamp{micros});
        const auto back = service::eventFromJson(service::toJson(event));
        QVERIFY(back.has_value());
        QVERIFY(same(event, *back));
    }
}

void TstEventJson::piecesAreWrittenAsInTheCore()
{
    std::mt19937 random(7);
    for (int i = 0; i < 3000; ++i) {
        std::string text(random() % 20, ' ');
        for (char& c : text)
            c = static_cast<char>(random() % (i % 3 == 0 ? 256 : 128));
        if (i % 5 == 0)
            text += "\xC3\xA4 \xF0\x9F\x98\x80 \"";
        std::string quoted;
        service::appendQuoted(quoted, text);
        QCOMPARE(quoted, core::quoteJson(text));
        const Timestamp time{static_cast<std::int64_t>(random()) * (i % 2 == 0 ? 1'000 : 999'983) - 1'000'000};
        std::string seconds;
        service::appendEpochSeconds(seconds, time);
        QCOMPARE(seconds, core::formatEpochSeconds(time));
    }
}

void TstEventJson::refusesWhatIsNoEvent_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("no JSON") << QByteArray("{\"EventType\":");
    QTest::newRow("an array") << QByteArray("[]");
    QTest::newRow("an unknown type") << QByteArray(
        "{\"EventType\":\"StepPaused\",\"EventId\":1,\"EventTimestamp\":1.0}");
    QTest::newRow("no number") << QByteArray("{\"EventType\":\"StepStarted\",\"EventTimestamp\":1.0}");
    QTest::newRow("no time") << QByteArray("{\"EventType\":\"StepStarted\",\"EventId\":1}");
    QTest::newRow("a payload that is no text")
        << QByteArray("{\"EventType\":\"StepSucceeded\",\"EventId\":1,\"Id\":\"a\",\"EventTimestamp\":1.0,"
                      "\"StepSucceededDetails\":{\"Result\":{\"Payload\":7}}}");
    QTest::newRow("a delay that is no number")
        << QByteArray("{\"EventType\":\"StepSucceeded\",\"EventId\":1,\"Id\":\"a\",\"EventTimestamp\":1.0,"
                      "\"StepSucceededDetails\":{\"RetryDetails\":{\"NextAttemptDelaySeconds\":\"soon\"}}}");
}

void TstEventJson::refusesWhatIsNoEvent()
{
    QFETCH(const QByteArray, json);
    const auto event = service::eventFromJson(json.toStdString());
    QVERIFY(!event.has_value());
    QCOMPARE(event.error().code, core::ErrorCode::Malformed);
}

QTEST_GUILESS_MAIN(TstEventJson)
#include "tst_event_json.moc"
