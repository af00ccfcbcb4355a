// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/run_driver.h"

#include "engine/core/text.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace durascope::app {

using core::OperationStatus;
using core::OperationType;
using core::Timestamp;
using Timer = service::Execution::Timer;

namespace {
constexpr std::size_t kMaxName = 64; // as long as an id

void sleepUntil(Timestamp due, Timestamp now, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, due - now, [] { return false; });
}

std::string label(const core::Operation& operation)
{
    return "`" + core::printable(operation.name().empty() ? operation.id() : operation.name(), kMaxName) + "`";
}

std::string waitLine(const core::Operation& operation)
{
    if (operation.type() == OperationType::Wait && operation.scheduledEnd) {
        return "the wait " + label(operation) + " until " + core::formatIso(*operation.scheduledEnd);
    }
    if (operation.status == OperationStatus::Pending && operation.nextAttempt) {
        return "the next attempt of " + label(operation) + " at " + core::formatIso(*operation.nextAttempt);
    }
    return {};
}
} // namespace

RunDriver::RunDriver(host::Engine& engine, EventFeed& feed, OutsideWorld& world, Setting setting)
    : m_engine(engine)
    , m_feed(feed)
    , m_world(world)
    , m_setting(std::move(setting))
{
}

bool RunDriver::ended(const std::string& arn) const
{
    const auto view = m_engine.execution(arn);
    return view && view->status != OperationStatus::Started;
}

bool RunDriver::answerIsDue() const
{
    const std::optional<Timestamp> next = m_world.nextAnswer();
    return next && *next <= m_engine.now();
}

RunEnd RunDriver::run(const std::string& arn)
{
    const std::stop_callback stopping(m_setting.stop, [this] { m_engine.requestStop(); });
    const auto until = [&] {
        m_feed.pump();
        return m_setting.stop.stop_requested() || ended(arn) || answerIsDue();
    };
    for (;;) {
        if (m_engine.drive(until) == host::Engine::Idle::Failed) {
            return RunEnd::Failed;
        }
        m_feed.pump();
        if (ended(arn)) {
            return RunEnd::Ended;
        }
        if (m_setting.stop.stop_requested()) {
            return RunEnd::Stopped;
        }
        if (answerIsDue()) {
            m_world.answer();
            continue;
        }
        const bool goesOn = m_setting.time == RunTime::Skip   ? skip()
                            : m_setting.time == RunTime::Real ? sleepUntilDue()
                                                              : obey();
        if (!goesOn) {
            return m_setting.stop.stop_requested() ? RunEnd::Stopped : RunEnd::Waiting;
        }
    }
}

std::optional<Timestamp> RunDriver::nextDue() const
{
    std::optional<Timestamp> next = m_world.nextAnswer();
    for (const std::string& arn : m_engine.executions()) {
        for (const Timer& timer : m_engine.timers(arn)) {
            const bool counts = timer.kind != Timer::Kind::Execution || m_setting.deadlineCounts;
            if (counts && (!next || timer.due < *next)) {
                next = timer.due;
            }
        }
    }
    return next;
}

bool RunDriver::skip()
{
    const std::optional<Timestamp> due = nextDue();
    if (due) {
        m_engine.advance(std::max(*due - m_engine.now(), core::Duration{0}));
    }
    return due.has_value();
}

bool RunDriver::sleepUntilDue()
{
    const std::optional<Timestamp> due = nextDue();
    if (due) {
        if (m_setting.pausing) {
            m_setting.pausing();
        }
        sleepUntil(*due, m_engine.now(), m_setting.stop);
    }
    return due.has_value();
}

/// Not in one leap: what falls due on the way happens when it is due, and may begin something that is due, too.
void RunDriver::goTowards(Timestamp goal)
{
    const std::optional<Timestamp> due = nextDue();
    const Timestamp next = due && *due < goal ? *due : goal;
    if (next == goal) {
        m_goal.reset();
    }
    m_engine.advance(std::max(next - m_engine.now(), core::Duration{0}));
}

bool RunDriver::obey()
{
    if (m_goal) {
        goTowards(*m_goal);
        return true;
    }
    if (m_setting.pausing) {
        m_setting.pausing();
    }
    const std::optional<Wish> wish = m_setting.ask ? m_setting.ask() : std::nullopt;
    if (!wish) {
        return false;
    }
    if (wish->advance) {
        goTowards(m_goal.emplace(m_engine.now() + *wish->advance));
        return true;
    }
    static_cast<void>(skip()); // where nothing is due, the person may still answer a callback
    return true;
}

std::vector<std::string> RunDriver::waitingFor() const
{
    std::vector<std::string> lines;
    for (const OutsideWorld::OpenCallback& callback : m_world.open()) {
        std::string line = "the callback `" + core::printable(callback.label(), kMaxName) + "`";
        const std::vector<Timer> timers = m_engine.timers(callback.arn);
        const auto deadline = std::ranges::find(timers, callback.operationId, &Timer::operationId);
        if (deadline != timers.end()) {
            line += " until " + core::formatIso(deadline->due);
        }
        lines.push_back(std::move(line));
    }
    for (const std::string& arn : m_engine.executions()) {
        for (const core::OperationRef& operation : m_engine.operations(arn)) {
            std::string line = core::isTerminal(operation->status) ? std::string() : waitLine(*operation);
            if (!line.empty()) {
                lines.push_back(std::move(line));
            }
        }
    }
    return lines;
}

} // namespace durascope::app
