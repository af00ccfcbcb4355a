// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/analysis.h"
#include "engine/history/attempts.h"
#include "engine/history/event_details.h"
#include "engine/history/reader.h"
#include "engine/history/writer.h"
#include "tests/support/json_log.h"
#include "tests/support/random_history.h"
#include "tests/support/shared_files.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <array>

using namespace durascope;
using history::EventIndex;
using history::EventLog;
using history::HistoryForm;
using history::OperationIndex;

namespace {
using LogPointer = std::shared_ptr<const EventLog>;

constexpr std::array kForms = {HistoryForm::Aws, HistoryForm::Cli, HistoryForm::Sdk};

LogPointer read(const std::string& text, const char* name = "test")
{
    auto log = history::readHistoryText(text, name);
    if (!log) {
        qWarning("%s", log.error().text().c_str());
        return nullptr;
    }
    return *log;
}

std::string write(const LogPointer& log, HistoryForm form)
{
    return history::writeHistoryText(*log, {.form = form});
}

/// The one event of a history in canonical AWS form, written from the given details.
std::string detailsAfterWriting(const std::string& type, const std::string& details)
{
    const LogPointer log = read("{\"Events\":[{\"EventType\":\"" + type +
                                "\",\"EventId\":1,\"Id\":\"a\",\"EventTimestamp\":1790000000.5,\"" + type +
                                "Details\":" + details + "}]}");
    if (!log) {
        return {};
    }
    const std::string json = history::eventJson(*log, EventIndex(0));
    const std::string key = "\"" + type + "Details\":";
    const std::size_t at = json.find(key);
    return at == std::string::npos ? json : json.substr(at + key.size(), json.size() - at - key.size() - 1);
}

/// Everything a person could see of a log, as text: two logs with the same text are the same history.
std::string foldText(const EventLog& log)
{
    std::string text;
    const history::StateAt state(log, log.lastEvent());
    text += std::string(state.executionStatus()) + "\n";
    for (std::uint32_t i = 0; i < log.operationCount(); ++i) {
        const OperationIndex operation(i);
        const auto now = state.state(operation);
        const OperationIndex parent = log.operation(operation).parent;
        text += std::string(log.id(operation)) + "|" + std::string(log.name(operation)) + "|" +
                std::string(log.subType(operation)) + "|" + std::string(core::toText(log.operation(operation).type)) +
                "|" + std::string(core::toText(now.status)) + "|" + std::to_string(now.attempt) + "|" +
                std::to_string(now.start.micros) + "|" + std::to_string(now.end ? now.end->micros : -1) + "|" +
                std::to_string(now.nextAttempt ? now.nextAttempt->micros : -1) + "|" +
                std::to_string(now.scheduledEnd ? now.scheduledEnd->micros : -1) + "|" +
                (parent.valid() ? std::string(log.id(parent)) : "-");
        for (const auto& attempt : history::attemptsOf(state, operation)) {
            text += "|" + std::to_string(attempt.number) + ":" + std::to_string(static_cast<int>(attempt.outcome)) +
                    ":" + std::to_string(attempt.plannedDelay.count());
        }
        text += "\n";
    }
    return text;
}

std::string invocationText(const LogPointer& log)
{
    const history::Analysis analysis(log);
    std::string text;
    for (const auto& invocation : analysis.invocations()) {
        text += std::to_string(invocation.number) + "|" + std::to_string(invocation.start.micros) + "|" +
                std::to_string(invocation.end.micros) + "|" + (invocation.failed ? "failed" : "") + "|" +
                history::toText(invocation.wake) + "\n";
    }
    return text;
}

std::string payloadsText(const EventLog& log)
{
    std::string text;
    for (std::uint32_t i = 0; i < log.eventCount(); ++i) {
        const auto payload = history::payloadText(log, EventIndex(i));
        const auto error = history::errorOf(log, EventIndex(i));
        if (error) {
            text += std::to_string(i) + " error " + error->type.value_or("-") + " " + error->message.value_or("-") +
                    " " + error->data.value_or("-") + "\n";
        } else if (payload && log.type(EventIndex(i)) != history::EventType::ExecutionStopped) {
            text += std::to_string(i) + " " + *payload + "\n";
        }
    }
    return text;
}

/// All that the round trip promises, for one log.
void checkRoundTrip(const LogPointer& log)
{
    std::array<std::string, kForms.size()> written;
    for (std::size_t i = 0; i < kForms.size(); ++i) {
        written[i] = write(log, kForms[i]);
    }
    for (std::size_t i = 0; i < kForms.size(); ++i) {
        const LogPointer again = read(written[i]);
        QVERIFY(again != nullptr);
        QCOMPARE(QString::fromStdString(foldText(*again)), QString::fromStdString(foldText(*log)));
        QCOMPARE(QString::fromStdString(invocationText(again)), QString::fromStdString(invocationText(log)));
        QCOMPARE(QString::fromStdString(payloadsText(*again)), QString::fromStdString(payloadsText(*log)));
        for (std::size_t j = 0; j < kForms.size(); ++j) {
            QVERIFY2(write(again, kForms[j]) == written[j], "a form does not survive the way through another one");
        }
    }
}

/// Every kind of event, with every spelling that a reader accepts and a writer must straighten.
const std::string kEverything = test::fileText(DURASCOPE_SOURCE_DIR "/tests/data/writer/everything.json");
const std::string kEverythingAws = test::fileText(DURASCOPE_SOURCE_DIR "/tests/data/writer/everything.aws.json");

} // namespace

class WriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesCanonicalAwsForm()
    {
        const LogPointer log = read(kEverything);
        QVERIFY(log != nullptr);
        const auto written = QString::fromStdString(write(log, HistoryForm::Aws)).split(u'\n');
        const auto expected = QString::fromStdString(kEverythingAws).split(u'\n');
        QCOMPARE(written.size(), expected.size());
        for (qsizetype i = 0; i < written.size(); ++i) {
            QCOMPARE(written[i], expected[i]);
        }
    }

    void writesCliForm()
    {
        const LogPointer log = read("{\"Events\":[{\"EventType\":\"ContextStarted\",\"EventId\":1,\"Id\":\"c\","
                                    "\"EventTimestamp\":1764802792.607,\"ContextStartedDetails\":{}}]}");
        QVERIFY(log != nullptr);
        QCOMPARE(QString::fromStdString(write(log, HistoryForm::Cli)),
                 QStringLiteral("{\n"
                                "    \"Events\": [\n"
                                "        {\n"
                                "            \"EventType\": \"ContextStarted\",\n"
                                "            \"EventId\": 1,\n"
                                "            \"Id\": \"c\",\n"
                                "            \"EventTimestamp\": \"2025-12-03T22:59:52.607000+00:00\",\n"
                                "            \"ContextStartedDetails\": {}\n"
                                "        }\n"
                                "    ]\n"
                                "}\n"
                                ""));
    }

    void writesSdkForm()
    {
        const LogPointer log = read("{\"Events\":[{\"EventType\":\"ExecutionSucceeded\",\"EventId\":1,\"Id\":\"c\","
                                    "\"EventTimestamp\":1764802792,"
                                    "\"ExecutionSucceededDetails\":{\"Result\":{\"Payload\":\"[]\"}}}]}");
        QVERIFY(log != nullptr);
        QCOMPARE(QString::fromStdString(write(log, HistoryForm::Sdk)),
                 QStringLiteral("[\n"
                                "  {\n"
                                "    \"EventType\": \"ExecutionSucceeded\",\n"
                                "    \"EventId\": 1,\n"
                                "    \"Id\": \"c\",\n"
                                "    \"EventTimestamp\": \"2025-12-03T22:59:52.000Z\",\n"
                                "    \"ExecutionSucceededDetails\": {\n"
                                "      \"Result\": {\n"
                                "        \"Payload\": \"[]\",\n"
                                "        \"Truncated\": false\n"
                                "      }\n"
                                "    }\n"
                                "  }\n"
                                "]\n"
                                ""));
    }

    void straightensDetails_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("details");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* type, const char* details, const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(type) << QString::fromUtf8(details) << QString::fromUtf8(expected);
        };
        row("payload not downloaded", "ContextSucceeded", "{\"Result\":{\"Truncated\":true}}",
            "{\"Result\":{\"Truncated\":true}}");
        row("payload with truncated", "ContextSucceeded", "{\"Result\":{\"Truncated\":true,\"Payload\":\"x\"}}",
            "{\"Result\":{\"Payload\":\"x\",\"Truncated\":true}}");
        row("no result", "ContextSucceeded", "{}", "{\"Result\":{\"Truncated\":false}}");
        row("null payload", "ContextSucceeded", "{\"Result\":{\"Payload\":null}}",
            "{\"Result\":{\"Truncated\":false}}");
        row("JSON null", "ContextSucceeded", "{\"Result\":{\"Payload\":\"null\"}}",
            "{\"Result\":{\"Payload\":\"null\",\"Truncated\":false}}");
        row("empty payload", "ContextSucceeded", "{\"Result\":{\"Payload\":\"\"}}",
            "{\"Result\":{\"Payload\":\"\",\"Truncated\":false}}");
        row("opened payload", "ContextSucceeded", "{\"Result\":{\"Payload\":{\"a\": 1}}}",
            "{\"Result\":{\"Payload\":\"{\\\"a\\\": 1}\",\"Truncated\":false}}");
        row("escapes stay", "ContextSucceeded", "{\"Result\":{\"Payload\":\"\\u0041\\/ä\"}}",
            "{\"Result\":{\"Payload\":\"\\u0041\\/ä\",\"Truncated\":false}}");
        row("unknown members", "ContextSucceeded", "{\"New\":1.50,\"Result\":{\"Payload\":\"x\",\"Kind\":\"k\"}}",
            "{\"Result\":{\"Payload\":\"x\",\"Truncated\":false,\"Kind\":\"k\"},\"New\":1.50}");
        row("a second spelling", "ContextSucceeded", "{\"result\":{\"Payload\":\"y\"},\"Result\":{\"Payload\":\"x\"}}",
            "{\"Result\":{\"Payload\":\"x\",\"Truncated\":false},\"result\":{\"Payload\":\"y\"}}");
        row("no delay", "StepFailed", "{\"RetryDetails\":{\"NextAttemptDelaySeconds\":0},\"Error\":{\"Payload\":{}}}",
            "{\"Error\":{\"Payload\":{},\"Truncated\":false},\"RetryDetails\":{\"CurrentAttempt\":1}}");
        row("half a second", "StepFailed",
            "{\"RetryDetails\":{\"NextAttemptDelaySeconds\":0.5},\"Error\":{\"Payload\":{}}}",
            "{\"Error\":{\"Payload\":{},\"Truncated\":false},\"RetryDetails\":{\"CurrentAttempt\":1,"
            "\"NextAttemptDelaySeconds\":0.5}}");
        row("invocation error", "InvocationCompleted",
            "{\"RequestId\":\"r\",\"Error\":{\"Payload\":{\"ErrorType\":\"T\"}}}",
            "{\"RequestId\":\"r\",\"Error\":{\"Payload\":{\"ErrorType\":\"T\"},\"Truncated\":false}}");
        row("invocation without error", "InvocationCompleted", "{\"RequestId\":\"r\",\"Error\":{\"Truncated\":false}}",
            "{\"RequestId\":\"r\"}");
        row("invocation error not downloaded", "InvocationCompleted", "{\"Error\":{\"Truncated\":true}}",
            "{\"Error\":{\"Truncated\":true}}");
        row("unreadable time", "InvocationCompleted", "{\"StartTimestamp\":\"noon\"}", "{\"StartTimestamp\":\"noon\"}");
        row("timed out without error", "ExecutionTimedOut", "{}", "{}");
        row("timed out with error", "ExecutionTimedOut", "{\"Error\":{\"Payload\":{\"ErrorType\":\"T\"}}}",
            "{\"Error\":{\"Payload\":{\"ErrorType\":\"T\"},\"Truncated\":false}}");
        row("callback message stays", "CallbackTimedOut",
            "{\"Error\":{\"Payload\":{\"ErrorType\":\"Callback.Timeout\",\"ErrorMessage\":\"late\"}}}",
            "{\"Error\":{\"Payload\":{\"ErrorMessage\":\"late\",\"ErrorType\":\"Callback.Timeout\"},\"Truncated\":"
            "false}}");
        row("empty strings", "ChainedInvokeStarted",
            "{\"FunctionName\":\"\",\"Input\":{\"Payload\":\"\"},\"DurableExecutionArn\":\"\",\"TenantId\":\"\","
            "\"ExecutedVersion\":\"\"}",
            "{\"FunctionName\":\"\",\"Input\":{\"Payload\":\"\",\"Truncated\":false}}");
    }

    void straightensDetails()
    {
        QFETCH(QString, type);
        QFETCH(QString, details);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(detailsAfterWriting(type.toStdString(), details.toStdString())), expected);
    }

    void numbersAnewWhereNumbersContradictTheOrder()
    {
        const LogPointer log = read("[\n"
                                    "            "
                                    "{\"EventType\":\"ExecutionStarted\",\"EventId\":4,\"Id\":\"e\",\"EventTimestamp\":"
                                    "1,\"ExecutionStartedDetails\":{}},\n"
                                    "            "
                                    "{\"EventType\":\"StepStarted\",\"EventId\":4,\"Id\":\"s\",\"EventTimestamp\":2,"
                                    "\"StepStartedDetails\":{}},\n"
                                    "            "
                                    "{\"EventType\":\"StepStarted\",\"EventId\":2,\"Id\":\"t\",\"EventTimestamp\":3,"
                                    "\"StepStartedDetails\":{}}]");
        QVERIFY(log != nullptr);
        const auto json = nlohmann::json::parse(write(log, HistoryForm::Aws), nullptr, false);
        for (std::size_t i = 0; i < json["Events"].size(); ++i) {
            QCOMPARE(json["Events"][i]["EventId"].get<std::size_t>(), i + 1);
        }
        checkRoundTrip(log);
    }

    void keepsGapsInNumbers()
    {
        const LogPointer log = read("[\n"
                                    "            "
                                    "{\"EventType\":\"ExecutionStarted\",\"EventId\":3,\"Id\":\"e\",\"EventTimestamp\":"
                                    "1,\"ExecutionStartedDetails\":{}},\n"
                                    "            "
                                    "{\"EventType\":\"StepStarted\",\"EventId\":7,\"Id\":\"s\",\"EventTimestamp\":2,"
                                    "\"StepStartedDetails\":{}}]");
        QVERIFY(log != nullptr);
        const auto json = nlohmann::json::parse(write(log, HistoryForm::Aws), nullptr, false);
        QCOMPARE(json["Events"][0]["EventId"].get<int>(), 3);
        QCOMPARE(json["Events"][1]["EventId"].get<int>(), 7);
    }

    /// As a number of seconds a reader would take the year 6000 for milliseconds.
    void writesFarTimesSoThatTheyReadBack()
    {
        const LogPointer log =
            read("[{\"EventType\":\"ContextStarted\",\"EventId\":1,\"Id\":\"c\","
                 "\"EventTimestamp\":\"6000-01-01T00:00:00.123456Z\",\"ContextStartedDetails\":{}}]");
        QVERIFY(log != nullptr);
        checkRoundTrip(log);
    }

    void roundTripOfEverything()
    {
        const LogPointer log = read(kEverything);
        QVERIFY(log != nullptr);
        checkRoundTrip(log);
    }

    void roundTripOfFiles_data()
    {
        QTest::addColumn<QString>("path");
        for (const auto& path : test::allHistories(DURASCOPE_SOURCE_DIR)) {
            QTest::newRow(path.filename().c_str()) << QString::fromStdString(path.string());
        }
        if (test::sharedFolder(DURASCOPE_SOURCE_DIR).empty()) {
            qInfo("the published histories are not there (DURASCOPE_SHARED): only the samples are checked");
        }
    }

    void roundTripOfFiles()
    {
        QFETCH(QString, path);
        const auto log = history::readHistoryFile(path.toStdString());
        QVERIFY2(log.has_value(), log ? "" : log.error().text().c_str());
        checkRoundTrip(*log);
    }

    void roundTripOfRandomHistories_data()
    {
        QTest::addColumn<bool>("hostile");
        QTest::newRow("as some function might have written them") << false;
        QTest::newRow("bent: events dropped, doubled, shuffled, parents and times broken") << true;
    }

    void roundTripOfRandomHistories()
    {
        QFETCH(bool, hostile);
        for (std::uint32_t seed = 0; seed < 150 && !QTest::currentTestFailed(); ++seed) {
            const auto events = test::randomHistory(seed, {.actions = 40, .hostile = hostile});
            const LogPointer log = read(nlohmann::json{{"Events", test::eventsOf(events)}}.dump());
            QVERIFY(log != nullptr);
            checkRoundTrip(log);
            if (QTest::currentTestFailed()) {
                qWarning("seed %u", seed);
            }
        }
    }

    void eventJsonIsTheLineOfTheDocument()
    {
        const LogPointer log = read(kEverything);
        QVERIFY(log != nullptr);
        const auto lines = QString::fromStdString(write(log, HistoryForm::Aws)).split(u'\n');
        for (std::uint32_t i = 0; i < log->eventCount(); ++i) {
            QString line = lines[static_cast<qsizetype>(i) + 1];
            line.remove(QRegularExpression(QStringLiteral(",$")));
            QCOMPARE(QString::fromStdString(history::eventJson(*log, EventIndex(i))), line);
        }
    }

    void stopsWhenTheSinkRefuses()
    {
        const LogPointer log = read(kEverything);
        QVERIFY(log != nullptr);
        int calls = 0;
        const auto written = history::writeHistory(*log, {}, [&calls](std::string_view) {
            ++calls;
            return false;
        });
        QVERIFY(!written.has_value());
        QCOMPARE(calls, 1);
    }

    void namesOfForms()
    {
        QVERIFY(history::historyFormFromText("aws") == HistoryForm::Aws);
        QVERIFY(history::historyFormFromText("cli") == HistoryForm::Cli);
        QVERIFY(history::historyFormFromText("sdk") == HistoryForm::Sdk);
        QVERIFY(!history::historyFormFromText("AWS").has_value());
    }
};

QTEST_GUILESS_MAIN(WriterTest)
#include "tst_writer.moc"
