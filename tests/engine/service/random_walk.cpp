// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/service/random_walk.h"

#include <algorithm>
#include <array>

namespace durascope::test {

using namespace std::chrono_literals;

namespace {

constexpr int kIds = 24;

/// An id has one type for the whole walk, as in a deterministic function.
OperationType typeOf(const std::string& id)
{
    constexpr std::array kTypes{OperationType::Step, OperationType::Context,  OperationType::Wait,
                                OperationType::Step, OperationType::Callback, OperationType::ChainedInvoke};
    return kTypes[static_cast<std::size_t>(std::stoi(id.substr(1))) % kTypes.size()];
}

service::Limits limitsFor(std::uint64_t seed)
{
    service::Limits limits;
    limits.emptyPending = static_cast<std::uint32_t>(1 + seed % 3);
    limits.invocationFailures = seed % 4 == 0 ? 0 : 5;
    return limits;
}

} // namespace

RandomWalk::RandomWalk(std::uint64_t seed)
    : m_driver(limitsFor(seed), 2000)
    , m_random(seed)
{
    store();
}

void RandomWalk::store()
{
    for (service::Event& event : (*m_driver).takeNewEvents())
        m_events.push_back(std::move(event));
    for (service::Fact& fact : (*m_driver).takeNewFacts())
        m_facts.push_back(std::move(fact));
    (void)(*m_driver).takeEffects();
}

std::string RandomWalk::anyId()
{
    return 'o' + std::to_string(number(kIds - 1));
}

core::OperationRef RandomWalk::any(OperationType type)
{
    for (int i = 0; i < 2 * kIds; ++i) {
        const core::OperationRef operation = m_driver->find(anyId());
        if (operation && operation->type() == type)
            return operation;
    }
    return {};
}

OperationUpdate RandomWalk::anyUpdate()
{
    const std::string id = anyId();
    const OperationType type = typeOf(id);
    const core::OperationRef known = m_driver->find(id);
    std::string parent;
    if (known) {
        parent = known->identity->parentId.value_or("");
    } else if (chance(60)) {
        const core::OperationRef context = any(OperationType::Context);
        parent = context ? context->id() : "";
    }
    const auto action = known ? static_cast<UpdateAction>(number(4)) : UpdateAction::Start;
    OperationUpdate made = update(type, id, chance(5) ? UpdateAction::Retry : action, parent);
    if (type == OperationType::Step && id == "o3") {
        core::OperationIdentity who = *made.identity;
        who.subType = "WaitForCondition";
        made.identity = std::make_shared<const core::OperationIdentity>(std::move(who));
    }
    if (made.action == UpdateAction::Retry)
        made.nextAttemptDelay = 1 + number(30);
    const bool fails = made.action == UpdateAction::Fail || (made.action == UpdateAction::Retry && chance(50));
    if (fails)
        made.error = error("Error", "number " + std::to_string(number(999)));
    else if (made.action != UpdateAction::Start)
        made.payload = chance(80) ? core::payload(std::to_string(number(999))) : core::Payload{};
    if (type == OperationType::Context && chance(40))
        made.replayChildren = chance(70);
    made.wait = type == OperationType::Wait ? std::optional<std::int64_t>(1 + number(60)) : std::nullopt;
    if (type == OperationType::Callback) {
        made.callbackTimeout = chance(50) ? number(90) : 0;
        made.heartbeatTimeout = chance(50) ? number(40) : 0;
    }
    if (type == OperationType::ChainedInvoke)
        made.functionName = "target:1";
    return made;
}

void RandomWalk::checkpoint()
{
    std::vector<OperationUpdate> updates;
    for (int i = number(3); i > 0; --i) {
        updates.push_back(anyUpdate());
        const OperationUpdate& last = updates.back();
        if (last.action == UpdateAction::Start && last.identity->type == OperationType::Step && chance(50)) {
            updates.push_back(last);
            updates.back().action = UpdateAction::Succeed;
            updates.back().payload = core::payload(std::string("\"at once\""));
        }
    }
    if (chance(1))
        updates.push_back(chance(50) ? executionSucceed("\"large\"") : executionFail("Large"));
    m_lastCall = "checkpoint of " + std::to_string(updates.size());
    (void)m_driver.send(std::move(updates));
}

core::InvocationOutcome RandomWalk::anyOutcome()
{
    const int dice = number(99);
    if (dice < 70)
        return answerPending();
    if (dice < 88)
        return crash();
    if (dice < 96)
        return crash("Sandbox.Timedout");
    return dice < 98 ? answerSucceeded() : answerFailed("Mine", "gone wrong");
}

void RandomWalk::answerSomething()
{
    if (const core::OperationRef invoke = any(OperationType::ChainedInvoke); invoke && chance(50)) {
        m_lastCall = "completeInvoke " + invoke->id();
        const auto kind = static_cast<service::InvokeOutcome::Kind>(number(3));
        const bool good = kind == service::InvokeOutcome::Kind::Succeeded;
        m_driver->completeInvoke(invoke->id(),
                                 {kind, good ? core::payload(std::string("[]")) : core::Payload{},
                                  good ? core::ErrorRef{} : error("Target")},
                                 m_driver.now());
        return;
    }
    const core::OperationRef callback = any(OperationType::Callback);
    if (!callback)
        return;
    m_lastCall = "callback " + callback->id();
    const std::string id = *callback->callbackId;
    const int dice = number(9);
    if (dice < 2)
        (void)m_driver->succeedCallback(id, core::payload(std::string("yes")), m_driver.now());
    else if (dice < 4)
        (void)m_driver->failCallback(id, error("Denied"), m_driver.now());
    else if (dice < 9)
        (void)m_driver->heartbeatCallback(id, m_driver.now());
    else
        (void)m_driver->timeOutCallback(id, chance(50), m_driver.now());
}

void RandomWalk::skipSomething()
{
    const core::OperationRef operation = any(chance(50) ? OperationType::Wait : OperationType::Step);
    if (!operation)
        return;
    m_lastCall = "skipTimer " + operation->id();
    if (m_driver->skipTimer(operation->id(), m_driver.now()) && operation->type() == OperationType::Step)
        m_skipped.insert(operation->id());
}

bool RandomWalk::step()
{
    constexpr std::array<core::Duration, 7> kTimes{0us, 1us, 1ms, 500ms, 1s, 5s, 30s};
    m_driver.pass(kTimes[static_cast<std::size_t>(number(6))]);
    if (!m_driver->open() && ++m_afterEnd > 5)
        return false;
    const int dice = number(99);
    const bool running = m_driver->invocationRunning();
    const bool overdue = std::ranges::any_of(m_driver->timers(), [this](const Execution::Timer& timer) {
        return timer.kind == Execution::Timer::Kind::Execution && timer.due <= m_driver.now();
    });
    if (m_driver->open() && !overdue && (m_driver->wantsInvocation() || dice < 3)) {
        m_lastCall = "beginInvocation";
        if (running)
            m_overtaken.push_back(m_driver.requestId());
        m_driver.begin();
    } else if (dice < 20) {
        m_lastCall = "advanceTo";
        m_driver.after(0us);
    } else if (dice < 32) {
        answerSomething();
    } else if (dice < 40) {
        skipSomething();
    } else if (dice < 42 && !m_overtaken.empty()) {
        m_lastCall = "a late outcome";
        m_driver->completeInvocation(m_overtaken.back(), anyOutcome(), m_driver.now());
        m_overtaken.pop_back();
    } else if (dice < 60 && running) {
        m_lastCall = "completeInvocation";
        m_driver.complete(anyOutcome());
    } else if (dice == 60 && chance(10)) {
        m_lastCall = "stop";
        m_driver->stop(error("Stopped"), m_driver.now());
    } else {
        checkpoint();
    }
    store();
    return true;
}

} // namespace durascope::test
