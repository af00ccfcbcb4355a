// SPDX-License-Identifier: GPL-3.0-or-later
// Those who answer callbacks and the targets of chained invokes.
#include "tests/simulation/world_private.h"

namespace durascope::simulation {
namespace {

using std::chrono::seconds;

constexpr seconds kBeat{5'000};
constexpr std::int64_t kSlow = 100; ///< answers that heartbeats keep open take so much longer
constexpr seconds kQuietAfter{10'000};
constexpr seconds kLate{40'000}; ///< behind every timeout that is meant to pass

service::InvokeOutcome outcomeOf(const Node& node)
{
    using Kind = service::InvokeOutcome::Kind;
    switch (node.ending) {
    case Ending::Fails:
        return {Kind::Failed, {}, core::errorRef("TargetError", node.label + " fails")};
    case Ending::TimesOut:
        return {Kind::TimedOut, {}, core::errorRef("ChainedInvoke.Timeout", node.label + " timed out")};
    case Ending::Stopped:
        return {Kind::Stopped, {}, core::errorRef("Stopped", node.label + " was stopped")};
    default:
        return {Kind::Succeeded, core::payload('"' + node.label + '"'), {}};
    }
}

service::InvokeOutcome outcomeOf(const service::Execution& child)
{
    using Kind = service::InvokeOutcome::Kind;
    switch (child.status()) {
    case core::OperationStatus::Succeeded:
        return {Kind::Succeeded, child.result(), {}};
    case core::OperationStatus::TimedOut:
        return {Kind::TimedOut, {}, core::errorRef("ChainedInvoke.Timeout", "timed out")};
    case core::OperationStatus::Stopped:
        return {Kind::Stopped, {}, child.error()};
    default:
        return {Kind::Failed, {}, child.error()};
    }
}

const Node* nodeOf(const Sequence& sequence, const std::string& label)
{
    for (const Node& node : sequence) {
        if (node.label == label)
            return &node;
        for (const Sequence& branch : node.branches) {
            if (const Node* const found = nodeOf(branch, label))
                return found;
        }
    }
    return nullptr;
}

std::string labelIn(const core::Payload& payload)
{
    return durable::json::parse(*payload).at("label").get<std::string>();
}

} // namespace

void World::schedule(core::Duration after, Due due)
{
    m_due.emplace(now() + after, std::move(due));
}

void World::callbackGiven(const std::string& arn, const Node& node, const std::string& callbackId)
{
    const std::lock_guard lock(m_mutex);
    if (m_given[callbackId]++ > 0)
        return;
    Run* run = nullptr;
    for (const auto& known : m_runs) {
        if (known->arn == arn)
            run = known.get();
    }
    const bool answered = node.ending == Ending::Succeeds || node.ending == Ending::Fails;
    const core::Duration after = seconds(node.seconds * (node.heartbeats ? kSlow : 1));
    if (node.heartbeats) {
        const core::Duration end = node.ending == Ending::GoesQuiet ? kQuietAfter : after;
        for (core::Duration beat = kBeat; beat < end; beat += kBeat)
            schedule(beat, {Due::Kind::Heartbeat, run, callbackId, &node});
    }
    if (!answered) {
        schedule(kLate, {Due::Kind::LateAnswer, run, callbackId, &node});
        return;
    }
    schedule(after, {Due::Kind::Answer, run, callbackId, &node});
    if (node.sentTwice)
        schedule(after + seconds(node.seconds % 3), {Due::Kind::AnswerAgain, run, callbackId, &node});
}

void World::deliver(const Due& due)
{
    if (due.kind == Due::Kind::CompleteInvoke) {
        due.run->execution->completeInvoke(due.id, outcomeOf(*due.node), now());
        settle(*due.run);
    } else {
        answer(*due.run, due);
    }
}

void World::answer(Run& run, const Due& due)
{
    service::Execution& execution = *run.execution;
    execution.advanceTo(now());
    settle(run);
    const core::OperationRef callback = execution.findCallback(due.id);
    if (!callback) {
        violated("a callback is not known by its id: " + due.node->label);
        return;
    }
    const bool isOpen = execution.open() && callback->status == core::OperationStatus::Started;
    service::Answer<void> answer;
    if (due.kind == Due::Kind::Heartbeat)
        answer = execution.heartbeatCallback(due.id, now());
    else if (due.node->ending == Ending::Fails)
        answer = execution.failCallback(due.id, core::errorRef("Declined", due.node->label + " declined"), now());
    else
        answer = execution.succeedCallback(due.id, core::payload('"' + due.node->label + '"'), now());
    settle(run);
    if (answer.has_value() != isOpen)
        violated("an answer to " + due.node->label + (isOpen ? " was refused" : " was taken"));
    if (due.kind == Due::Kind::AnswerAgain)
        m_plan.note(Fault::CallbackTwice, due.node->label);
    if (due.kind == Due::Kind::LateAnswer)
        m_plan.note(Fault::CallbackLate, due.node->label);
}

void World::startInvoke(Run& run, const service::InvokeRequest& request)
{
    if (request.functionName == kPlainName) {
        const Node* const node = nodeOf(m_workflow->body, labelIn(request.payload));
        // Called again after the service was restarted; the second answer counts for nothing.
        schedule(seconds(node->seconds), {Due::Kind::CompleteInvoke, &run, request.operationId, node});
        return;
    }
    for (const auto& known : m_runs) {
        if (known->parent == &run && known->parentOperation == request.operationId) {
            known->reported = false;
            if (!known->execution->open())
                finishChild(*known);
            return;
        }
    }
    Run& child = begin(kInvokedName, *request.payload, request.depth);
    child.parent = &run;
    child.parentOperation = request.operationId;
}

void World::finishChild(Run& child)
{
    if (child.parent == nullptr || child.reported)
        return;
    child.reported = true;
    child.parent->execution->completeInvoke(child.parentOperation, outcomeOf(*child.execution), now());
    settle(*child.parent);
}

} // namespace durascope::simulation
