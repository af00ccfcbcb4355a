// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inspector/outcome.h"

#include "models/common/text.h"
#include "models/inspector/fact_list.h"

#include <QCoreApplication>

#include <algorithm>

namespace durascope::models {

using core::EventIndex;
using core::OperationIndex;
using core::OperationType;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(durascope::models::Outcome)
};

bool isEnd(const history::EventLog& log, EventIndex event)
{
    return core::roleOf(log.type(event)) == core::EventRole::End;
}

/// The ends of the operation, or of one of its attempts: the last one at or before the cursor and the first after it.
struct Ends
{
    EventIndex past;
    EventIndex ahead;
};
Ends endsOf(const history::StateAt& state, OperationIndex operation, std::uint32_t attempt)
{
    const history::EventLog& log = state.log();
    const auto events = log.events(operation);
    const auto split = std::upper_bound(events.begin(), events.end(), state.cursor());
    const auto belongs = [&](auto place) {
        return isEnd(log, *place) &&
               (attempt == 0 || log.attempt(operation, static_cast<std::uint32_t>(place - events.begin())) == attempt);
    };
    Ends ends;
    for (auto place = split; place != events.begin() && !ends.past.valid();) {
        --place;
        if (belongs(place))
            ends.past = *place;
    }
    for (auto place = split; place != events.end() && !ends.ahead.valid(); ++place) {
        if (belongs(place))
            ends.ahead = *place;
    }
    return ends;
}

QString whyNoInput(OperationType type)
{
    switch (type) {
    case OperationType::Step:
        return Words::tr("A history records no input of a step: the code passes it directly.");
    case OperationType::Context:
        return Words::tr("A history records no input of a context: the code passes it directly.");
    case OperationType::Wait:
        return Words::tr("A wait takes no input.");
    case OperationType::Callback:
        return Words::tr("A callback takes no input; its id is in the summary.");
    default:
        return Words::tr("The history records no input here.");
    }
}

QString interimNote(const history::StateAt& state, OperationIndex operation, EventIndex event)
{
    const history::EventLog& log = state.log();
    const auto events = log.events(operation);
    const auto place = std::lower_bound(events.begin(), events.end(), event) - events.begin();
    const std::uint32_t attempt = log.attempt(operation, static_cast<std::uint32_t>(place));
    if (core::isFailure(core::statusAfter(log.type(event))))
        return Words::tr("The error of attempt %1; another attempt follows.").arg(attempt);
    return Words::tr("The state after poll %1; another poll follows.").arg(attempt);
}

} // namespace

EventIndex nextEndOf(const history::StateAt& state, OperationIndex operation)
{
    return endsOf(state, operation, 0).ahead;
}

Outcome inputAt(const history::StateAt& state, OperationIndex operation)
{
    const history::EventLog& log = state.log();
    const history::Operation& row = log.operation(operation);
    Outcome outcome;
    if (!row.firstEvent.valid() || core::roleOf(log.type(row.firstEvent)) != core::EventRole::Start) {
        outcome.note = Words::tr("The start was not recorded, so its input is not known.");
        return outcome;
    }
    const bool takesInput = row.type == OperationType::Execution || row.type == OperationType::ChainedInvoke ||
                            log.has(row.firstEvent, history::kPayload);
    if (!takesInput) {
        outcome.note = whyNoInput(row.type);
    } else if (row.firstEvent > state.cursor()) {
        outcome.kind = Outcome::Kind::NotYet;
        outcome.note = Words::tr("Not yet. %1.").arg(futureText(log, row.firstEvent));
        outcome.later = Link::toEvent(row.firstEvent);
    } else {
        outcome.kind = Outcome::Kind::Value;
        outcome.event = row.firstEvent;
    }
    return outcome;
}

Outcome resultAt(const history::StateAt& state, OperationIndex operation, std::uint32_t attempt)
{
    const history::EventLog& log = state.log();
    const Ends ends = endsOf(state, operation, attempt);
    Outcome outcome;
    if (ends.past.valid()) {
        const bool failed = core::isFailure(core::statusAfter(log.type(ends.past)));
        outcome.kind = failed ? Outcome::Kind::Error : Outcome::Kind::Value;
        outcome.event = ends.past;
        outcome.isInterim = log.has(ends.past, history::kRetryFollows);
        if (outcome.isInterim)
            outcome.note = interimNote(state, operation, ends.past);
        if (ends.ahead.valid())
            outcome.later = Link::toEvent(ends.ahead);
        return outcome;
    }
    outcome.kind = Outcome::Kind::NotYet;
    if (ends.ahead.valid()) {
        outcome.note = Words::tr("Not yet. %1.").arg(futureText(log, ends.ahead));
        outcome.later = Link::toEvent(ends.ahead);
    } else if (state.isAbandoned(operation)) {
        outcome.note = Words::tr("None: the execution ended before this did.");
    } else {
        outcome.note = Words::tr("Not yet, and the history ends before it comes.");
    }
    return outcome;
}

} // namespace durascope::models
