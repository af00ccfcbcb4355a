// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/handlers/hook_plugin.h"
#include "tests/conformance/handlers/suites.h"

#include <algorithm>
#include <stdexcept>

namespace durascope::conformance {
namespace {

using namespace std::chrono_literals;
using durable::AttemptInfo;
using durable::Context;
using durable::ContextFunctionInfo;
using durable::InvocationInfo;
using durable::OperationChangeInfo;
using durable::OperationInfo;
using durable::OperationType;

// --- functions under observation

json doneAfterWait(const json& event, Context& context)
{
    context.wait(2s);
    return "done-" + event.get<std::string>();
}

json greetStep(const json&, Context& context)
{
    return context.step("greet", [] { return std::string("task-a"); });
}

json flakyStep(const json&, Context& context)
{
    return context.step("flaky",
                        [](durable::StepContext& step) {
                            if (step.attempt() < 2)
                                throw std::runtime_error("flaky");
                            return std::string("ok");
                        },
                        {.retry = onceMore()});
}

json namedBranches(const json&, Context& context)
{
    const auto first = [](Context& branch) {
        branch.step("inner", [] { return std::string("x"); });
        branch.wait(2s);
        return std::string("a-done");
    };
    const std::vector<durable::Branch<std::string>> branches{
        {"branch-a", first}, {"branch-b", [](Context&) { return std::string("b-done"); }}};
    return context.parallel("ctx", branches, {.maxConcurrency = 1}).results();
}

// --- dumps: a member a fact, named in camel case; what is absent is left out

template <typename T>
void put(json& into, const char* name, const std::optional<T>& value)
{
    if (value)
        into[name] = *value;
}

void put(json& into, const char* name, const std::optional<durable::Timestamp>& time)
{
    if (time)
        into[name] = core::formatIso(*time);
}

void put(json& into, const char* name, const durable::ErrorRef& error)
{
    if (error)
        into[name] = error->message.value_or(error->type.value_or(""));
}

json identityOf(const OperationInfo& info)
{
    json made{{"id", info.id}, {"type", core::toText(info.type)}, {"isReplay", info.isReplay}};
    put(made, "name", info.name);
    put(made, "subType", info.subType);
    put(made, "parentId", info.parentId);
    return made;
}

json dumpOf(const OperationInfo& info)
{
    json made = identityOf(info);
    made["status"] = core::toText(info.status);
    put(made, "startTimestamp", info.start);
    put(made, "endTimestamp", info.end);
    put(made, "error", info.error);
    put(made, "attempt", info.attempt);
    return made;
}

json dumpOf(const InvocationInfo& info)
{
    return {{"isFirstInvocation", info.isFirstInvocation},
            {"requestId", info.requestId},
            {"operationsCount", info.operations.size()},
            {"executionStartTimestamp", core::formatIso(info.executionStart)}};
}

json dumpOf(const AttemptInfo& info)
{
    json made = identityOf(info.operation);
    made["attempt"] = info.attempt;
    put(made, "startTimestamp", info.start);
    put(made, "endTimestamp", info.end);
    put(made, "outcome", info.outcome);
    put(made, "error", info.error);
    return made;
}

// --- hooks

void invocationStart(const InvocationInfo& info, const Printer& print)
{
    json made = dumpOf(info);
    made["updatedOperationsCount"] = info.updatedOperations.size();
    print("invocation-start", made);
}

void invocationEnd(const InvocationInfo& info, const Printer& print)
{
    json made = dumpOf(info);
    put(made, "status", info.status);
    made["terminal"] = info.status == "SUCCEEDED" || info.status == "FAILED";
    put(made, "executionError", info.error);
    print("invocation-end", made);
}

Hooks::Hook<OperationInfo> operationDump(const char* hook, OperationType type)
{
    return [hook, type](const OperationInfo& info, const Printer& print) {
        if (info.type == type)
            print(hook, dumpOf(info));
    };
}

Hooks::Hook<AttemptInfo> attemptDump(const char* hook)
{
    return [hook](const AttemptInfo& info, const Printer& print) {
        if (info.operation.type == OperationType::Step)
            print(hook, dumpOf(info));
    };
}

void operationChange(const OperationChangeInfo& info, const Printer& print)
{
    for (const OperationInfo& operation : info.updatedOperations) {
        if (operation.type != OperationType::Step)
            continue;
        json made = dumpOf(operation);
        made["executionArn"] = info.executionArn;
        made["updatedOperationsCount"] = info.updatedOperations.size();
        made["operationsCount"] = info.operations.size();
        made["inFullMap"] = std::any_of(info.operations.begin(), info.operations.end(),
                                        [&](const auto& known) { return known->id() == operation.id; });
        print("operation-change", made);
    }
}

void functionStart(const ContextFunctionInfo& info, const Printer& print)
{
    if (info.operation.type != OperationType::Context)
        return;
    json made = dumpOf(info.operation);
    made["isReplayingChildren"] = info.isReplayingChildren;
    print("fn-start", made);
}

} // namespace

void addPluginDumpHandlers(HandlerRegistry& registry)
{
    registry.addFactory(
        "10-19", withPlugin(doneAfterWait, {.invocationStart = invocationStart, .invocationEnd = invocationEnd}));
    registry.addFactory("10-20",
                        withPlugin(greetStep, {.operationStart = operationDump("operation-start", OperationType::Step),
                                               .operationEnd = operationDump("operation-end", OperationType::Step)}));
    registry.addFactory("10-21", withPlugin(flakyStep, {.attemptStart = attemptDump("attempt-start"),
                                                        .attemptEnd = attemptDump("attempt-end")}));
    registry.addFactory("10-22", withPlugin(greetStep, {.operationChange = operationChange}));
    registry.addFactory(
        "10-23", withPlugin(namedBranches, {.operationStart = operationDump("operation-start", OperationType::Context),
                                            .functionStart = functionStart}));
}

} // namespace durascope::conformance
