// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/common/visual_state.h"

#include <algorithm>
#include <span>
#include <vector>

namespace durascope::models {

using core::OperationIndex;
using core::OperationStatus;
using core::OperationType;
using history::StateAt;

namespace {

/// How long such a thing tends to take: people are slower than functions, functions than timers.
int slowness(VisualState wait)
{
    switch (wait) {
    case VisualState::CallbackWait:
        return 4;
    case VisualState::InvokePending:
        return 3;
    case VisualState::BackOff:
        return 2;
    case VisualState::TimerWait:
        return 1;
    default:
        return 0;
    }
}

bool isContainer(OperationType type)
{
    return type == OperationType::Context || type == OperationType::Execution;
}

/// REQUIRES: not ended, begun, and no container.
VisualState openLeafState(OperationType type, OperationStatus status)
{
    if (status == OperationStatus::Pending || status == OperationStatus::Ready) {
        return VisualState::BackOff;
    }
    switch (type) {
    case OperationType::Wait:
        return VisualState::TimerWait;
    case OperationType::Callback:
        return VisualState::CallbackWait;
    case OperationType::ChainedInvoke:
        return VisualState::InvokePending;
    case OperationType::Step:
    case OperationType::Generic:
    case OperationType::Context:
    case OperationType::Execution:
        break;
    }
    return VisualState::Running;
}

std::span<const OperationIndex> begunChildren(const StateAt& state, OperationIndex parent)
{
    const auto& log = state.log();
    const auto children = log.children(parent);
    const auto end = std::partition_point(children.begin(), children.end(), [&](OperationIndex child) {
        return log.operation(child).firstEvent <= state.cursor();
    });
    return children.first(static_cast<std::size_t>(end - children.begin()));
}

/// Looks for what is open inside one container and everything open inside that.
class ContextWalk
{
public:
    ContextWalk(const StateAt& state, OperationIndex container)
        : m_state(state)
        , m_unseen(openBelow(container))
        , m_containers{container}
    {
    }

    VisualState run()
    {
        while (!m_containers.empty() && m_budget > 0) {
            const auto container = m_containers.back();
            m_containers.pop_back();
            if (!scan(container)) {
                return VisualState::Running;
            }
        }
        return m_slowest;
    }

private:
    /// At most that many open operations can lie inside: all there are, less the open ones around.
    std::uint32_t openBelow(OperationIndex container) const
    {
        constexpr int kAncestorsLookedAt = 64;
        auto open = m_state.totals().openOperations;
        auto around = container;
        for (int i = 0; i < kAncestorsLookedAt && around.valid() && around != core::kExecution && open > 0; ++i) {
            if (!core::isTerminal(m_state.status(around))) {
                --open;
            }
            around = m_state.log().operation(around).parent;
        }
        return open;
    }

    /// False when it runs by itself: a step inside is at work, or nothing inside is open.
    bool scan(OperationIndex container)
    {
        const auto& log = m_state.log();
        bool anyOpen = false;
        const auto children = begunChildren(m_state, container);
        for (auto child = children.rbegin(); child != children.rend() && m_unseen > 0 && m_budget > 0; ++child) {
            --m_budget;
            const auto status = m_state.status(*child);
            if (core::isTerminal(status)) {
                continue;
            }
            anyOpen = true;
            --m_unseen;
            const auto type = log.operation(*child).type;
            if (isContainer(type)) {
                m_containers.push_back(*child);
                continue;
            }
            const auto leaf = openLeafState(type, status);
            if (leaf == VisualState::Running) {
                return false;
            }
            if (slowness(leaf) > slowness(m_slowest)) {
                m_slowest = leaf;
            }
        }
        return anyOpen || m_budget == 0;
    }

    const StateAt& m_state;
    std::uint32_t m_unseen;
    std::uint32_t m_budget = kMaxContextWalk;
    std::vector<OperationIndex> m_containers;
    VisualState m_slowest = VisualState::Running;
};

} // namespace

VisualState visualStateOf(const StateAt& state, OperationIndex operation, const history::Analysis* analysis)
{
    const auto status = state.status(operation);
    switch (status) {
    case OperationStatus::NotStarted:
        return VisualState::Pending;
    case OperationStatus::Succeeded:
        return VisualState::Succeeded;
    case OperationStatus::Failed:
        return VisualState::Failed;
    case OperationStatus::TimedOut:
        return VisualState::TimedOut;
    case OperationStatus::Cancelled:
    case OperationStatus::Stopped:
        return VisualState::Cancelled;
    case OperationStatus::Started:
    case OperationStatus::Pending:
    case OperationStatus::Ready:
        break;
    }
    if (state.isAbandoned(operation)) {
        return VisualState::Abandoned;
    }
    const auto type = state.log().operation(operation).type;
    if (!isContainer(type)) {
        return openLeafState(type, status);
    }
    if (operation == core::kExecution && analysis != nullptr && isInvocationRunning(state, *analysis)) {
        return VisualState::Running;
    }
    return ContextWalk(state, operation).run();
}

bool isInvocationRunning(const StateAt& state, const history::Analysis& analysis)
{
    const auto atWork = [&](core::InvocationIndex index) {
        if (!index.valid()) {
            return false;
        }
        const auto& invocation = analysis.invocations()[index.value()];
        return invocation.running || invocation.completed > state.cursor();
    };
    // Function and service keep different clocks, so an event may lie just outside the interval of its invocation.
    return atWork(analysis.invocationOf(state.cursor())) || atWork(analysis.invocationAt(state.now()));
}

OperationKind kindOf(const history::EventLog& log, OperationIndex operation)
{
    const auto subType = log.subType(operation);
    switch (log.operation(operation).type) {
    case OperationType::Execution:
        return OperationKind::Execution;
    case OperationType::Step:
        return subType == "WaitForCondition" ? OperationKind::WaitForCondition : OperationKind::Step;
    case OperationType::Wait:
        return OperationKind::Wait;
    case OperationType::Callback:
        return OperationKind::Callback;
    case OperationType::ChainedInvoke:
        return OperationKind::Invoke;
    case OperationType::Context:
        if (subType == "Parallel") {
            return OperationKind::Parallel;
        }
        if (subType == "Map") {
            return OperationKind::Map;
        }
        return subType == "WaitForCallback" ? OperationKind::Callback : OperationKind::Context;
    case OperationType::Generic:
        break;
    }
    return OperationKind::Generic;
}

} // namespace durascope::models
