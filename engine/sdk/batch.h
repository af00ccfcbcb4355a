// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/serdes.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace durable {

/// A branch or item: not finished when the batch ended, or how it ended.
enum class BatchItemStatus : std::uint8_t { Started, Succeeded, Failed };
enum class CompletionReason : std::uint8_t {
    AllCompleted,
    MinSuccessfulReached,
    FailureToleranceExceeded,
    CustomCompletionSucceeded,
    CustomCompletionFailed,
};
[[nodiscard]] std::string_view toText(BatchItemStatus status);  ///< "SUCCEEDED"
[[nodiscard]] std::string_view toText(CompletionReason reason); ///< "ALL_COMPLETED"
[[nodiscard]] std::optional<BatchItemStatus> batchItemStatusFromText(std::string_view text);
[[nodiscard]] std::optional<CompletionReason> completionReasonFromText(std::string_view text);

/// What a batch has come to so far; what shouldComplete is asked about.
struct BatchProgress
{
    std::size_t successCount = 0;
    std::size_t failureCount = 0;
    std::size_t totalCount = 0; ///< all items, started or not
    struct Item
    {
        std::size_t index = 0;
        std::optional<std::string> name;
        std::optional<BatchItemStatus> status; ///< absent: not started
    };
    std::vector<Item> items;
    [[nodiscard]] std::size_t completedCount() const { return successCount + failureCount; }
};

struct CompletionDecision
{
    bool complete = false;
    bool succeeded = true; ///< of a complete batch
};

/// When a batch ends (execution-model section 6.11). Nothing set: at the first failure, else when all are done.
struct CompletionConfig
{
    std::optional<std::size_t> minSuccessful = {};         ///< reached: the batch ends
    std::optional<std::size_t> toleratedFailureCount = {}; ///< exceeded: the batch ends
    std::optional<double> toleratedFailurePercentage = {}; ///< 0 to 100 of all items; likewise
    /// Decides alone; not together with the others. Must be pure and monotonic: asked also before anything starts.
    std::function<CompletionDecision(const BatchProgress&)> shouldComplete = {};

    [[nodiscard]] static CompletionConfig firstSuccessful() { return {1, {}, {}, {}}; }
    [[nodiscard]] static CompletionConfig allCompleted() { return {{}, {}, 100.0, {}}; }
    [[nodiscard]] static CompletionConfig allSuccessful() { return {{}, 0, {}, {}}; }
};

/// NESTED: every branch is a CONTEXT operation. FLAT: branches leave no operation of their own; what they do belongs to
/// the batch, and their results live in its payload only.
enum class Nesting : std::uint8_t { Nested, Flat };

template <typename T>
struct BatchItem
{
    std::size_t index = 0;
    BatchItemStatus status = BatchItemStatus::Started;
    std::optional<detail::Stored<T>> result; ///< Succeeded
    std::optional<ChildContextError> error;  ///< Failed
};

/// The outcome of map and parallel. Items stand in order of their index; those never started are not in it.
template <typename T>
class BatchResult
{
public:
    using Value = detail::Stored<T>;
    std::vector<BatchItem<T>> all;
    CompletionReason completionReason = CompletionReason::AllCompleted;

    /// Failed when any item failed.
    [[nodiscard]] BatchItemStatus status() const
    {
        return hasFailure() ? BatchItemStatus::Failed : BatchItemStatus::Succeeded;
    }
    [[nodiscard]] bool hasFailure() const { return failureCount() > 0; }
    [[nodiscard]] std::size_t successCount() const { return count(BatchItemStatus::Succeeded); }
    [[nodiscard]] std::size_t failureCount() const { return count(BatchItemStatus::Failed); }
    [[nodiscard]] std::size_t startedCount() const { return count(BatchItemStatus::Started); }
    [[nodiscard]] std::size_t totalCount() const { return all.size(); }
    [[nodiscard]] std::vector<BatchItem<T>> succeeded() const { return only(BatchItemStatus::Succeeded); }
    [[nodiscard]] std::vector<BatchItem<T>> failed() const { return only(BatchItemStatus::Failed); }
    [[nodiscard]] std::vector<BatchItem<T>> started() const { return only(BatchItemStatus::Started); }
    /// Of the items that succeeded, in order.
    [[nodiscard]] std::vector<Value> results() const
    {
        std::vector<Value> values;
        for (const BatchItem<T>& item : all) {
            if (item.status == BatchItemStatus::Succeeded)
                values.push_back(*item.result);
        }
        return values;
    }
    [[nodiscard]] std::vector<ChildContextError> errors() const
    {
        std::vector<ChildContextError> found;
        for (const BatchItem<T>& item : all) {
            if (item.error)
                found.push_back(*item.error);
        }
        return found;
    }
    /// Throws the ChildContextError of the first failed item, or BatchCompletionError when shouldComplete said failed.
    void throwIfError() const
    {
        for (const BatchItem<T>& item : all) {
            if (item.error)
                throw *item.error;
        }
        if (completionReason == CompletionReason::CustomCompletionFailed)
            throw BatchCompletionError(std::string("the batch was completed as failed"));
    }

private:
    [[nodiscard]] std::size_t count(BatchItemStatus wanted) const
    {
        std::size_t found = 0;
        for (const BatchItem<T>& item : all)
            found += item.status == wanted ? 1 : 0;
        return found;
    }
    [[nodiscard]] std::vector<BatchItem<T>> only(BatchItemStatus wanted) const
    {
        std::vector<BatchItem<T>> found;
        for (const BatchItem<T>& item : all) {
            if (item.status == wanted)
                found.push_back(item);
        }
        return found;
    }
};

} // namespace durable
