// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/batch.h"

#include <algorithm>
#include <array>

namespace durable {
namespace {

constexpr std::array<std::string_view, 3> kStatuses = {"STARTED", "SUCCEEDED", "FAILED"};
constexpr std::array<std::string_view, 5> kReasons = {"ALL_COMPLETED", "MIN_SUCCESSFUL_REACHED",
                                                      "FAILURE_TOLERANCE_EXCEEDED", "CUSTOM_COMPLETION_SUCCEEDED",
                                                      "CUSTOM_COMPLETION_FAILED"};

template <typename Enum, std::size_t N>
std::optional<Enum> fromText(const std::array<std::string_view, N>& words, std::string_view text)
{
    const auto found = std::ranges::find(words, text);
    if (found == words.end())
        return std::nullopt;
    return static_cast<Enum>(found - words.begin());
}

} // namespace

std::string_view toText(BatchItemStatus status)
{
    return kStatuses[static_cast<std::size_t>(status)];
}

std::string_view toText(CompletionReason reason)
{
    return kReasons[static_cast<std::size_t>(reason)];
}

std::optional<BatchItemStatus> batchItemStatusFromText(std::string_view text)
{
    return fromText<BatchItemStatus>(kStatuses, text);
}

std::optional<CompletionReason> completionReasonFromText(std::string_view text)
{
    return fromText<CompletionReason>(kReasons, text);
}

} // namespace durable
