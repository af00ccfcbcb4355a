// SPDX-License-Identifier: Apache-2.0
#include "engine/core/operation.h"

#include "engine/core/invocation.h"

#include <algorithm>
#include <array>

namespace durascope::core {

namespace {
constexpr std::array<std::string_view, 5> kActions = {"START", "SUCCEED", "FAIL", "RETRY", "CANCEL"};
constexpr std::array<std::string_view, 3> kAnswers = {"SUCCEEDED", "FAILED", "PENDING"};
} // namespace

std::string_view toText(InvocationAnswer::Status status)
{
    return kAnswers[static_cast<std::size_t>(status)];
}

std::string_view toText(UpdateAction action)
{
    return kActions[static_cast<std::size_t>(action)];
}

std::optional<UpdateAction> updateActionFromText(std::string_view text)
{
    const auto found = std::ranges::find(kActions, text);
    if (found == kActions.end())
        return std::nullopt;
    return static_cast<UpdateAction>(found - kActions.begin());
}

} // namespace durascope::core
