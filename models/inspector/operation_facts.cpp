// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/text.h"
#include "engine/history/attempts.h"
#include "engine/history/event_details.h"
#include "models/inspector/attempts_model.h"
#include "models/inspector/fact_list.h"
#include "models/inspector/outcome.h"

#include <algorithm>

namespace durascope::models {

using core::OperationIndex;
using core::OperationType;
using history::OperationState;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(durascope::models::facts)
};

void addTimes(FactList& facts, const Viewpoint& view, OperationIndex operation, const OperationState& now)
{
    const history::EventLog& log = view.state.log();
    facts.addTime(Words::tr("Started"), now.start, log.operation(operation).firstEvent);
    if (now.end) {
        facts.addTime(Words::tr("Ended"), *now.end, now.lastEvent);
        facts.addDuration(Words::tr("Duration"), *now.end - now.start);
    } else {
        facts.addDuration(Words::tr("So far"), view.state.now() - now.start);
    }
    if (now.scheduledEnd) {
        const bool isWait = log.operation(operation).type == OperationType::Wait;
        facts.addTime(isWait ? Words::tr("Due") : Words::tr("Times out"), *now.scheduledEnd);
        if (!now.end && *now.scheduledEnd > view.state.now())
            facts.addDuration(Words::tr("Time left"), *now.scheduledEnd - view.state.now());
    }
}

void addAttempts(FactList& facts, const Viewpoint& view, OperationIndex operation, const OperationState& now)
{
    if (view.state.log().operation(operation).type != OperationType::Step || now.attempt == 0)
        return;
    facts.addCount(now.end ? Words::tr("Attempts") : Words::tr("Attempt"), now.attempt);
    if (now.nextAttempt)
        facts.addTime(Words::tr("Next attempt"), *now.nextAttempt);
}

void addStartDetails(FactList& facts, const Viewpoint& view, OperationIndex operation)
{
    const history::EventDetails details =
        history::detailsOf(view.state.log(), view.state.log().operation(operation).firstEvent);
    facts.addDuration(Words::tr("Waits for"), details.waitDuration);
    facts.addOptional(Words::tr("Callback id"), details.callbackId);
    facts.addDuration(Words::tr("Timeout"), details.timeout);
    facts.addDuration(Words::tr("Heartbeat timeout"), details.heartbeatTimeout);
    facts.addOptional(Words::tr("Function"), details.functionName);
    facts.addOptional(Words::tr("Version"), details.executedVersion);
    facts.addOptional(Words::tr("Tenant"), details.tenantId);
    facts.addOptional(Words::tr("Execution ARN"), details.durableExecutionArn);
}

void addError(FactList& facts, const Viewpoint& view, core::EventIndex event)
{
    if (!event.valid() || event > view.state.cursor())
        return;
    const auto error = history::errorOf(view.state.log(), event);
    if (!error)
        return;
    facts.addOptional(Words::tr("Error type"), error->type);
    if (error->message && !error->message->empty())
        facts.add(Words::tr("Message"), displayText(*error->message, 400));
}

void addFamily(FactList& facts, const Viewpoint& view, OperationIndex operation)
{
    const history::EventLog& log = view.state.log();
    if (log.operation(operation).parent.valid())
        facts.addOperation(Words::tr("Inside"), log.operation(operation).parent);
    const auto children = log.children(operation);
    if (children.empty())
        return;
    const auto begun =
        std::count_if(children.begin(), children.end(), [&](OperationIndex child) { return view.state.exists(child); });
    facts.add(Words::tr("Holds"), Words::tr("%1 of %2 operations begun")
                                      .arg(toQString(core::formatCount(static_cast<std::uint64_t>(begun))),
                                           toQString(core::formatCount(children.size()))));
    if (const std::uint32_t failures = view.state.failuresBelow(operation); failures > 0)
        facts.addCount(Words::tr("Failures inside"), failures);
}

void addInvocations(FactList& facts, const Viewpoint& view, OperationIndex operation, const OperationState& now)
{
    const core::InvocationIndex first = view.analysis.invocationOf(view.state.log().operation(operation).firstEvent);
    facts.addInvocation(Words::tr("Begun in"), first);
    if (!now.end)
        return;
    const core::InvocationIndex last = view.analysis.invocationOf(now.lastEvent);
    if (last.valid() && last != first)
        facts.addInvocation(Words::tr("Ended in"), last);
}

} // namespace

Facts operationFacts(const Viewpoint& view, OperationIndex operation)
{
    const history::EventLog& log = view.state.log();
    FactList facts(view);
    facts.add(Words::tr("Status"), statusText(view.state, operation, &view.analysis));
    if (!view.state.exists(operation)) {
        facts.addLater(log.operation(operation).firstEvent);
        facts.addOperation(Words::tr("Inside"), log.operation(operation).parent);
        facts.addText(Words::tr("Id"), log.id(operation));
        return facts.take();
    }
    const OperationState now = view.state.state(operation);
    if (core::isFailure(now.status))
        addError(facts, view, now.lastEvent);
    addTimes(facts, view, operation, now);
    addAttempts(facts, view, operation, now);
    facts.addLater(nextEndOf(view.state, operation));
    addStartDetails(facts, view, operation);
    addFamily(facts, view, operation);
    addInvocations(facts, view, operation, now);
    facts.add(Words::tr("Kind"), kindText(log, operation));
    facts.addText(Words::tr("Id"), log.id(operation));
    return facts.take();
}

Facts attemptFacts(const Viewpoint& view, OperationIndex step, std::uint32_t attempt)
{
    FactList facts(view);
    const std::vector<history::Attempt> attempts = history::attemptsOf(view.state, step);
    const auto found = std::find_if(attempts.begin(), attempts.end(),
                                    [attempt](const history::Attempt& other) { return other.number == attempt; });
    facts.addCount(Words::tr("Attempt"), attempt);
    if (found == attempts.end()) {
        facts.add(Words::tr("Status"), Words::tr("Not started yet"));
        facts.addOperation(Words::tr("Of"), step);
        return facts.take();
    }
    facts.add(Words::tr("Status"), outcomeText(found->outcome));
    addError(facts, view, found->endEvent);
    facts.addTime(Words::tr("Started"), found->start, found->startEvent);
    if (found->end) {
        facts.addTime(Words::tr("Ended"), *found->end, found->endEvent);
        facts.addDuration(Words::tr("Duration"), *found->end - found->start);
    } else {
        facts.addDuration(Words::tr("So far"), view.state.now() - found->start);
    }
    if (found->restarts > 0)
        facts.addCount(Words::tr("Begun again"), found->restarts);
    if (found->plannedDelay > core::Duration::zero())
        facts.addDuration(Words::tr("Planned back-off"), found->plannedDelay);
    facts.addDuration(Words::tr("Actual back-off"), found->actualDelay);
    facts.addOperation(Words::tr("Of"), step);
    return facts.take();
}

} // namespace durascope::models
