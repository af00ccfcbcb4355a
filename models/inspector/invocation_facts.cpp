// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/text.h"
#include "engine/history/event_details.h"
#include "models/inspector/fact_list.h"

namespace durascope::models {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(durascope::models::facts)
};

void addEnd(FactList& facts, const Viewpoint& view, const history::Invocation& invocation)
{
    const history::EventLog& log = view.state.log();
    facts.addTime(Words::tr("Ended"), invocation.end, invocation.completed);
    facts.addDuration(Words::tr("Billed"), invocation.billed());
    const history::EventDetails details = history::detailsOf(log, invocation.completed);
    facts.addOptional(Words::tr("Request id"), details.requestId);
    if (!details.error)
        return;
    facts.addOptional(Words::tr("Error type"), details.error->type);
    if (details.error->message && !details.error->message->empty())
        facts.add(Words::tr("Message"), displayText(*details.error->message, 400));
}

QString invocationStatus(const Viewpoint& view, const history::Invocation& invocation, bool hasEnded)
{
    if (hasEnded)
        return invocation.failed ? Words::tr("Failed") : Words::tr("Completed");
    return view.state.now() < invocation.start ? Words::tr("Not started yet") : Words::tr("Running");
}

} // namespace

QString wakeText(history::WakeReason reason)
{
    switch (reason) {
    case history::WakeReason::ExecutionStarted:
        return Words::tr("The execution started");
    case history::WakeReason::TimerFired:
        return Words::tr("A wait ended");
    case history::WakeReason::CallbackCompleted:
        return Words::tr("A callback was answered");
    case history::WakeReason::CallbackTimedOut:
        return Words::tr("A callback timed out");
    case history::WakeReason::RetryDue:
        return Words::tr("A retry was due");
    case history::WakeReason::InvokeCompleted:
        return Words::tr("A called function ended");
    case history::WakeReason::PreviousInvocationFailed:
        return Words::tr("The invocation before failed");
    case history::WakeReason::Several:
        return Words::tr("Several things at once");
    case history::WakeReason::Unknown:
        break;
    }
    return Words::tr("Not known");
}

Facts invocationFacts(const Viewpoint& view, core::InvocationIndex index)
{
    const history::Invocation& invocation = view.analysis.invocations()[index.value()];
    const bool hasEnded = invocation.completed.valid() && invocation.completed <= view.state.cursor();
    FactList facts(view);
    facts.add(Words::tr("Status"), invocationStatus(view, invocation, hasEnded));
    Fact& wake = facts.add(Words::tr("Woken by"), wakeText(invocation.wake));
    if (invocation.wakeEvent.valid() && invocation.wake != history::WakeReason::ExecutionStarted) {
        wake.link = Link::toEvent(invocation.wakeEvent);
        wake.hint = Words::tr("Go to event %1").arg(view.state.log().eventId(invocation.wakeEvent));
    }
    if (invocation.wakeOperation != core::kExecution)
        facts.addOperation(Words::tr("Namely"), invocation.wakeOperation);
    facts.addTime(Words::tr("Started"), invocation.start, invocation.firstEvent);
    if (hasEnded) {
        addEnd(facts, view, invocation);
    } else if (invocation.completed.valid()) {
        Fact& later = facts.add(Words::tr("Ahead"),
                                Words::tr("Completes at event %1").arg(view.state.log().eventId(invocation.completed)));
        later.link = Link::toEvent(invocation.completed);
    }
    if (!invocation.timesKnown)
        facts.add(Words::tr("Times"), Words::tr("Not recorded, taken from its events"));
    facts.addCount(Words::tr("Events written"), invocation.eventsWritten);
    if (invocation.firstEvent.valid() && invocation.lastEvent.valid()) {
        facts.add(Words::tr("Events"), QStringLiteral("%1 – %2")
                                           .arg(view.state.log().eventId(invocation.firstEvent))
                                           .arg(view.state.log().eventId(invocation.lastEvent)));
    }
    return facts.take();
}

} // namespace durascope::models
