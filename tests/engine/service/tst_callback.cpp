// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/ids.h"
#include "tests/engine/service/service_testing.h"

#include <QTest>

#include <limits>

using namespace durascope;
using namespace durascope::test;
using namespace std::chrono_literals;

namespace {

const service::ServiceError kTooLate{"CallbackTimeoutException",
                                     "The callback is either timed out or already completed", 400};

core::Payload text(const char* value)
{
    return core::payload(std::string(value));
}

} // namespace

class TstCallback : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theAnswerToTheStartHasTheId();
    void theIdTellsTheExecution();
    void isAnsweredOnce();
    void resultsAreKeptVerbatim();
    void anEmptyBodyIsNoResult();
    void failureWithoutFields();
    void whatIsNotUtf8IsMadeSo();
    void timesOut();
    void heartbeatsKeepItAlive();
    void theEarlierDeadlineDecides();
    void aHeartbeatWithoutTimeoutChangesNothing();
    void pastItsDeadlineItIsTooLate();
    void idsThatAreNone_data();
    void idsThatAreNone();
    void unknownIdsAreTooLate();
    void paddingSaysNothing();
    void closedExecutionsTakeNoAnswers();
    void mayBeTimedOutByHand();
    void answeredBeforePending();
    void largeAnswersAreRefused();
    void timeoutsBeyondTheCalendarEndWithIt();
};

void TstCallback::theAnswerToTheStartHasTheId()
{
    Driver run;
    run.begin();
    const auto answer = run.send({callbackStart("b", 60, 20)});
    QCOMPARE(answer->operations.size(), std::size_t{1});
    QVERIFY(answer->operations[0]->callbackId.has_value());
    const service::Event& started = run->events().back();
    QCOMPARE(started.callbackId, answer->operations[0]->callbackId);
    QCOMPARE(started.timeout, std::optional<std::int64_t>(60));
    QCOMPARE(started.heartbeatTimeout, std::optional<std::int64_t>(20));
    QVERIFY(run.send({callbackStart("plain")}));
    QVERIFY(!run->events().back().timeout);
    QVERIFY(!run->events().back().heartbeatTimeout);
}

void TstCallback::theIdTellsTheExecution()
{
    Driver run;
    run.begin();
    const std::string longId(64, 'f');
    QVERIFY(run.send({callbackStart("a"), callbackStart(longId)}));
    for (const std::string& id : {run.callbackId("a"), run.callbackId(longId)}) {
        QCOMPARE(service::executionOfCallback(id), std::optional<std::string>(kArn));
        QCOMPARE(core::executionArnOfCallbackId(id), std::optional<std::string>(kArn));
        QVERIFY(id.size() <= 1024);
        QVERIFY(id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") ==
                std::string::npos);
        QCOMPARE(run->findCallback(id)->callbackId, std::optional(id));
    }
    QVERIFY(run.callbackId("a") != run.callbackId(longId));
    QVERIFY(!run->findCallback("nobody"));
    QVERIFY(!service::executionOfCallback("nobody"));
    QVERIFY(!service::executionOfCallback(""));
}

void TstCallback::isAnsweredOnce()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("b", 60, 20)}));
    run.complete(answerPending());
    const std::string id = run.callbackId("b");
    run.pass(5s);
    QVERIFY(run->succeedCallback(id, text("{ \"a\" : 1 }"), run.now()));
    QCOMPARE(run.status("b"), OperationStatus::Succeeded);
    QCOMPARE(*run->find("b")->result, "{ \"a\" : 1 }");
    QCOMPARE(run->find("b")->end, std::optional(run.now()));
    QVERIFY(run->wantsInvocation());
    QCOMPARE(run->succeedCallback(id, {}, run.now()).error(), kTooLate);
    QCOMPARE(run->failCallback(id, {}, run.now()).error(), kTooLate);
    QCOMPARE(run->heartbeatCallback(id, run.now()).error(), kTooLate);
    QCOMPARE(run->timeOutCallback(id, false, run.now()).error(), kTooLate);
    run.after(100s);
    QCOMPARE(run.story(3), "CallbackSucceeded b");
}

void TstCallback::resultsAreKeptVerbatim()
{
    const char* const odd = "\x01 not \"JSON\" \\ \xC3\xA4\n";
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("b")}));
    QVERIFY(run->succeedCallback(run.callbackId("b"), text(odd), run.now()));
    QCOMPARE(*run->find("b")->result, odd);
    QCOMPARE(*service::eventFromJson(service::toJson(run->events().back()))->payload, odd);
}

void TstCallback::anEmptyBodyIsNoResult()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("b")}));
    QVERIFY(run->succeedCallback(run.callbackId("b"), {}, run.now()));
    QVERIFY(!run->find("b")->result);
    QVERIFY(service::toJson(run->events().back()).ends_with("{\"Result\":{\"Truncated\":false}}}"));
}

void TstCallback::failureWithoutFields()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("a"), callbackStart("b")}));
    QVERIFY(run->failCallback(run.callbackId("a"), {}, run.now()));
    QVERIFY(run->failCallback(run.callbackId("b"), error("Denied", "no"), run.now()));
    QVERIFY(run->find("a")->error->empty());
    QVERIFY(service::toJson(run->events()[3]).ends_with("{\"Error\":{\"Payload\":{},\"Truncated\":false}}}"));
    QCOMPARE(*run->find("b")->error->message, "no");
}

void TstCallback::whatIsNotUtf8IsMadeSo()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("a"), callbackStart("b")}));
    QVERIFY(run->succeedCallback(run.callbackId("a"), text("caf\xE9"), run.now()));
    QCOMPARE(*run->find("a")->result, "caf\xEF\xBF\xBD");
    QVERIFY(run->failCallback(run.callbackId("b"), error("\xFF", "\xFE"), run.now()));
    QCOMPARE(*run->find("b")->error->type, "\xEF\xBF\xBD");
}

void TstCallback::timesOut()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("b", 60)}));
    run.complete(answerPending());
    run.after(60s);
    QCOMPARE(run.status("b"), OperationStatus::TimedOut);
    QCOMPARE(*run->find("b")->error->type, "Callback.Timeout");
    QCOMPARE(*run->find("b")->error->message, "Callback timed out");
    QCOMPARE(*run->events().back().error->type, "Callback.Timeout");
    QVERIFY(!run->events().back().error->message);
    QVERIFY(run->wantsInvocation());
}

void TstCallback::heartbeatsKeepItAlive()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("b", 0, 30)}));
    run.complete(answerPending());
    const std::string id = run.callbackId("b");
    for (int i = 0; i < 3; ++i) {
        run.after(29s);
        QVERIFY(run->heartbeatCallback(id, run.now()));
    }
    QVERIFY(!run->wantsInvocation());
    run.after(30s - 1us);
    QCOMPARE(run.status("b"), OperationStatus::Started);
    run.after(1us);
    QCOMPARE(run.status("b"), OperationStatus::TimedOut);
    QCOMPARE(*run->find("b")->error->type, "Callback.Heartbeat");
    QCOMPARE(*run->find("b")->error->message, "Callback timed out on heartbeat");
    QCOMPARE(run.story(3), "CallbackTimedOut b"); // heartbeats leave no event
}

void TstCallback::theEarlierDeadlineDecides()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("total", 10, 20), callbackStart("beat", 20, 10)}));
    run.after(100s);
    QCOMPARE(*run->find("total")->error->type, "Callback.Timeout");
    QCOMPARE(run->find("total")->end, std::optional(kStart + 10s));
    QCOMPARE(*run->find("beat")->error->type, "Callback.Heartbeat");
}

void TstCallback::aHeartbeatWithoutTimeoutChangesNothing()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("b", 60)}));
    (void)run->takeNewFacts();
    QVERIFY(run->heartbeatCallback(run.callbackId("b"), run.now()));
    QVERIFY(run->takeNewFacts().empty());
    QCOMPARE(run.delta({}), "");
    QCOMPARE(run->nextTimer(), std::optional(kStart + 60s));
}

void TstCallback::pastItsDeadlineItIsTooLate()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("b", 60)}));
    run.pass(60s); // nobody has processed the timer
    QCOMPARE(run->succeedCallback(run.callbackId("b"), text("1"), run.now()).error(), kTooLate);
    QCOMPARE(run.status("b"), OperationStatus::TimedOut);
}

void TstCallback::idsThatAreNone_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("padding only") << QByteArray("==");
    QTest::newRow("another alphabet") << QByteArray("abc-def_");
    QTest::newRow("much padding") << QByteArray("abcd===");
    QTest::newRow("nothing of ours") << QByteArray("aGVsbG8gd29ybGQ");
    QTest::newRow("long") << QByteArray(1025, 'A');
}

void TstCallback::idsThatAreNone()
{
    QFETCH(const QByteArray, id);
    Driver run;
    run.begin();
    const service::ServiceError expected{"InvalidParameterValueException", "Invalid callback id", 400};
    QCOMPARE(run->succeedCallback(id.toStdString(), {}, run.now()).error(), expected);
    QCOMPARE(run->failCallback(id.toStdString(), {}, run.now()).error(), expected);
    QCOMPARE(run->heartbeatCallback(id.toStdString(), run.now()).error(), expected);
}

void TstCallback::unknownIdsAreTooLate()
{
    Driver other;
    other.begin();
    QVERIFY(other.send({callbackStart("b")}));
    Driver run;
    run.begin();
    QCOMPARE(run->succeedCallback(other.callbackId("b"), {}, run.now()).error(), kTooLate);
}

void TstCallback::paddingSaysNothing()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("b")}));
    QVERIFY(run->succeedCallback(run.callbackId("b") + "==", text("1"), run.now()));
    QCOMPARE(run.status("b"), OperationStatus::Succeeded);
}

void TstCallback::closedExecutionsTakeNoAnswers()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("b", 60)}));
    run.complete(answerSucceeded());
    QCOMPARE(run->succeedCallback(run.callbackId("b"), {}, run.now()).error(), kTooLate);
    run.after(100s);
    QCOMPARE(run.status("b"), OperationStatus::Started); // open operations keep their state
}

void TstCallback::mayBeTimedOutByHand()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("a"), callbackStart("b")}));
    QVERIFY(run->timeOutCallback(run.callbackId("a"), false, run.now()));
    QVERIFY(run->timeOutCallback(run.callbackId("b"), true, run.now()));
    QCOMPARE(*run->find("a")->error->type, "Callback.Timeout");
    QCOMPARE(*run->find("b")->error->type, "Callback.Heartbeat");
}

void TstCallback::answeredBeforePending()
{
    Driver run;
    run.begin();
    QVERIFY(run.send({callbackStart("b")}));
    QVERIFY(run->succeedCallback(run.callbackId("b"), text("1"), run.now()));
    QCOMPARE(run.delta({}), "b SUCCEEDED");
}

void TstCallback::largeAnswersAreRefused()
{
    service::Limits limits = service::Limits::of2025();
    Driver run(limits);
    run.begin();
    QVERIFY(run.send({callbackStart("b")}));
    const std::string id = run.callbackId("b");
    const auto result = run->succeedCallback(id, core::payload(std::string(262'145, 'x')), run.now());
    QCOMPARE(result.error().message, "CALLBACK output payload size must be less than or equal to 262144 bytes.");
    const auto failure = run->failCallback(id, error("E", std::string(32'768, 'x')), run.now());
    QCOMPARE(failure.error().message, "Error object size must be less than or equal to 32768 bytes.");
    QVERIFY(run->succeedCallback(id, core::payload(std::string(262'144, 'x')), run.now()));
}

void TstCallback::timeoutsBeyondTheCalendarEndWithIt()
{
    constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max();
    Driver run({}, 31'622'400);
    run.begin();
    QCOMPARE(run.delta({callbackStart("b", kEver, kEver - 1)}), "b STARTED");
    for (const Execution::Timer& timer : run->timers()) {
        if (timer.kind != Execution::Timer::Kind::Execution)
            QCOMPARE(timer.due, core::kLatest);
    }
    run.after(24h * 300);
    QCOMPARE(run.status("b"), OperationStatus::Started);
}

QTEST_GUILESS_MAIN(TstCallback)
#include "tst_callback.moc"
