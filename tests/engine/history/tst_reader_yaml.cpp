// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/yaml_to_json.h"
#include "tests/engine/history/reader_testing.h"

#include <QtTest>

using namespace durascope::core;
using namespace durascope::history;
using namespace durascope::test;

namespace {

constexpr YamlLimits kLimits{1024 * 1024, 100};

std::string json(std::string_view yaml)
{
    const auto result = yamlToJson(yaml, kLimits, {});
    return result ? *result : "error: " + result.error().text();
}

/// What `aws lambda get-durable-execution-history --output yaml` prints for sampleHistory().
constexpr std::string_view kSample = "Events:\n"
                                     "- EventId: 1\n"
                                     "  EventTimestamp: 2026-09-21T14:13:20.123000+00:00\n"
                                     "  EventType: ExecutionStarted\n"
                                     "  ExecutionStartedDetails:\n"
                                     "    ExecutionTimeout: 3600\n"
                                     "    Input:\n"
                                     "      Payload: '{\"n\": 1}'\n"
                                     "      Truncated: false\n"
                                     "  Id: run\n"
                                     "  Name: run-42\n"
                                     "- EventId: 2\n"
                                     "  EventTimestamp: '2026-09-21T14:13:20.400000+00:00'\n"
                                     "  EventType: StepStarted\n"
                                     "  Id: '0123'\n"
                                     "  Name: 'on'\n"
                                     "  StepStartedDetails: {}\n"
                                     "  SubType: Step\n";

} // namespace

class ReaderYamlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void history()
    {
        const std::string text(kSample);
        for (const auto& found : {read(text), readInSteps(text, 5), read("---\n" + text), read("# a comment\n" + text),
                                  read(gzip(text)), read("\xFF\xFE" + utf16(text, false))}) {
            QVERIFY2(found, found ? "" : found.error().text().c_str());
            const EventLog& log = **found;
            QVERIFY(log.repairs().find(RepairKind::Yaml));
            QCOMPARE(log.eventCount(), 2U);
            QCOMPARE(log.time(EventIndex(0)).micros, qint64{1'790'000'000'123'000});
            QCOMPARE(log.time(EventIndex(1)).micros, qint64{1'790'000'000'400'000});
            QCOMPARE(log.number(EventIndex(0)), qint64{3'600'000'000});
            QCOMPARE(log.payload(EventIndex(0)).json, std::string_view("\"{\\\"n\\\": 1}\""));
            QCOMPARE(log.id(log.operation(EventIndex(1))), std::string_view("0123"));
            QCOMPARE(log.name(log.operation(EventIndex(1))), std::string_view("on"));
            QVERIFY2(!log.repairs().find(RepairKind::NumberAsText), repairsOf(log).c_str());
        }
    }

    void otherContainers()
    {
        const std::string text(kSample);
        const std::string list = text.substr(text.find('\n') + 1);
        QCOMPARE(readLog(list)->eventCount(), 2U);
        QCOMPARE(readLog(text + "---\n" + text)->eventCount(), 2U); // the same page twice
        std::string stream = "- " + text;
        for (std::size_t at = stream.find('\n'); at + 1 < stream.size(); at = stream.find('\n', at + 1)) {
            stream.insert(at + 1, "  ");
        }
        QCOMPARE(readLog(stream)->eventCount(), 2U); // --output yaml-stream
    }

    void scalars()
    {
        QCOMPARE(
            json("a: 1\nb: 1.5e3\nc: 'x'\nd: true\ne: null\nf: ~\ng:\nh: 2025-12-03T22:59:52Z\ni: 007\nj: +5\nk: 0x1F\n"
                 "l: .inf\nm: \"1\"\nn: !!str 5\no: yes\np: FALSE\n"),
            std::string("{\"a\":1,\"b\":1.5e3,\"c\":\"x\",\"d\":true,\"e\":null,\"f\":null,\"g\":null,"
                        "\"h\":\"2025-12-03T22:59:52Z\",\"i\":\"007\",\"j\":\"+5\",\"k\":\"0x1F\",\"l\":\".inf\","
                        "\"m\":\"1\",\"n\":\"5\",\"o\":\"yes\",\"p\":false}\n"));
        QCOMPARE(json("1: a\ntrue: b\nnull: c\n"), std::string("{\"1\":\"a\",\"true\":\"b\",\"null\":\"c\"}\n"));
        QCOMPARE(json("- |\n  two\n  lines\n- >\n  folded\n  text\n"),
                 std::string("[\"two\\nlines\\n\",\"folded text\\n\"]\n"));
        QCOMPARE(json("[]\n---\n{}\n"), std::string("[]\n{}\n"));
        QCOMPARE(json(""), std::string());
    }

    void anchors()
    {
        QCOMPARE(json("a: &x [1, {b: 2}]\nc: *x\nd: &y z\n*y : 5\n"),
                 std::string("{\"a\":[1,{\"b\":2}],\"c\":[1,{\"b\":2}],\"d\":\"z\",\"z\":5}\n"));
        QVERIFY(json("&a [*a]").starts_with("error: "));
        QVERIFY(json("a: &x {b: *x}").starts_with("error: "));
        QVERIFY(json("a: *none").starts_with("error: "));
        std::string laughs = "a0: &a0 xxxxxxxxxx\n";
        for (int i = 1; i < 30; ++i) {
            const std::string before = "*a" + std::to_string(i - 1);
            laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + "," + before + "," +
                      before + "]\n";
        }
        const auto bomb = yamlToJson(laughs, kLimits, {});
        QVERIFY(!bomb);
        QCOMPARE(bomb.error().code, ErrorCode::TooLarge);
    }

    void refused()
    {
        const auto broken = read("Events:\n- EventId: 1\n   EventType: [x\n");
        QVERIFY(!broken);
        QCOMPARE(broken.error().code, ErrorCode::Malformed);
        QVERIFY(broken.error().message.starts_with("this is not YAML"));
        QVERIFY(broken.error().place.line >= 2);
        QVERIFY(json("? [a, b]\n: c\n").starts_with("error: "));
        QVERIFY(json(std::string(100'000, '[')).starts_with("error: "));
        QVERIFY(json("a: " + std::string(200, '[') + std::string(200, ']')).starts_with("error: "));
        ReadOptions options;
        options.limits.maxYamlBytes = 200;
        const auto large = read(std::string(kSample), options);
        QVERIFY(!large);
        QCOMPARE(large.error().code, ErrorCode::TooLarge);
        QVERIFY(large.error().remedy.find("--output json") != std::string::npos);
    }

    void canBeCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        std::string many;
        for (int i = 0; i < 5000; ++i) {
            many += "- x\n";
        }
        const auto found = yamlToJson(many, kLimits, stop.get_token());
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(ReaderYamlTest)
#include "tst_reader_yaml.moc"
