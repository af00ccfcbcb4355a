// SPDX-License-Identifier: Apache-2.0
#include "engine/host/resume.h"

#include "engine/host/chained_invokes.h"
#include "engine/host/change.h"
#include "engine/host/execution_start.h"

#include <unordered_map>

namespace durascope::host {
namespace {

/// Children by the operation that started them: those whose caller still waits.
using Children = std::unordered_map<std::string, std::string>;

Children waitedFor(const service::Execution& execution)
{
    Children children;
    for (const service::Event& event : execution.events()) {
        if (event.type != core::EventType::ChainedInvokeStarted || !event.durableExecutionArn)
            continue;
        const core::OperationRef operation = execution.find(event.who->id);
        if (operation && operation->status == core::OperationStatus::Started)
            children.emplace(event.who->id, *event.durableExecutionArn);
    }
    return children;
}

bool isHere(const EngineState& state, const std::string& arn)
{
    const std::lock_guard lock(state.mutex);
    return state.executions.find(arn) != nullptr;
}

core::Result<std::unique_ptr<service::Execution>> restored(EngineState& state, const std::string& arn)
{
    core::Result<store::StoredExecution> stored = state.options.library->load(arn);
    if (!stored)
        return std::unexpected(stored.error());
    if (!stored->events.empty()) {
        const std::lock_guard lock(state.mutex);
        state.clock.advanceTo(stored->events.back().time);
    }
    return service::Execution::restore(arn, std::move(stored->events), stored->facts, state.options.limits,
                                       state.now());
}

/// Puts a restored execution to work: its timers, its wanted invocation, and the invokes it waits for.
void putToWork(Change& change, ExecutionRecord& record, const Children& children)
{
    for (service::Effect& effect : record.execution->takeEffects()) {
        if (auto* invoke = std::get_if<service::StartInvoke>(&effect)) {
            const auto child = children.find(invoke->request.operationId);
            beginInvoke(change, record, std::move(invoke->request),
                        child == children.end() ? std::string() : child->second);
        }
    }
    change.settle(record);
}

core::Result<void> takeUp(EngineState& state, const std::string& arn, bool ended)
{
    if (isHere(state, arn))
        return {};
    core::Result<std::unique_ptr<service::Execution>> execution = restored(state, arn);
    if (!execution)
        return std::unexpected(execution.error());
    if (!(*execution)->open() && !ended)
        return core::fail(core::ErrorCode::Usage, "the execution has ended: " + arn);
    const Children children = waitedFor(**execution);
    for (const auto& [operation, child] : children) {
        // One that was never stored is begun again below.
        if (const core::Result<void> taken = takeUp(state, child, true);
            !taken && taken.error().code != core::ErrorCode::NotFound)
            return taken;
    }
    Change change(state);
    const service::StartSpec& spec = (*execution)->spec();
    FunctionRef function = state.functions.find(spec.functionName, spec.functionVersion);
    if ((*execution)->open() && (!function || !function->durable()))
        return core::fail(core::ErrorCode::NotFound,
                          "no function named " + spec.functionName + ':' + spec.functionVersion + " was added");
    putToWork(change, takeIn(state, std::move(*execution), std::move(function)), children);
    return change.finish();
}

} // namespace

core::Result<void> resumeExecution(EngineState& state, const std::string& arn)
{
    if (state.options.library == nullptr)
        return core::fail(core::ErrorCode::Usage, "the engine has no library to resume from");
    return takeUp(state, arn, false);
}

} // namespace durascope::host
