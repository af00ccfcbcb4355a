// SPDX-License-Identifier: Apache-2.0
#include "engine/host/execution_start.h"

#include "engine/host/chained_invokes.h"
#include "engine/host/made_ids.h"

namespace durascope::host {
namespace {

core::ServiceError invalidParameter(std::string message)
{
    return {"InvalidParameterValueException", std::move(message), 400};
}

core::ServiceError serviceFailed(const core::Error& error)
{
    return {"ServiceException", error.text(), 500};
}

/// The same name with the same input is the same execution (wire-protocol section 4 rule 4).
Answer<std::string> sameExecution(const std::string& arn, const Payload& before, const Payload& input)
{
    if (core::samePayload(before, input))
        return arn;
    return std::unexpected(
        core::ServiceError{"DurableExecutionAlreadyStartedException", "Execution already started: " + arn, 409});
}

/// The execution of that name that an earlier process left in the library. Without the mutex.
Answer<std::optional<std::string>> findStored(store::Library& library, const FunctionEntry& function,
                                              const std::string& name, const Payload& input)
{
    store::ListQuery query;
    query.functionName = function.bareName;
    query.name = name;
    query.limit = 1;
    const auto listed = library.list(query);
    if (!listed)
        return std::unexpected(serviceFailed(listed.error()));
    if (listed->empty())
        return std::nullopt;
    const auto stored = library.load(listed->front().arn);
    if (!stored)
        return std::unexpected(serviceFailed(stored.error()));
    const Payload before = stored->events.empty() ? Payload() : stored->events.front().payload;
    const Answer<std::string> same = sameExecution(listed->front().arn, before, input);
    if (!same)
        return std::unexpected(same.error());
    return *same;
}

/// A name nobody has, in this process or in the library.
Answer<std::string> madeUpName(EngineState& state, const FunctionEntry& function)
{
    for (;;) {
        std::string name;
        {
            const std::lock_guard lock(state.mutex);
            // The instant keeps processes apart that work on one library with the same seed.
            name = uuidOf(state.options.seed, {"name", function.bareName, std::to_string(state.now().micros),
                                               std::to_string(++state.started)});
            if (state.executions.named(function.bareName, name) != nullptr)
                continue;
        }
        if (state.options.library == nullptr)
            return name;
        const auto listed = state.options.library->list({function.bareName, name, {}, true, 1, 0});
        if (!listed)
            return std::unexpected(serviceFailed(listed.error()));
        if (listed->empty())
            return name;
    }
}

} // namespace

std::string executionArn(const EngineOptions& options, const FunctionEntry& function, std::string_view executionName)
{
    std::string arn = "arn:aws:lambda:" + options.region + ":" + options.account + ":function:" + function.bareName +
                      ":" + function.config.version + "/durable-execution/";
    arn += executionName;
    arn += '/';
    arn += uuidOf(options.seed, {"id", function.bareName, executionName});
    return arn;
}

std::optional<core::ServiceError> refusalOf(const FunctionTable::Found& found, std::string_view calledAs,
                                            const std::optional<std::string>& tenantId)
{
    if (!found.function)
        return core::ServiceError{"ResourceNotFoundException", "Function not found: " + std::string(calledAs), 404};
    if (found.function->durable() && !found.qualified)
        return invalidParameter("You cannot invoke a durable function using an unqualified ARN.");
    const bool isolated = found.function->config.tenantIsolated;
    if (tenantId && !isolated)
        return invalidParameter("The function is not tenant isolated; it cannot be invoked with a tenant id: " +
                                std::string(calledAs));
    if (!tenantId && isolated)
        return invalidParameter("The function is tenant isolated; it must be invoked with a tenant id: " +
                                std::string(calledAs));
    return std::nullopt;
}

service::StartSpec startSpec(const FunctionEntry& function, std::string arn)
{
    service::StartSpec spec;
    spec.arn = std::move(arn);
    spec.functionName = function.bareName;
    spec.functionVersion = function.config.version;
    spec.executionTimeout = function.config.executionTimeout;
    return spec;
}

void setResolver(EngineState& state, ExecutionRecord& record)
{
    record.execution->setResolver([&state, arn = record.execution->arn()](const service::InvokeRequest& request) {
        return targetInfo(planInvoke(state, arn, request));
    });
}

ExecutionRecord& takeIn(EngineState& state, std::unique_ptr<service::Execution> execution, FunctionRef function)
{
    ExecutionRecord& record = state.executions.add(std::move(execution), std::move(function));
    setResolver(state, record);
    return record;
}

Answer<ExecutionRecord*> beginExecution(Change& change, FunctionRef function, service::StartSpec spec)
{
    EngineState& state = change.state();
    auto execution = service::Execution::start(std::move(spec), state.options.limits, change.now());
    if (!execution)
        return std::unexpected(execution.error());
    return &takeIn(state, std::move(*execution), std::move(function));
}

Answer<std::string> startExecution(EngineState& state, const StartRequest& request)
{
    FunctionTable::Found found;
    {
        const std::lock_guard lock(state.mutex);
        found = state.functions.find(request.function);
    }
    if (std::optional<core::ServiceError> error = refusalOf(found, request.function, request.tenantId))
        return std::unexpected(std::move(*error));
    const FunctionEntry& function = *found.function;
    if (!function.durable())
        return std::unexpected(invalidParameter("The function is not durable: " + request.function));

    std::string name = request.executionName;
    if (name.empty()) {
        Answer<std::string> made = madeUpName(state, function);
        if (!made)
            return made;
        name = std::move(*made);
    } else if (state.options.library != nullptr) {
        const auto stored = findStored(*state.options.library, function, name, request.input);
        if (!stored)
            return std::unexpected(stored.error());
        if (*stored)
            return **stored;
    }

    Change change(state);
    if (const ExecutionRecord* same = state.executions.named(function.bareName, name))
        return sameExecution(same->execution->arn(), same->execution->spec().input, request.input);
    service::StartSpec spec = startSpec(function, executionArn(state.options, function, name));
    spec.input = request.input;
    spec.tenantId = request.tenantId;
    if (request.executionTimeout)
        spec.executionTimeout = *request.executionTimeout;
    const Answer<ExecutionRecord*> begun = beginExecution(change, found.function, std::move(spec));
    if (!begun)
        return std::unexpected(begun.error());
    std::string arn = (*begun)->execution->arn();
    change.settleFromOutside(**begun);
    if (const auto stored = change.finish(Change::Store::All); !stored)
        return std::unexpected(serviceFailed(stored.error()));
    return arn;
}

} // namespace durascope::host
