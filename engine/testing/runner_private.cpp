// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/runner_private.h"

namespace durable::testing {

using durascope::host::Engine;
using durascope::host::EngineOptions;
using durascope::host::FunctionConfig;
using durascope::service::Execution;

namespace {

constexpr Timestamp kStart{1'767'225'600'000'000}; // 2026-01-01T00:00:00Z

std::unique_ptr<durascope::store::Library> openLibrary(const std::string& path)
{
    if (path.empty())
        return nullptr;
    auto library = durascope::store::Library::open(path);
    if (!library)
        throw TestError(library.error().text());
    return std::move(*library);
}

} // namespace

void throwRefused(const std::string& what, const durascope::core::ServiceError& error)
{
    throw TestError(what + ": " + error.type + ": " + error.message);
}

LocalTestRunner::Private::Private(Function function, RunnerOptions runnerOptions)
    : options(std::move(runnerOptions))
    , library(openLibrary(options.library))
    , mode(options.time)
{
    EngineOptions made;
    made.time = options.time;
    made.startTime = options.startTime.value_or(kStart);
    made.checkpointLatency = options.checkpointLatency;
    made.limits = options.limits;
    made.scheduling = options.scheduling;
    made.seed = options.seed;
    made.library = library.get();
    made.faults = faults.engineHooks();
    made.logSink = [this](const LogRecord& record) { logs.add(record); };
    engine = std::make_unique<Engine>(std::move(made));
    callbacks = std::make_unique<CallbackWatch>(*engine);
    engine->setListener([this](const std::string& changed) { callbacks->changed(changed); });

    FunctionConfig config;
    config.name = options.functionName;
    config.invocationTimeout = options.invocationTimeout;
    config.executionTimeout = options.executionTimeout;
    engine->addFunction(std::move(config), durascope::host::cppHost(std::move(function)));
}

LocalTestRunner::Private::~Private()
{
    if (m_driver.joinable()) {
        engine->requestStop();
        m_driver.join();
    }
    engine.reset();
}

const std::string& LocalTestRunner::Private::arn() const
{
    if (m_arn.empty())
        throw TestError("nothing has been run yet");
    return m_arn;
}

void LocalTestRunner::Private::begin(const json& input)
{
    if (m_driver.joinable()) {
        if (driven() && !finished())
            throw TestError("the run that was started is not over: wait() for it, or stop() it");
        joinDriver();
    }
    faults.beginRun();
    logs.clear();
    callbacks->beginRun();
    durascope::host::StartRequest request;
    request.function = options.functionName;
    request.input = durascope::core::payload(input.dump(-1, ' ', false, json::error_handler_t::replace));
    const auto started = engine->start(request);
    if (!started)
        throwRefused("the run could not be started", started.error());
    m_arn = *started;
    byInvocation = false;
}

bool LocalTestRunner::Private::finished() const
{
    const auto view = engine->execution(m_arn);
    return view && (view->status != OperationStatus::Started || view->invocations >= options.maxInvocations);
}

std::optional<Timestamp> LocalTestRunner::Private::nextRealTimer() const
{
    std::optional<Timestamp> next;
    for (const std::string& each : engine->executions()) {
        for (const Execution::Timer& timer : engine->timers(each)) {
            if (timer.kind != Execution::Timer::Kind::Execution && (!next || timer.due < *next))
                next = timer.due;
        }
    }
    return next;
}

void LocalTestRunner::Private::goOn(const std::function<bool()>& until)
{
    if (driven())
        throw TestError("the run goes on on a thread of its own: wait() for it");
    const auto done = [&] { return finished() || (until && until()); };
    while (engine->drive(done, Engine::Wait::Return) == Engine::Idle::Nothing) {
        const std::optional<Timestamp> due = nextRealTimer();
        if (!due || engine->now() >= *due || mode != Time::Real)
            break;
        // Only Real time comes here with timers: it passes by itself.
        engine->drive([&] { return done() || engine->now() >= *due; }, Engine::Wait::Block);
    }
    if (const auto failure = engine->failure())
        throw TestError("the library failed: " + failure->text());
}

void LocalTestRunner::Private::goOnElsewhere()
{
    m_driven = true;
    callbacks->hold(CallbackWatch::Hold::All);
    m_driver = std::thread([this] {
        engine->drive([this] { return finished(); }, Engine::Wait::Block);
        m_driven = false;
    });
}

void LocalTestRunner::Private::joinDriver()
{
    if (m_driver.joinable())
        m_driver.join();
    callbacks->hold(CallbackWatch::Hold::None);
}

Outcome LocalTestRunner::Private::outcome() const
{
    Outcome made = outcomeOf(*engine, arn(), options.maxInvocations);
    made.logs = logs.records();
    return made;
}

std::vector<durascope::core::OperationRef> LocalTestRunner::Private::operations() const
{
    std::vector<durascope::core::OperationRef> all =
        m_arn.empty() ? std::vector<durascope::core::OperationRef>() : engine->operations(m_arn);
    if (!all.empty())
        all.erase(all.begin());
    return all;
}

} // namespace durable::testing
