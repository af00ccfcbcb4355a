// SPDX-License-Identifier: Apache-2.0
// Sentences about what an execution waits for, so that nobody has to guess why a run stands still.
#include "engine/testing/test_run.h"

#include <algorithm>

namespace durable::testing {

using durascope::core::formatIso;
using durascope::core::Operation;
using durascope::core::OperationRef;
using durascope::host::Engine;
using durascope::service::Execution;

namespace {

std::string kindWord(const Operation& operation)
{
    switch (operation.type()) {
    case OperationType::Callback:
        return "callback";
    case OperationType::Wait:
        return "wait";
    case OperationType::ChainedInvoke:
        return "invoke";
    case OperationType::Step:
        return operation.subType() == "WaitForCondition" ? "condition" : "step";
    default:
        return "operation";
    }
}

/// The callback of a waitForCallback has no name of its own.
std::string nameOf(const Operation& operation, const std::vector<OperationRef>& all)
{
    if (!operation.name().empty())
        return std::string(operation.name());
    if (operation.identity->parentId && operation.type() == OperationType::Callback) {
        const auto parent = std::ranges::find_if(
            all, [&](const OperationRef& other) { return other->id() == *operation.identity->parentId; });
        if (parent != all.end() && !(*parent)->name().empty())
            return std::string((*parent)->name());
    }
    return operation.id();
}

std::string timersOf(const Operation& operation, const std::vector<Execution::Timer>& timers)
{
    using Kind = Execution::Timer::Kind;
    std::string text;
    for (const Execution::Timer& timer : timers) {
        if (timer.operationId != operation.id())
            continue;
        switch (timer.kind) {
        case Kind::Wait:
            text += ", ends ";
            break;
        case Kind::Retry:
            text += ", next attempt ";
            break;
        case Kind::Callback:
            text += ", times out ";
            break;
        case Kind::Heartbeat:
            text += ", heartbeat due ";
            break;
        default:
            continue;
        }
        text += formatIso(timer.due);
    }
    return text;
}

std::string sentence(const Operation& operation, const std::vector<OperationRef>& all,
                     const std::vector<Execution::Timer>& timers, const std::vector<durascope::service::Event>& events)
{
    std::string text = kindWord(operation) + ' ' + nameOf(operation, all);
    if (operation.type() == OperationType::ChainedInvoke) {
        for (const durascope::service::Event& event : events) {
            if (event.who && event.who->id == operation.id() && event.functionName)
                text += " of " + *event.functionName;
        }
    }
    const bool created = operation.type() == OperationType::Callback;
    text += (created ? ", created " : ", started ") + formatIso(operation.start);
    if (operation.attempt > 0)
        text += ", after attempt " + std::to_string(operation.attempt);
    return text + timersOf(operation, timers);
}

} // namespace

std::vector<std::string> waitingFor(const Engine& engine, const std::string& arn)
{
    const std::vector<OperationRef> operations = engine.operations(arn);
    const std::vector<Execution::Timer> timers = engine.timers(arn);
    const std::vector<durascope::service::Event> events = engine.events(arn);
    std::vector<std::string> lines;
    for (const OperationRef& operation : operations) {
        const bool container =
            operation->type() == OperationType::Execution || operation->type() == OperationType::Context;
        if (!container && !durascope::core::isTerminal(operation->status))
            lines.push_back(sentence(*operation, operations, timers, events));
    }
    for (const Execution::Timer& timer : timers) {
        if (timer.kind == Execution::Timer::Kind::InvocationRetry)
            lines.push_back("another invocation after a failed one, due " + formatIso(timer.due));
    }
    return lines;
}

} // namespace durable::testing
