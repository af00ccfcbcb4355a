// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sdk/logger.h"

#include <QtTest>

#include <nlohmann/json.hpp>

using namespace durable;
using nlohmann::json;

namespace {

constexpr durascope::core::Timestamp kTime{1'764'802'792'607'000};

LogRecord record(std::string message, std::string fields = {})
{
    LogRecord made;
    made.time = kTime;
    made.message = std::move(message);
    made.requestId = "req-1";
    made.executionArn = "arn:aws:lambda:eu-west-1:1:function:f:1/durable-execution/e/1";
    made.fields = std::move(fields);
    return made;
}

/// The record read back; discarded when it is not one line of JSON.
json parsed(const LogRecord& made)
{
    const std::string line = made.toJson();
    if (line.find_first_of("\n\r") != std::string::npos)
        return json(json::value_t::discarded);
    return json::parse(line, nullptr, false);
}

struct Source : Logger::Source
{
    bool isSilent = false;
    LogLevel lowest = LogLevel::Debug;
    std::vector<std::string> lines;

    [[nodiscard]] bool silent() const override { return isSilent; }
    [[nodiscard]] LogLevel threshold() const override { return lowest; }
    void emit(LogLevel level, std::string_view message, const std::string& fields) override
    {
        lines.push_back(std::string(toText(level)) + ' ' + std::string(message) + fields);
    }
};

std::vector<std::string> linesOf(LogLevel lowest, bool silent)
{
    const auto source = std::make_shared<Source>();
    source->lowest = lowest;
    source->isSilent = silent;
    const Logger logger(source);
    logger.debug("d");
    logger.info("i");
    logger.warn("w", {{"k", 1}});
    logger.error("e");
    return source->lines;
}

} // namespace

class LoggerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { qunsetenv("AWS_LAMBDA_LOG_LEVEL"); }

    void levels()
    {
        QCOMPARE(toText(LogLevel::Warn), std::string_view("WARN"));
        QCOMPARE(logLevelFromText("info"), std::optional(LogLevel::Info));
        QCOMPARE(logLevelFromText("TRACE"), std::optional(LogLevel::Trace));
        QCOMPARE(logLevelFromText("Fatal"), std::optional(LogLevel::Fatal));
        QVERIFY(!logLevelFromText(""));
        QVERIFY(!logLevelFromText("inf"));
        QVERIFY(!logLevelFromText("information"));
    }

    void environmentWinsOverTheConfig()
    {
        LoggerConfig config;
        config.threshold = LogLevel::Warn;
        QCOMPARE(effectiveThreshold(config), LogLevel::Warn);
        qputenv("AWS_LAMBDA_LOG_LEVEL", "error");
        QCOMPARE(effectiveThreshold(config), LogLevel::Error);
        qputenv("AWS_LAMBDA_LOG_LEVEL", "LOUD");
        QCOMPARE(effectiveThreshold(config), LogLevel::Warn);
        qputenv("AWS_LAMBDA_LOG_LEVEL", "");
        QCOMPARE(effectiveThreshold(config), LogLevel::Warn);
    }

    void recordHasItsMembersInOrder()
    {
        LogRecord full = record("hello", "{\"orderId\":7}");
        full.level = LogLevel::Error;
        full.tenantId = "t";
        full.operationId = "6b86";
        full.operationName = "charge";
        full.attempt = 2;
        const std::string expected =
            "{\"timestamp\":\"2025-12-03T22:59:52.607Z\",\"level\":\"ERROR\",\"requestId\":\"req-1\","
            "\"executionArn\":\"arn:aws:lambda:eu-west-1:1:function:f:1/durable-execution/e/1\",\"tenantId\":\"t\","
            "\"operationId\":\"6b86\",\"operationName\":\"charge\",\"attempt\":2,\"message\":\"hello\",\"orderId\":7}";
        QCOMPARE(full.toJson(), expected);
    }

    void absentMembersAreNotWritten()
    {
        const json line = parsed(record("hello"));
        QCOMPARE(line.size(), std::size_t(5));
        QVERIFY(!line.contains("attempt") && !line.contains("tenantId"));
    }

    void isAlwaysOneLineOfJson_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("fields");
        QTest::newRow("invalid UTF-8") << QByteArray("a\xFF\xC3") << QByteArray();
        QTest::newRow("controls") << QByteArray("a\nb\r\t\x01\"\\") << QByteArray();
        QTest::newRow("zero byte") << QByteArray("a\0b", 3) << QByteArray();
        QTest::newRow("printed fields") << QByteArray("m") << QByteArray("{\r\n  \"a\": [\n1,\n 2]\n}\n");
        QTest::newRow("no object") << QByteArray("m") << QByteArray("[1]");
        QTest::newRow("no JSON") << QByteArray("m") << QByteArray("{\"a\":\n");
        QTest::newRow("fields of invalid UTF-8") << QByteArray("m") << QByteArray("{\"a\":\"\xFF\"}");
        QTest::newRow("line feed in a name") << QByteArray("m") << QByteArray("{\"a\\nb\":1}");
    }
    void isAlwaysOneLineOfJson()
    {
        QFETCH(const QByteArray, message);
        QFETCH(const QByteArray, fields);
        LogRecord odd = record(message.toStdString(), fields.toStdString());
        odd.operationName = message.toStdString();
        const json line = parsed(odd);
        QVERIFY(line.is_object());
        QVERIFY(line["executionArn"] == odd.executionArn);
    }

    void fieldsThatAreNoObjectAreKeptAsText() { QVERIFY(parsed(record("m", "[1]"))["fields"] == "[1]"); }

    void fieldsDoNotPoseAsTheRecord()
    {
        const json line = parsed(record("m", "{\"message\":\"other\",\"executionArn\":1,\"attempt\":5,\"b\":true}"));
        QVERIFY(line["message"] == "m");
        QVERIFY(line["message_"] == "other");
        QVERIFY(line["executionArn_"] == 1);
        QVERIFY(!line.contains("attempt"));
        QVERIFY(line["attempt_"] == 5);
        QVERIFY(line["b"] == true);
    }

    void loggerKeepsTheThreshold()
    {
        QVERIFY((linesOf(LogLevel::Debug, false) ==
                 std::vector<std::string>{"DEBUG d", "INFO i", "WARN w{\"k\":1}", "ERROR e"}));
        QVERIFY((linesOf(LogLevel::Warn, false) == std::vector<std::string>{"WARN w{\"k\":1}", "ERROR e"}));
        QVERIFY(linesOf(LogLevel::Fatal, false).empty());
    }

    void loggerIsSilentWhileItsSourceIs() { QVERIFY(linesOf(LogLevel::Trace, true).empty()); }

    void fieldsMayHoldAnyBytes()
    {
        const auto source = std::make_shared<Source>();
        Logger(source).info("i", {{"k", "\xFF"}});
        QVERIFY(source->lines.at(0) == "INFO i{\"k\":\"\xEF\xBF\xBD\"}");
        Logger(source).info("n", nullptr);
        QVERIFY(source->lines.at(1) == "INFO n");
    }
};

QTEST_GUILESS_MAIN(LoggerTest)
#include "tst_logger.moc"
