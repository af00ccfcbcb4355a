// SPDX-License-Identifier: Apache-2.0
// CONTEXT Map and Parallel, execution-model section 6.11. The batch itself goes through the table of
// child_operation.cpp; what is new are the branches: started in order of their index, at most maxConcurrency in
// flight, a parked one keeping its place. After every end the completion config says whether the batch is over. What
// still runs then loses the right to record anything and is waited for, because it may refer to the caller's frame.
#include "engine/sdk/batch_codec.h"
#include "engine/sdk/completion.h"
#include "engine/sdk/operation_call.h"
#include "engine/sdk/operation_error.h"
#include "engine/sdk/unwind.h"
#include "engine/sdk/validation.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>

namespace durable::detail {

using durascope::core::errorRef;
using durascope::core::payload;

namespace {

constexpr std::size_t kMaxInline = 262'144;

/// The branches of one batch while they run.
class Branches
{
public:
    Branches(ContextState& batch, const BatchCall& call, std::vector<std::string> names)
        : m_batch(batch)
        , m_invocation(batch.invocation())
        , m_call(call)
        , m_names(std::move(names))
        , m_flight(call.maxConcurrency ? static_cast<std::size_t>(*call.maxConcurrency)
                                       : std::numeric_limits<std::size_t>::max())
        , m_states(call.count)
    {
        m_progress.totalCount = call.count;
        if (call.completion->shouldComplete) {
            for (std::size_t i = 0; i < call.count; ++i)
                m_progress.items.push_back({i, m_names[i], {}});
        }
    }

    RawBatch run()
    {
        // With one branch at a time, or only one, the batch can do nothing while it waits: no need of a strand.
        if (m_flight == 1 || m_call.count == 1)
            runInline();
        else
            runStrands();
        RawBatch batch;
        batch.reason = completionReason(*m_call.completion, m_progress);
        for (std::size_t i = 0; i < m_states.size(); ++i) {
            if (m_states[i])
                batch.items.push_back(*m_states[i]);
        }
        return batch;
    }

    /// A batch beyond 256 KiB, from its recorded branches and what its summary says of them.
    RawBatch rebuild(const BatchSummary& summary)
    {
        RawBatch batch;
        batch.reason = summary.reason;
        for (std::size_t i = 0; i < std::min(summary.statuses.size(), m_call.count); ++i) {
            const auto& status = summary.statuses[i];
            if (!status)
                continue;
            RawItem item{i, BatchItemStatus::Started, {}, {}};
            if (*status != BatchItemStatus::Started)
                item = runBranch(i);
            batch.items.push_back(std::move(item));
        }
        return batch;
    }

private:
    /// The branch as a child context; its failure is a value. Unwinds when it parks for good.
    RawItem runBranch(std::size_t index)
    {
        ChildCall call;
        call.name = m_names[index];
        call.subType = m_call.map ? "MapIteration" : "ParallelBranch";
        call.kind = m_call.nesting == Nesting::Flat ? ContextKind::Virtual : ContextKind::Recorded;
        call.body = [this, index](Context& context) { return m_call.branch(index, context); };
        // Nobody learns of a branch's end before the batch has ended, too: one wait for the disk is enough.
        call.ownerStores = true;
        const Claim claim = m_batch.childClaim(static_cast<std::uint32_t>(index + 1));
        m_invocation.rememberPath(claim.id, claim.path);
        RawItem item;
        item.index = index;
        try {
            item.result = m_batch.child(claim, call);
            item.status = BatchItemStatus::Succeeded;
        } catch (const OperationError& error) {
            item.status = BatchItemStatus::Failed;
            item.error = errorRef(error.recorded());
        }
        return item;
    }

    void runInline()
    {
        std::size_t next = 0;
        while (!isDone(*m_call.completion, m_progress) && mayStartMore(*m_call.completion, m_progress) &&
               next < m_call.count) {
            begin(next);
            end(runBranch(next));
            ++next;
        }
    }

    void begin(std::size_t index)
    {
        m_states[index] = RawItem{index, BatchItemStatus::Started, {}, {}};
        if (!m_progress.items.empty())
            m_progress.items[index].status = BatchItemStatus::Started;
    }

    void end(RawItem item)
    {
        const bool succeeded = item.status == BatchItemStatus::Succeeded;
        ++(succeeded ? m_progress.successCount : m_progress.failureCount);
        if (!m_progress.items.empty())
            m_progress.items[item.index].status = item.status;
        const std::size_t index = item.index;
        m_states[index] = std::move(item);
    }

    void runStrands()
    {
        const Departure departure(*this);
        {
            const std::lock_guard guard(m_mutex);
            startMore();
        }
        Scheduler::Lock lock(m_invocation.mutex());
        const std::function<bool()> over = [this] { return m_over.load(); };
        m_invocation.scheduler().block(lock, Strand::Wait::Strands, over);
        lock.unlock();
        if (m_thrown)
            std::rethrow_exception(m_thrown);
    }

    /// With m_mutex held: starts what may start, or says that the batch is over.
    void startMore()
    {
        const bool over = isDone(*m_call.completion, m_progress) || !mayStartMore(*m_call.completion, m_progress) ||
                          (m_next == m_call.count && m_inFlight == 0);
        if (over) {
            m_over = true;
            return;
        }
        while (m_next < m_call.count && m_inFlight < m_flight) {
            const std::size_t index = m_next++;
            ++m_inFlight;
            begin(index);
            Scheduler::Lock lock(m_invocation.mutex());
            m_strands.push_back(m_invocation.scheduler().spawn(lock, [this, index] { runOnStrand(index); }));
        }
    }

    void runOnStrand(std::size_t index)
    {
        RawItem item;
        std::exception_ptr thrown;
        try {
            item = runBranch(index);
        } catch (const Unwind&) {
            throw;
        } catch (...) {
            thrown = std::current_exception(); // no failure of the branch's function: that is a value
        }
        std::vector<StrandRef> losers;
        {
            // shouldComplete is the workflow's code: the invocation's mutex is not held around it.
            const std::lock_guard guard(m_mutex);
            if (m_over)
                return;
            --m_inFlight;
            try {
                if (thrown)
                    std::rethrow_exception(thrown);
                end(std::move(item));
                startMore();
            } catch (...) {
                m_thrown = std::current_exception();
                m_over = true;
            }
            if (m_over)
                losers = m_strands;
        }
        Scheduler::Lock lock(m_invocation.mutex());
        for (const StrandRef& strand : losers) {
            if (strand.get() != Scheduler::current())
                m_invocation.scheduler().abandon(lock, *strand);
        }
        m_invocation.scheduler().changed(lock);
    }

    /// However the batch is left, no branch of it runs on.
    class Departure
    {
    public:
        explicit Departure(Branches& branches)
            : m_branches(branches)
        {
        }
        ~Departure()
        {
            std::vector<StrandRef> strands;
            {
                const std::lock_guard guard(m_branches.m_mutex);
                m_branches.m_over = true;
                strands = m_branches.m_strands;
            }
            Scheduler& scheduler = m_branches.m_invocation.scheduler();
            Scheduler::Lock lock(m_branches.m_invocation.mutex());
            for (const StrandRef& strand : strands)
                scheduler.abandon(lock, *strand);
            scheduler.awaitDeparture(lock, strands);
        }
        Departure(const Departure&) = delete;
        Departure& operator=(const Departure&) = delete;

    private:
        Branches& m_branches;
    };

    ContextState& m_batch;
    Invocation& m_invocation;
    const BatchCall& m_call;
    const std::vector<std::string> m_names;
    const std::size_t m_flight;

    std::mutex m_mutex; ///< guards what follows while strands run; taken before the invocation's
    std::vector<std::optional<RawItem>> m_states; ///< absent: not started
    BatchProgress m_progress;
    std::vector<StrandRef> m_strands;
    std::size_t m_next = 0;
    std::size_t m_inFlight = 0;
    std::exception_ptr m_thrown;
    std::atomic<bool> m_over = false;
};

class Batch
{
public:
    Batch(ContextState& context, const Claim& claim, const BatchCall& call)
        : m_context(context)
        , m_batch(call)
        , m_call(context, claim, OperationType::Context, call.map ? "Map" : "Parallel", call.name)
        , m_claim(claim)
    {
    }

    BatchReturn run()
    {
        const OperationRef record = m_call.meet();
        if (!record) {
            std::vector<std::string> names = branchNames(); // may throw, so before anything is recorded
            m_call.sendStart(m_call.update(UpdateAction::Start), Sent::Queued);
            return close(runBranches(nullptr, std::move(names)));
        }
        if (record->status == OperationStatus::Started)
            return close(runBranches(nullptr, branchNames()));
        if (record->status != OperationStatus::Succeeded)
            throwOperationError(errorClassOf(*record), record->error);
        if (!record->replayChildren)
            return read(record->result);
        const BatchSummary summary = decodeSummary(record->result ? *record->result : std::string());
        return {runBranches(&summary, branchNames()), {}};
    }

private:
    [[nodiscard]] std::vector<std::string> branchNames() const
    {
        std::vector<std::string> names(m_batch.count);
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (m_batch.branchName)
                names[i] = m_batch.branchName(i);
            if (names[i].empty())
                names[i] = (m_batch.map ? "map-item-" : "parallel-branch-") + std::to_string(i);
            validateName(names[i]);
        }
        return names;
    }

    /// With a summary the batch is over, and only made again.
    RawBatch runBranches(const BatchSummary* summary, std::vector<std::string> names)
    {
        const auto replay = summary != nullptr ? ContextState::Replay::Always : ContextState::Replay::AsRecorded;
        ContextState state(m_context.invocation(), m_claim.path, m_claim.id, replay);
        const ContextState::Busy busy(m_context);
        Branches branches(state, m_batch, std::move(names));
        return summary != nullptr ? branches.rebuild(*summary) : branches.run();
    }

    BatchReturn read(Payload text) const
    {
        if (m_batch.encode)
            return {{}, std::move(text)};
        return {decodeBatch(text ? *text : std::string()), {}};
    }

    BatchReturn close(const RawBatch& batch)
    {
        OperationUpdate update = m_call.update(UpdateAction::Succeed);
        try {
            update.payload = payload(m_batch.encode ? m_batch.encode(batch) : Text(encodeBatch(batch)));
        } catch (const SerdesError& error) {
            update.action = UpdateAction::Fail;
            update.error = errorRef(error.toErrorObject());
            m_call.send(std::move(update), Sent::Stored);
            throwOperationError("SerdesError", m_call.record()->error);
        }
        Payload text = update.payload;
        const bool large = text && text->size() > kMaxInline;
        if (large) {
            update.payload = payload(encodeSummary(batch, m_batch.count, m_batch.map));
            update.replayChildren = true;
        }
        m_call.send(std::move(update), Sent::Stored);
        if (large)
            return {batch, {}};
        return read(std::move(text));
    }

    ContextState& m_context;
    const BatchCall& m_batch;
    OperationCall m_call;
    const Claim& m_claim;
};

} // namespace

BatchReturn ContextState::batch(const Claim& claim, const BatchCall& call)
{
    try {
        validateCompletion(*call.completion, call.maxConcurrency);
    } catch (const ConfigurationError& error) {
        m_invocation.fatal(errorRef(error.toErrorObject()));
    }
    const Done done(*this);
    return Batch(*this, claim, call).run();
}

} // namespace durable::detail
