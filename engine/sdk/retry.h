// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/ids.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace durable {

using durascope::core::ErrorObject;

/// What a strategy may look at beside the error or the state. `random` is uniform in [0, 1) and the same for the same
/// seed, operation and attempt, so that a run can be repeated bit for bit; use it instead of a generator of your own.
struct AttemptContext
{
    std::uint32_t attempt = 1; ///< that has just ended, from 1
    double random = 0;
};

/// Whether an operation is tried again, and when. Delays count whole seconds, at least 1 (the service's resolution).
struct RetryDecision
{
    bool retry = false;
    std::chrono::seconds delay{1};
    [[nodiscard]] static RetryDecision stop() { return {}; }
    [[nodiscard]] static RetryDecision after(std::chrono::seconds delay) { return {true, delay}; }
};

/// Asked after every failed attempt of a step. Must be deterministic in its arguments; called outside of replay only,
/// its decision is what gets recorded. A strategy that throws fails the step with what it threw.
using RetryStrategy = std::function<RetryDecision(const ErrorObject& error, const AttemptContext& attempt)>;

/// none: the delay itself; full: uniform in [0, delay]; half: delay/2 plus uniform in [0, delay/2].
enum class Jitter : std::uint8_t { None, Full, Half };

/// Which errors are retried; both lists empty: all. Else one match in either list is enough.
struct RetryFilter
{
    std::vector<std::string> errorTypes = {};       ///< the exact type, or its last component ("TransientError")
    std::vector<std::string> messageFragments = {}; ///< found anywhere in the message
};

/// delay(n) = min(initial · rate^(n−1), max), then jitter, rounded to whole seconds, at least 1.
struct ExponentialBackoff
{
    std::uint32_t maxAttempts = 3;
    std::chrono::seconds initialDelay{5};
    std::chrono::seconds maxDelay{300};
    double rate = 2;
    Jitter jitter = Jitter::Full;
    RetryFilter filter = {};
};
/// delay(n) = min(initial + increment · (n−1), max), then as above.
struct LinearBackoff
{
    std::uint32_t maxAttempts = 6;
    std::chrono::seconds initialDelay{1};
    std::chrono::seconds maxDelay{300};
    std::chrono::seconds increment{1};
    Jitter jitter = Jitter::Full;
    RetryFilter filter = {};
};

/// Strategies and presets, as the AWS SDKs have them (execution-model section 6.2).
namespace retry {
[[nodiscard]] RetryStrategy exponential(ExponentialBackoff backoff = {});
[[nodiscard]] RetryStrategy linear(LinearBackoff backoff = {});
/// Every `interval`, no jitter.
[[nodiscard]] RetryStrategy fixed(std::chrono::seconds interval = std::chrono::seconds(5),
                                  std::uint32_t maxAttempts = 5);
[[nodiscard]] RetryStrategy standard();     ///< the default of steps: 6 attempts, 5 s ×2 up to 60 s, full jitter
[[nodiscard]] RetryStrategy linearPreset(); ///< 6 attempts, 1, 2, 3, 4, 5 s
[[nodiscard]] RetryStrategy none();         ///< one attempt
[[nodiscard]] RetryStrategy transient();    ///< 3 attempts, 5 s ×2 up to 300 s, half jitter
[[nodiscard]] RetryStrategy resourceAvailability(); ///< 5 attempts, 5 s ×2 up to 300 s, full jitter
[[nodiscard]] RetryStrategy critical();             ///< 10 attempts, 1 s ×1.5 up to 60 s, no jitter

/// The jittered whole-second delay: what every strategy above ends with. `random` in [0, 1).
[[nodiscard]] std::chrono::seconds jittered(double seconds, Jitter jitter, double random);
} // namespace retry

} // namespace durable
