// SPDX-License-Identifier: Apache-2.0
#include "engine/host/change.h"

#include "engine/host/chained_invokes.h"

#include <algorithm>

namespace durascope::host {

Change::Change(EngineState& state)
    : m_state(state)
    , m_lock(state.mutex)
    , m_firstTimer(firstDue())
{
}

Change::~Change()
{
    // The error is in EngineState::failure, where drive() and flush() find it.
    static_cast<void>(finish());
}

std::optional<Timestamp> Change::firstDue() const
{
    const auto first = m_state.timers.first();
    return first ? std::optional(first->due) : std::nullopt;
}

void Change::note(ExecutionRecord& record)
{
    if (std::ranges::find(m_changed, &record) == m_changed.end())
        m_changed.push_back(&record);
}

void Change::settle(ExecutionRecord& record, const RunningInvocation* origin)
{
    settleOnce(record, origin);
    if (record.execution->wantsInvocation() && !record.queued) {
        record.queued = true;
        m_state.jobs.emplace_back(std::in_place_type<InvocationJob>, &record);
    }
    m_state.timers.update(record);
    note(record);
}

void Change::settleFromOutside(ExecutionRecord& record)
{
    settle(record);
    record.told = record.written;
}

void Change::settleOnce(ExecutionRecord& record, const RunningInvocation* origin)
{
    for (;;) {
        if (write(record)) {
            for (const auto& invocation : record.running) {
                if (invocation.get() != origin)
                    m_wakers.push_back(invocation->waker);
            }
        }
        std::vector<service::Effect> effects = record.execution->takeEffects();
        if (effects.empty())
            return;
        for (service::Effect& effect : effects)
            handle(record, effect);
        // What the effects brought about came after the answer to the invocation was made.
        origin = nullptr;
    }
}

/// False: there was nothing to write.
bool Change::write(ExecutionRecord& record)
{
    store::Record written{record.execution->arn(), record.execution->takeNewEvents(), record.execution->takeNewFacts()};
    if (written.events.empty() && written.facts.empty())
        return false;
    record.facts.insert(record.facts.end(), written.facts.begin(), written.facts.end());
    if (m_state.options.library != nullptr) {
        record.written = m_state.options.library->write(std::move(written));
        m_lastTicket = std::max(m_lastTicket, record.written);
    }
    return true;
}

void Change::handle(ExecutionRecord& record, service::Effect& effect)
{
    if (auto* invoke = std::get_if<service::StartInvoke>(&effect)) {
        beginInvoke(*this, record, std::move(invoke->request));
    } else if (std::holds_alternative<service::Ended>(effect)) {
        record.end = record.written;
        m_endTicket = std::max(m_endTicket, record.end);
        if (record.parent != nullptr)
            tellParent(record);
    } else if (auto* quota = std::get_if<service::QuotaWarning>(&effect)) {
        record.warnings.push_back(std::move(quota->message));
    } else if (auto* abandoned = std::get_if<service::AbandonedWarning>(&effect)) {
        const core::OperationRef operation = record.execution->find(abandoned->operationId);
        const std::string name(operation ? operation->name() : std::string_view());
        record.warnings.push_back("Operation " + (name.empty() ? abandoned->operationId : name) +
                                  " was still running when the execution ended");
    }
}

void Change::tellParent(ExecutionRecord& child)
{
    ExecutionRecord& parent = *child.parent;
    if (parent.execution->completeInvoke(child.parentOperation, outcomeOf(*child.execution), now()))
        settleFromOutside(parent);
}

bool Change::fireDue()
{
    bool fired = false;
    for (auto next = m_state.timers.first(); next && next->due <= now(); next = m_state.timers.first()) {
        ExecutionRecord& record = m_state.executions.at(next->execution);
        record.execution->advanceTo(now());
        settle(record);
        fired = true;
    }
    return fired;
}

void Change::advanceTo(Timestamp time)
{
    for (auto next = m_state.timers.first(); next && next->due <= time; next = m_state.timers.first()) {
        m_state.clock.advanceTo(next->due);
        if (!fireDue())
            return; // Real time: nothing moves it
    }
    m_state.clock.advanceTo(time);
}

core::Result<void> Change::commit(std::uint64_t ticket)
{
    core::Result<void> stored = m_state.options.library->commit(ticket);
    const std::lock_guard lock(m_state.mutex);
    if (!stored && !m_state.failure)
        m_state.failure = stored.error();
    ++m_state.epoch;
    return stored;
}

core::Result<void> Change::finish(Store store)
{
    if (m_finished)
        return {};
    m_finished = true;
    core::Result<void> result;
    if (m_state.failure)
        result = std::unexpected(*m_state.failure);
    const auto listener = m_state.listener;
    ++m_state.epoch;
    const bool timeMoved = firstDue() != m_firstTimer;
    m_lock.unlock();
    m_state.changed.notify_all();
    if (timeMoved)
        m_state.timeMoved.notify_all();
    for (const std::shared_ptr<Waker>& waker : m_wakers)
        waker->wake();
    const std::uint64_t ticket = store == Store::All ? m_lastTicket : m_endTicket;
    if (result && ticket > 0) {
        result = commit(ticket);
        m_state.changed.notify_all();
    }
    if (listener) {
        for (const ExecutionRecord* record : m_changed)
            (*listener)(record->execution->arn());
    }
    return result;
}

} // namespace durascope::host
