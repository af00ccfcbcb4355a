// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/completion.h"

namespace durable::detail {
namespace {

bool hasThreshold(const CompletionConfig& config)
{
    return config.minSuccessful || config.toleratedFailureCount || config.toleratedFailurePercentage;
}

bool toleranceExceeded(const CompletionConfig& config, const BatchProgress& progress)
{
    const std::size_t failures = progress.failureCount;
    if (!hasThreshold(config))
        return failures > 0;
    if (config.toleratedFailureCount && failures > *config.toleratedFailureCount)
        return true;
    return config.toleratedFailurePercentage && failures > 0 &&
           static_cast<double>(failures) * 100 / static_cast<double>(progress.totalCount) >
               *config.toleratedFailurePercentage;
}

bool minimumReached(const CompletionConfig& config, const BatchProgress& progress)
{
    return config.minSuccessful && progress.successCount >= *config.minSuccessful;
}

bool allCompleted(const BatchProgress& progress)
{
    return progress.completedCount() == progress.totalCount;
}

} // namespace

void validateCompletion(const CompletionConfig& config, std::optional<int> maxConcurrency)
{
    if (maxConcurrency && *maxConcurrency < 1)
        throw ConfigurationError("maxConcurrency must be at least 1, not " + std::to_string(*maxConcurrency));
    if (config.shouldComplete && hasThreshold(config))
        throw ConfigurationError(std::string("shouldComplete decides alone: no other completion criterion may be set"));
    if (config.minSuccessful && *config.minSuccessful == 0)
        throw ConfigurationError(std::string("minSuccessful must be at least 1"));
    // Not-a-number is outside, too.
    if (config.toleratedFailurePercentage &&
        !(*config.toleratedFailurePercentage >= 0 && *config.toleratedFailurePercentage <= 100)) {
        throw ConfigurationError("toleratedFailurePercentage must be between 0 and 100, not " +
                                 std::to_string(*config.toleratedFailurePercentage));
    }
}

bool mayStartMore(const CompletionConfig& config, const BatchProgress& progress)
{
    if (config.shouldComplete)
        return !config.shouldComplete(progress).complete;
    return !toleranceExceeded(config, progress);
}

bool isDone(const CompletionConfig& config, const BatchProgress& progress)
{
    if (allCompleted(progress))
        return true;
    if (config.shouldComplete)
        return config.shouldComplete(progress).complete;
    return minimumReached(config, progress);
}

CompletionReason completionReason(const CompletionConfig& config, const BatchProgress& progress)
{
    if (config.shouldComplete) {
        const CompletionDecision decision = config.shouldComplete(progress);
        if (!decision.complete)
            return CompletionReason::AllCompleted;
        return decision.succeeded ? CompletionReason::CustomCompletionSucceeded
                                  : CompletionReason::CustomCompletionFailed;
    }
    if (toleranceExceeded(config, progress))
        return CompletionReason::FailureToleranceExceeded;
    if (!allCompleted(progress) && minimumReached(config, progress))
        return CompletionReason::MinSuccessfulReached;
    return CompletionReason::AllCompleted;
}

} // namespace durable::detail
