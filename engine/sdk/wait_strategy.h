// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/sdk/retry.h"

#include <functional>

namespace durable {

/// Whether waitForCondition goes on, and after what delay (whole seconds, at least 1).
struct WaitDecision
{
    bool goOn = false;
    std::chrono::seconds delay{1};
    [[nodiscard]] static WaitDecision done() { return {}; }
    [[nodiscard]] static WaitDecision again(std::chrono::seconds delay) { return {true, delay}; }
};

/// Asked after every check with the state the check returned. What it throws fails the operation.
template <typename T>
using WaitStrategy = std::function<WaitDecision(const T& state, const AttemptContext& attempt)>;

/// The delays of polling: as ExponentialBackoff, with the defaults of execution-model section 6.6.
struct Polling
{
    std::uint32_t maxAttempts = 60; ///< the strategy throws when the last of them still wants to go on
    std::chrono::seconds initialDelay{5};
    std::chrono::seconds maxDelay{300};
    double rate = 1.5;
    Jitter jitter = Jitter::Full;
};

/// The decision of a poll that wants to go on. Throws std::runtime_error, "waitForCondition exceeded maximum attempts
/// (N)", when `attempt` is the last one.
[[nodiscard]] WaitDecision pollAgain(const Polling& polling, const AttemptContext& attempt);

/// Goes on while `shouldContinue(state)` is true.
template <typename T>
[[nodiscard]] WaitStrategy<T> pollWhile(std::function<bool(const T&)> shouldContinue, Polling polling = {})
{
    return [shouldContinue = std::move(shouldContinue), polling](const T& state, const AttemptContext& attempt) {
        return shouldContinue(state) ? pollAgain(polling, attempt) : WaitDecision::done();
    };
}

} // namespace durable
