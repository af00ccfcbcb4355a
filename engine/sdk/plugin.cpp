// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/plugin.h"

#include "engine/sdk/object_members.h"

#include <mutex>

namespace durable {

/// Recursive: a hook may log, and a record asks the plugins for their fields.
struct PluginSet::Lock
{
    std::recursive_mutex mutex;
};

PluginSet::PluginSet() = default;

PluginSet::PluginSet(std::vector<std::shared_ptr<Plugin>> plugins)
    : m_plugins(std::move(plugins))
    , m_lock(std::make_unique<Lock>())
{
    std::erase(m_plugins, nullptr);
}

PluginSet::~PluginSet() = default;
PluginSet::PluginSet(PluginSet&&) noexcept = default;
PluginSet& PluginSet::operator=(PluginSet&&) noexcept = default;

template <typename Hook>
void PluginSet::each(const Hook& hook)
{
    if (m_plugins.empty())
        return;
    const std::lock_guard lock(m_lock->mutex);
    for (const std::shared_ptr<Plugin>& plugin : m_plugins) {
        try {
            hook(*plugin);
        } catch (...) { // NOLINT(bugprone-empty-catch): the rule for plugins (execution-model section 10 rule 1)
        }
    }
}

void PluginSet::invocationStart(const InvocationInfo& info)
{
    each([&](Plugin& plugin) { plugin.onInvocationStart(info); });
}

void PluginSet::invocationEnd(const InvocationInfo& info)
{
    each([&](Plugin& plugin) { plugin.onInvocationEnd(info); });
}

void PluginSet::operationStart(const OperationInfo& info)
{
    each([&](Plugin& plugin) { plugin.onOperationStart(info); });
}

void PluginSet::operationEnd(const OperationInfo& info)
{
    each([&](Plugin& plugin) { plugin.onOperationEnd(info); });
}

void PluginSet::attemptStart(const AttemptInfo& info)
{
    each([&](Plugin& plugin) { plugin.onAttemptStart(info); });
}

void PluginSet::attemptEnd(const AttemptInfo& info)
{
    each([&](Plugin& plugin) { plugin.onAttemptEnd(info); });
}

void PluginSet::contextFunctionStart(const ContextFunctionInfo& info)
{
    each([&](Plugin& plugin) { plugin.onContextFunctionStart(info); });
}

void PluginSet::contextFunctionEnd(const ContextFunctionInfo& info)
{
    each([&](Plugin& plugin) { plugin.onContextFunctionEnd(info); });
}

void PluginSet::operationChange(const OperationChangeInfo& info)
{
    each([&](Plugin& plugin) { plugin.onOperationChange(info); });
}

std::string PluginSet::logFields()
{
    detail::ObjectMembers members;
    // What is no object is treated like something thrown.
    each([&](Plugin& plugin) { (void)members.merge(plugin.logFields()); });
    return members.all().empty() ? std::string() : members.text();
}

OperationInfo operationInfo(const durascope::core::Operation& operation, bool isReplay)
{
    OperationInfo info;
    info.id = operation.id();
    info.name = operation.identity->name;
    info.type = operation.type();
    info.subType = operation.identity->subType;
    info.parentId = operation.identity->parentId;
    info.status = operation.status;
    info.start = operation.start;
    info.end = operation.end;
    info.result = operation.result;
    info.error = operation.error;
    if (info.type == OperationType::Step) {
        const bool ended = durascope::core::isTerminal(info.status) || info.status == OperationStatus::Pending;
        info.attempt = ended ? operation.attempt : operation.attempt + 1;
    }
    info.isReplay = isReplay;
    return info;
}

} // namespace durable
