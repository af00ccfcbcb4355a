// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/wait_strategy.h"

#include <stdexcept>

namespace durable {

WaitDecision pollAgain(const Polling& polling, const AttemptContext& attempt)
{
    const RetryDecision decision = retry::exponential(
        {polling.maxAttempts, polling.initialDelay, polling.maxDelay, polling.rate, polling.jitter, {}})({}, attempt);
    if (!decision.retry) {
        throw std::runtime_error("waitForCondition exceeded maximum attempts (" + std::to_string(polling.maxAttempts) +
                                 ")");
    }
    return WaitDecision::again(decision.delay);
}

} // namespace durable
