// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/engine_world.h"

#include <algorithm>
#include <stdexcept>

namespace durascope::simulation {
namespace {

using std::chrono::seconds;

constexpr core::Timestamp kStart{1'767'225'600'000'000}; // 2026-01-01T00:00:00Z
constexpr std::uint32_t kMostTurns = 100'000;
constexpr std::size_t kDeepest = 3; ///< invocations inside of each other
constexpr std::size_t kEveryMoment = 400;
constexpr seconds kBeat{5'000};
constexpr std::int64_t kSlow = 100;

const Node* nodeOf(const Sequence& sequence, const std::string& label)
{
    for (const Node& node : sequence) {
        if (node.label == label)
            return &node;
        for (const Sequence& branch : node.branches) {
            if (const Node* const found = nodeOf(branch, label))
                return found;
        }
    }
    return nullptr;
}

service::InvokeOutcome outcomeOf(const Node& node)
{
    using Kind = service::InvokeOutcome::Kind;
    switch (node.ending) {
    case Ending::Fails:
        return {Kind::Failed, {}, core::errorRef("TargetError", node.label + " fails")};
    case Ending::TimesOut:
        return {Kind::TimedOut, {}, core::errorRef("ChainedInvoke.Timeout", node.label + " timed out")};
    case Ending::Stopped:
        return {Kind::Stopped, {}, core::errorRef("Stopped", node.label + " was stopped")};
    default:
        return {Kind::Succeeded, core::payload('"' + node.label + '"'), {}};
    }
}

std::string outcomeOf(const host::Engine::ExecutionView& execution)
{
    std::string text(toText(execution.status));
    if (execution.result)
        text += ' ' + *execution.result;
    if (execution.error)
        text += ' ' + execution.error->type.value_or("?") + ": " + execution.error->message.value_or("?");
    return text;
}

bool isAnswered(const Node& node)
{
    return node.ending == Ending::Succeeds || node.ending == Ending::Fails;
}

} // namespace

/// Tells the world which invocation works.
class EngineWorld::Host final : public host::FunctionHost
{
public:
    Host(EngineWorld& world, durable::Function function)
        : m_world(world)
        , m_inside(host::cppHost(std::move(function)))
    {
    }
    core::InvocationOutcome invoke(const core::InvocationEvent& event, durable::DurableClient& client,
                                   const durable::RunOptions& options) override
    {
        constexpr std::array kLate{Fault::LateInvocation};
        const std::string& arn = event.executionArn;
        const std::uint64_t number = ++m_world.m_begun;
        m_world.m_latest[arn] = number;
        m_world.m_sessions.push_back({arn, number, m_world.m_engine->events(arn).size()});
        Fault fault{};
        if (m_world.m_plan.strikes(kLate, fault)) {
            m_world.m_plan.note(fault, arn);
            m_world.overtake(arn);
        }
        core::InvocationOutcome outcome = m_inside->invoke(event, client, options);
        m_world.m_sessions.pop_back();
        return outcome;
    }

private:
    EngineWorld& m_world;
    std::shared_ptr<host::FunctionHost> m_inside;
};

EngineWorld::EngineWorld(std::shared_ptr<const Workflow> workflow, EngineWorldOptions options)
    : m_workflow(std::move(workflow))
    , m_options(std::move(options))
    , m_plan(m_options.seed, m_options.faults)
    , m_file(m_options.library)
    , m_clock(kStart)
{
}

EngineWorld::~EngineWorld() = default;

void EngineWorld::violated(const std::string& what)
{
    if (m_report.violations.size() < 20)
        m_report.violations.push_back(what);
}

WorldReport EngineWorld::run()
{
    open();
    live();
    m_report.outcome = outcomeOf(*m_engine->execution(m_root));
    const std::vector<std::string> arns = m_engine->executions();
    close(false);
    for (const std::string& arn : arns) {
        const std::vector<service::Event>& events = m_histories[arn];
        m_report.history += historyJson(events);
        for (std::string what : {checkOrder(events), checkFold(events, m_moments[arn])}) {
            if (!what.empty())
                violated(what);
        }
    }
    m_report.story = m_plan.story();
    m_report.faults = m_plan.counts();
    return std::move(m_report);
}

void EngineWorld::openLibrary()
{
    auto library = store::Library::open(m_file, {.durability = store::Durability::Normal});
    if (!library)
        throw std::runtime_error(library.error().text());
    m_library = std::move(*library);
}

void EngineWorld::open()
{
    openLibrary();
    host::EngineOptions options;
    options.time = m_options.time;
    options.startTime = m_clock;
    options.seed = m_options.seed;
    options.limits.invocationFailures = 0; // crashes shall not decide how it ends
    options.library = m_library.get();
    options.logSink = [](const durable::LogRecord&) {};
    options.faults.beforeCheckpoint = [this](const auto& request) { return beforeCheckpoint(request); };
    options.faults.afterCheckpoint = [this](const auto& request) { return afterCheckpoint(request); };
    options.faults.beforeAnswer = [this](const auto& event, auto&) { beforeAnswer(event); };
    m_engine = std::make_unique<host::Engine>(std::move(options));
    m_engine->setListener([this](const std::string& arn) { noteMoment(arn); });
    m_engine->addFunction({.name = kWorkflowName}, std::make_shared<Host>(*this, interpret(m_workflow, *this)));
    m_engine->addFunction({.name = kInvokedName}, std::make_shared<Host>(*this, interpretInvoked(m_workflow, *this)));
    m_engine->addPlainFunction({.name = kPlainName}, [this](const host::Payload& payload) {
        return outcomeOf(*nodeOf(m_workflow->body, durable::json::parse(*payload).at("label").get<std::string>()));
    });
    if (m_root.empty()) {
        const auto started = m_engine->start({kWorkflowName, core::payload(std::string("{}")), "run", {}, {}});
        if (!started)
            throw std::runtime_error(started.error().message);
        m_root = *started;
        return;
    }
    if (const auto resumed = m_engine->resume(m_root); !resumed)
        violated("it cannot be taken up: " + resumed.error().text());
    for (const auto& [arn, before] : m_histories) {
        // Executions that nobody waits for any more are left alone.
        const std::vector<service::Event> after = m_engine->events(arn);
        if (const std::string what = checkGrowth(before, after); !what.empty() && !after.empty())
            violated("taken up, " + what);
    }
    for (const auto& [id, node] : m_given)
        m_engine->holdCallback(id, true);
}

/// The engine goes. Either in peace, when the library must hold whatever it has shown, or by losing power: what nobody
/// was told of may be gone then.
void EngineWorld::close(bool losesPower)
{
    m_clock = m_engine->now();
    if (!losesPower && !m_engine->flush())
        violated("the library does not take what it should");
    std::map<std::string, std::vector<service::Event>> shown;
    for (const std::string& arn : m_engine->executions())
        shown[arn] = m_engine->events(arn);
    if (losesPower)
        continueWithCopy();
    m_engine.reset();
    m_library.reset();
    openLibrary();
    for (const auto& [arn, events] : shown)
        checkStored(arn, events, losesPower);
    m_library.reset();
}

/// The files as they are while everything is still running.
void EngineWorld::continueWithCopy()
{
    const std::filesystem::path before = m_file;
    m_file += "x";
    for (const char* suffix : {"", "-wal"}) {
        std::error_code missing;
        std::filesystem::copy_file(before.string() + suffix, m_file.string() + suffix, missing);
    }
}

void EngineWorld::checkStored(const std::string& arn, const std::vector<service::Event>& shown, bool losesPower)
{
    auto stored = m_library->load(arn);
    if (!stored) {
        // A child that was begun but never stored is begun again.
        if (!losesPower || arn == m_root)
            violated("the library does not hold it: " + stored.error().text());
        m_moments.erase(arn);
        m_histories.erase(arn);
        return;
    }
    if (const std::string what = checkGrowth(stored->events, shown); !what.empty())
        violated("in the library, " + what);
    if (!losesPower && stored->events.size() != shown.size())
        violated("the library holds less than was shown");
    std::set<std::string> ended;
    for (const service::Event& event : stored->events) {
        if (event.who && event.who->name && core::roleOf(event.type) == core::EventRole::End)
            ended.insert(*event.who->name);
    }
    for (const auto& [execution, label] : m_told) {
        if (execution == arn && !ended.contains(label))
            violated("the workflow was told of " + label + ", but the library does not know");
    }
    std::vector<Moment>& moments = m_moments[arn];
    std::erase_if(moments, [&](const Moment& moment) { return moment.events > stored->events.size(); });
    m_histories[arn] = std::move(stored->events);
}

bool EngineWorld::over() const
{
    const auto view = m_engine->execution(m_root);
    return !view || view->status != core::OperationStatus::Started;
}

void EngineWorld::live()
{
    constexpr std::array kBetween{Fault::ServiceRestarted};
    for (std::uint32_t turn = 0; !over(); ++turn) {
        if (turn > kMostTurns) {
            violated("it does not end");
            return;
        }
        const host::Engine::Idle idle = m_engine->drive([this] { return m_shutsDown || over(); });
        if (idle == host::Engine::Idle::Failed) {
            violated("the library failed: " + m_engine->failure()->text());
            return;
        }
        Fault fault{};
        if (std::exchange(m_shutsDown, false) || (!over() && m_plan.strikes(kBetween, fault))) {
            const bool losesPower = m_plan.number(0, 1) == 0;
            m_plan.note(losesPower ? Fault::ServiceRestartedInside : Fault::ServiceRestarted,
                        "turn " + std::to_string(turn));
            close(losesPower);
            open();
        } else if (!over() && !advance()) {
            violated("nothing can happen any more");
            return;
        }
    }
}

/// To what comes next: an answer, or in Manual time a timer.
bool EngineWorld::advance()
{
    using Kind = service::Execution::Timer::Kind;
    std::optional<core::Timestamp> next;
    if (m_options.time == host::TimeMode::Manual) {
        for (const std::string& arn : m_engine->executions()) {
            for (const service::Execution::Timer& timer : m_engine->timers(arn)) {
                if (timer.kind != Kind::Execution && (!next || timer.due < *next))
                    next = timer.due;
            }
        }
    }
    const auto first = m_due.begin();
    if (first != m_due.end() && (!next || first->first < *next)) {
        const Answer answer = first->second;
        if (m_options.time == host::TimeMode::Manual && first->first > m_engine->now())
            m_engine->advance(first->first - m_engine->now());
        m_due.erase(first);
        deliver(answer);
        return true;
    }
    if (!next)
        return false;
    m_engine->advance(std::max(*next - m_engine->now(), core::Duration(0)));
    return true;
}

void EngineWorld::callbackGiven(const std::string&, const Node& node, const std::string& callbackId)
{
    const bool isNew = m_known.emplace(callbackId, true).second;
    if (!isNew || !isAnswered(node))
        return;
    m_given.emplace(callbackId, &node);
    m_engine->holdCallback(callbackId, true);
    const core::Duration after = seconds(node.seconds * (node.heartbeats ? kSlow : 1));
    const core::Timestamp now = m_engine->now();
    if (node.heartbeats) {
        for (core::Duration beat = kBeat; beat < after; beat += kBeat)
            m_due.emplace(now + beat, Answer{callbackId, &node, true});
    }
    m_due.emplace(now + after, Answer{callbackId, &node, false});
    if (node.sentTwice)
        m_due.emplace(now + after, Answer{callbackId, &node, false});
}

void EngineWorld::deliver(const Answer& answer)
{
    const bool isOpen = m_given.contains(answer.callbackId);
    host::Answer<void> taken;
    if (answer.heartbeat)
        taken = m_engine->heartbeatCallback(answer.callbackId);
    else if (answer.node->ending == Ending::Fails)
        taken = m_engine->failCallback(answer.callbackId, core::errorRef("Declined", answer.node->label + " declined"));
    else
        taken = m_engine->succeedCallback(answer.callbackId, core::payload('"' + answer.node->label + '"'));
    // Its execution may have ended without waiting for it.
    if (taken && !isOpen)
        violated("a second answer to " + answer.node->label + " was taken");
    if (!isOpen)
        m_plan.note(Fault::CallbackTwice, answer.node->label);
    if (!answer.heartbeat && m_given.erase(answer.callbackId) > 0)
        m_engine->holdCallback(answer.callbackId, false);
}

std::optional<core::ServiceError> EngineWorld::beforeCheckpoint(const core::CheckpointRequest& request)
{
    constexpr std::array kPossible{Fault::ExitBeforeCheckpoint, Fault::Throttled, Fault::ServerError,
                                   Fault::OvertakenBeforeCheckpoint, Fault::ServiceRestartedInside};
    ++m_report.checkpoints;
    m_report.polls += request.updates.empty() ? 1 : 0;
    Fault fault{};
    if (!m_plan.strikes(kPossible, fault))
        return {};
    m_plan.note(fault, "checkpoint " + std::to_string(m_report.checkpoints));
    switch (fault) {
    case Fault::Throttled:
        return core::ServiceError{"ThrottlingException", "Rate exceeded", 429};
    case Fault::ServerError:
        return core::ServiceError{"ServiceException", "internal error", 500};
    case Fault::OvertakenBeforeCheckpoint:
        overtake(request.executionArn);
        return {};
    case Fault::ServiceRestartedInside:
        m_shutsDown = true;
        throw durable::SimulatedExit{};
    default:
        throw durable::SimulatedExit{};
    }
}

std::optional<core::ServiceError> EngineWorld::afterCheckpoint(const core::CheckpointRequest& request)
{
    constexpr std::array kPossible{Fault::ExitAfterCheckpoint, Fault::LostAnswer, Fault::OvertakenAfterCheckpoint};
    Fault fault{};
    if (!m_plan.strikes(kPossible, fault))
        return {};
    m_plan.note(fault, "checkpoint " + std::to_string(m_report.checkpoints));
    if (fault == Fault::LostAnswer)
        return core::ServiceError{"ServiceException", "internal error", 500};
    if (fault == Fault::ExitAfterCheckpoint)
        throw durable::SimulatedExit{};
    overtake(request.executionArn);
    return {};
}

void EngineWorld::beforeAnswer(const core::InvocationEvent& event)
{
    constexpr std::array kPossible{Fault::ExitAtEnd, Fault::OvertakenAtEnd};
    Fault fault{};
    if (!m_plan.strikes(kPossible, fault))
        return;
    m_plan.note(fault, event.requestId);
    if (fault == Fault::ExitAtEnd)
        throw durable::SimulatedExit{};
    overtake(event.executionArn);
}

void EngineWorld::overtake(const std::string& arn)
{
    if (m_sessions.size() < kDeepest)
        static_cast<void>(m_engine->deliverDuplicate(arn));
}

void EngineWorld::noteMoment(const std::string& arn)
{
    std::vector<core::OperationRef> operations = m_engine->operations(arn);
    std::vector<Moment>& moments = m_moments[arn];
    const std::size_t before = moments.empty() ? 0 : moments.back().events;
    const std::size_t events = before + m_engine->events(arn, static_cast<std::int64_t>(before) + 1).size();
    if (operations.empty() || (operations.size() > kEveryMoment && !moments.empty() &&
                               moments.back().events + operations.size() / 4 > events))
        return;
    const core::Timestamp now = operations.front()->end.value_or(m_engine->now());
    moments.push_back({events, now, std::move(operations)});
}

void EngineWorld::bodyBegins(const std::string& arn, const Node& node, const durable::StepContext& step)
{
    constexpr std::array kPossible{Fault::ExitInBody, Fault::OvertakenInBody};
    ++m_report.bodies;
    const std::uint32_t runs = ++m_bodies[{arn + ' ' + node.label, step.attempt()}];
    if (node.kind == NodeKind::Step && node.atMostOnce && runs > 1)
        violated(node.label + " ran twice in its attempt " + std::to_string(step.attempt()));
    checkBody(node, step);
    Fault fault{};
    if (!m_plan.strikes(kPossible, fault))
        return;
    m_plan.note(fault, node.label);
    if (fault == Fault::ExitInBody)
        throw durable::SimulatedExit{};
    overtake(arn);
}

void EngineWorld::bodyEnds(const std::string&, const Node& node, const durable::StepContext&)
{
    constexpr std::array kPossible{Fault::ExitAfterBody};
    Fault fault{};
    if (!m_plan.strikes(kPossible, fault))
        return;
    m_plan.note(fault, node.label);
    throw durable::SimulatedExit{};
}

/// As in World: while the service holds its step open, or as far as a stale invocation can know.
void EngineWorld::checkBody(const Node& node, const durable::StepContext& step)
{
    const Session& session = m_sessions.back();
    const std::vector<core::OperationRef> operations = m_engine->operations(session.arn);
    const auto found = std::ranges::find(operations, step.operationId(), [](const auto& known) { return known->id(); });
    if (found == operations.end()) {
        violated("the body of " + node.label + " runs before its start is recorded");
        return;
    }
    const core::Operation& operation = **found;
    const bool isOpen = operation.status == core::OperationStatus::Started && operation.attempt + 1 == step.attempt();
    if (m_latest[session.arn] == session.number) {
        if (!isOpen)
            violated("the body of " + node.label + " runs while the service holds it " +
                     std::string(toText(operation.status)));
        return;
    }
    const std::vector<service::Event> events = m_engine->events(session.arn);
    const auto ended = std::ranges::find_if(events, [&](const service::Event& event) {
        return event.who && event.who->id == step.operationId() && event.type == core::EventType::StepSucceeded &&
               event.nextAttemptDelay.value_or(0) == 0;
    });
    if (static_cast<std::size_t>(ended - events.begin()) < session.eventsBefore)
        violated("the body of " + node.label + " runs although its end was known");
}

void EngineWorld::observed(const std::string& arn, const std::string& label, const std::string& value)
{
    if (const std::string what = m_observations.add(arn + ' ' + label, value); !what.empty())
        violated(what);
    const Node* const node = nodeOf(m_workflow->body, label);
    // What a timer ended ends again at the same instant, and a virtual context leaves no trace.
    const bool leavesTrace = node != nullptr && node->kind != NodeKind::Virtual && node->kind != NodeKind::Wait &&
                             !(node->kind == NodeKind::Callback && !isAnswered(*node));
    if (leavesTrace)
        m_told.emplace(arn, label);
}

} // namespace durascope::simulation
