// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/testing/conformance/callback_actions.h"

#include <QFloat16>
#include <QTest>

using namespace durascope;
using namespace durascope::conformance;
using namespace std::chrono_literals;

namespace {

Value callbackStarted(const std::string& callbackId, const std::string& name = {})
{
    Value event = {{"EventType", "CallbackStarted"}, {"CallbackStartedDetails", {{"CallbackId", callbackId}}}};
    if (!name.empty())
        event["Name"] = name;
    return event;
}

/// A responder that keeps what it does instead of doing it.
struct Recorder
{
    explicit Recorder(const Value& actions)
        : responder(readCallbackActions(actions).value(),
                    {[this](core::Duration time) { did.push_back("sleep " + core::formatDuration(time)); },
                     [this](const std::string& id, const CallbackAction& action) -> service::Answer<void> {
                         constexpr const char* kWords[] = {"succeed", "fail", "heartbeat"};
                         did.push_back(kWords[static_cast<int>(action.operation)] + (' ' + id));
                         if (refuse)
                             return std::unexpected(core::ServiceError{"CallbackTimeoutException", "too late", 400});
                         return {};
                     }})
    {
    }
    std::vector<std::string> poll(const Value& events) { return responder.answer(events, bindings); }

    Bindings bindings;
    bool refuse = false;
    std::vector<std::string> did;
    CallbackResponder responder;
};

using Did = std::vector<std::string>;

} // namespace

/// Conformance section 5.
class TestCallbackActions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void actionsAreRead();
    void brokenActionsAreRefused_data();
    void brokenActionsAreRefused();
    void theFirstUnusedActionThatFitsIsTaken();
    void namesMayBeAnythingAPlaceholderOrAnExpression();
    void aCallbackIsAnsweredOnce();
    void aHeartbeatLeavesTheCallbackToTheNextPoll();
    void delaysAreSlept();
    void withoutActionsCallbacksStayOpen();
    void aCallbackThatNoActionFitsIsAnError();
    void aRefusedAnswerIsAnError();
    void innerEventsGetTheNameOfTheirContext();
    void payloadsAreSentAsPythonWrites();
    void failuresCarryTheFieldsThatAreThere();
};

void TestCallbackActions::actionsAreRead()
{
    const auto actions = readCallbackActions(
        Value::array({{{"CallbackName", "a"}, {"Operation", "Success"}, {"Payload", "x"}, {"Delay", 1.5}},
                      {{"CallbackName", "*"}, {"Operation", "failure"}, {"Payload", {{"ErrorType", "E"}}}},
                      {{"CallbackName", "b"}, {"Operation", "heartbeat"}}}));
    QVERIFY(actions);
    QCOMPARE(actions->size(), 3u);
    QVERIFY((*actions)[0].operation == CallbackAction::Operation::Success);
    QVERIFY((*actions)[0].delay == 1500ms);
    QVERIFY((*actions)[1].operation == CallbackAction::Operation::Failure);
    QVERIFY((*actions)[2].operation == CallbackAction::Operation::Heartbeat);
    QVERIFY((*actions)[2].payload.is_null());
    QVERIFY(readCallbackActions(nullptr)->empty());
}

void TestCallbackActions::brokenActionsAreRefused_data()
{
    QTest::addColumn<QByteArray>("action");
    QTest::newRow("no name") << QByteArray("{\"Operation\": \"success\"}");
    QTest::newRow("no operation") << QByteArray("{\"CallbackName\": \"a\"}");
    QTest::newRow("another operation") << QByteArray("{\"CallbackName\": \"a\", \"Operation\": \"cancel\"}");
    QTest::newRow("a delay that is no number")
        << QByteArray("{\"CallbackName\": \"a\", \"Operation\": \"success\", \"Delay\": \"1 s\"}");
    QTest::newRow("a negative delay") << QByteArray(
        "{\"CallbackName\": \"a\", \"Operation\": \"success\", \"Delay\": -1}");
    QTest::newRow("a failure that is no map")
        << QByteArray("{\"CallbackName\": \"a\", \"Operation\": \"failure\", \"Payload\": \"x\"}");
    QTest::newRow("a text") << QByteArray("\"a\"");
}

void TestCallbackActions::brokenActionsAreRefused()
{
    QFETCH(QByteArray, action);
    QVERIFY(!readCallbackActions(Value::array({Value::parse(action.toStdString())})));
}

void TestCallbackActions::theFirstUnusedActionThatFitsIsTaken()
{
    Recorder recorder(Value::array({{{"CallbackName", "b"}, {"Operation", "success"}},
                                    {{"CallbackName", "a"}, {"Operation", "failure"}},
                                    {{"CallbackName", "a"}, {"Operation", "success"}}}));
    const Value events =
        Value::array({callbackStarted("1", "a"), callbackStarted("2", "b"), callbackStarted("3", "a")});
    QVERIFY(recorder.poll(events).empty());
    QCOMPARE(recorder.did, (Did{"fail 1", "succeed 2", "succeed 3"}));
}

void TestCallbackActions::namesMayBeAnythingAPlaceholderOrAnExpression()
{
    Recorder recorder(Value::array({{{"CallbackName", "${CB}"}, {"Operation", "success"}},
                                    {{"CallbackName", "${/^x.$/}"}, {"Operation", "failure"}},
                                    {{"CallbackName", "*"}, {"Operation", "heartbeat"}}}));
    recorder.bindings.bind("CB", "generated");
    QVERIFY(
        recorder
            .poll(Value::array({callbackStarted("1", "xy"), callbackStarted("2", "generated"), callbackStarted("3")}))
            .empty());
    QCOMPARE(recorder.did, (Did{"fail 1", "succeed 2", "heartbeat 3"}));
}

void TestCallbackActions::aCallbackIsAnsweredOnce()
{
    Recorder recorder(Value::array(
        {{{"CallbackName", "*"}, {"Operation", "success"}}, {{"CallbackName", "*"}, {"Operation", "success"}}}));
    const Value events = Value::array({callbackStarted("1", "a")});
    QVERIFY(recorder.poll(events).empty());
    QVERIFY(recorder.poll(events).empty());
    QCOMPARE(recorder.did, (Did{"succeed 1"}));
}

void TestCallbackActions::aHeartbeatLeavesTheCallbackToTheNextPoll()
{
    Recorder recorder(Value::array({{{"CallbackName", "a"}, {"Operation", "heartbeat"}},
                                    {{"CallbackName", "a"}, {"Operation", "success"}, {"Delay", 1}}}));
    const Value events = Value::array({callbackStarted("1", "a")});
    QVERIFY(recorder.poll(events).empty());
    QCOMPARE(recorder.did, (Did{"heartbeat 1"}));
    QVERIFY(recorder.poll(events).empty());
    QCOMPARE(recorder.did, (Did{"heartbeat 1", "sleep 1 s", "succeed 1"}));
}

void TestCallbackActions::delaysAreSlept()
{
    Recorder recorder(Value::array({{{"CallbackName", "b"}, {"Operation", "success"}, {"Delay", 4}},
                                    {{"CallbackName", "a"}, {"Operation", "success"}, {"Delay", 1}}}));
    // One after the other, in the order of the events.
    QVERIFY(recorder.poll(Value::array({callbackStarted("1", "a"), callbackStarted("2", "b")})).empty());
    QCOMPARE(recorder.did, (Did{"sleep 1 s", "succeed 1", "sleep 4 s", "succeed 2"}));
}

void TestCallbackActions::withoutActionsCallbacksStayOpen()
{
    Recorder recorder(nullptr);
    QVERIFY(recorder.poll(Value::array({callbackStarted("1", "a")})).empty());
    QVERIFY(recorder.did.empty());
}

void TestCallbackActions::aCallbackThatNoActionFitsIsAnError()
{
    Recorder recorder(Value::array({{{"CallbackName", "b"}, {"Operation", "success"}}}));
    const Value events = Value::array({callbackStarted("1", "a")});
    QCOMPARE(recorder.poll(events).size(), 1u);
    QVERIFY(recorder.poll(events).empty()); // said once
    QVERIFY(recorder.did.empty());
}

void TestCallbackActions::aRefusedAnswerIsAnError()
{
    Recorder recorder(Value::array({{{"CallbackName", "*"}, {"Operation", "success"}}}));
    recorder.refuse = true;
    const auto errors = recorder.poll(Value::array({callbackStarted("1", "a")}));
    QCOMPARE(errors, (Did{"callback \"a\": CallbackTimeoutException: too late"}));
}

void TestCallbackActions::innerEventsGetTheNameOfTheirContext()
{
    Value events =
        Value::array({{{"Id", "c"}, {"EventType", "ContextStarted"}, {"SubType", "WaitForCallback"}, {"Name", "n"}},
                      {{"Id", "1"}, {"ParentId", "c"}, {"EventType", "CallbackStarted"}},
                      {{"Id", "2"}, {"ParentId", "c"}, {"EventType", "StepStarted"}, {"Name", "own"}},
                      {{"Id", "2"}, {"ParentId", "c"}, {"EventType", "StepSucceeded"}},
                      {{"Id", "2"}, {"ParentId", "c"}, {"EventType", "StepFailed"}},
                      {{"Id", "d"}, {"EventType", "ContextStarted"}, {"SubType", "RunInChildContext"}, {"Name", "m"}},
                      {{"Id", "3"}, {"ParentId", "d"}, {"EventType", "CallbackStarted"}},
                      {{"Id", "4"}, {"EventType", "CallbackStarted"}}});
    fillInNames(events);
    QCOMPARE(events[1].value("Name", ""), std::string("n"));
    QCOMPARE(events[2].value("Name", ""), std::string("own"));
    QCOMPARE(events[3].value("Name", ""), std::string("n"));
    for (const std::size_t unnamed : {4u, 6u, 7u})
        QVERIFY(!events[unnamed].contains("Name"));
}

void TestCallbackActions::payloadsAreSentAsPythonWrites()
{
    Bindings bindings;
    bindings.bind("P", "abc");
    CallbackAction action;
    action.payload = {{"status", "${P}"}, {"list", {1, 2}}};
    QCOMPARE(*successPayload(action, bindings), std::string("{\"status\": \"abc\", \"list\": [1, 2]}"));
    action.payload = "${P}";
    QCOMPARE(*successPayload(action, bindings), std::string("\"abc\""));
    action.payload = nullptr;
    QVERIFY(!successPayload(action, bindings));
}

void TestCallbackActions::failuresCarryTheFieldsThatAreThere()
{
    CallbackAction action;
    action.payload = {{"ErrorType", "RejectedError"}, {"ErrorMessage", "not approved"}, {"Else", 1}};
    const core::ErrorRef error = failureError(action, {});
    QCOMPARE(error->type.value(), std::string("RejectedError"));
    QCOMPARE(error->message.value(), std::string("not approved"));
    QVERIFY(!error->data);
    QVERIFY(!error->stackTrace);
    action.payload = {{"ErrorData", "d"}, {"StackTrace", {"one", "two"}}};
    QCOMPARE(failureError(action, {})->stackTrace.value(), (Did{"one", "two"}));
    action.payload = nullptr;
    QVERIFY(!failureError(action, {}));
}

QTEST_APPLESS_MAIN(TestCallbackActions)
#include "tst_callback_actions.moc"
