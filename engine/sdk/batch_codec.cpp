// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/batch_codec.h"

#include "engine/sdk/item_codec.h"

#include <algorithm>

namespace durable::detail {
namespace {

using namespace durascope;
using core::JsonKind;
using core::JsonView;

std::size_t sizeEstimate(const std::vector<RawItem>& items)
{
    std::size_t size = 64;
    for (const RawItem& item : items)
        size += 64 + (item.result ? item.result->size() : 0);
    return size;
}

CompletionReason readReason(JsonView value)
{
    const std::optional<CompletionReason> reason =
        value.kind == JsonKind::String ? completionReasonFromText(core::decodeString(value)) : std::nullopt;
    if (!reason)
        throwSerdes("the recorded batch has no known completionReason");
    return *reason;
}

std::size_t readCount(JsonView value, const char* name)
{
    const std::optional<std::int64_t> count = value.kind == JsonKind::Number ? core::toInteger(value) : std::nullopt;
    if (!count || *count < 0)
        throwSerdes("the recorded outcome has no usable " + std::string(name));
    return static_cast<std::size_t>(*count);
}

char letter(BatchItemStatus status)
{
    constexpr std::string_view kLetters = "RSF";
    return kLetters[static_cast<std::size_t>(status)];
}

std::optional<BatchItemStatus> statusOf(char letter)
{
    switch (letter) {
    case 'R':
        return BatchItemStatus::Started;
    case 'S':
        return BatchItemStatus::Succeeded;
    case 'F':
        return BatchItemStatus::Failed;
    case '-':
        return std::nullopt;
    default:
        throwSerdes("the recorded summary of a batch has an unknown item status");
    }
}

} // namespace

std::string encodeBatch(const RawBatch& batch)
{
    std::string text = "{\"all\":";
    text.reserve(sizeEstimate(batch.items));
    appendItems(text, batch.items);
    return text.append(",\"completionReason\":\"").append(toText(batch.reason)).append("\"}");
}

RawBatch decodeBatch(std::string_view text)
{
    RawBatch batch;
    JsonView reason;
    JsonView all;
    core::forEachMember(parseObject(text, "batch"), [&](std::string_view name, JsonView value) {
        if (name == "all")
            all = value;
        else if (name == "completionReason")
            reason = value;
        return true;
    });
    batch.items = readItems(all);
    batch.reason = readReason(reason);
    const auto notAscending = [](const RawItem& a, const RawItem& b) { return a.index >= b.index; };
    if (std::ranges::adjacent_find(batch.items, notAscending) != batch.items.end())
        throwSerdes("the items of the recorded batch are not in the order of their index");
    return batch;
}

std::string encodeSummary(const RawBatch& batch, std::size_t totalCount, bool map)
{
    std::string statuses(totalCount, '-');
    for (const RawItem& item : batch.items)
        statuses.at(item.index) = letter(item.status);
    const auto countOf = [&statuses](char wanted) { return std::to_string(std::ranges::count(statuses, wanted)); };
    const bool failed = statuses.find('F') != std::string::npos;

    std::string text = map ? R"({"type":"MapResult")" : R"({"type":"ParallelResult")";
    text.append(",\"totalCount\":").append(std::to_string(totalCount));
    text.append(",\"successCount\":").append(countOf('S'));
    text.append(",\"failureCount\":").append(countOf('F'));
    text.append(",\"startedCount\":").append(countOf('R'));
    text.append(",\"completionReason\":\"").append(toText(batch.reason));
    text.append("\",\"status\":\"").append(toText(failed ? BatchItemStatus::Failed : BatchItemStatus::Succeeded));
    return text.append("\",\"itemStatuses\":\"").append(statuses).append("\"}");
}

BatchSummary decodeSummary(std::string_view text)
{
    BatchSummary summary;
    JsonView reason;
    JsonView statuses;
    JsonView total;
    core::forEachMember(parseObject(text, "summary of a batch"), [&](std::string_view name, JsonView value) {
        if (name == "completionReason")
            reason = value;
        else if (name == "itemStatuses")
            statuses = value;
        else if (name == "totalCount")
            total = value;
        return true;
    });
    summary.reason = readReason(reason);
    if (statuses.kind != JsonKind::String)
        throwSerdes("the recorded summary of a batch has no itemStatuses");
    std::ranges::transform(core::decodeString(statuses), std::back_inserter(summary.statuses), statusOf);
    if (readCount(total, "totalCount") != summary.statuses.size())
        throwSerdes("the recorded summary of a batch counts other items than it lists");
    return summary;
}

std::string encodeOutcome(const ContextCore::CombineReturn& outcome)
{
    std::string text = "{\"winner\":" + std::to_string(outcome.winner) + ",\"outcomes\":";
    text.reserve(sizeEstimate(outcome.outcomes));
    appendItems(text, outcome.outcomes);
    return text + '}';
}

ContextCore::CombineReturn decodeOutcome(std::string_view text)
{
    ContextCore::CombineReturn outcome;
    JsonView winner;
    JsonView outcomes;
    core::forEachMember(parseObject(text, "outcome of a combinator"), [&](std::string_view name, JsonView value) {
        if (name == "winner")
            winner = value;
        else if (name == "outcomes")
            outcomes = value;
        return true;
    });
    outcome.winner = readCount(winner, "winner");
    outcome.outcomes = readItems(outcomes);
    return outcome;
}

} // namespace durable::detail
