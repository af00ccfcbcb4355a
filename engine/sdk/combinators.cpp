// SPDX-License-Identifier: Apache-2.0
// all, allSettled, any and race, execution-model section 6.12: a child context whose only content is which outcome
// counted, so that the winner is the same on every replay.
//
//   none, STARTED    wait until the operands decide, record it
//   SUCCEEDED        what was recorded; the operands are not waited for
//   FAILED           CombinatorError
#include "engine/sdk/batch_codec.h"
#include "engine/sdk/operation_call.h"
#include "engine/sdk/operation_error.h"
#include "engine/sdk/started.h"

#include <algorithm>

namespace durable::detail {

using durascope::core::errorRef;
using durascope::core::payload;

namespace {

using Combination = ContextCore::Combination;
using CombineReturn = ContextCore::CombineReturn;

class Combinator
{
public:
    Combinator(ContextState& context, Combination how, const std::vector<PendingRef>& operands)
        : m_invocation(context.invocation())
        , m_how(how)
    {
        for (const PendingRef& operand : operands)
            m_operands.push_back(static_cast<StartedWork*>(operand.get()));
    }

    struct Decided
    {
        CombineReturn outcome;
        ErrorRef error;
    };

    Decided decide()
    {
        {
            Scheduler::Lock lock(m_invocation.mutex());
            const std::function<bool()> enough = [this] { return isEnough(); };
            m_invocation.scheduler().block(lock, Strand::Wait::Strands, enough);
            // In the order of the operands: what settled at the same moment must not depend on threads.
            for (std::size_t i = 0; i < m_operands.size(); ++i) {
                if (m_operands[i]->settled())
                    m_settled.push_back(m_operands[i]->item(i));
            }
        }
        return m_how == Combination::Any || m_how == Combination::Race ? winner() : everyOne();
    }

private:
    [[nodiscard]] bool isEnough() const
    {
        const auto settled = [](const StartedWork* operand) { return operand->settled(); };
        const auto failed = [](const StartedWork* operand) {
            return operand->settled() && operand->item(0).status == BatchItemStatus::Failed;
        };
        const auto succeeded = [&](const StartedWork* operand) { return operand->settled() && !failed(operand); };
        const bool every = std::ranges::all_of(m_operands, settled);
        switch (m_how) {
        case Combination::All:
            return every || std::ranges::any_of(m_operands, failed);
        case Combination::AllSettled:
            return every;
        case Combination::Any:
            return every || std::ranges::any_of(m_operands, succeeded);
        case Combination::Race:
            // A race that nobody runs is never over, as everywhere.
            return std::ranges::any_of(m_operands, settled);
        }
        return false;
    }

    [[nodiscard]] const RawItem* first(BatchItemStatus status) const
    {
        const auto found = std::ranges::find(m_settled, status, &RawItem::status);
        return found == m_settled.end() ? nullptr : &*found;
    }

    [[nodiscard]] static ErrorRef failure(const RawItem& item)
    {
        ErrorObject error = *item.error;
        error.type = "CombinatorError";
        return errorRef(std::move(error));
    }

    [[nodiscard]] Decided winner() const
    {
        const RawItem* item = m_how == Combination::Race ? &m_settled.front() : first(BatchItemStatus::Succeeded);
        if (item == nullptr) {
            const std::string count = std::to_string(m_operands.size());
            return {{}, errorRef("CombinatorError", "none of " + count + " operations succeeded")};
        }
        if (item->error)
            return {{}, failure(*item)};
        return {{item->index, {*item}}, {}};
    }

    [[nodiscard]] Decided everyOne() const
    {
        const RawItem* const failed = first(BatchItemStatus::Failed);
        if (m_how == Combination::All && failed != nullptr)
            return {{}, failure(*failed)};
        return {{0, m_settled}, {}};
    }

    Invocation& m_invocation;
    const Combination m_how;
    std::vector<StartedWork*> m_operands;
    std::vector<RawItem> m_settled;
};

} // namespace

CombineReturn ContextState::combine(const Claim& claim, std::string_view name, Combination how,
                                    const std::vector<PendingRef>& operands)
{
    const Done done(*this);
    OperationCall call(*this, claim, OperationType::Context, "RunInChildContext", name);
    OperationRef record = call.meet();
    if (!record || record->status == OperationStatus::Started) {
        if (!record)
            call.sendStart(call.update(UpdateAction::Start), Sent::Queued);
        const Combinator::Decided decided = Combinator(*this, how, operands).decide();
        OperationUpdate update = call.update(decided.error ? UpdateAction::Fail : UpdateAction::Succeed);
        update.error = decided.error;
        if (!decided.error)
            update.payload = payload(encodeOutcome(decided.outcome));
        call.send(std::move(update), Sent::Stored);
        record = call.record();
    }
    if (record->status != OperationStatus::Succeeded)
        throwOperationError("CombinatorError", record->error);
    return decodeOutcome(record->result ? *record->result : std::string());
}

} // namespace durable::detail
