// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/history/reader_testing.h"

#include <QtTest>

using namespace durascope::core;
using namespace durascope::history;
using namespace durascope::test;

namespace {

/// One event of a list, with what every event needs and the given details.
std::string eventOf(const std::string& type, const std::string& details, const std::string& more = {})
{
    return "{\"EventType\":\"" + type + "\",\"EventId\":1,\"Id\":\"a\",\"EventTimestamp\":1790000000.5" + more +
           (details.empty() ? "" : ",\"" + type + "Details\":" + details) + "}";
}

std::shared_ptr<const EventLog> one(const std::string& type, const std::string& details, const std::string& more = {})
{
    return readLog('[' + eventOf(type, details, more) + ']');
}

constexpr EventIndex kFirst{0};

std::string payload(const EventLog& log)
{
    return std::string(log.payload(kFirst).json);
}

} // namespace

/// Members, details and the quirks of their writers: history-format sections 12.3, 13 and 17.
class ReaderMembersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spellings()
    {
        const std::string expected = contentOf(*one("StepFailed",
                                                    "{\"Error\":{\"Payload\":{\"ErrorType\":\"E\"}},"
                                                    "\"RetryDetails\":{\"CurrentAttempt\":1,"
                                                    "\"NextAttemptDelaySeconds\":5}}",
                                                    ",\"SubType\":\"Step\",\"ParentId\":\"p\",\"Name\":\"n\""));
        const auto camel = readLog(
            "[{\"eventType\":\"StepFailed\",\"eventId\":1,\"id\":\"a\",\"eventTimestamp\":1790000000.5,\"subType\":"
            "\"Step\","
            "\"parentId\":\"p\",\"name\":\"n\",\"stepFailedDetails\":{\"error\":{\"payload\":{\"ErrorType\":\"E\"}},"
            "\"retryDetails\":{\"currentAttempt\":1,\"nextAttemptDelaySeconds\":5}}}]");
        QCOMPARE(contentOf(*camel), expected);
        QCOMPARE(countOf(*camel, RepairKind::MemberSpelling), std::uint64_t{13});
        QCOMPARE(camel->repairs().find(RepairKind::MemberSpelling)->detail, std::string("eventType"));
        const auto snake = readLog(
            "[{\"event_type\":\"StepFailed\",\"event_id\":1,\"ID\":\"a\",\"EVENT_TIMESTAMP\":1790000000.5,"
            "\"sub_type\":\"Step\",\"parent_id\":\"p\",\"NAME\":\"n\",\"step_failed_details\":{\"error\":{\"payload\":"
            "{\"ErrorType\":\"E\"}},\"retry_details\":{\"current_attempt\":1,\"next_attempt_delay_seconds\":5}}}]");
        QCOMPARE(contentOf(*snake), expected);
        QVERIFY(!snake->repairs().find(RepairKind::DetailsName));
        QVERIFY(!snake->repairs().find(RepairKind::IgnoredMember));
    }

    void exactSpellingWins()
    {
        const auto after = readLog("[{\"eventId\":5,\"EventId\":1,\"EventType\":\"StepStarted\"}]");
        QCOMPARE(after->eventId(kFirst), std::int64_t{1});
        const auto before = readLog("[{\"EventId\":1,\"eventId\":5,\"EventType\":\"StepStarted\"}]");
        QCOMPARE(before->eventId(kFirst), std::int64_t{1});
    }

    void escapedKeysAndTexts()
    {
        const auto found = readLog("[{\"\\u0045ventType\":\"Step\\u0053tarted\",\"EventId\":1,\"Id\":\"a\\\"\\u00e4\","
                                   "\"Name\":\"tab\\tname\",\"SubType\":\"S\\\\\",\"EventTimestamp\":1}]");
        QCOMPARE(found->type(kFirst), EventType::StepStarted);
        QCOMPARE(found->id(found->operation(kFirst)), std::string_view("a\"ä"));
        QCOMPARE(found->name(found->operation(kFirst)), std::string_view("tab\tname"));
        QCOMPARE(found->subType(found->operation(kFirst)), std::string_view("S\\"));
        QVERIFY(!found->repairs().find(RepairKind::UnknownEventType));
    }

    void numbersInOtherForms()
    {
        const auto found =
            readLog("[{\"EventType\":\"StepFailed\",\"EventId\":\"12\",\"Id\":7,\"EventTimestamp\":\"1790000000\","
                    "\"StepFailedDetails\":{\"RetryDetails\":{\"CurrentAttempt\":1.0,"
                    "\"NextAttemptDelaySeconds\":\"5.5\"}}}]");
        QCOMPARE(found->eventId(kFirst), std::int64_t{12});
        QCOMPARE(found->number(kFirst), std::int64_t{5'500'000});
        QCOMPARE(countOf(*found, RepairKind::NumberAsText), std::uint64_t{2});
        QCOMPARE(found->id(found->operation(kFirst)), std::string_view("7"));
    }

    void detailsUnderOtherNames()
    {
        const auto pending = readLog("[" +
                                     eventOf("ChainedInvokeStarted", "",
                                             ",\"ChainedInvokePendingDetails\":{\"Input\":{\"Payload\":\"{}\"},"
                                             "\"FunctionName\":\"pay\"}") +
                                     "]");
        QCOMPARE(payload(*pending), std::string("\"{}\""));
        QCOMPARE(countOf(*pending, RepairKind::DetailsName), std::uint64_t{1});
        QCOMPARE(pending->repairs().find(RepairKind::DetailsName)->detail, std::string("ChainedInvokePendingDetails"));

        const auto missing = one("StepStarted", "");
        QCOMPARE(countOf(*missing, RepairKind::DetailsMissing), std::uint64_t{1});
        QVERIFY(missing->detailsJson(kFirst).empty());

        const auto isNull = one("StepStarted", "null");
        QCOMPARE(countOf(*isNull, RepairKind::DetailsMissing), std::uint64_t{1});
    }

    void serializersThatWriteEveryMember()
    {
        const auto found = one("StepSucceeded", "{\"Result\":{\"Payload\":\"1\"}}",
                               ",\"CallbackStartedDetails\":null,\"ParentId\":null,\"Extra\":null,"
                               "\"WaitStartedDetails\":{\"Duration\":3}");
        QCOMPARE(payload(*found), std::string("\"1\""));
        QVERIFY2(!found->repairs().find(RepairKind::DetailsName), repairsOf(*found).c_str());
        QVERIFY(!found->repairs().find(RepairKind::IgnoredMember));
        // Details of two other types: neither is taken.
        const auto unclear =
            one("StepSucceeded", "", ",\"AaaDetails\":{\"Result\":{\"Payload\":\"1\"}},\"BbbDetails\":{}");
        QCOMPARE(unclear->payload(kFirst).state, PayloadState::NoValue);
        QVERIFY(unclear->repairs().find(RepairKind::DetailsMissing));
    }

    void unknownTypes()
    {
        const auto found = one("ChainedInvokeCancelled", "{\"Error\":{\"Payload\":{\"ErrorType\":\"E\"}}}");
        QCOMPARE(found->type(kFirst), EventType::Unknown);
        QCOMPARE(found->typeName(kFirst), std::string_view("ChainedInvokeCancelled"));
        QCOMPARE(payload(*found), std::string("{\"ErrorType\":\"E\"}"));
        QCOMPARE(found->repairs().find(RepairKind::UnknownEventType)->detail, std::string("ChainedInvokeCancelled"));
        QVERIFY(readLog("[{\"EventId\":1}]")->repairs().find(RepairKind::UnknownEventType));
    }

    void payloads_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("details");
        QTest::addColumn<int>("state");
        QTest::addColumn<QByteArray>("json");
        const auto row = [](const char* name, const char* type, const char* details, PayloadState state,
                            const char* json = "") {
            QTest::newRow(name) << QByteArray(type) << QByteArray(details) << static_cast<int>(state)
                                << QByteArray(json);
        };
        using P = PayloadState;
        row("normal", "StepSucceeded", "{\"Result\":{\"Payload\":\"x\",\"Truncated\":false}}", P::Present, "\"x\"");
        row("empty string", "StepSucceeded", "{\"Result\":{\"Payload\":\"\",\"Truncated\":false}}", P::Present, "\"\"");
        row("text null", "StepSucceeded", "{\"Result\":{\"Payload\":\"null\"}}", P::Present, "\"null\"");
        row("no value", "StepSucceeded", "{\"Result\":{\"Truncated\":false}}", P::NoValue);
        row("no value of EJ", "StepSucceeded", "{\"Result\":{}}", P::NoValue);
        row("null", "StepSucceeded", "{\"Result\":{\"Payload\":null}}", P::NoValue);
        row("no wrapper", "StepSucceeded", "{}", P::NoValue);
        row("not downloaded", "StepSucceeded", "{\"Result\":{\"Truncated\":true}}", P::NotDownloaded);
        row("truncated beside a payload", "ExecutionSucceeded", "{\"Result\":{\"Payload\":\"x\",\"Truncated\":true}}",
            P::Present, "\"x\"");
        row("error", "StepFailed", "{\"Error\":{\"Payload\":{\"ErrorType\":\"E\"},\"Truncated\":false}}", P::Present,
            "{\"ErrorType\":\"E\"}");
        row("error without fields", "CallbackFailed", "{\"Error\":{\"Payload\":{},\"Truncated\":false}}", P::Present,
            "{}");
        row("no error of EJ", "InvocationCompleted", "{\"Error\":{},\"RequestId\":\"r\"}", P::NoValue);
        row("timed out without an error", "ExecutionTimedOut", "{}", P::NoValue);
        row("input", "ExecutionStarted", "{\"Input\":{\"Payload\":\"{}\"},\"ExecutionTimeout\":5}", P::Present,
            "\"{}\"");
        row("callback with input", "CallbackStarted", "{\"CallbackId\":\"c\",\"Input\":{\"Payload\":\"{}\"}}",
            P::Present, "\"{}\"");
        row("poll", "StepSucceeded",
            "{\"Result\":{\"Payload\":\"1\"},\"RetryDetails\":{\"NextAttemptDelaySeconds\":2}}", P::Present, "\"1\"");
    }
    void payloads()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, details);
        QFETCH(int, state);
        QFETCH(QByteArray, json);
        const auto found = one(type.toStdString(), details.toStdString());
        QCOMPARE(static_cast<int>(found->payload(kFirst).state), state);
        QCOMPARE(payload(*found), json.toStdString());
        QCOMPARE(found->detailsJson(kFirst), std::string_view(details.constData()));
    }

    void errorsInOtherForms()
    {
        const auto text = one("StepFailed", "{\"Error\":{\"Payload\":\"no seat\"}}");
        QCOMPARE(payload(*text), std::string("\"no seat\""));
        QVERIFY(text->repairs().find(RepairKind::ErrorAsText));
        const auto bareText = one("StepFailed", "{\"Error\":\"no seat\"}");
        QCOMPARE(payload(*bareText), std::string("\"no seat\""));
        QVERIFY(bareText->repairs().find(RepairKind::ErrorAsText));
        const auto bare = one("StepFailed", "{\"Error\":{\"ErrorType\":\"E\",\"ErrorMessage\":\"m\"}}");
        QCOMPARE(payload(*bare), std::string("{\"ErrorType\":\"E\",\"ErrorMessage\":\"m\"}"));
        QVERIFY(bare->repairs().find(RepairKind::ErrorUnwrapped));
        const auto both = one("StepFailed", "{\"Error\":{\"ErrorType\":\"X\",\"Payload\":{\"ErrorType\":\"E\"}}}");
        QCOMPARE(payload(*both), std::string("{\"ErrorType\":\"E\"}"));
    }

    void numbersOfTypes()
    {
        QCOMPARE(one("StepSucceeded", "{\"RetryDetails\":{\"NextAttemptDelaySeconds\":2}}")->number(kFirst),
                 std::int64_t{2'000'000});
        QCOMPARE(one("StepFailed", "{\"RetryDetails\":{\"NextAttemptDelaySeconds\":0}}")->number(kFirst),
                 std::int64_t{0});
        QCOMPARE(one("StepFailed", "{\"RetryDetails\":{\"NextAttemptDelaySeconds\":-3}}")->number(kFirst),
                 std::int64_t{0});
        QCOMPARE(one("CallbackStarted", "{\"Timeout\":60,\"HeartbeatTimeout\":5}")->number(kFirst),
                 std::int64_t{60'000'000});
        QCOMPARE(one("CallbackStarted", "{\"CallbackId\":\"c\"}")->number(kFirst), std::int64_t{0});
        QCOMPARE(one("ExecutionStarted", "{\"ExecutionTimeout\":3600}")->number(kFirst), std::int64_t{3'600'000'000});
        QCOMPARE(one("WaitSucceeded", "{\"Duration\":3600}")->number(kFirst), std::int64_t{0});
        QCOMPARE(one("StepFailed", "{\"RetryDetails\":{\"NextAttemptDelaySeconds\":1e300}}")->number(kFirst),
                 std::int64_t{0});
    }

    void detailsInFrontOfTheType()
    {
        const auto found = readLog("[{\"CallbackStartedDetails\":{\"CallbackId\":\"c\",\"Timeout\":9},\"EventId\":1,"
                                   "\"EventTimestamp\":1790000000,\"EventType\":\"CallbackStarted\",\"Id\":\"a\"}]");
        QCOMPARE(found->number(kFirst), std::int64_t{9'000'000});
        QVERIFY(!found->repairs().find(RepairKind::DetailsName));
    }

    void sources()
    {
        QCOMPARE(readLog(sampleHistory())->source(), SourceGuess::Aws);
        // boto3 and SAM separate date and time by a blank.
        QCOMPARE(readLog("[" +
                         eventOf("StepStarted", "{}", ",\"EventTimestamp\":\"2026-01-05 18:34:43.112000-07:00\"") + "]")
                     ->source(),
                 SourceGuess::BotoOrSam);
        QCOMPARE(one("StepSucceeded", "{\"Result\":{\"Payload\":\"1\"},\"RetryDetails\":{}}")->source(),
                 SourceGuess::JsEmulator);
        QCOMPARE(readLog("[" + eventOf("StepSucceeded", "{\"Result\":{\"Payload\":\"1\",\"Truncated\":false}}") + "," +
                         eventOf("InvocationCompleted", "{}") + "]")
                     ->source(),
                 SourceGuess::PythonEmulator);
        QCOMPARE(one("StepStarted", "{}")->source(), SourceGuess::Unknown);
        QVERIFY(one("StepSucceeded", "{\"Result\":{}}")->repairs().find(RepairKind::SourceGuessed));
    }

    void unknownMembersOfEventsAreTold()
    {
        const auto found = one("StepStarted", "{}", ",\"Parent\":\"x\",\"Extra\":{\"deep\":[1]}");
        QCOMPARE(countOf(*found, RepairKind::IgnoredMember), std::uint64_t{2});
        QCOMPARE(found->repairs().find(RepairKind::IgnoredMember)->detail, std::string("Parent"));
    }

    void placesOfRepairs()
    {
        const auto found = readLog("[\n" + eventOf("StepStarted", "{}") +
                                   ",\n\n{\"EventType\":\"Odd\",\"EventId\":9,"
                                   "\"Id\":\"b\",\"EventTimestamp\":1790000001,\"OddDetails\":{}}\n]");
        const Repair* const repair = found->repairs().find(RepairKind::UnknownEventType);
        QVERIFY(repair);
        QCOMPARE(repair->firstLine, std::uint64_t{4});
        QCOMPARE(repair->firstEventId, std::int64_t{9});
    }

    void membersOfTheWrongKind()
    {
        const auto found = readLog("[{\"EventType\":[1],\"EventId\":{},\"Id\":[],\"Name\":{},\"EventTimestamp\":[],"
                                   "\"SubType\":false,\"StepStartedDetails\":[1]},"
                                   "{\"EventType\":\"StepFailed\",\"EventId\":2.5,\"StepFailedDetails\":{\"Error\":[1],"
                                   "\"RetryDetails\":7,\"Result\":true}}]");
        QCOMPARE(found->eventCount(), 2U);
        QCOMPARE(found->type(kFirst), EventType::Unknown);
    }
};

QTEST_GUILESS_MAIN(ReaderMembersTest)
#include "tst_reader_members.moc"
