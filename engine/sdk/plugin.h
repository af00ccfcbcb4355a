// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/invocation.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace durable {

using durascope::core::ErrorRef;
using durascope::core::OperationRef;
using durascope::core::OperationStatus;
using durascope::core::OperationType;
using durascope::core::Payload;
using durascope::core::Timestamp;

/// What hooks are told (execution-model section 10). Ids are wire ids; absent facts are absent.
struct OperationInfo
{
    std::string id;
    std::string path; ///< the raw path: "2-1-3"; empty when it is not known in this invocation
    std::optional<std::string> name;
    OperationType type = OperationType::Generic;
    std::optional<std::string> subType;
    std::optional<std::string> parentId;
    OperationStatus status = OperationStatus::Started;
    std::optional<Timestamp> start;
    std::optional<Timestamp> end;
    Payload result; ///< serialized
    ErrorRef error;
    std::optional<std::uint32_t> attempt; ///< STEP only: the running or the last ended one, from 1
    bool isReplay = false;                ///< a recorded operation met again
};

struct InvocationInfo
{
    std::string executionArn;
    std::string requestId;
    bool isFirstInvocation = true;
    Timestamp executionStart;
    std::vector<OperationRef> operations;         ///< all that is known
    std::vector<OperationInfo> updatedOperations; ///< start only: changed from outside since the last invocation
    /// End only: SUCCEEDED, FAILED, PENDING or RETRYING (the invocation failed and will be repeated).
    std::optional<std::string> status;
    Payload result; ///< end only
    ErrorRef error; ///< end only
};

struct AttemptInfo
{
    OperationInfo operation;
    std::uint32_t attempt = 1;
    std::optional<Timestamp> start;
    std::optional<Timestamp> end;
    /// End only: SUCCEEDED or FAILED; a check that wants to go on has SUCCEEDED.
    std::optional<std::string> outcome;
    ErrorRef error;
};

struct ContextFunctionInfo
{
    OperationInfo operation;
    bool isReplayingChildren = false;
    std::optional<std::string> outcome; ///< end only: SUCCEEDED, FAILED or INCOMPLETE (left by suspension)
    ErrorRef error;
};

struct OperationChangeInfo
{
    std::string executionArn;
    std::vector<OperationInfo> updatedOperations;
    std::vector<OperationRef> operations; ///< the full map, in no order
};

/// Looks on while a function runs. Every hook may be called from any branch's thread, but never two at a time within
/// one invocation. What a hook throws is swallowed, for that plugin and that call alone; all others still get theirs.
class Plugin
{
public:
    virtual ~Plugin() = default;
    virtual void onInvocationStart(const InvocationInfo&) {}
    virtual void onInvocationEnd(const InvocationInfo&) {} ///< on every exit, suspension included
    virtual void onOperationStart(const OperationInfo&) {} ///< live, or met again while not terminal (isReplay)
    virtual void onOperationEnd(const OperationInfo&) {}   ///< once an operation over the whole execution
    virtual void onAttemptStart(const AttemptInfo&) {}     ///< of steps and condition checks
    virtual void onAttemptEnd(const AttemptInfo&) {}
    virtual void onContextFunctionStart(const ContextFunctionInfo&) {} ///< every run of a child or branch function
    virtual void onContextFunctionEnd(const ContextFunctionInfo&) {}
    virtual void onOperationChange(const OperationChangeInfo&) {} ///< after a checkpoint answer that changed a status
    /// Members to add to every log record, as JSON text `{…}`; empty: none.
    [[nodiscard]] virtual std::string logFields() { return {}; }
};

/// The plugins of one invocation: calls them all, one call at a time, and keeps what they throw from the workflow.
class PluginSet
{
public:
    PluginSet();
    explicit PluginSet(std::vector<std::shared_ptr<Plugin>> plugins);
    ~PluginSet();
    PluginSet(PluginSet&&) noexcept;
    PluginSet& operator=(PluginSet&&) noexcept;

    [[nodiscard]] bool empty() const { return m_plugins.empty(); }
    void invocationStart(const InvocationInfo& info);
    void invocationEnd(const InvocationInfo& info);
    void operationStart(const OperationInfo& info);
    void operationEnd(const OperationInfo& info);
    void attemptStart(const AttemptInfo& info);
    void attemptEnd(const AttemptInfo& info);
    void contextFunctionStart(const ContextFunctionInfo& info);
    void contextFunctionEnd(const ContextFunctionInfo& info);
    void operationChange(const OperationChangeInfo& info);
    /// The members of all plugins as one object text, later plugins winning; empty when there are none.
    [[nodiscard]] std::string logFields();

private:
    template <typename Hook>
    void each(const Hook& hook);

    std::vector<std::shared_ptr<Plugin>> m_plugins;
    struct Lock;
    std::unique_ptr<Lock> m_lock;
};

/// The facts of an operation's state. `isReplay` as given; STEP: attempt is the running one while it is not terminal
/// nor pending, else the last ended one.
[[nodiscard]] OperationInfo operationInfo(const durascope::core::Operation& operation, bool isReplay);

} // namespace durable
