// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/local_test_runner.h"

#include "engine/host/engine_access.h"
#include "engine/testing/operation_locator.h"
#include "engine/testing/runner_private.h"

#include <algorithm>

namespace durable::testing {

using durascope::core::EventType;
using durascope::core::OperationRef;
using durascope::host::EngineAccess;
using durascope::host::FunctionConfig;
using durascope::service::Event;

LocalTestRunner::LocalTestRunner(Handler handler, RunnerOptions options)
    : LocalTestRunner(Function{std::move(handler), {}, {}}, std::move(options))
{
}

LocalTestRunner::LocalTestRunner(Function function, RunnerOptions options)
    : d(std::make_unique<Private>(std::move(function), std::move(options)))
{
}

LocalTestRunner::~LocalTestRunner() = default;

// --- what the workflow may call

namespace {

FunctionConfig configOf(std::string name)
{
    FunctionConfig config;
    config.name = std::move(name);
    return config;
}

} // namespace

LocalTestRunner& LocalTestRunner::registerDurableFunction(std::string name, Function function)
{
    d->engine->addFunction(configOf(std::move(name)), durascope::host::cppHost(std::move(function)));
    return *this;
}

LocalTestRunner& LocalTestRunner::registerFunction(std::string name, std::function<json(const json&)> function)
{
    d->engine->addPlainFunction(configOf(std::move(name)), durascope::host::plainFunction(std::move(function)));
    return *this;
}

LocalTestRunner& LocalTestRunner::registerManualFunction(std::string name)
{
    d->engine->setManualTarget(name);
    return *this;
}

LocalTestRunner& LocalTestRunner::answerCallback(std::string name, json result)
{
    const std::string text = result.dump(-1, ' ', false, json::error_handler_t::replace);
    d->callbacks->prepare(name, [this, text](const std::string& id) {
        // A refusal means that its deadline has come first, which the outcome of the run shows.
        static_cast<void>(d->engine->succeedCallback(id, durascope::core::payload(text)));
    });
    return *this;
}

LocalTestRunner& LocalTestRunner::failCallback(std::string name, ErrorObject error)
{
    d->callbacks->prepare(name, [this, made = durascope::core::errorRef(std::move(error))](const std::string& id) {
        static_cast<void>(d->engine->failCallback(id, made));
    });
    return *this;
}

// --- running

Outcome LocalTestRunner::run(const json& input)
{
    d->begin(input);
    d->goOn();
    return d->outcome();
}

Outcome LocalTestRunner::runInvocation(const json& input)
{
    if (!d->byInvocation || d->finished()) {
        d->begin(input);
        d->byInvocation = true;
    }
    d->engine->driveOneInvocation(d->arn());
    return d->outcome();
}

void LocalTestRunner::start(const json& input)
{
    d->begin(input);
    d->goOnElsewhere();
}

Outcome LocalTestRunner::wait(std::chrono::milliseconds atMost)
{
    // Who waits for the run answers nothing: from here on deadlines of callbacks may come.
    d->callbacks->hold(CallbackWatch::Hold::None);
    const auto isOver = [this] { return d->finished() || d->engine->failure(); };
    if (!d->engine->waitFor(isOver, atMost)) {
        d->callbacks->hold(CallbackWatch::Hold::All);
        throw TestError("the run was not over in time; it waits for " + joined(d->outcome().waitingFor));
    }
    d->joinDriver();
    if (const auto failure = d->engine->failure())
        throw TestError("the library failed: " + failure->text());
    return d->outcome();
}

Outcome LocalTestRunner::resume()
{
    static_cast<void>(d->arn());
    d->goOn();
    return d->outcome();
}

Outcome LocalTestRunner::outcome() const
{
    return d->outcome();
}

void LocalTestRunner::stop(ErrorObject error)
{
    const auto stopped = d->engine->stop(d->arn(), durascope::core::errorRef(std::move(error)));
    if (!stopped)
        throwRefused("the run could not be stopped", stopped.error());
}

// --- time

void LocalTestRunner::advance(durascope::core::Duration by)
{
    d->engine->advance(by);
}

bool LocalTestRunner::advanceToNextTimer()
{
    return d->engine->advanceToNextTimer();
}

Timestamp LocalTestRunner::now() const
{
    return d->engine->now();
}

void LocalTestRunner::setTime(Time mode)
{
    d->mode = mode;
    d->engine->setTimeMode(mode);
}

// --- faults

LocalTestRunner& LocalTestRunner::crashAtCheckpoint(std::uint32_t nth, Moment moment)
{
    d->faults.crashAt(nth, moment);
    return *this;
}

LocalTestRunner& LocalTestRunner::failCheckpoint(std::uint32_t nth, durascope::core::ServiceError error)
{
    d->faults.failAt(nth, std::move(error));
    return *this;
}

std::uint32_t LocalTestRunner::checkpoints() const
{
    return d->faults.checkpoints();
}

LocalTestRunner& LocalTestRunner::setFaults(durascope::host::FaultHooks hooks)
{
    d->faults.setHooks(std::move(hooks));
    return *this;
}

void LocalTestRunner::forget(std::string_view stepName, bool keepStart)
{
    const OperationUnderTest step = operation(std::string(stepName));
    if (step.type() != OperationType::Step)
        throw TestError(std::string(stepName) + " is no step");
    const std::string id = step.id();
    std::int64_t lastStart = 0;
    for (const Event& event : step.events()) {
        if (event.type == EventType::StepStarted)
            lastStart = event.eventId;
    }
    const auto keep = [&](const Event& event) {
        return !event.who || event.who->id != id || (keepStart && event.eventId <= lastStart);
    };
    const auto forgotten = EngineAccess::forgetEvents(*d->engine, d->arn(), keep);
    if (!forgotten)
        throw TestError(forgotten.error().text());
}

void LocalTestRunner::rewindToStarted(std::string_view stepName)
{
    forget(stepName, true);
}

void LocalTestRunner::forgetStarted(std::string_view stepName)
{
    forget(stepName, false);
}

// --- looking

OperationUnderTest LocalTestRunner::operation(std::string name, std::size_t nth)
{
    auto locator = std::make_shared<OperationUnderTest::Locator>();
    locator->name = std::move(name);
    locator->nth = nth;
    return {*this, std::move(locator)};
}

OperationUnderTest LocalTestRunner::operationById(std::string id)
{
    auto locator = std::make_shared<OperationUnderTest::Locator>();
    locator->id = std::move(id);
    return {*this, std::move(locator)};
}

OperationUnderTest LocalTestRunner::operationAt(std::size_t index)
{
    auto locator = std::make_shared<OperationUnderTest::Locator>();
    locator->index = index;
    return {*this, std::move(locator)};
}

template <typename Predicate>
std::vector<OperationUnderTest> LocalTestRunner::select(const Predicate& matches)
{
    std::vector<OperationUnderTest> found;
    for (const OperationRef& operation : d->operations()) {
        if (matches(*operation))
            found.push_back(operationById(operation->id()));
    }
    return found;
}

std::vector<OperationUnderTest> LocalTestRunner::operations()
{
    return select([](const durascope::core::Operation&) { return true; });
}

std::vector<OperationUnderTest> LocalTestRunner::operations(OperationType type)
{
    return select([&](const durascope::core::Operation& operation) { return operation.type() == type; });
}

std::vector<OperationUnderTest> LocalTestRunner::operations(OperationStatus status)
{
    return select([&](const durascope::core::Operation& operation) { return operation.status == status; });
}

std::vector<Event> LocalTestRunner::events() const
{
    return d->engine->events(d->arn());
}

std::vector<std::string> LocalTestRunner::eventTypes() const
{
    std::vector<std::string> types;
    for (const Event& event : events())
        types.emplace_back(durascope::core::toText(event.type));
    return types;
}

std::string LocalTestRunner::historyJson() const
{
    return durascope::service::historyJson(events());
}

durascope::host::Engine& LocalTestRunner::engine()
{
    return *d->engine;
}

} // namespace durable::testing
