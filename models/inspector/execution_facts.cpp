// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/text.h"
#include "engine/history/event_details.h"
#include "models/inspector/fact_list.h"
#include "models/inspector/outcome.h"

namespace durascope::models {

using core::kExecution;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(durascope::models::facts)
};

void addTotals(FactList& facts, const Viewpoint& view)
{
    const history::Totals totals = view.state.totals();
    QString operations = toQString(core::formatCount(totals.operations));
    if (totals.openOperations > 0)
        operations += Words::tr(", %1 open").arg(toQString(core::formatCount(totals.openOperations)));
    if (totals.failedOperations > 0)
        operations += Words::tr(", %1 failed").arg(toQString(core::formatCount(totals.failedOperations)));
    facts.add(Words::tr("Operations"), operations);
    if (totals.failedAttempts > 0)
        facts.addCount(Words::tr("Failed attempts"), totals.failedAttempts);
    if (totals.openCallbacks > 0)
        facts.addCount(Words::tr("Open callbacks"), totals.openCallbacks);
    facts.addCount(Words::tr("Invocations"), totals.invocations);
    facts.add(Words::tr("Data"), toQString(core::formatBytes(totals.payloadBytes)));
}

void addIdentity(FactList& facts, const Viewpoint& view)
{
    const history::EventLog& log = view.state.log();
    const history::ExecutionMetadata& metadata = log.metadata();
    facts.addText(Words::tr("Function"), metadata.functionArn);
    facts.addText(Words::tr("Version"), metadata.version);
    facts.addText(Words::tr("Execution ARN"), log.executionArn());
    facts.addText(Words::tr("Id"), log.id(kExecution));
}

} // namespace

Facts executionFacts(const Viewpoint& view)
{
    const history::EventLog& log = view.state.log();
    FactList facts(view);
    const history::OperationState now = view.state.state(kExecution);
    facts.add(Words::tr("Status"), statusText(view.state, kExecution, &view.analysis));
    if (core::isFailure(now.status) && now.lastEvent.valid()) {
        if (const auto error = history::errorOf(log, now.lastEvent)) {
            facts.addOptional(Words::tr("Error type"), error->type);
            if (error->message && !error->message->empty())
                facts.add(Words::tr("Message"), displayText(*error->message, 400));
        }
        if (const auto origin = view.analysis.failureOrigin(); origin.valid() && origin != kExecution)
            facts.addOperation(Words::tr("Failed first"), origin);
    }
    facts.addTime(Words::tr("Started"), now.start, log.operation(kExecution).firstEvent);
    if (now.end) {
        facts.addTime(Words::tr("Ended"), *now.end, now.lastEvent);
        facts.addDuration(Words::tr("Duration"), *now.end - now.start);
        facts.addDuration(Words::tr("Billed"), view.analysis.billedTime());
        facts.addDuration(Words::tr("Idle"), view.analysis.idleTime());
    } else {
        facts.addDuration(Words::tr("So far"), view.state.now() - now.start);
        facts.addLater(nextEndOf(view.state, kExecution));
    }
    addTotals(facts, view);
    if (const auto first = log.operation(kExecution).firstEvent; first.valid())
        facts.addDuration(Words::tr("Timeout"), history::detailsOf(log, first).executionTimeout);
    addIdentity(facts, view);
    return facts.take();
}

} // namespace durascope::models
