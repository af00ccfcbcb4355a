// SPDX-License-Identifier: Apache-2.0
// What others see of executions. Everything is a copy.
#include "engine/host/change.h"
#include "engine/host/engine_private.h"

namespace durascope::host {

std::optional<Engine::ExecutionView> Engine::execution(const std::string& arn) const
{
    const std::lock_guard lock(d->state.mutex);
    const ExecutionRecord* record = d->state.executions.find(arn);
    if (record == nullptr)
        return std::nullopt;
    const service::Execution& execution = *record->execution;
    ExecutionView view;
    view.arn = arn;
    view.functionName = execution.spec().functionName;
    view.input = execution.spec().input;
    view.start = execution.startTime();
    view.invocations = execution.invocations();
    view.invocationRunning = execution.invocationRunning();
    view.metered = execution.meteredOperations();
    if (!execution.open() && d->state.isStored(record->end)) {
        view.status = execution.status();
        view.result = execution.result();
        view.error = execution.error();
        view.end = execution.endTime();
    }
    return view;
}

std::vector<std::string> Engine::executions() const
{
    const std::lock_guard lock(d->state.mutex);
    std::vector<std::string> arns;
    for (const auto& record : d->state.executions.all())
        arns.push_back(record->execution->arn());
    return arns;
}

std::vector<core::OperationRef> Engine::operations(const std::string& arn) const
{
    const std::lock_guard lock(d->state.mutex);
    const ExecutionRecord* record = d->state.executions.find(arn);
    return record == nullptr ? std::vector<core::OperationRef>() : record->execution->operations();
}

std::vector<service::Event> Engine::events(const std::string& arn, std::int64_t from) const
{
    const std::lock_guard lock(d->state.mutex);
    const ExecutionRecord* record = d->state.executions.find(arn);
    if (record == nullptr)
        return {};
    const std::vector<service::Event>& all = record->execution->events();
    const std::size_t skipped = from <= 1 ? 0 : static_cast<std::size_t>(from - 1);
    if (skipped >= all.size())
        return {};
    return {all.begin() + static_cast<std::ptrdiff_t>(skipped), all.end()};
}

std::vector<service::Execution::Timer> Engine::timers(const std::string& arn) const
{
    const std::lock_guard lock(d->state.mutex);
    const ExecutionRecord* record = d->state.executions.find(arn);
    return record == nullptr ? std::vector<service::Execution::Timer>() : record->execution->timers();
}

std::vector<std::string> Engine::warnings(const std::string& arn) const
{
    const std::lock_guard lock(d->state.mutex);
    const ExecutionRecord* record = d->state.executions.find(arn);
    return record == nullptr ? std::vector<std::string>() : record->warnings;
}

void Engine::setListener(std::function<void(const std::string& arn)> listener)
{
    using Listener = const std::function<void(const std::string&)>;
    const std::lock_guard lock(d->state.mutex);
    d->state.listener = listener ? std::make_shared<Listener>(std::move(listener)) : nullptr;
}

bool Engine::waitFor(const std::function<bool()>& until, std::chrono::milliseconds atMost) const
{
    const auto latest = std::chrono::steady_clock::now() + atMost;
    for (;;) {
        std::uint64_t seen = 0;
        {
            const std::lock_guard lock(d->state.mutex);
            seen = d->state.epoch;
        }
        if (until())
            return true;
        std::unique_lock lock(d->state.mutex);
        if (!d->state.changed.wait_until(lock, latest, [&] { return d->state.epoch != seen; }))
            return false;
    }
}

} // namespace durascope::host
