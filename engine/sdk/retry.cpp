// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/retry.h"

#include "engine/sdk/validation.h"

#include <algorithm>
#include <cmath>

namespace durable::retry {
namespace {

using std::chrono::seconds;

bool isRetryable(const RetryFilter& filter, const ErrorObject& error)
{
    if (filter.errorTypes.empty() && filter.messageFragments.empty())
        return true;
    const std::string type = error.type.value_or(std::string());
    const std::string shortType = durascope::core::shortErrorType(type);
    const bool typeMatches = std::ranges::any_of(
        filter.errorTypes, [&](const std::string& wanted) { return wanted == type || wanted == shortType; });
    return typeMatches || std::ranges::any_of(filter.messageFragments, [&](const std::string& fragment) {
               return error.message && error.message->find(fragment) != std::string::npos;
           });
}

double count(seconds duration)
{
    return static_cast<double>(duration.count());
}

/// What exponential and linear backoff have in common; `delay` gives the seconds after the n-th attempt.
template <typename Backoff, typename Delay>
RetryStrategy strategy(Backoff backoff, Delay delay)
{
    return [backoff = std::move(backoff), delay](const ErrorObject& error, const AttemptContext& attempt) {
        if (attempt.attempt >= backoff.maxAttempts || !isRetryable(backoff.filter, error))
            return RetryDecision::stop();
        const double base = std::min(delay(backoff, attempt.attempt), count(backoff.maxDelay));
        return RetryDecision::after(jittered(base, backoff.jitter, attempt.random));
    };
}

} // namespace

seconds jittered(double base, Jitter jitter, double random)
{
    double delay = base;
    if (jitter == Jitter::Full)
        delay = base * random;
    else if (jitter == Jitter::Half)
        delay = base / 2 + base / 2 * random;
    // Written so that not-a-number, which a rate of user code may lead to, gives the shortest delay.
    if (!(delay >= 1))
        return seconds(1);
    return seconds(std::llround(std::min(delay, static_cast<double>(detail::kMaxDuration.count()))));
}

RetryStrategy exponential(ExponentialBackoff backoff)
{
    return strategy(std::move(backoff), [](const ExponentialBackoff& b, std::uint32_t n) {
        return count(b.initialDelay) * std::pow(b.rate, static_cast<double>(n) - 1);
    });
}

RetryStrategy linear(LinearBackoff backoff)
{
    return strategy(std::move(backoff), [](const LinearBackoff& b, std::uint32_t n) {
        return count(b.initialDelay) + count(b.increment) * (static_cast<double>(n) - 1);
    });
}

RetryStrategy fixed(seconds interval, std::uint32_t maxAttempts)
{
    return exponential({maxAttempts, interval, interval, 1, Jitter::None, {}});
}

RetryStrategy standard()
{
    return exponential({6, seconds(5), seconds(60), 2, Jitter::Full, {}});
}

RetryStrategy linearPreset()
{
    return linear({6, seconds(1), seconds(300), seconds(1), Jitter::None, {}});
}

RetryStrategy none()
{
    return [](const ErrorObject&, const AttemptContext&) { return RetryDecision::stop(); };
}

RetryStrategy transient()
{
    return exponential({3, seconds(5), seconds(300), 2, Jitter::Half, {}});
}

RetryStrategy resourceAvailability()
{
    return exponential({5, seconds(5), seconds(300), 2, Jitter::Full, {}});
}

RetryStrategy critical()
{
    return exponential({10, seconds(1), seconds(60), 1.5, Jitter::None, {}});
}

} // namespace durable::retry
