// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/world_private.h"

#include <algorithm>
#include <stdexcept>

namespace durascope::simulation {
namespace {

constexpr core::Timestamp kStart{1'767'225'600'000'000}; // 2026-01-01T00:00:00Z
constexpr std::uint32_t kMostTurns = 100'000;
constexpr std::size_t kEveryMoment = 400; ///< operations, beyond which not every call is kept for the fold

std::string uuid(const std::string& text)
{
    std::uint64_t hash = 0xcbf2'9ce4'8422'2325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100'0000'01b3;
    constexpr const char* kDigits = "0123456789abcdef";
    std::string id = "00000000-0000-4000-8000-000000000000";
    for (std::size_t i = 24; i < id.size(); ++i, hash >>= 4)
        id[i] = kDigits[hash & 15];
    return id;
}

std::string outcomeOf(const service::Execution& execution)
{
    std::string text(toText(execution.status()));
    if (execution.result())
        text += ' ' + *execution.result();
    if (const core::ErrorRef error = execution.error())
        text += ' ' + error->type.value_or("?") + ": " + error->message.value_or("?");
    return text;
}

std::int64_t timeoutOf(const WorldOptions& options, FaultPlan& plan)
{
    return options.end == WorldOptions::End::TimedOut ? plan.number(1, 900) : 31'622'400;
}

} // namespace

World::World(std::shared_ptr<const Workflow> workflow, WorldOptions options)
    : m_workflow(std::move(workflow))
    , m_options(options)
    , m_function(interpret(m_workflow, *this))
    , m_invoked(interpretInvoked(m_workflow, *this))
    , m_plan(options.seed, options.faults)
    , m_clock(kStart)
{
    m_limits.invocationFailures = 0; // crashes shall not decide how it ends
    if (options.seed % 5 == 0)
        m_limits.statePageItems = 1 + static_cast<std::uint32_t>(options.seed / 5 % 4);
    m_stopAfter = m_plan.number(1, 40);
    m_sendsClientTokens = options.seed % 2 == 0;
}

World::~World() = default;

WorldReport World::run()
{
    Run& root = begin(kWorkflowName, "{}", 0);
    drive();
    m_report.outcome = outcomeOf(*root.execution);
    for (const auto& run : m_runs) {
        run->execution->advanceTo(now());
        settle(*run);
        m_report.history += historyJson(run->events);
        for (const service::Event& event : run->events)
            ++m_report.events[static_cast<std::size_t>(event.type)];
        for (std::string what : {checkOrder(run->events), checkFold(run->events, run->moments),
                                 checkRestore(*run->execution, run->events, run->facts, m_limits, now())}) {
            if (!what.empty())
                violated(what);
        }
        const core::OperationStatus status = run->execution->status();
        const bool ended = status == core::OperationStatus::Succeeded || status == core::OperationStatus::Failed;
        if (ended) {
            const std::string what = checkReplay(*run->execution, *run->function, m_workflow->losesBranches);
            if (!what.empty())
                violated(what);
        }
    }
    m_report.story = m_plan.story();
    m_report.faults = m_plan.counts();
    return std::move(m_report);
}

World::Run& World::begin(const std::string& function, const std::string& input, std::uint32_t depth)
{
    auto run = std::make_unique<Run>();
    run->function = function == kWorkflowName ? &m_function : &m_invoked;
    run->arn = "arn:aws:lambda:us-east-1:123456789012:function:" + function + ":$LATEST/durable-execution/run" +
               std::to_string(m_runs.size()) + '/' + uuid(std::to_string(m_runs.size()));
    service::StartSpec spec;
    spec.arn = run->arn;
    spec.functionName = function;
    spec.input = core::payload(input);
    spec.depth = depth;
    spec.executionTimeout = timeoutOf(m_options, m_plan);
    auto started = service::Execution::start(std::move(spec), m_limits, now());
    if (!started)
        throw std::runtime_error(started.error().message);
    run->execution = std::move(*started);
    m_runs.push_back(std::move(run));
    Run& made = *m_runs.back();
    settle(made);
    return made;
}

void World::violated(const std::string& what)
{
    const std::lock_guard lock(m_violationsMutex);
    if (m_report.violations.size() < 20)
        m_report.violations.push_back(what);
}

/// Takes what came of a call, as a store and the owner would.
void World::settle(Run& run)
{
    std::vector<service::Event> events = run.execution->takeNewEvents();
    std::ranges::move(events, std::back_inserter(run.events));
    std::vector<service::Fact> facts = run.execution->takeNewFacts();
    std::ranges::move(facts, std::back_inserter(run.facts));
    if (run.events.size() != run.execution->events().size())
        violated("not every event was given to be stored");
    const std::size_t operations = run.execution->operations().size();
    const std::size_t seen = run.moments.empty() ? 0 : run.moments.back().events;
    if (operations < kEveryMoment || run.events.size() > seen + operations / 4 || !run.execution->open()) {
        // A moment of the same event with later times replaces the one before: READY may have come meanwhile.
        // After its end nothing in an execution moves any more.
        const core::Timestamp time = run.execution->endTime().value_or(now());
        run.moments.push_back({run.events.size(), time, run.execution->operations()});
        if (m_options.checksEveryCall) {
            const std::string what = checkFold(run.events, {run.moments.back()});
            if (!what.empty())
                violated("just then, " + what);
        }
    }
    applyEffects(run);
}

void World::applyEffects(Run& run)
{
    for (service::Effect& effect : run.execution->takeEffects()) {
        if (const auto* invoke = std::get_if<service::StartInvoke>(&effect))
            startInvoke(run, invoke->request);
        else if (std::holds_alternative<service::Ended>(effect))
            finishChild(run);
    }
}

World::Run* World::anyThatWants()
{
    for (const auto& run : m_runs) {
        if (run->execution->wantsInvocation())
            return run.get();
    }
    return nullptr;
}

void World::drive()
{
    const Run& root = *m_runs.front();
    for (std::uint32_t turn = 0; root.execution->open(); ++turn) {
        if (turn > kMostTurns) {
            violated("it does not end: " + whatIsLeft());
            return;
        }
        betweenInvocations();
        if (Run* const run = anyThatWants()) {
            invoke(*run);
        } else if (root.execution->open() && !advance()) {
            violated("nothing can happen any more: " + whatIsLeft());
            return;
        }
    }
}

void World::betweenInvocations()
{
    constexpr std::array kPossible{Fault::ClockJump, Fault::ServiceRestarted, Fault::Duplicate};
    Fault fault{};
    if (!m_plan.strikes(kPossible, fault))
        return;
    Run& run = *m_runs[m_plan.number(0, static_cast<std::uint32_t>(m_runs.size()) - 1)];
    if (!run.execution->open())
        return;
    m_plan.note(fault, "event " + std::to_string(run.events.size()));
    if (fault == Fault::ClockJump)
        jump();
    else if (fault == Fault::ServiceRestarted)
        restartService(run);
    else if (mayOvertake())
        overtake(run);
}

/// Everything in memory is gone; what was stored comes back.
void World::restartService(Run& run)
{
    m_clock.advance(std::chrono::milliseconds(1)); // what is new differs from what was by the time at least
    run.execution->advanceTo(now());
    settle(run);
    if (!run.execution->open())
        return;
    std::string wrong = checkRestore(*run.execution, run.events, run.facts, m_limits, now());
    if (!wrong.empty())
        violated(wrong);
    wrong.clear();
    std::vector<service::Event> events = storedAndRead(run.events, wrong);
    auto restored = service::Execution::restore(run.arn, std::move(events), run.facts, m_limits, now());
    if (!restored) {
        violated("restoring: " + restored.error().text());
        return;
    }
    run.execution = std::move(*restored);
    run.current = nullptr;
    settle(run);
    if (std::string what = checkGrowth(run.events, run.execution->events()); !what.empty())
        violated(what);
}

/// To whatever comes next; false when that is nothing but the end of an execution's time.
bool World::advance()
{
    using Kind = service::Execution::Timer::Kind;
    std::optional<core::Timestamp> next;
    for (const auto& run : m_runs) {
        for (const service::Execution::Timer& timer : run->execution->timers()) {
            if (timer.kind == Kind::Execution && m_options.end != WorldOptions::End::TimedOut)
                continue;
            if (!next || timer.due < *next)
                next = timer.due;
            break;
        }
    }
    if (!m_due.empty() && (!next || m_due.begin()->first < *next))
        next = m_due.begin()->first;
    if (!next)
        return false;
    moveTo(std::max(*next, now()));
    return true;
}

/// The clock stops at everything from outside that is due on the way; timers see only where it stops.
void World::moveTo(core::Timestamp time)
{
    while (!m_due.empty() && m_due.begin()->first <= time) {
        m_clock.advanceTo(m_due.begin()->first);
        const Due due = m_due.begin()->second;
        m_due.erase(m_due.begin());
        deliver(due);
    }
    m_clock.advanceTo(time);
    for (std::size_t i = 0; i < m_runs.size(); ++i) { // runs may begin meanwhile
        Run& run = *m_runs[i];
        if (run.execution->nextTimer() && *run.execution->nextTimer() <= now()) {
            run.execution->advanceTo(now());
            settle(run);
        }
    }
}

void World::jump()
{
    // Not over an answer that is on its way: that would be another outcome, not the same one later.
    core::Timestamp target = now() + std::chrono::seconds(m_plan.number(1, 300));
    if (!m_due.empty())
        target = std::min(target, m_due.begin()->first);
    moveTo(target);
}

std::string World::whatIsLeft() const
{
    std::string left;
    for (const auto& run : m_runs) {
        if (!run->execution->open())
            continue;
        for (const core::OperationRef& operation : run->execution->operations()) {
            if (!isTerminal(operation->status))
                left += std::string(operation->name()) + ' ' + std::string(toText(operation->status)) + ", ";
        }
    }
    return left;
}

} // namespace durascope::simulation
