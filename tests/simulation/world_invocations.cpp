// SPDX-License-Identifier: GPL-3.0-or-later
// Invocations, and everything that may happen to one on its way.
#include "tests/simulation/world_private.h"

#include <algorithm>

namespace durascope::simulation {
namespace {

constexpr std::size_t kDeepest = 3; ///< invocations that run inside of each other

core::InvocationOutcome exited(const std::string& requestId)
{
    return core::InvocationFailure{durable::exitError(requestId, {})};
}

} // namespace

bool World::mayOvertake() const
{
    return m_options.scheduling == durable::Scheduling::Sequential && m_sessions.size() < kDeepest;
}

void World::invoke(Run& run)
{
    constexpr std::array kBefore{Fault::LateInvocation};
    constexpr std::array kAfter{Fault::ExitAtEnd, Fault::OvertakenAtEnd};
    const std::unique_ptr<Session> session = beginInvocation(run);
    Fault fault{};
    if (mayOvertake() && m_plan.strikes(kBefore, fault)) {
        m_plan.note(fault, "event " + std::to_string(run.events.size()));
        overtake(run);
    }
    core::InvocationOutcome outcome = work(*session);
    if (m_plan.strikes(kAfter, fault)) {
        if (fault == Fault::ExitAtEnd) {
            m_plan.note(fault, "event " + std::to_string(run.events.size()));
            outcome = exited(session->event().requestId);
        } else if (mayOvertake() && run.execution->open()) {
            m_plan.note(fault, "event " + std::to_string(run.events.size()));
            overtake(run);
        }
    }
    complete(*session, outcome);
}

std::unique_ptr<World::Session> World::beginInvocation(Run& run)
{
    core::InvocationEvent event = run.execution->beginInvocation("request-" + std::to_string(++m_requests), now());
    settle(run);
    auto session = std::make_unique<Session>(*this, run, std::move(event));
    run.current = session.get();
    return session;
}

core::InvocationOutcome World::work(Session& session)
{
    durable::RunOptions options;
    options.scheduling = m_options.scheduling;
    options.seed = m_options.seed == 0 ? 0 : m_options.seed * 1'000'003 + m_requests;
    options.maxThreads = m_options.seed % 7 == 0 ? 3 : 64;
    options.logSink = [](const durable::LogRecord&) {};
    m_sessions.push_back(&session);
    core::InvocationOutcome outcome =
        durable::runInvocation(*session.run().function, session.event(), session, options);
    m_sessions.pop_back();
    return outcome;
}

void World::complete(Session& session, const core::InvocationOutcome& outcome)
{
    Run& run = session.run();
    run.execution->completeInvocation(session.event().requestId, outcome, now());
    if (run.current == &session)
        run.current = nullptr;
    settle(run);
}

/// Another invocation of the same execution, from its begin to its end, whatever runs.
void World::overtake(Run& run)
{
    if (!run.execution->open())
        return;
    const std::unique_ptr<Session> session = beginInvocation(run);
    const core::InvocationOutcome outcome = work(*session);
    complete(*session, outcome);
}

std::expected<core::CheckpointAnswer, core::ServiceError> World::checkpoint(Session& session,
                                                                            const core::CheckpointRequest& request)
{
    constexpr std::array kBefore{Fault::ExitBeforeCheckpoint, Fault::Throttled, Fault::ServerError};
    constexpr std::array kBeforeToo{
        Fault::ExitBeforeCheckpoint,   Fault::Throttled,      Fault::ServerError,     Fault::OvertakenBeforeCheckpoint,
        Fault::ServiceRestartedInside, Fault::ClockBackwards, Fault::TimePassesInside};
    constexpr std::array kAfter{Fault::ExitAfterCheckpoint, Fault::LostAnswer, Fault::SentAgain,
                                Fault::OvertakenAfterCheckpoint};
    std::unique_lock lock(m_mutex);
    Run& run = session.run();
    const std::string where = "event " + std::to_string(run.events.size());
    ++m_report.checkpoints;
    m_report.polls += request.updates.empty() ? 1 : 0;
    m_clock.advance(std::chrono::milliseconds(m_report.checkpoints % 3));
    if (m_options.end == WorldOptions::End::Stopped && m_report.checkpoints > m_stopAfter &&
        m_runs.back()->execution->open()) {
        // The youngest first: a stopped child ends the invoke of its parent.
        m_runs.back()->execution->stop(core::errorRef("Operator", "stopped by hand"), now());
        settle(*m_runs.back());
        m_stopAfter += 10;
    }
    Fault fault{};
    const bool alone = mayOvertake();
    const bool strikes = alone ? m_plan.strikes(kBeforeToo, fault) : m_plan.strikes(kBefore, fault);
    core::Timestamp time = now();
    if (strikes) {
        m_plan.note(fault, where);
        switch (fault) {
        case Fault::ExitBeforeCheckpoint:
            throw durable::SimulatedExit{};
        case Fault::Throttled:
            return std::unexpected(core::ServiceError{"ThrottlingException", "Rate exceeded", 429});
        case Fault::ServerError:
            return std::unexpected(core::ServiceError{"ServiceException", "internal error", 500});
        case Fault::OvertakenBeforeCheckpoint:
            lock.unlock();
            overtake(run);
            lock.lock();
            break;
        case Fault::ServiceRestartedInside:
            restartService(run);
            break;
        case Fault::ClockBackwards:
            time = time + std::chrono::seconds(-5);
            break;
        default:
            passTime(session);
            time = now();
            break;
        }
    }
    const bool wasStale = run.current != &session;
    core::CheckpointRequest sent = request;
    if (m_sendsClientTokens || (alone && sent.clientToken.empty()))
        sent.clientToken = "client-" + std::to_string(m_report.checkpoints);
    auto answer = run.execution->checkpoint(sent, time);
    if (strikes && fault == Fault::ClockBackwards)
        run.execution->advanceTo(now()); // what is compared afterwards is of this instant
    settle(run);
    if (wasStale && answer)
        violated("a checkpoint of a stale invocation was taken");
    if (!answer || !m_plan.strikes(kAfter, fault))
        return answer;
    switch (fault) {
    case Fault::ExitAfterCheckpoint:
        m_plan.note(fault, where);
        throw durable::SimulatedExit{};
    case Fault::LostAnswer:
        m_plan.note(fault, where);
        return std::unexpected(core::ServiceError{"ServiceException", "internal error", 500});
    case Fault::SentAgain:
        if (!sent.clientToken.empty()) {
            m_plan.note(fault, where);
            sendAgain(session, sent, *answer);
        }
        break;
    default:
        if (alone && run.execution->open()) {
            m_plan.note(fault, where);
            lock.unlock();
            overtake(run);
            lock.lock();
        }
        break;
    }
    return answer;
}

/// What clients do that got no answer: the same request once more, which must change nothing and answer the same.
void World::sendAgain(Session& session, const core::CheckpointRequest& request, const core::CheckpointAnswer& first)
{
    Run& run = session.run();
    const std::size_t before = run.events.size();
    const auto second = run.execution->checkpoint(request, now());
    settle(run);
    if (!second) {
        violated("a request sent again was refused: " + second.error().message);
        return;
    }
    const bool same = second->token == first.token && second->operations == first.operations;
    if (!same || run.events.size() != before)
        violated("a request sent again was answered in another way");
    // The same from somebody who has no right to it: the token was used up.
    core::CheckpointRequest stolen = request;
    stolen.clientToken = "another";
    if (run.execution->checkpoint(stolen, now()))
        violated("a used token was taken");
    settle(run);
}

/// Timers fire and answers come; the invocation is told that there is news.
void World::passTime(Session& session)
{
    jump();
    session.wake();
}

void World::strikeInBody(Fault fault, const std::string& where)
{
    // The innermost session is the one whose body this is: others wait for it.
    Session& session = *m_sessions.back();
    m_plan.note(fault, where);
    switch (fault) {
    case Fault::OvertakenInBody:
        overtake(session.run());
        break;
    case Fault::ServiceRestartedInside:
        restartService(session.run());
        break;
    case Fault::TimePassesInside:
        passTime(session);
        break;
    default:
        throw durable::SimulatedExit{};
    }
}

void World::bodyBegins(const std::string& arn, const Node& node, const durable::StepContext& step)
{
    constexpr std::array kAlways{Fault::ExitInBody};
    constexpr std::array kAlone{Fault::ExitInBody, Fault::OvertakenInBody, Fault::ServiceRestartedInside,
                                Fault::TimePassesInside};
    std::unique_lock lock(m_mutex);
    ++m_report.bodies;
    const std::uint32_t runs = ++m_bodies[{arn + ' ' + node.label, step.attempt()}];
    if (node.kind == NodeKind::Step && node.atMostOnce && runs > 1)
        violated(node.label + " ran twice in its attempt " + std::to_string(step.attempt()));
    checkBody(*m_sessions.back(), node, step);
    Fault fault{};
    const bool strikes = mayOvertake() ? m_plan.strikes(kAlone, fault) : m_plan.strikes(kAlways, fault);
    if (!strikes)
        return;
    lock.unlock();
    strikeInBody(fault, node.label);
}

void World::bodyEnds(const std::string&, const Node& node, const durable::StepContext&)
{
    constexpr std::array kPossible{Fault::ExitAfterBody};
    std::unique_lock lock(m_mutex);
    Fault fault{};
    if (!m_plan.strikes(kPossible, fault))
        return;
    m_plan.note(fault, node.label);
    throw durable::SimulatedExit{};
}

/// A body runs only while the service holds its step open at that attempt. An invocation that is stale cannot know
/// better than what it was told when it began.
void World::checkBody(const Session& session, const Node& node, const durable::StepContext& step)
{
    const Run& run = session.run();
    const core::OperationRef operation = run.execution->find(step.operationId());
    if (!operation) {
        violated("the body of " + node.label + " runs before its start is recorded");
        return;
    }
    const bool isStale = run.current != &session;
    if (!isStale) {
        if (operation->status != core::OperationStatus::Started || operation->attempt + 1 != step.attempt()) {
            violated("the body of " + node.label + " runs as attempt " + std::to_string(step.attempt()) +
                     " while the service holds it " + std::string(toText(operation->status)) + " after " +
                     std::to_string(operation->attempt));
        }
        return;
    }
    const auto ended = std::ranges::find_if(run.events, [&](const service::Event& event) {
        return event.who && event.who->id == step.operationId() && event.type == core::EventType::StepSucceeded &&
               event.nextAttemptDelay.value_or(0) == 0;
    });
    if (static_cast<std::size_t>(ended - run.events.begin()) < session.eventsBefore())
        violated("the body of " + node.label + " runs although its end was known");
}

void World::observed(const std::string& arn, const std::string& label, const std::string& value)
{
    const std::lock_guard lock(m_mutex);
    if (const std::string what = m_observations.add(arn + ' ' + label, value); !what.empty())
        violated(what);
}

} // namespace durascope::simulation
