// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/execution_state.h"

#include <string_view>
#include <unordered_map>
#include <vector>

namespace durascope::service {

/// The updates of one checkpoint and the operations they are about, judged as a whole before any of them is applied
/// (wire-protocol section 14). Private to the service. The state and the updates must outlive it.
class Batch
{
public:
    Batch(const ExecutionState& state, const std::vector<core::OperationUpdate>& updates);

    /// The first rule that is broken, in the order of section 14; nothing when the batch may be applied. Updates are
    /// judged as if those before them had been applied.
    [[nodiscard]] std::optional<ServiceError> refusal();
    /// REQUIRES: nothing was refused. Uses what refusal() looked up. `state` is the one the batch was made for.
    void apply(ExecutionState& state) const;

private:
    using Refusal = std::optional<ServiceError>;
    /// One operation of the batch: as it is, and then as it would be after the updates looked at so far.
    struct Target
    {
        const core::OperationIdentity* identity = nullptr; ///< as first said; null: does not exist
        Position position = kNoPosition;
        OperationStatus status = OperationStatus::NotStarted;
        std::uint32_t updates = 0; ///< in this batch, found by rule 3
    };

    Refusal checkList();
    Refusal check(const core::OperationUpdate& update, Target& target);
    [[nodiscard]] Refusal checkSizes(const core::OperationUpdate& update) const;
    [[nodiscard]] Refusal checkQuotas() const;
    [[nodiscard]] const char* checkParent(const core::OperationIdentity& who) const;
    [[nodiscard]] std::uint32_t targetOf(const core::OperationUpdate& update);
    [[nodiscard]] std::uint32_t findTarget(std::string_view id) const; ///< m_targets.size() when there is none
    void count(const core::OperationUpdate& update, OperationStatus before);

    const ExecutionState& m_state;
    const std::vector<core::OperationUpdate>& m_updates;
    std::vector<Target> m_targets;
    std::vector<std::string_view> m_ids;                         ///< of the targets
    std::vector<std::uint32_t> m_targetOf;                       ///< of each update
    std::unordered_map<std::string_view, std::uint32_t> m_index; ///< of ids, in large batches
    std::uint64_t m_newOperations = 0;
    std::uint64_t m_newBytes = 0;
};

} // namespace durascope::service
