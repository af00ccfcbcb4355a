// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/handlers/hook_plugin.h"
#include "tests/conformance/handlers/suites.h"

#include <algorithm>
#include <memory>
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
using durable::StepContext;
namespace retry = durable::retry;

// --- functions under observation

json loggedGreeting(const json& event, Context& context)
{
    return context.step([&event](StepContext& step) {
        step.logger().info("Greeting step running for: " + event.get<std::string>());
        return greeting(event);
    });
}

std::string failsOnce(StepContext& step)
{
    if (step.attempt() < 2)
        throw std::runtime_error("unreliable");
    return "Operation succeeded";
}

json retriedStep(const json&, Context& context)
{
    return context.step(failsOnce, {.retry = onceMore()});
}

void throwing()
{
    throw std::runtime_error("boom");
}

json failingStep(const json&, Context& context)
{
    context.step(throwing, {.retry = retry::none()});
    return nullptr;
}

json stepInChild(const json& event, Context& context)
{
    return context.runInChildContext([&event](Context& child) { return greetingStep(event, child); });
}

json twoBranches(const json&, Context& context)
{
    const std::vector<durable::Branch<std::string>> branches{[](Context&) { return std::string("task-1"); },
                                                             [](Context&) { return std::string("task-2"); }};
    return context.parallel("parallel", branches, {.maxConcurrency = 1}).results();
}

json stepThenRetriedStep(const json&, Context& context)
{
    context.step([] { return std::string("task-a"); });
    return context.step(failsOnce, {.retry = onceMore()});
}

json stepThenFailingStep(const json& event, Context& context)
{
    context.step([] { return std::string("task-a"); });
    return failingStep(event, context);
}

json exhaustedStep(const json&, Context& context)
{
    context.step(throwing, {.retry = onceMore()});
    return nullptr;
}

json twoWaits(const json&, Context& context)
{
    const auto waiting = [](std::string name, std::chrono::seconds duration) {
        return [name = std::move(name), duration](Context& branch) {
            branch.wait(name, duration);
            return name + "-done";
        };
    };
    const std::vector<durable::Branch<std::string>> branches{waiting("short", 2s), waiting("long", 8s)};
    return context.parallel("waits", branches, {.maxConcurrency = 2}).results();
}

// --- hooks

void startWithFirst(const InvocationInfo& info, const Printer& print)
{
    print("invocation-start", {{"first", info.isFirstInvocation}});
}

void endWithStatus(const InvocationInfo& info, const Printer& print)
{
    print("invocation-end", {{"status", info.status.value()}});
}

/// Hooks for operations of one type only.
Hooks::Hook<OperationInfo> only(OperationType type, Hooks::Hook<OperationInfo> hook)
{
    return [type, hook = std::move(hook)](const OperationInfo& info, const Printer& print) {
        if (info.type == type)
            hook(info, print);
    };
}

Hooks::Hook<AttemptInfo> ofSteps(Hooks::Hook<AttemptInfo> hook)
{
    return [hook = std::move(hook)](const AttemptInfo& info, const Printer& print) {
        if (info.operation.type == OperationType::Step)
            hook(info, print);
    };
}

std::string parentOf(const OperationInfo& info)
{
    return info.parentId.value_or("NONE");
}

void started(const OperationInfo& info, const Printer& print)
{
    print("operation-start", {{"op", info.id}});
}

void endedWithStatus(const OperationInfo& info, const Printer& print)
{
    print("operation-end", {{"op", info.id}, {"status", core::toText(info.status)}});
}

void attemptStarted(const AttemptInfo& info, const Printer& print)
{
    print("attempt-start", {{"n", info.attempt}, {"op", info.operation.id}});
}

void attemptEnded(const AttemptInfo& info, const Printer& print)
{
    print("attempt-end", {{"n", info.attempt}, {"outcome", info.outcome.value()}, {"op", info.operation.id}});
}

bool contains(const std::vector<durable::OperationRef>& operations, const std::string& id)
{
    return std::any_of(operations.begin(), operations.end(), [&id](const auto& known) { return known->id() == id; });
}

void changed(const OperationChangeInfo& info, const Printer& print)
{
    for (const OperationInfo& operation : info.updatedOperations) {
        if (operation.type == OperationType::Step)
            print("operation-change", {{"op", operation.id},
                                       {"status", core::toText(operation.status)},
                                       {"in_full_map", contains(info.operations, operation.id)}});
    }
}

void updatedWaits(const InvocationInfo& info, const Printer& print)
{
    for (const OperationInfo& operation : info.updatedOperations) {
        if (operation.type == OperationType::Wait)
            print(
                "updated-on-invoke",
                {{"op", operation.id}, {"status", core::toText(operation.status)}, {"first", info.isFirstInvocation}});
    }
}

Hooks ofWaits()
{
    Hooks hooks;
    hooks.operationStart = only(OperationType::Wait, [](const OperationInfo& info, const Printer& print) {
        print("operation-start", {{"op", info.id}, {"type", core::toText(info.type)}});
    });
    hooks.operationEnd = only(OperationType::Wait, [](const OperationInfo& info, const Printer& print) {
        print("operation-end",
              {{"op", info.id}, {"type", core::toText(info.type)}, {"status", core::toText(info.status)}});
    });
    return hooks;
}

void endedWithParent(const OperationInfo& info, const Printer& print)
{
    print("operation-end", {{"op", info.id}, {"parent", parentOf(info)}, {"status", core::toText(info.status)}});
}

Hooks ofBranches()
{
    const auto isBranch = [](const OperationInfo& info) { return info.subType == "ParallelBranch"; };
    Hooks hooks;
    hooks.functionStart = [isBranch](const ContextFunctionInfo& info, const Printer& print) {
        if (isBranch(info.operation))
            print("fn-start", {{"op", info.operation.id}, {"parent", parentOf(info.operation)}});
    };
    hooks.functionEnd = [isBranch](const ContextFunctionInfo& info, const Printer& print) {
        if (isBranch(info.operation))
            print("fn-end",
                  {{"op", info.operation.id}, {"parent", parentOf(info.operation)}, {"outcome", info.outcome.value()}});
    };
    return hooks;
}

void startedWithReplay(const OperationInfo& info, const Printer& print)
{
    print("operation-start", {{"op", info.id}, {"replay", info.isReplay}});
}

void endedWithOutcome(const OperationInfo& info, const Printer& print)
{
    print("operation-end", {{"op", info.id},
                            {"status", core::toText(info.status)},
                            {"result", info.result ? *info.result : "NONE"},
                            {"error", info.error ? info.error->message.value_or("NONE") : "NONE"}});
}

void endWithTerminal(const InvocationInfo& info, const Printer& print)
{
    const std::string& status = info.status.value();
    print("invocation-end", {{"first", info.isFirstInvocation},
                             {"terminal", status == "SUCCEEDED" || status == "FAILED"},
                             {"status", status}});
}

Hooks ofPendingWaits()
{
    Hooks hooks;
    hooks.operationStart = only(OperationType::Wait, [](const OperationInfo& info, const Printer& print) {
        print("operation-start", {{"type", core::toText(info.type)},
                                  {"name", info.name.value_or("")},
                                  {"replay", info.isReplay},
                                  {"pending", !core::isTerminal(info.status)}});
    });
    hooks.operationEnd = only(OperationType::Wait, [](const OperationInfo& info, const Printer& print) {
        print("operation-end", {{"type", core::toText(info.type)},
                                {"name", info.name.value_or("")},
                                {"status", core::toText(info.status)}});
    });
    return hooks;
}

/// Prints its name, then throws.
template <typename Info>
Hooks::Hook<Info> faulty(const char* name)
{
    return [name](const Info&, const Printer& print) {
        print(name);
        throw std::runtime_error("a plugin that fails");
    };
}

Hooks faultyHooks()
{
    return {.invocationStart = faulty<InvocationInfo>("invocation-start"),
            .invocationEnd = faulty<InvocationInfo>("invocation-end"),
            .operationStart = only(OperationType::Step, faulty<OperationInfo>("operation-start")),
            .operationEnd = only(OperationType::Step, faulty<OperationInfo>("operation-end")),
            .attemptStart = ofSteps(faulty<AttemptInfo>("attempt-start")),
            .attemptEnd = ofSteps(faulty<AttemptInfo>("attempt-end"))};
}

Hooks healthyHooks()
{
    return {.invocationStart = startWithFirst,
            .invocationEnd = endWithStatus,
            .operationStart = only(OperationType::Step, started),
            .operationEnd = only(OperationType::Step, endedWithStatus),
            .attemptStart = ofSteps([](const AttemptInfo& info, const Printer& print) {
                print("attempt-start", {{"op", info.operation.id}});
            }),
            .attemptEnd = ofSteps([](const AttemptInfo& info, const Printer& print) {
                print("attempt-end", {{"op", info.operation.id}, {"outcome", info.outcome.value()}});
            })};
}

std::shared_ptr<durable::Plugin> plugin(const Environment& environment, std::string name, Hooks hooks)
{
    return std::make_shared<HookPlugin>(environment, std::move(name), std::move(hooks));
}

durable::Function twoPlugins(const Environment& environment)
{
    const Hooks hooks{.invocationStart = [](const InvocationInfo&, const Printer& print) { print("invocation-start"); },
                      .invocationEnd = endWithStatus};
    return {greetingStep, {plugin(environment, "CONFPLUGIN-A", hooks), plugin(environment, "CONFPLUGIN-B", hooks)}};
}

durable::Function faultyAndHealthy(const Environment& environment)
{
    return {greetingStep,
            {plugin(environment, "CONFPLUGIN-FAULTY", faultyHooks()),
             plugin(environment, "CONFPLUGIN-HEALTHY", healthyHooks())}};
}

} // namespace

void addPluginHandlers(HandlerRegistry& registry)
{
    const Hooks invocations{.invocationStart = startWithFirst, .invocationEnd = endWithStatus};
    const Hooks attempts{.attemptStart = ofSteps(attemptStarted), .attemptEnd = ofSteps(attemptEnded)};
    const auto steps = [](const Hooks::Hook<OperationInfo>& hook) { return only(OperationType::Step, hook); };
    Hooks exhaustion = attempts;
    exhaustion.operationEnd = steps(endedWithStatus);

    registry.addFactory("10-1", withPlugin(loggedGreeting, invocations));
    registry.addFactory(
        "10-2", withPlugin(greetingStep, {.operationStart = steps(started), .operationEnd = steps(endedWithStatus)}));
    registry.addFactory("10-3", withPlugin(retriedStep, attempts));
    registry.addFactory("10-4", [](const Environment& environment) -> durable::Function {
        return {greetingStep, {plugin(environment, "CONFPLUGIN-FAULTY", faultyHooks())}};
    });
    registry.addFactory("10-5", twoPlugins);
    registry.addFactory("10-6", withPlugin(twoSecondWait, invocations));
    registry.addFactory("10-7", withPlugin(failingStep, invocations));
    registry.addFactory("10-8", withPlugin(greetingStep, {.operationChange = changed}));
    registry.addFactory("10-9", withPlugin(twoSecondWait, {.invocationStart = updatedWaits}));
    registry.addFactory("10-10", withPlugin(twoSecondWait, ofWaits()));
    registry.addFactory("10-11", withPlugin(stepInChild, {.operationEnd = endedWithParent}));
    registry.addFactory("10-12", withPlugin(twoBranches, ofBranches()));
    registry.addFactory("10-13", withPlugin(stepThenRetriedStep, {.operationStart = steps(startedWithReplay),
                                                                  .operationEnd = steps(endedWithStatus)}));
    registry.addFactory("10-14", withPlugin(stepThenFailingStep, {.operationEnd = steps(endedWithOutcome)}));
    registry.addFactory("10-15", withPlugin(exhaustedStep, exhaustion));
    registry.addFactory(
        "10-16", withPlugin(twoSecondWait, {.invocationStart = startWithFirst, .invocationEnd = endWithTerminal}));
    registry.addFactory("10-17", faultyAndHealthy);
    registry.addFactory("10-18", withPlugin(twoWaits, ofPendingWaits()));
}

} // namespace durascope::conformance
