// SPDX-License-Identifier: Apache-2.0
#include "engine/service/validation.h"

#include "engine/service/kinds.h"
#include "engine/service/sizes.h"

#include <algorithm>
#include <string>

namespace durascope::service {
namespace {

using core::OperationIdentity;
using core::OperationUpdate;
using core::UpdateAction;

/// Up to here comparing is faster than hashing.
constexpr std::size_t kSmallBatch = 16;

bool isExecution(const OperationUpdate& update)
{
    return update.identity->type == OperationType::Execution;
}

bool closes(UpdateAction action)
{
    return action != UpdateAction::Start && action != UpdateAction::Cancel;
}

std::optional<ServiceError> refuse(const char* why)
{
    return why ? std::optional(invalidParameter(why)) : std::nullopt;
}

/// START and what ends the attempt may travel together: in this order, for steps and contexts.
bool isPair(const OperationUpdate& first, const OperationUpdate& second)
{
    const OperationType type = second.identity->type;
    return first.action == UpdateAction::Start && closes(second.action) && first.identity->type == type &&
           (type == OperationType::Step || type == OperationType::Context);
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

} // namespace

Batch::Batch(const ExecutionState& state, const std::vector<OperationUpdate>& updates)
    : m_state(state)
    , m_updates(updates)
{
    m_targets.reserve(updates.size());
    m_ids.reserve(updates.size());
    m_targetOf.reserve(updates.size());
}

std::uint32_t Batch::findTarget(std::string_view id) const
{
    const auto none = static_cast<std::uint32_t>(m_targets.size());
    if (m_updates.size() > kSmallBatch) {
        const auto found = m_index.find(id);
        return found == m_index.end() ? none : found->second;
    }
    return static_cast<std::uint32_t>(std::ranges::find(m_ids, id) - m_ids.begin());
}

std::uint32_t Batch::targetOf(const OperationUpdate& update)
{
    // The id of an EXECUTION update says nothing: it is about this execution (section 14).
    const std::string_view id = isExecution(update) ? m_state.table.at(kExecutionPosition).id() : update.identity->id;
    const std::uint32_t index = findTarget(id);
    if (index < m_targets.size())
        return index;
    Target target;
    target.position = m_state.table.find(id);
    if (target.position != kNoPosition) {
        target.identity = m_state.table.at(target.position).identity.get();
        target.status = m_state.table.at(target.position).status;
    }
    m_targets.push_back(target);
    m_ids.push_back(id);
    if (m_updates.size() > kSmallBatch)
        m_index.emplace(id, index);
    return index;
}

/// Rules 1 to 3: about the batch as a list.
std::optional<ServiceError> Batch::checkList()
{
    const auto executions = std::ranges::count_if(m_updates, isExecution);
    if (executions > 1)
        return refuse("Cannot checkpoint multiple EXECUTION updates.");
    if (executions == 1 && !isExecution(m_updates.back()))
        return refuse("EXECUTION checkpoint must be the last update.");
    std::vector<const OperationUpdate*> first;
    first.reserve(m_updates.size());
    for (const OperationUpdate& update : m_updates) {
        const std::uint32_t index = targetOf(update);
        m_targetOf.push_back(index);
        const std::uint32_t before = m_targets[index].updates++;
        if (before == 0)
            first.push_back(&update);
        else if (before > 1 || !isPair(*first[index], update))
            return refuse("Cannot update the same operation twice in a single request.");
    }
    return std::nullopt;
}

const char* Batch::checkParent(const OperationIdentity& who) const
{
    constexpr const char* kInvalid = "Invalid parent operation id.";
    if (!who.parentId)
        return nullptr;
    const std::uint32_t index = findTarget(*who.parentId);
    if (index < m_targets.size()) {
        const OperationIdentity* const parent = m_targets[index].identity;
        return parent && parent->type == OperationType::Context ? nullptr : kInvalid;
    }
    const Position parent = m_state.table.find(*who.parentId);
    const bool fine = parent != kNoPosition && m_state.table.at(parent).type() == OperationType::Context;
    return fine ? nullptr : kInvalid;
}

std::optional<ServiceError> Batch::checkSizes(const OperationUpdate& update) const
{
    const OperationType type = update.identity->type;
    const bool execution = type == OperationType::Execution;
    const std::uint64_t limit = execution ? m_state.limits.executionPayload : m_state.limits.operationPayload;
    if (payloadSize(update.payload) > limit) {
        const std::string what = execution ? "Execution" : std::string(core::toText(type));
        const char* const way = update.action == UpdateAction::Start ? " input" : " output";
        return invalidParameter(what + way + " payload size must be less than or equal to " + std::to_string(limit) +
                                " bytes.");
    }
    if (errorSize(update.error) > m_state.limits.error)
        return invalidParameter(errorTooLarge(m_state.limits.error));
    return std::nullopt;
}

/// Rules 4 to 10: about one update and its operation.
std::optional<ServiceError> Batch::check(const OperationUpdate& update, Target& target)
{
    const OperationIdentity& who = *update.identity;
    const Kind* const kind = kindOf(who.type);
    if (!kind)
        return refuse("Unknown operation type.");
    if (!knows(*kind, update.action))
        return refuse("Invalid action for the given operation type.");
    if (!isExecution(update)) {
        if (Refusal wrong = refuse(checkParent(who)))
            return wrong;
        if (Refusal wrong = target.identity ? refuse(checkConsistency(*target.identity, who)) : std::nullopt)
            return wrong;
    }
    if (Refusal wrong = checkSizes(update))
        return wrong;
    if (update.action == UpdateAction::Succeed && update.error)
        return refuse("Cannot provide an Error for SUCCEED action.");
    if (update.action == UpdateAction::Fail && update.payload)
        return refuse("Cannot provide a Payload for FAIL action.");
    if (Refusal wrong = refuse(kind->refusal(update, target.status)))
        return wrong;
    count(update, target.status);
    if (!target.identity)
        target.identity = &who;
    target.status = statusAfter(*kind, target.status, update.action).value_or(target.status);
    return std::nullopt;
}

void Batch::count(const OperationUpdate& update, OperationStatus before)
{
    const bool polls = update.identity->subType == kWaitForCondition && closes(update.action);
    m_newOperations += before == OperationStatus::NotStarted ? 1 : 0;
    m_newOperations += update.action == UpdateAction::Retry || polls ? 1 : 0;
    m_newBytes += payloadSize(update.payload) + errorSize(update.error);
}

/// What AWS answers is not documented (section 24).
std::optional<ServiceError> Batch::checkQuotas() const
{
    const Limits& limits = m_state.limits;
    if (limits.quotas != QuotaMode::Enforce)
        return std::nullopt;
    if (m_newOperations > 0 && m_state.metered + m_newOperations > limits.operations) {
        return invalidParameter("The durable execution exceeds its quota of " + std::to_string(limits.operations) +
                                " operations.");
    }
    if (m_newBytes > 0 && m_state.persistedBytes + m_newBytes > limits.persistedBytes) {
        return invalidParameter("The durable execution exceeds its quota of " + std::to_string(limits.persistedBytes) +
                                " bytes of persisted data.");
    }
    return std::nullopt;
}

std::optional<ServiceError> Batch::refusal()
{
    if (m_updates.size() > m_state.limits.checkpointUpdates) {
        return invalidParameter("A checkpoint may carry at most " + std::to_string(m_state.limits.checkpointUpdates) +
                                " updates.");
    }
    if (Refusal wrong = checkList())
        return wrong;
    for (std::size_t i = 0; i < m_updates.size(); ++i) {
        if (Refusal wrong = check(m_updates[i], m_targets[m_targetOf[i]]))
            return wrong;
    }
    return checkQuotas();
}

void Batch::apply(ExecutionState& state) const
{
    std::vector<Position> positions;
    positions.reserve(m_targets.size());
    for (const Target& target : m_targets)
        positions.push_back(target.position);
    for (std::size_t i = 0; i < m_updates.size(); ++i) {
        Position& position = positions[m_targetOf[i]];
        kindOf(m_updates[i].identity->type)->apply(state, m_updates[i], position);
        if (position == kNoPosition)
            position = state.table.size() - 1;
    }
}

} // namespace durascope::service
