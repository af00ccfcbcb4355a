// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/direct_run.h"

#include <stdexcept>

namespace durascope::test {

namespace {
constexpr core::Timestamp kStart{1'767'225'600'000'000}; // 2026-01-01T00:00:00Z
constexpr const char* kArn = "arn:aws:lambda:us-east-1:123456789012:function:direct:$LATEST/durable-execution/run/"
                             "00000000-0000-4000-8000-000000000001";
} // namespace

DirectRun::DirectRun(durable::Function function, std::string input, durable::RunOptions options, service::Limits limits)
    : m_function(std::move(function))
    , m_options(std::move(options))
    , m_clock(kStart)
{
    m_options.logSink = [this](const durable::LogRecord& record) { logs.push_back(record); };
    service::StartSpec spec;
    spec.arn = kArn;
    spec.functionName = "direct";
    spec.input = core::payload(std::move(input));
    auto started = service::Execution::start(std::move(spec), limits, m_clock.now());
    if (!started)
        throw std::runtime_error(started.error().message);
    m_execution = std::move(*started);
}

bool DirectRun::invoke()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_execution->wantsInvocation())
            return false;
        m_event = m_execution->beginInvocation("request-" + std::to_string(++m_invocations), m_clock.now());
    }
    m_outcome = durable::runInvocation(m_function, m_event, *this, m_options);
    const std::lock_guard lock(m_mutex);
    m_execution->completeInvocation(m_event.requestId, m_outcome, m_clock.now());
    return true;
}

bool DirectRun::jump()
{
    const auto timers = m_execution->timers();
    if (timers.empty() || timers.front().kind == service::Execution::Timer::Kind::Execution)
        return false;
    m_clock.advanceTo(timers.front().due);
    m_execution->advanceTo(timers.front().due);
    return true;
}

void DirectRun::run()
{
    while (m_execution->open() && (invoke() || jump()))
        ;
}

std::vector<std::string> DirectRun::eventTypes() const
{
    std::vector<std::string> types;
    for (const service::Event& event : m_execution->events())
        types.emplace_back(toText(event.type));
    return types;
}

std::expected<core::CheckpointAnswer, core::ServiceError> DirectRun::checkpoint(const core::CheckpointRequest& request)
{
    const std::lock_guard lock(m_mutex);
    ++m_checkpoints;
    m_batchSizes.push_back(request.updates.size());
    if (beforeCheckpoint) {
        if (auto error = beforeCheckpoint(m_checkpoints))
            return std::unexpected(std::move(*error));
    }
    return m_execution->checkpoint(request, m_clock.now());
}

std::expected<core::StatePage, core::ServiceError> DirectRun::state(std::string_view /*arn*/, std::string_view token,
                                                                    std::string_view marker)
{
    const std::lock_guard lock(m_mutex);
    return m_execution->state(token, marker, 0, m_clock.now());
}

} // namespace durascope::test
