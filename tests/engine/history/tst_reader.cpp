// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/history/reader.h"
#include "tests/engine/history/reader_testing.h"
#include "tests/support/shared_files.h"

#include <QtTest>

using namespace durascope::core;
using namespace durascope::history;
using namespace durascope::test;

namespace {

struct Form
{
    const char* name;
    std::string text;
    std::vector<RepairKind> repairs; ///< exactly these
};

/// sampleEvents() in every container of history-format section 12.1 and every encoding of section 13 rule 1.
std::vector<Form> forms()
{
    const std::vector<std::string> events = sampleEvents();
    const std::vector<std::string> first(events.begin(), events.begin() + 3);
    const std::vector<std::string> second(events.begin() + 3, events.end());
    const std::string list = '[' + joined(events, ", ") + ']';
    const std::string whole = sampleHistory();
    const std::string firstPage = page(first, ",\"NextMarker\":\"abc\"");
    using K = RepairKind;
    return {
        {"page", whole, {}},
        {"page with blanks around", " \r\n\t" + whole + "\n\n", {}},
        {"bare array", list, {}},
        {"lower case", "{\"events\":" + list + "}", {K::MemberSpelling}},
        {"upper case", "{\"EVENTS\":" + list + "}", {K::MemberSpelling}},
        {"boto3",
         page(events, ",\"ResponseMetadata\":{\"HTTPStatusCode\":200,\"RetryAttempts\":0}"),
         {K::SourceGuessed}},
        {"metadata first", "{\"ResponseMetadata\":{\"a\":[1]},\"Events\":" + list + "}", {K::SourceGuessed}},
        {"extra status", "{\"ExecutionStatus\":\"SUCCEEDED\",\"events\":" + list + "}", {K::MemberSpelling}},
        {"details beside the events", "{\"executionDetails\":{\"x\":1},\"Events\":" + list + "}", {K::IgnoredMember}},
        {"another name",
         "{\"kind\":\"x\",\"history\":" + list + ",\"count\":7}",
         {K::UnusualContainer, K::IgnoredMember}},
        {"another name behind a list of something else",
         "{\"tags\":[\"a\"],\"rows\":" + list + "}",
         {K::UnusualContainer, K::IgnoredMember}},
        {"Events wins over another list", "{\"old\":" + list + ",\"Events\":" + list + "}", {K::IgnoredMember}},
        {"JSON Lines", joined(events, "\n") + "\n", {K::ConcatenatedPages}},
        {"JSON Lines of Windows", joined(events, "\r\n"), {K::ConcatenatedPages}},
        {"JSON text sequence", "\x1E" + joined(events, "\n\x1E"), {K::ConcatenatedPages}},
        {"documents without anything between", joined(events, ""), {K::ConcatenatedPages}},
        {"two pages", firstPage + "\n" + page(second), {K::ConcatenatedPages}},
        {"two pages, the last one first", page(second) + firstPage, {K::ConcatenatedPages, K::Reordered}},
        {"two bare lists", '[' + joined(first, ",") + "]\n[" + joined(second, ",") + ']', {K::ConcatenatedPages}},
        {"list of pages", '[' + firstPage + ',' + page(second) + ']', {K::ConcatenatedPages}},
        {"list of lists", "[[" + joined(first, ",") + "],[" + joined(second, ",") + "]]", {}},
        {"two files with byte order marks",
         "\xEF\xBB\xBF" + firstPage + "\xEF\xBB\xBF" + page(second),
         {K::ByteOrderMark, K::ConcatenatedPages}},
        {"empty page behind", whole + "{\"Events\":[]}", {K::ConcatenatedPages}},
        {"Events is null and there", "{\"Events\":null,\"Events\":" + list + "}", {}},
        {"UTF-8 with byte order mark", "\xEF\xBB\xBF" + whole, {K::ByteOrderMark}},
        {"UTF-16 little endian", "\xFF\xFE" + utf16(whole, false), {K::Utf16}},
        {"UTF-16 big endian", "\xFE\xFF" + utf16(whole, true), {K::Utf16}},
        {"gzip", gzip(whole), {K::Compressed}},
        {"gzip of many members", gzip(whole.substr(0, 100)) + gzip("") + gzip(whole.substr(100)), {K::Compressed}},
        {"gzip with padding", gzip(whole) + std::string(512, '\0'), {K::Compressed}},
        {"zstd", zstd(whole), {K::Compressed}},
        {"zstd of many frames", zstd(whole.substr(0, 100)) + zstd("") + zstd(whole.substr(100)), {K::Compressed}},
        {"zstd with a skippable frame",
         std::string("\x50\x2A\x4D\x18\x03\0\0\0abc", 11) + zstd(whole),
         {K::Compressed}},
        {"gzip of UTF-16", gzip("\xFF\xFE" + utf16(whole, false)), {K::Compressed, K::Utf16}},
    };
}

} // namespace

/// Containers and encodings.
class ReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyContainerAndEncoding_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Form& form : forms()) {
            QTest::newRow(form.name) << index++;
        }
    }
    void everyContainerAndEncoding()
    {
        QFETCH(int, index);
        const Form form = forms()[static_cast<std::size_t>(index)];
        const std::string expected = contentOf(*readLog(sampleHistory()));
        const auto found = readLog(form.text);
        QCOMPARE(contentOf(*found), expected);
        for (const RepairKind kind : form.repairs) {
            QVERIFY2(found->repairs().find(kind), repairsOf(*found).c_str());
        }
        QVERIFY2(found->repairs().repairs().size() == form.repairs.size() ||
                     (form.repairs.size() < found->repairs().repairs().size() &&
                      found->repairs().find(RepairKind::DuplicateIdentical)),
                 repairsOf(*found).c_str());
        // The same from a source that is slow and cuts characters, events and compressed blocks anywhere.
        for (const std::size_t step : {std::size_t{1}, std::size_t{7}}) {
            const auto slow = readInSteps(form.text, step);
            QVERIFY2(slow, slow ? "" : slow.error().text().c_str());
            QCOMPARE(contentOf(**slow), expected);
            QCOMPARE(repairsOf(**slow), repairsOf(*found));
        }
    }

    void aCleanHistoryNeedsNoRepair()
    {
        const auto found = readLog(sampleHistory());
        QVERIFY2(found->repairs().empty(), repairsOf(*found).c_str());
        QCOMPARE(found->source(), SourceGuess::Aws);
        QCOMPARE(found->eventCount(), 7U);
    }

    void oneEvent()
    {
        const auto found = readLog(sampleEvents()[0]);
        QCOMPARE(found->eventCount(), 1U);
        QVERIFY(found->repairs().find(RepairKind::SingleEvent));
        QVERIFY(!found->repairs().find(RepairKind::ConcatenatedPages));
    }

    void eventOfTheConsole()
    {
        const auto found = readLog("{\"EventId\": 4, \"EventTimestamp\": \"2025-12-27T08:56:50.696Z\", \"EventType\": "
                                   "\"InvocationCompleted\", \"InvocationCompletedDetails\": {\"EndTimestamp\": "
                                   "\"2025-12-27T08:56:50.692Z\", \"RequestId\": \"x\", \"StartTimestamp\": "
                                   "\"2025-12-27T08:41:50.601Z\"}}");
        QCOMPARE(found->type(EventIndex(0)), EventType::InvocationCompleted);
        QCOMPARE(formatIso(*found->interval(EventIndex(0))->start), std::string("2025-12-27T08:41:50.601Z"));
    }

    void morePages()
    {
        for (const char* member : {",\"NextMarker\":\"abc\"", ",\"NextToken\":\"abc\"", ",\"nextToken\":\"abc\""}) {
            QVERIFY(readLog(page(sampleEvents(), member))->repairs().find(RepairKind::MorePages));
        }
        for (const char* member : {",\"NextMarker\":\"\"", ",\"NextToken\":null", ""}) {
            QVERIFY(!readLog(page(sampleEvents(), member))->repairs().find(RepairKind::MorePages));
        }
        const std::string marked = page({sampleEvents()[0]}, ",\"NextMarker\":\"abc\"");
        QVERIFY(!readLog(marked + page({sampleEvents()[1]}))->repairs().find(RepairKind::MorePages));
        QVERIFY(readLog(marked + page({sampleEvents()[1]}, ",\"NextMarker\":\"b\""))
                    ->repairs()
                    .find(RepairKind::MorePages));
    }

    void metadataBesideTheEvents()
    {
        const std::string metadata =
            "{\"DurableExecutionArn\":\"arn:aws:lambda:eu-west-1:123456789012:function:orders:7/durable-execution/"
            "run-42/6f1c\",\"DurableExecutionName\":\"run-42\",\"FunctionArn\":\"arn:f\",\"Status\":\"SUCCEEDED\","
            "\"StartTimestamp\":\"2026-09-21T14:13:20.123000+00:00\",\"EndTimestamp\":1790000005.8,\"Version\":\"7\","
            "\"InputPayload\":\"{}\",\"Result\":\"{}\",\"TraceHeader\":{\"XAmznTraceId\":\"x\"}}";
        for (const std::string& text : {metadata + "\n" + sampleHistory(), sampleHistory() + metadata,
                                        '[' + metadata + ',' + sampleHistory() + ']'}) {
            const auto found = readLog(text);
            QVERIFY2(found->repairs().empty(), repairsOf(*found).c_str());
            QCOMPARE(found->metadata().name, std::string("run-42"));
            QCOMPARE(found->metadata().status, std::string("SUCCEEDED"));
            QCOMPARE(found->metadata().version, std::string("7"));
            QCOMPARE(found->metadata().functionArn, std::string("arn:f"));
            QCOMPARE(formatIso(*found->metadata().start), std::string("2026-09-21T14:13:20.123Z"));
            QCOMPARE(found->metadata().end->micros, qint64{1'790'000'005'800'000});
            QVERIFY(found->executionArn().starts_with("arn:aws:lambda"));
        }
        const auto alone = read(metadata);
        QVERIFY(!alone);
        QCOMPARE(alone.error().code, ErrorCode::Unsupported);
        QVERIFY(alone.error().remedy.find("get-durable-execution-history") != std::string::npos);
    }

    void whatIsNoEventIsIgnoredAndTold()
    {
        const auto found = readLog("[1, \"x\", null, {}, {\"a\":1}, " + sampleEvents()[0] + ", [2]]");
        QCOMPARE(found->eventCount(), 1U);
        QCOMPARE(countOf(*found, RepairKind::IgnoredMember), std::uint64_t{6});
        const auto inPage = readLog("{\"Events\":[7, {}, " + sampleEvents()[0] + "], \"more\":1}");
        QCOMPARE(inPage->eventCount(), 1U);
        QCOMPARE(countOf(*inPage, RepairKind::IgnoredMember), std::uint64_t{3});
    }

    void twoListsCouldBeTheEvents()
    {
        const std::string list = '[' + sampleEvents()[0] + ']';
        const auto found = read("{\"a\":" + list + ",\n\"b\":" + list + "}");
        QVERIFY(!found);
        QVERIFY(found.error().message.find("'a' and 'b'") != std::string::npos);
        QCOMPARE(found.error().place.line, std::uint64_t{2});
    }

    void overlappingPages()
    {
        const std::vector<std::string> events = sampleEvents();
        const std::string text = page({events[0], events[1], events[2], events[3]}) +
                                 page({events[2], events[3], events[4], events[5], events[6]});
        const auto found = readLog(text);
        QCOMPARE(contentOf(*found), contentOf(*readLog(sampleHistory())));
        QCOMPARE(countOf(*found, RepairKind::DuplicateIdentical), std::uint64_t{2});
    }

    void reverseOrder()
    {
        std::vector<std::string> events = sampleEvents();
        std::reverse(events.begin(), events.end());
        QCOMPARE(contentOf(*readLog(page(events))), contentOf(*readLog(sampleHistory())));
    }

    /// Read from the middle of a big text, across many pieces.
    void manyEvents()
    {
        std::string text = "{\"Events\":[" + sampleEvents()[0];
        constexpr int kCount = 20'000;
        for (int i = 2; i <= kCount; ++i) {
            text += ",{\"EventType\":\"StepStarted\",\"EventId\":" + std::to_string(i) + ",\"Id\":\"op" +
                    std::to_string(i) + "\",\"Name\":\"ä" + std::to_string(i) + "\",\"EventTimestamp\":1790000000.4," +
                    "\"StepStartedDetails\":{},\"ParentId\":null}\n";
        }
        text += "]}";
        QVERIFY(text.size() > 2 * 1024 * 1024);
        const auto found = readLog(text);
        QCOMPARE(found->eventCount(), static_cast<std::uint32_t>(kCount));
        QCOMPARE(found->eventId(EventIndex(kCount - 1)), std::int64_t{kCount});
        QCOMPARE(found->name(found->operation(EventIndex(kCount - 1))), "ä" + std::to_string(kCount));
        const auto slow = readInSteps(text, 4099);
        QVERIFY(slow);
        QCOMPARE(contentOf(**slow), contentOf(*found));
        const auto packed = readLog(zstd(text));
        QCOMPARE(contentOf(*packed), contentOf(*found));
    }

    void eventsLargerThanAPiece()
    {
        const std::string payload(5 * 1024 * 1024, 'x');
        std::string text = "[";
        for (int i = 1; i <= 4; ++i) {
            text += std::string(i == 1 ? "" : ",") +
                    "{\"EventType\":\"StepSucceeded\",\"EventId\":" + std::to_string(i) +
                    ",\"Id\":\"a\",\"EventTimestamp\":1,\"StepSucceededDetails\":{\"Result\":{\"Payload\":\"" +
                    payload + "\"}}}";
        }
        text += "]";
        for (const auto& found : {read(text), readInSteps(text, 1 << 20), read(gzip(text))}) {
            QVERIFY2(found, found ? "" : found.error().text().c_str());
            QCOMPARE((*found)->eventCount(), 4U);
            QCOMPARE((*found)->payload(EventIndex(3)).json.size(), payload.size() + 2);
        }
    }

    void progressAndCancellation()
    {
        std::string text = "[" + sampleEvents()[0];
        while (text.size() < 40 * 1024 * 1024) {
            text += "," + sampleEvents()[1];
        }
        text += "]";
        ReadOptions options;
        std::vector<ReadProgress> seen;
        options.progress = [&seen](const ReadProgress& progress) { seen.push_back(progress); };
        QVERIFY(read(text, options));
        QVERIFY(seen.size() >= 3);
        QCOMPARE(seen.back().bytesRead, std::uint64_t{text.size()});
        QCOMPARE(seen.back().bytesTotal, std::uint64_t{text.size()});
        QVERIFY(seen.front().events > 0 && seen.front().events < seen.back().events);

        for (const bool packed : {false, true}) {
            std::stop_source stop;
            options.stop = stop.get_token();
            std::uint64_t stoppedAt = 0;
            options.progress = [&](const ReadProgress& progress) {
                stoppedAt = progress.events;
                stop.request_stop();
            };
            const auto stopped = read(packed ? "\xEF\xBB\xBF" + text : text, options);
            QVERIFY(!stopped);
            QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
            QVERIFY(stoppedAt > 0 && stoppedAt * 100 < text.size());
        }
    }

    void publishedHistories()
    {
        const auto files = jsonFiles(sharedFolder(DURASCOPE_SOURCE_DIR) / "histories");
        if (files.empty()) {
            QSKIP("the published histories are not there: set DURASCOPE_SHARED");
        }
        for (const auto& file : files) {
            const auto found = readHistoryFile(file.string());
            QVERIFY2(found, file.c_str());
            QCOMPARE((*found)->source(), SourceGuess::JsEmulator);
            for (const Repair& repair : (*found)->repairs().repairs()) {
                const bool expected = repair.kind == RepairKind::SourceGuessed ||
                                      repair.kind == RepairKind::AttemptRecounted ||
                                      repair.kind == RepairKind::PartialTail;
                QVERIFY2(expected, describe(repair).c_str());
            }
        }
    }
};

QTEST_GUILESS_MAIN(ReaderTest)
#include "tst_reader.moc"
