// SPDX-License-Identifier: Apache-2.0
#include "engine/host/chained_invokes.h"

#include "engine/host/execution_start.h"
#include "engine/host/made_ids.h"
#include "engine/sdk/error.h"

namespace durascope::host {
namespace {

InvokePlan refused(std::string type, std::string message)
{
    InvokePlan plan;
    plan.error = core::errorRef(std::move(type), std::move(message));
    return plan;
}

service::InvokeOutcome failed(core::ErrorRef error)
{
    return {service::InvokeOutcome::Kind::Failed, {}, std::move(error)};
}

bool isManual(const EngineState& state, const std::string& functionName)
{
    return state.manualTargets.contains(functionName) ||
           state.manualTargets.contains(splitFunctionName(functionName).name);
}

void complete(Change& change, ExecutionRecord& caller, const std::string& operationId,
              const service::InvokeOutcome& outcome)
{
    // False means that the caller has ended meanwhile: nobody waits for the outcome.
    static_cast<void>(caller.execution->completeInvoke(operationId, outcome, change.now()));
}

} // namespace

InvokePlan planInvoke(const EngineState& state, const std::string& callerArn, const service::InvokeRequest& request)
{
    if (request.depth > state.options.maxInvokeDepth) {
        return refused("RecursiveInvocationException", "Chained invokes are nested more than " +
                                                           std::to_string(state.options.maxInvokeDepth) +
                                                           " deep: " + request.functionName);
    }
    if (isManual(state, request.functionName)) {
        InvokePlan plan;
        plan.kind = InvokePlan::Kind::Manual;
        return plan;
    }
    const FunctionTable::Found found = state.functions.find(request.functionName);
    if (const std::optional<core::ServiceError> error = refusalOf(found, request.functionName, request.tenantId))
        return refused(error->type, error->message);

    InvokePlan plan;
    plan.function = found.function;
    plan.kind = found.function->durable() ? InvokePlan::Kind::Durable : InvokePlan::Kind::Plain;
    if (plan.kind == InvokePlan::Kind::Durable) {
        plan.childName = uuidOf(state.options.seed, {"child", callerArn, request.operationId});
        plan.childArn = executionArn(state.options, *found.function, plan.childName);
    }
    return plan;
}

service::TargetInfo targetInfo(const InvokePlan& plan)
{
    service::TargetInfo info;
    if (plan.function)
        info.executedVersion = plan.function->config.version;
    if (plan.kind == InvokePlan::Kind::Durable)
        info.durableExecutionArn = plan.childArn;
    return info;
}

void beginInvoke(Change& change, ExecutionRecord& caller, service::InvokeRequest request,
                 const std::string& recordedArn)
{
    ExecutionRecord* const recorded = change.state().executions.find(recordedArn);
    if (recorded != nullptr) {
        recorded->parent = &caller;
        recorded->parentOperation = request.operationId;
        if (!recorded->execution->open())
            complete(change, caller, request.operationId, outcomeOf(*recorded->execution));
        return;
    }
    InvokePlan plan = planInvoke(change.state(), caller.execution->arn(), request);
    switch (plan.kind) {
    case InvokePlan::Kind::Manual:
        return;
    case InvokePlan::Kind::Refused:
        complete(change, caller, request.operationId, failed(std::move(plan.error)));
        return;
    case InvokePlan::Kind::Plain:
        change.state().jobs.push_back(PlainCallJob{&caller, std::move(request), std::move(plan.function)});
        return;
    case InvokePlan::Kind::Durable:
        break;
    }
    service::StartSpec spec = startSpec(*plan.function, recordedArn.empty() ? plan.childArn : recordedArn);
    spec.input = request.payload;
    spec.tenantId = request.tenantId;
    spec.depth = request.depth;
    const Answer<ExecutionRecord*> child = beginExecution(change, plan.function, std::move(spec));
    if (!child) {
        complete(change, caller, request.operationId,
                 failed(core::errorRef(child.error().type, child.error().message)));
        return;
    }
    (*child)->parent = &caller;
    (*child)->parentOperation = std::move(request.operationId);
    change.settle(**child);
}

service::InvokeOutcome outcomeOf(const service::Execution& child)
{
    using Kind = service::InvokeOutcome::Kind;
    switch (child.status()) {
    case core::OperationStatus::Succeeded:
        return {Kind::Succeeded, child.result(), {}};
    case core::OperationStatus::TimedOut:
        return {Kind::TimedOut,
                {},
                core::errorRef("ChainedInvoke.Timeout", "CHAINED_INVOKE timed out after " +
                                                            std::to_string(child.spec().executionTimeout) +
                                                            " seconds.")};
    case core::OperationStatus::Stopped:
        return {Kind::Stopped, {}, child.error()};
    default:
        return {Kind::Failed, {}, child.error()};
    }
}

service::InvokeOutcome callPlain(const PlainCallJob& job)
{
    try {
        return job.function->plain(job.request.payload ? job.request.payload : core::payload(std::string("{}")));
    } catch (...) {
        return failed(core::errorRef(durable::currentErrorObject()));
    }
}

} // namespace durascope::host
