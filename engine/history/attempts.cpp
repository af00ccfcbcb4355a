// SPDX-License-Identifier: Apache-2.0
#include "engine/history/attempts.h"

#include <algorithm>

namespace durascope::history {
namespace {

AttemptOutcome outcomeOf(const EventLog& log, EventIndex end)
{
    const bool succeeded = log.type(end) == EventType::StepSucceeded;
    if (log.has(end, kRetryFollows))
        return succeeded ? AttemptOutcome::Polled : AttemptOutcome::Retrying;
    return succeeded ? AttemptOutcome::Succeeded : AttemptOutcome::Failed;
}

void close(const EventLog& log, EventIndex end, Attempt& attempt)
{
    attempt.endEvent = end;
    attempt.end = log.time(end);
    attempt.outcome = outcomeOf(log, end);
    attempt.plannedDelay = log.has(end, kRetryFollows) ? core::Duration(log.number(end)) : core::Duration(0);
}

} // namespace

std::vector<Attempt> attemptsOf(const StateAt& state, OperationIndex step)
{
    const EventLog& log = state.log();
    std::vector<Attempt> attempts;
    if (log.operation(step).type != OperationType::Step)
        return attempts;
    bool open = false;
    for (const EventIndex event : log.events(step)) {
        if (event > state.cursor())
            break;
        const bool isStart = log.type(event) == EventType::StepStarted;
        if (isStart && open) {
            ++attempts.back().restarts;
            continue;
        }
        if (isStart && !attempts.empty() && attempts.back().end)
            attempts.back().actualDelay = log.time(event) - *attempts.back().end;
        if (!open) {
            Attempt& attempt = attempts.emplace_back();
            attempt.number = static_cast<std::uint32_t>(attempts.size());
            attempt.startEvent = isStart ? event : EventIndex();
            attempt.start = log.time(event);
        }
        open = isStart;
        if (!isStart)
            close(log, event, attempts.back());
    }
    if (open && state.isAbandoned(step))
        attempts.back().outcome = AttemptOutcome::Abandoned;
    return attempts;
}

} // namespace durascope::history
