// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/json_view.h"
#include "engine/sdk/batch_codec.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <random>

using namespace durable;
using namespace durable::detail;
using durascope::core::errorRef;
using durascope::core::payload;
using durascope::core::samePayload;

namespace {

RawItem succeeded(std::size_t index, std::optional<std::string> text)
{
    return {index, BatchItemStatus::Succeeded, payload(std::move(text)), {}};
}
RawItem failed(std::size_t index, ErrorObject error)
{
    return {index, BatchItemStatus::Failed, {}, errorRef(std::move(error))};
}
RawItem running(std::size_t index)
{
    return {index, BatchItemStatus::Started, {}, {}};
}

bool same(const RawItem& a, const RawItem& b)
{
    return a.index == b.index && a.status == b.status && samePayload(a.result, b.result) &&
           (a.error ? b.error && *a.error == *b.error : !b.error);
}
bool same(const std::vector<RawItem>& a, const std::vector<RawItem>& b)
{
    return std::ranges::equal(a, b, [](const RawItem& x, const RawItem& y) { return same(x, y); });
}
bool survives(const RawBatch& batch)
{
    const std::string text = encodeBatch(batch);
    const RawBatch back = decodeBatch(text);
    return durascope::core::parseJson(text) && back.reason == batch.reason && same(batch.items, back.items);
}
bool survives(const std::string& result)
{
    return survives(RawBatch{{succeeded(0, result)}, CompletionReason::AllCompleted});
}

template <typename Decode>
bool isRefused(const Decode& decode, const std::string& text)
{
    try {
        (void)decode(text);
    } catch (const SerdesError&) {
        return true;
    }
    return false;
}

const char* const kBatch = R"({"all":[{"index":0,"status":"SUCCEEDED","result":{"a": [1]}},)"
                           R"({"index":1,"status":"SUCCEEDED","resultText":"plain"},)"
                           R"({"index":2,"status":"SUCCEEDED"},)"
                           R"({"index":3,"status":"FAILED","error":{"ErrorMessage":"m","ErrorType":"T"}},)"
                           R"({"index":5,"status":"STARTED"}],"completionReason":"MIN_SUCCESSFUL_REACHED"})";

const char* const kFromElsewhere = R"( {"version":2,"all":[{"x":[1],"status":"SUCCEEDED","index":4,"result":7}],)"
                                   R"("completionReason":"ALL_COMPLETED"} )";

RawBatch sample()
{
    return {{succeeded(0, "{\"a\": [1]}"), succeeded(1, "plain"), succeeded(2, {}), failed(3, {"m", "T", {}, {}}),
             running(5)},
            CompletionReason::MinSuccessfulReached};
}

/// Items that decodeBatch() must refuse, as the list's text.
const char* const kBadItems[] = {
    R"({})",
    R"([7])",
    R"([{"status":"STARTED"}])",
    R"([{"index":0}])",
    R"([{"index":-1,"status":"STARTED"}])",
    R"([{"index":"0","status":"STARTED"}])",
    R"([{"index":0.5,"status":"STARTED"}])",
    R"([{"index":0,"status":"DONE"}])",
    R"([{"index":0,"status":1}])",
    R"([{"index":0,"status":"FAILED"}])",
    R"([{"index":0,"status":"FAILED","error":"m"}])",
    R"([{"index":0,"status":"FAILED","error":{"ErrorMessage":1}}])",
    R"([{"index":0,"status":"FAILED","error":{"StackTrace":"a"}}])",
    R"([{"index":0,"status":"FAILED","error":{"StackTrace":[1]}}])",
    R"([{"index":0,"status":"SUCCEEDED","error":{"ErrorMessage":"m"}}])",
    R"([{"index":0,"status":"STARTED","result":1}])",
    R"([{"index":0,"status":"SUCCEEDED","result":1,"resultText":"x"}])",
    R"([{"index":0,"status":"SUCCEEDED","resultText":7}])",
    R"([{"index":1,"status":"STARTED"},{"index":1,"status":"STARTED"}])",
    R"([{"index":1,"status":"STARTED"},{"index":0,"status":"STARTED"}])",
};

const char* const kBadSummaries[] = {
    R"(SF)",
    R"({"completionReason":"ALL_COMPLETED","totalCount":1})",
    R"({"completionReason":"ALL_COMPLETED","itemStatuses":"S"})",
    R"({"itemStatuses":"S","totalCount":1})",
    R"({"completionReason":"ALL_COMPLETED","itemStatuses":"SX","totalCount":2})",
    R"({"completionReason":"ALL_COMPLETED","itemStatuses":"S","totalCount":2})",
    R"({"completionReason":"ALL_COMPLETED","itemStatuses":["S"],"totalCount":1})",
    R"({"completionReason":"SOMETHING","itemStatuses":"S","totalCount":1})",
};

const char* const kBadOutcomes[] = {
    R"([])",
    R"({"outcomes":[]})",
    R"({"winner":0})",
    R"({"winner":-1,"outcomes":[]})",
    R"({"winner":"0","outcomes":[]})",
    R"({"winner":0,"outcomes":{}})",
};

/// Near to JSON and far from it.
std::string randomText(std::mt19937& random)
{
    static constexpr std::array<std::string_view, 20> kPieces{
        "{", "}",    "[",  "]",  ",",    ":",        "\"", "\"a\"", "1",    "-1",
        " ", "null", "\n", "\\", "\x01", "\xC3\xA4", "0",  "1e5",   "true", "\"\\u0041\""};
    std::string text;
    const auto length = random() % 8;
    for (std::size_t i = 0; i < length; ++i)
        text += kPieces[random() % kPieces.size()];
    return text;
}

std::string nested(std::size_t depth)
{
    return std::string(depth, '[') + std::string(depth, ']');
}

} // namespace

class BatchCodecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void words()
    {
        QCOMPARE(toText(BatchItemStatus::Failed), std::string_view("FAILED"));
        for (const auto status : {BatchItemStatus::Started, BatchItemStatus::Succeeded, BatchItemStatus::Failed})
            QCOMPARE(batchItemStatusFromText(toText(status)), std::optional(status));
        for (const auto reason :
             {CompletionReason::AllCompleted, CompletionReason::MinSuccessfulReached,
              CompletionReason::FailureToleranceExceeded, CompletionReason::CustomCompletionSucceeded,
              CompletionReason::CustomCompletionFailed})
            QCOMPARE(completionReasonFromText(toText(reason)), std::optional(reason));
        QVERIFY(!completionReasonFromText("all_completed"));
        QVERIFY(!batchItemStatusFromText(""));
    }

    void batchHasTheFormOfTheOtherSdks()
    {
        QCOMPARE(encodeBatch(sample()), std::string(kBatch));
        QVERIFY(survives(sample()));
        QCOMPARE(encodeBatch({}), std::string(R"({"all":[],"completionReason":"ALL_COMPLETED"})"));
        QVERIFY(survives(RawBatch{}));
    }

    void anErrorKeepsWhatItHas()
    {
        QVERIFY(survives(RawBatch{{failed(0, {}), failed(1, {"", "", "", std::vector<std::string>{}}),
                                   failed(2, {"m\n\"", "T", "{\"a\":1}", std::vector<std::string>{"a:1", "b\\2"}}),
                                   failed(3, {{}, "T", {}, {}})},
                                  CompletionReason::FailureToleranceExceeded}));
        const RawBatch missing{{{0, BatchItemStatus::Failed, {}, {}}}, CompletionReason::AllCompleted};
        QVERIFY(decodeBatch(encodeBatch(missing)).items.at(0).error->empty());
    }

    void resultsComeBackByteByByte()
    {
        for (const char* const text :
             {"null", "{ \"b\" :1,\"a\":[ ]}", " 1", "1 ", "", "\"a\"", "a", "\"", "{\"a\":1,}",
              "1,\"status\":\"FAILED\"", "ä\n", "1e999", "\"\\ud800\"", "[1]]", "{}{}"})
            QVERIFY2(survives(text), text);
        QVERIFY(survives(std::string("a\0b", 3)));
        std::mt19937 random(7);
        for (int i = 0; i < 20'000; ++i) {
            const std::string text = randomText(random);
            QVERIFY2(survives(text), text.c_str());
        }
    }

    void deepResultsComeBack()
    {
        for (const std::size_t depth : {508, 509, 510, 512, 513, 100'000})
            QVERIFY(decodeBatch(encodeBatch({{succeeded(0, nested(depth))}, {}})).items.at(0).result->size() ==
                    2 * depth);
        std::string inner = "1";
        for (int i = 0; i < 6; ++i)
            inner = encodeBatch({{succeeded(0, inner)}, {}});
        QVERIFY(survives(inner));
    }

    void aResultThatIsNotUtf8IsRefused()
    {
        QVERIFY_THROWS_EXCEPTION(SerdesError, (void)encodeBatch({{succeeded(0, "a\xFF")}, {}}));
    }

    void unknownMembersAreIgnored()
    {
        const RawBatch batch = decodeBatch(kFromElsewhere);
        QVERIFY(same(batch.items, {succeeded(4, "7")}));
    }

    void malformedBatchesAreRefused()
    {
        for (const char* const items : kBadItems) {
            const std::string text = std::string("{\"all\":") + items + ",\"completionReason\":\"ALL_COMPLETED\"}";
            QVERIFY2(durascope::core::parseJson(text), items);
            QVERIFY2(isRefused(decodeBatch, text), items);
        }
        QVERIFY(isRefused(decodeBatch, ""));
        QVERIFY(isRefused(decodeBatch, "{\"all\":[]}"));
        QVERIFY(isRefused(decodeBatch, "{\"all\":[],\"completionReason\":\"X\"}"));
        QVERIFY(isRefused(decodeBatch, "{\"completionReason\":\"ALL_COMPLETED\"}"));
        const std::string good = kBatch;
        for (std::size_t length = 0; length < good.size(); ++length)
            QVERIFY(isRefused(decodeBatch, good.substr(0, length)));
    }

    void summaryTellsEveryItem()
    {
        const std::string text = encodeSummary(sample(), 7, true);
        QCOMPARE(text, std::string(R"({"type":"MapResult","totalCount":7,"successCount":3,"failureCount":1,)"
                                   R"("startedCount":1,"completionReason":"MIN_SUCCESSFUL_REACHED","status":"FAILED",)"
                                   R"("itemStatuses":"SSSF-R-"})"));
        const BatchSummary summary = decodeSummary(text);
        QCOMPARE(summary.reason, CompletionReason::MinSuccessfulReached);
        using Status = BatchItemStatus;
        QVERIFY(
            (summary.statuses ==
             std::vector<std::optional<Status>>{
                 Status::Succeeded, Status::Succeeded, Status::Succeeded, Status::Failed, {}, Status::Started, {}}));
    }

    void summaryOfABatchWithoutFailures()
    {
        QVERIFY(encodeSummary({{succeeded(0, "1")}, {}}, 1, false)
                    .starts_with(R"({"type":"ParallelResult","totalCount":1,"successCount":1,"failureCount":0,)"));
        QVERIFY(encodeSummary({{succeeded(0, "1")}, {}}, 1, false).find(R"("status":"SUCCEEDED")") !=
                std::string::npos);
        QVERIFY(decodeSummary(encodeSummary({}, 0, true)).statuses.empty());
    }

    void malformedSummariesAreRefused()
    {
        for (const char* const text : kBadSummaries)
            QVERIFY2(isRefused(decodeSummary, text), text);
    }

    void outcomesOfCombinatorsComeBack()
    {
        const ContextCore::CombineReturn outcome{2, {succeeded(2, "{\"a\":1}"), failed(0, {"m", "T", {}, {}})}};
        const std::string text = encodeOutcome(outcome);
        QVERIFY(nlohmann::json::accept(text));
        const ContextCore::CombineReturn back = decodeOutcome(text);
        QCOMPARE(back.winner, std::size_t(2));
        QVERIFY(same(back.outcomes, outcome.outcomes));
        QVERIFY(decodeOutcome(encodeOutcome({})).outcomes.empty());
    }

    void malformedOutcomesAreRefused()
    {
        for (const char* const text : kBadOutcomes)
            QVERIFY2(isRefused(decodeOutcome, text), text);
    }
};

QTEST_GUILESS_MAIN(BatchCodecTest)
#include "tst_batch_codec.moc"
