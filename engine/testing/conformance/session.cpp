// SPDX-License-Identifier: Apache-2.0
#include "engine/testing/conformance/session.h"

#include <algorithm>

namespace durascope::conformance {
namespace {

/// More than any requirement needs by far.
constexpr std::uint32_t kMaxInvocations = 200;

host::EngineOptions engineOptions(host::TimeMode mode, LogStore& logs)
{
    constexpr std::int64_t kStart = 1'767'225'600'000'000; // 2026-01-01T00:00:00Z
    host::EngineOptions options;
    options.time = mode;
    options.startTime = core::Timestamp{kStart};
    options.logSink = [&logs](const durable::LogRecord& record) { logs.add(record.toJson(), record.time); };
    return options;
}

} // namespace

Session::Session(const HandlerRegistry& registry, const std::string& id, const HandlerFactory& factory,
                 host::TimeMode mode)
    : m_engine(engineOptions(mode, m_logs))
    , m_function("conformance-" + id)
{
    const Environment environment{[this](const std::string& line) { m_logs.add(line, m_engine.now()); }};
    host::FunctionConfig config;
    config.name = m_function;
    m_engine.addFunction(config, host::cppHost(factory(environment)));
    for (const TargetFunction& target : registry.targets()) {
        host::FunctionConfig targetConfig;
        targetConfig.name = target.name;
        targetConfig.tenantIsolated = target.tenantIsolated;
        m_engine.addFunction(targetConfig, host::cppHost(target.function));
    }
}

service::Answer<void> Session::start(const Value& input)
{
    host::StartRequest request;
    request.function = m_function + ":$LATEST";
    request.input = core::payload(pythonJson(input));
    const service::Answer<std::string> started = m_engine.start(request);
    if (!started)
        return std::unexpected(started.error());
    m_arn = *started;
    return {};
}

void Session::run()
{
    if (m_gaveUp)
        return;
    m_engine.drive([this] {
        const auto view = m_engine.execution(m_arn);
        m_gaveUp = view && view->invocations > kMaxInvocations;
        return m_gaveUp || (view && core::isTerminal(view->status) && !view->invocationRunning);
    });
}

std::optional<core::Timestamp> Session::nextTimer() const
{
    std::optional<core::Timestamp> next;
    for (const std::string& arn : m_engine.executions()) {
        for (const service::Execution::Timer& timer : m_engine.timers(arn)) {
            if (!next || timer.due < *next)
                next = timer.due;
        }
    }
    return next;
}

void Session::sleep(core::Duration duration)
{
    const core::Timestamp until = m_engine.now() + duration;
    run(); // what the world did just now comes first
    constexpr int kMaxTimers = 10'000;
    for (int fired = 0; !m_gaveUp; ++fired) {
        const auto next = nextTimer();
        if (!next || *next > until)
            break;
        m_gaveUp = fired == kMaxTimers;
        m_engine.advance(std::max(*next - m_engine.now(), core::Duration(0)));
        run();
    }
    m_engine.advance(std::max(until - m_engine.now(), core::Duration(0)));
    run();
}

bool Session::ended() const
{
    const auto view = m_engine.execution(m_arn);
    return view && core::isTerminal(view->status);
}

Value Session::events() const
{
    Value events = Value::array();
    for (const service::Event& event : m_engine.events(m_arn))
        events.push_back(Value::parse(service::toJson(event), nullptr, false));
    return events;
}

std::string Session::status() const
{
    const auto view = m_engine.execution(m_arn);
    if (!view || !core::isTerminal(view->status))
        return "RUNNING";
    return std::string(core::toText(view->status));
}

core::Payload Session::result() const
{
    const auto view = m_engine.execution(m_arn);
    return view ? view->result : core::Payload();
}

} // namespace durascope::conformance
