// SPDX-License-Identifier: Apache-2.0
#include "engine/host/engine_access.h"

#include "engine/host/change.h"
#include "engine/host/engine_private.h"
#include "engine/host/execution_start.h"

namespace durascope::host {
namespace {

struct Kept
{
    std::vector<service::Event> events;
    std::vector<service::Fact> facts;
};

Kept keepSome(const ExecutionRecord& record, const std::function<bool(const service::Event&)>& keep)
{
    Kept kept;
    std::vector<std::int64_t> upTo{0}; // by EventId: how many are left up to it
    for (const service::Event& event : record.execution->events()) {
        if (keep(event)) {
            kept.events.push_back(event);
            kept.events.back().eventId = static_cast<std::int64_t>(kept.events.size());
        }
        upTo.push_back(static_cast<std::int64_t>(kept.events.size()));
    }
    kept.facts = record.facts;
    for (service::Fact& fact : kept.facts) {
        const bool namesEvent = fact.kind == service::Fact::Kind::Ready || fact.kind == service::Fact::Kind::Wanted;
        if (namesEvent && fact.number >= 0 && fact.number < static_cast<std::int64_t>(upTo.size()))
            fact.number = upTo[static_cast<std::size_t>(fact.number)];
    }
    return kept;
}

} // namespace

core::Result<void> EngineAccess::forgetEvents(Engine& engine, const std::string& arn,
                                              const std::function<bool(const service::Event&)>& keep)
{
    EngineState& state = engine.d->state;
    store::Library* const library = state.options.library;
    Change change(state);
    ExecutionRecord* const record = state.executions.find(arn);
    if (record == nullptr)
        return core::fail(core::ErrorCode::NotFound, "there is no execution " + arn);
    if (!record->execution->open() || record->execution->invocationRunning() || !record->running.empty())
        return core::fail(core::ErrorCode::Usage, "the execution has ended, or an invocation of it runs");
    Kept kept = keepSome(*record, keep);
    auto restored = service::Execution::restore(arn, kept.events, kept.facts, state.options.limits, change.now());
    if (!restored)
        return std::unexpected(restored.error());
    // The targets of open invokes are linked or under way already.
    static_cast<void>((*restored)->takeEffects());
    record->execution = std::move(*restored);
    setResolver(state, *record);
    record->facts = kept.facts;
    if (library != nullptr) {
        if (const auto removed = library->remove(arn); !removed)
            return removed;
        record->written = library->write({arn, std::move(kept.events), std::move(kept.facts)});
    }
    change.settle(*record);
    return change.finish(Change::Store::All);
}

bool EngineAccess::isIdle(const Engine& engine)
{
    const std::lock_guard lock(engine.d->state.mutex);
    return engine.d->state.jobs.empty() && engine.d->state.running == 0;
}

} // namespace durascope::host
