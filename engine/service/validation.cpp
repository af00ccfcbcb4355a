// SPDX-License-Identifier: Apache-2.0
#include "engine/service/validation.h"

#include "engine/core/text.h"
#include "engine/service/kinds.h"
#include "engine/service/sizes.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace durascope::service {
namespace {

using core::OperationIdentity;
using core::OperationUpdate;
using core::UpdateAction;
using Refusal = std::optional<ServiceError>;

bool isExecution(const OperationUpdate& update)
{
    return update.identity->type == OperationType::Execution;
}

bool closes(UpdateAction action)
{
    return action != UpdateAction::Start && action != UpdateAction::Cancel;
}

Refusal refuse(const char* why)
{
    return why ? Refusal(invalidParameter(why)) : std::nullopt;
}

/// The operations as they would be after the updates looked at so far.
class Batch
{
public:
    Batch(const ExecutionState& state, const std::vector<OperationUpdate>& updates)
        : m_state(state)
        , m_updates(updates)
    {
        m_touched.reserve(updates.size());
    }

    /// Rules 1 to 3: about the batch as a list.
    Refusal checkList();
    /// Rules 4 to 10.
    Refusal check(const OperationUpdate& update);
    Refusal checkQuotas() const;

private:
    struct Touched
    {
        const OperationUpdate* last = nullptr;
        OperationStatus status = OperationStatus::NotStarted;
    };
    /// As known before or since an earlier update; nulls when there is none.
    struct Known
    {
        const OperationIdentity* identity = nullptr;
        OperationStatus status = OperationStatus::NotStarted;
    };

    [[nodiscard]] Known find(std::string_view id) const;
    [[nodiscard]] const char* checkParent(const OperationIdentity& who) const;
    [[nodiscard]] Refusal checkSizes(const OperationUpdate& update) const;

    const ExecutionState& m_state;
    const std::vector<OperationUpdate>& m_updates;
    std::unordered_map<std::string_view, Touched> m_touched;
    std::uint64_t m_newOperations = 0;
    std::uint64_t m_newBytes = 0;
};

Refusal Batch::checkList()
{
    std::size_t executions = 0;
    for (const OperationUpdate& update : m_updates)
        executions += isExecution(update) ? 1 : 0;
    if (executions > 1)
        return refuse("Cannot checkpoint multiple EXECUTION updates.");
    if (executions == 1 && !isExecution(m_updates.back()))
        return refuse("EXECUTION checkpoint must be the last update.");
    for (const OperationUpdate& update : m_updates) {
        if (isExecution(update))
            continue;
        const auto [entry, isNew] = m_touched.try_emplace(update.identity->id, Touched{&update, {}});
        if (isNew)
            continue;
        // START and what ends the attempt may travel together: once, in this order, for steps and contexts.
        const OperationUpdate* const before = entry->second.last;
        const OperationType type = update.identity->type;
        const bool isPair = before && before->action == UpdateAction::Start && closes(update.action) &&
                            before->identity->type == type &&
                            (type == OperationType::Step || type == OperationType::Context);
        if (!isPair)
            return refuse("Cannot update the same operation twice in a single request.");
        entry->second.last = nullptr;
    }
    m_touched.clear();
    return std::nullopt;
}

Batch::Known Batch::find(std::string_view id) const
{
    if (const auto touched = m_touched.find(id); touched != m_touched.end())
        return {touched->second.last->identity.get(), touched->second.status};
    const Position position = m_state.table.find(id);
    if (position == kNoPosition)
        return {};
    const Operation& operation = m_state.table.at(position);
    return {operation.identity.get(), operation.status};
}

const char* Batch::checkParent(const OperationIdentity& who) const
{
    if (!who.parentId)
        return nullptr;
    const OperationIdentity* const parent = find(*who.parentId).identity;
    return parent && parent->type == OperationType::Context ? nullptr : "Invalid parent operation id.";
}

/// SDKs repeat name and subtype with every update, others leave them out; what is said must agree.
const char* checkConsistency(const OperationIdentity& known, const OperationIdentity& who)
{
    if (known.type != who.type)
        return "Inconsistent operation type.";
    if (who.subType && known.subType != who.subType)
        return "Inconsistent operation subtype.";
    if (who.name && known.name != who.name)
        return "Inconsistent operation name.";
    return known.parentId != who.parentId ? "Inconsistent parent operation id." : nullptr;
}

Refusal Batch::checkSizes(const OperationUpdate& update) const
{
    const OperationType type = update.identity->type;
    const bool execution = type == OperationType::Execution;
    const std::uint64_t limit = execution ? m_state.limits.executionPayload : m_state.limits.operationPayload;
    if (payloadSize(update.payload) > limit) {
        const std::string what = execution ? "Execution" : std::string(core::toText(type));
        const char* const way = update.action == UpdateAction::Start ? " input" : " output";
        return invalidParameter(what + way + " payload size must be less than or equal to " +
                                std::to_string(limit) + " bytes.");
    }
    if (errorSize(update.error) > m_state.limits.error)
        return invalidParameter("Error object size must be less than or equal to " +
                                std::to_string(m_state.limits.error) + " bytes.");
    return std::nullopt;
}

Refusal Batch::check(const OperationUpdate& update)
{
    const OperationIdentity& who = *update.identity;
    const Kind* const kind = kindOf(who.type);
    if (!kind)
        return refuse("Unknown operation type.");
    if (!knows(*kind, update.action))
        return refuse("Invalid action for the given operation type.");
    const bool execution = isExecution(update);
    Known known = find(who.id);
    if (execution)
        known = {nullptr, m_state.table.at(kExecutionPosition).status};
    if (Refusal wrong = execution ? std::nullopt : refuse(checkParent(who)))
        return wrong;
    if (Refusal wrong = known.identity ? refuse(checkConsistency(*known.identity, who)) : std::nullopt)
        return wrong;
    if (Refusal wrong = checkSizes(update))
        return wrong;
    if (update.action == UpdateAction::Succeed && update.error)
        return refuse("Cannot provide an Error for SUCCEED action.");
    if (update.action == UpdateAction::Fail && update.payload)
        return refuse("Cannot provide a Payload for FAIL action.");
    if (Refusal wrong = refuse(kind->refusal(update, known.status)))
        return wrong;
    if (!execution)
        m_touched[who.id] = {&update, statusAfter(*kind, known.status, update.action).value_or(known.status)};
    m_newOperations += !execution && known.status == OperationStatus::NotStarted ? 1 : 0;
    const bool polled = who.subType == "WaitForCondition" && closes(update.action);
    m_newOperations += update.action == UpdateAction::Retry || polled ? 1 : 0;
    m_newBytes += payloadSize(update.payload) + errorSize(update.error);
    return std::nullopt;
}

/// What AWS answers is not documented (section 24).
Refusal Batch::checkQuotas() const
{
    const Limits& limits = m_state.limits;
    if (limits.quotas != QuotaMode::Enforce)
        return std::nullopt;
    if (m_newOperations > 0 && m_state.metered + m_newOperations > limits.operations) {
        return invalidParameter("The durable execution exceeds its quota of " + std::to_string(limits.operations) +
                                " operations.");
    }
    if (m_newBytes > 0 && m_state.persistedBytes + m_newBytes > limits.persistedBytes) {
        return invalidParameter("The durable execution exceeds its quota of " +
                                std::to_string(limits.persistedBytes) + " bytes of persisted data.");
    }
    return std::nullopt;
}

} // namespace

std::optional<ServiceError> refusal(const ExecutionState& state, const std::vector<OperationUpdate>& updates)
{
    if (updates.empty())
        return std::nullopt;
    if (updates.size() > state.limits.checkpointUpdates) {
        return invalidParameter("A checkpoint may carry at most " + std::to_string(state.limits.checkpointUpdates) +
                                " updates.");
    }
    Batch batch(state, updates);
    if (Refusal wrong = batch.checkList())
        return wrong;
    for (const OperationUpdate& update : updates) {
        if (Refusal wrong = batch.check(update))
            return wrong;
    }
    return batch.checkQuotas();
}

} // namespace durascope::service
