// SPDX-License-Identifier: Apache-2.0
#include "engine/host/invocations.h"

#include "engine/host/change.h"
#include "engine/host/local_client.h"
#include "engine/host/made_ids.h"
#include "engine/sdk/error.h"

namespace durascope::host {
namespace {

using core::InvocationEvent;
using core::InvocationFailure;
using core::InvocationOutcome;

struct Begun
{
    InvocationEvent event;
    std::shared_ptr<RunningInvocation> invocation;
    std::uint64_t told = 0; ///< what has to be stored before
};

std::optional<Begun> begin(EngineState& state, ExecutionRecord& record, Delivery delivery)
{
    Change change(state);
    change.fireDue();
    service::Execution& execution = *record.execution;
    if (!execution.open() || state.failure || (delivery == Delivery::Wanted && !execution.wantsInvocation()))
        return std::nullopt;
    Begun begun;
    begun.invocation = std::make_shared<RunningInvocation>();
    RunningInvocation& invocation = *begun.invocation;
    invocation.host = record.function->host;
    if (const auto timeout = record.function->config.invocationTimeout)
        invocation.deadline = change.now() + *timeout;
    // The instant keeps an invocation apart from that of a process that died before it could end.
    invocation.requestId = uuidOf(state.options.seed, {"request", execution.arn(), std::to_string(change.now().micros),
                                                       std::to_string(execution.invocations())});
    begun.event = execution.beginInvocation(invocation.requestId, change.now(), invocation.deadline);
    begun.told = record.told;
    record.running.push_back(begun.invocation);
    state.invocations.push_back(begun.invocation);
    change.settle(record, &invocation);
    return begun;
}

InvocationFailure exitFailure(const std::string& requestId, const durable::SimulatedExit& exit)
{
    return {core::errorRef("Runtime.ExitError", "RequestId: " + requestId +
                                                    " Error: Runtime exited with error: exit status " +
                                                    std::to_string(exit.exitStatus))};
}

InvocationFailure timeoutFailure(const ExecutionRecord& record, const std::string& requestId)
{
    const std::int64_t seconds = record.function->config.invocationTimeout.value_or(std::chrono::seconds(0)).count();
    return {core::errorRef("Sandbox.Timedout", "RequestId: " + requestId + " Error: Task timed out after " +
                                                   std::to_string(seconds) + ".00 seconds")};
}

durable::RunOptions runOptions(const EngineOptions& options, const InvocationEvent& event)
{
    durable::RunOptions run;
    run.scheduling = options.scheduling;
    // Seed 0 is the plain order in every invocation; others give each invocation an order of its own.
    run.seed = options.seed == 0 ? 0 : numberOf(options.seed, {event.requestId});
    run.maxThreads = options.maxThreads;
    run.logSink = options.logSink;
    return run;
}

/// The code of the function, between its two ends in the engine.
InvocationOutcome call(EngineState& state, ExecutionRecord& record, const Begun& begun)
{
    try {
        LocalClient client(state, record, begun.invocation);
        InvocationOutcome outcome =
            begun.invocation->host->invoke(begun.event, client, runOptions(state.options, begun.event));
        if (state.options.faults.beforeAnswer)
            state.options.faults.beforeAnswer(begun.event, outcome);
        return outcome;
    } catch (const durable::SimulatedExit& exit) {
        return exitFailure(begun.invocation->requestId, exit);
    } catch (...) {
        return InvocationFailure{core::errorRef(durable::currentErrorObject())};
    }
}

void end(EngineState& state, ExecutionRecord& record, const RunningInvocation& invocation, InvocationOutcome outcome)
{
    Change change(state);
    if (isOverdue(invocation, change.now()))
        outcome = timeoutFailure(record, invocation.requestId);
    const auto isThis = [&](const std::shared_ptr<RunningInvocation>& running) { return running.get() == &invocation; };
    std::erase_if(record.running, isThis);
    std::erase_if(state.invocations, isThis);
    record.execution->completeInvocation(invocation.requestId, outcome, change.now());
    change.settle(record);
    // drive() finds an error of the library in the state.
    static_cast<void>(change.finish());
}

} // namespace

bool isOverdue(const RunningInvocation& invocation, Timestamp now)
{
    return invocation.timedOut || (invocation.deadline && now >= *invocation.deadline);
}

void recordFailure(EngineState& state, const core::Error& error)
{
    {
        const std::lock_guard lock(state.mutex);
        if (!state.failure)
            state.failure = error;
        ++state.epoch;
    }
    state.changed.notify_all();
}

bool runInvocation(EngineState& state, ExecutionRecord& record, Delivery delivery)
{
    const std::optional<Begun> begun = begin(state, record, delivery);
    if (!begun)
        return false;
    // What a callback's sender has not been told yet must not be acted upon before it is stored.
    if (!state.isStored(begun->told)) {
        if (const auto stored = state.options.library->commit(begun->told); !stored) {
            recordFailure(state, stored.error());
            end(state, record, *begun->invocation,
                InvocationFailure{core::errorRef("ServiceException", stored.error().text())});
            return true;
        }
    }
    end(state, record, *begun->invocation, call(state, record, *begun));
    return true;
}

} // namespace durascope::host
