// SPDX-License-Identifier: Apache-2.0
// The face of the engine: functions, driving and time. What the outside world does and sees: outside_world.cpp,
// views.cpp.
#include "engine/host/engine.h"

#include "engine/host/change.h"
#include "engine/host/engine_private.h"
#include "engine/host/execution_start.h"
#include "engine/host/invocations.h"
#include "engine/host/resume.h"
#include "engine/host/retention.h"

namespace durascope::host {

Engine::Engine(EngineOptions options)
    : d(std::make_unique<Private>(std::move(options)))
{
}

Engine::~Engine() = default;

void Engine::addFunction(FunctionConfig config, std::shared_ptr<FunctionHost> host)
{
    const std::lock_guard lock(d->state.mutex);
    d->state.functions.add({std::move(config), std::move(host), {}, {}});
}

void Engine::addPlainFunction(FunctionConfig config, PlainFunction function)
{
    const std::lock_guard lock(d->state.mutex);
    d->state.functions.add({std::move(config), nullptr, std::move(function), {}});
}

Answer<std::string> Engine::start(const StartRequest& request)
{
    if (const auto removed = applyRetention(d->state); !removed)
        return std::unexpected(core::ServiceError{"ServiceException", removed.error().text(), 500});
    return startExecution(d->state, request);
}

core::Result<void> Engine::resume(const std::string& arn)
{
    return resumeExecution(d->state, arn);
}

Engine::Idle Engine::drive(const std::function<bool()>& until, Wait wait)
{
    return d->driver.drive(until, wait);
}

bool Engine::driveOneInvocation(const std::string& arn)
{
    return d->driver.driveOneInvocation(arn);
}

void Engine::requestStop()
{
    d->driver.requestStop();
}

std::optional<core::Error> Engine::failure() const
{
    const std::lock_guard lock(d->state.mutex);
    return d->state.failure;
}

Timestamp Engine::now() const
{
    return d->state.now();
}

void Engine::setTimeMode(TimeMode mode)
{
    {
        Change change(d->state);
        d->state.clock.setMode(mode);
    }
    d->state.timeMoved.notify_all();
}

void Engine::advance(core::Duration by)
{
    Change change(d->state);
    change.advanceTo(change.now() + by);
}

bool Engine::advanceToNextTimer()
{
    Change change(d->state);
    const auto next = d->state.timers.first();
    if (!next || d->state.clock.mode() == TimeMode::Real)
        return false;
    change.advanceTo(next->due);
    return true;
}

void Engine::holdCallback(const std::string& callbackId, bool hold)
{
    Change change(d->state);
    if (hold)
        d->state.heldCallbacks.insert(callbackId);
    else
        d->state.heldCallbacks.erase(callbackId);
}

bool Engine::deliverDuplicate(const std::string& arn)
{
    ExecutionRecord* record = nullptr;
    {
        const std::lock_guard lock(d->state.mutex);
        record = d->state.executions.find(arn);
    }
    return record != nullptr && runInvocation(d->state, *record, Delivery::Duplicate);
}

core::Result<void> Engine::flush()
{
    store::Library* library = d->state.options.library;
    if (library == nullptr)
        return {};
    const core::Result<void> stored = library->commitAll();
    if (!stored)
        recordFailure(d->state, stored.error());
    return stored;
}

} // namespace durascope::host
