// SPDX-License-Identifier: Apache-2.0
#include "engine/sdk/started.h"

#include "engine/sdk/unwind.h"

namespace durable::detail {

using durascope::core::errorRef;

StartedWork::StartedWork(Invocation& invocation, std::function<Payload()> work)
    : m_invocation(invocation)
{
    auto body = [this, work = std::move(work)] {
        Outcome outcome;
        try {
            outcome.value = work();
        } catch (const Unwind&) {
            throw;
        } catch (const SimulatedExit& exit) {
            m_invocation.simulatedExit(exit);
        } catch (...) {
            outcome.thrown = std::current_exception();
            outcome.error = errorRef(currentErrorObject());
        }
        Scheduler::Lock lock(m_invocation.mutex());
        m_invocation.scheduler().checkMayGoOn(lock);
        m_outcome = std::move(outcome);
    };
    Scheduler::Lock lock(invocation.mutex());
    invocation.scheduler().checkMayGoOn(lock);
    m_strand = invocation.scheduler().spawn(lock, std::move(body));
}

StartedWork::~StartedWork()
{
    Scheduler::Lock lock(m_invocation.mutex());
    if (m_strand->state == Strand::State::Done)
        return;
    m_invocation.scheduler().abandon(lock, *m_strand);
    m_invocation.scheduler().awaitDeparture(lock, {m_strand});
}

Payload StartedWork::take() const
{
    if (m_outcome->thrown)
        std::rethrow_exception(m_outcome->thrown);
    return m_outcome->value;
}

RawItem StartedWork::item(std::size_t index) const
{
    RawItem item;
    item.index = index;
    item.status = m_outcome->error ? BatchItemStatus::Failed : BatchItemStatus::Succeeded;
    item.result = m_outcome->value;
    item.error = m_outcome->error;
    return item;
}

PendingRef ContextState::start(std::function<Payload()> work)
{
    return std::make_shared<StartedWork>(m_invocation, std::move(work));
}

PendingRef ContextState::startCallback(const Claim& claim)
{
    m_invocation.checkMayGoOn();
    checkUse();
    return start([this, claim] { return awaitCallbackAnywhere(claim); });
}

Payload ContextState::await(Pending& pending)
{
    checkUse();
    const Done done(*this);
    auto& work = static_cast<StartedWork&>(pending);
    {
        Scheduler::Lock lock(m_invocation.mutex());
        const std::function<bool()> settled = [&work] { return work.settled(); };
        m_invocation.scheduler().block(lock, Strand::Wait::Strands, settled);
    }
    return work.take();
}

} // namespace durable::detail
