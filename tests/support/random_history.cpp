// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/random_history.h"

#include <algorithm>
#include <random>
#include <vector>

namespace durascope::test {

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

/// std::uniform_int_distribution differs between libraries; the engine does not.
class Dice
{
public:
    explicit Dice(std::uint32_t seed)
        : m_engine(seed)
    {
    }
    std::uint32_t below(std::size_t count) { return static_cast<std::uint32_t>(m_engine() % count); }
    bool chance(std::uint32_t percent) { return below(100) < percent; }

private:
    std::mt19937 m_engine;
};

enum class Kind { Context, Flat, Step, Poll, Wait, Callback, Invoke };

struct Open
{
    std::string id;
    Kind kind;
    std::size_t parent; ///< index of the context it lies in; npos for the execution
    bool pending = false;
};
constexpr std::size_t kRoot = static_cast<std::size_t>(-1);

class Writer
{
public:
    explicit Writer(std::uint32_t seed)
        : m_dice(seed)
    {
    }
    json write(int actions);

private:
    void act();
    void startSomething(std::size_t parent);
    void startBatch(std::size_t parent);
    void endSomething(std::size_t which);
    void endStep(std::size_t which);
    void endContext(std::size_t which);
    void endCallback(std::size_t which);
    void suspend();
    void closeExecution();
    [[nodiscard]] std::string newId() { return "op-" + std::to_string(++m_count); }
    [[nodiscard]] std::size_t anyContext();
    [[nodiscard]] Named in(std::size_t parent, std::string subType = {});
    void maybeWait(int most) { m_history.after(std::chrono::milliseconds(m_dice.chance(40) ? 0 : m_dice.below(most))); }
    bool isExternal(const Open& open) const
    {
        return open.kind == Kind::Wait || open.kind == Kind::Callback || open.kind == Kind::Invoke;
    }

    Dice m_dice;
    HistoryBuilder m_history;
    std::vector<Open> m_open; ///< ended ones have an empty id
    int m_count = 0;
};

Named Writer::in(std::size_t parent, std::string subType)
{
    Named named;
    named.parent = parent == kRoot ? std::string() : m_open[parent].id;
    named.subType = std::move(subType);
    named.unnamed = m_dice.chance(20);
    return named;
}

std::size_t Writer::anyContext()
{
    std::vector<std::size_t> contexts{kRoot, kRoot};
    for (std::size_t i = 0; i < m_open.size(); ++i) {
        if (!m_open[i].id.empty() && (m_open[i].kind == Kind::Context || m_open[i].kind == Kind::Flat))
            contexts.push_back(i);
    }
    return contexts[m_dice.below(contexts.size())];
}

void Writer::startSomething(std::size_t parent)
{
    const std::string id = newId();
    switch (m_dice.below(7)) {
    case 0:
        m_history.contextStarted(id, in(parent));
        m_open.push_back({id, Kind::Context, parent});
        break;
    case 1:
        m_history.waitStarted(id, 1 + static_cast<int>(m_dice.below(600)), in(parent));
        m_open.push_back({id, Kind::Wait, parent});
        break;
    case 2:
        m_history.callbackStarted(id, in(parent), static_cast<int>(m_dice.below(2) * 300));
        m_open.push_back({id, Kind::Callback, parent});
        break;
    case 3:
        m_history.invokeStarted(id, "pay:3", in(parent));
        m_open.push_back({id, Kind::Invoke, parent});
        break;
    case 4:
        m_history.stepStarted(id, in(parent, "WaitForCondition"));
        m_open.push_back({id, Kind::Poll, parent});
        break;
    default:
        m_history.stepStarted(id, in(parent));
        m_open.push_back({id, Kind::Step, parent});
        break;
    }
}

void Writer::startBatch(std::size_t parent)
{
    const bool flat = m_dice.chance(30);
    const std::string id = newId();
    m_history.contextStarted(id, in(parent, m_dice.chance(50) ? "Map" : "Parallel"));
    m_open.push_back({id, flat ? Kind::Flat : Kind::Context, parent});
    const std::size_t batch = m_open.size() - 1;
    const std::uint32_t items = m_dice.below(5);
    for (std::uint32_t i = 0; i < items; ++i) {
        std::size_t inside = batch;
        if (!flat) {
            const std::string item = newId();
            m_history.contextStarted(item, in(batch, "MapIteration"));
            m_open.push_back({item, Kind::Context, batch});
            inside = m_open.size() - 1;
        }
        startSomething(inside);
    }
}

void Writer::endStep(std::size_t which)
{
    Open& open = m_open[which];
    if (open.pending) {
        if (!m_dice.chance(10)) // some SDKs leave the start out
            m_history.stepStarted(open.id);
        open.pending = false;
        return;
    }
    if (m_dice.chance(5)) {
        m_history.invocationCompleted("Runtime.ExitError").after(30ms);
        if (m_dice.chance(50))
            m_history.stepStarted(open.id);
        return;
    }
    const int delay = m_dice.chance(open.kind == Kind::Poll ? 70 : 30) ? 1 + static_cast<int>(m_dice.below(8)) : 0;
    if (open.kind == Kind::Poll || m_dice.chance(70 - (delay > 0 ? 40 : 0)))
        m_history.stepSucceeded(open.id, "{\"n\":1}", delay);
    else
        m_history.stepFailed(open.id, "acme.NoSeat", delay, "no seat");
    open.pending = delay > 0;
    if (!open.pending)
        open.id.clear();
}

void Writer::endContext(std::size_t which)
{
    for (std::size_t i = which + 1; i < m_open.size(); ++i) {
        const bool inside = !m_open[i].id.empty() && m_open[i].parent == which;
        if (inside && m_dice.chance(70)) {
            endSomething(i);
            return;
        }
    }
    if (m_dice.chance(75))
        m_history.contextSucceeded(m_open[which].id);
    else
        m_history.contextFailed(m_open[which].id, "ChildContextError", "no seat");
    m_open[which].id.clear();
}

void Writer::endCallback(std::size_t which)
{
    switch (m_dice.below(4)) {
    case 0:
        m_history.callbackFailed(m_open[which].id, "Declined", "not today");
        break;
    case 1:
        m_history.callbackTimedOut(m_open[which].id, m_dice.chance(50) ? "Callback.Timeout" : "Callback.Heartbeat");
        break;
    default:
        m_history.callbackSucceeded(m_open[which].id);
        break;
    }
    m_open[which].id.clear();
}

void Writer::endSomething(std::size_t which)
{
    switch (m_open[which].kind) {
    case Kind::Context:
    case Kind::Flat:
        endContext(which);
        return;
    case Kind::Step:
    case Kind::Poll:
        endStep(which);
        return;
    case Kind::Callback:
        endCallback(which);
        return;
    case Kind::Wait:
        m_dice.chance(95) ? m_history.waitSucceeded(m_open[which].id) : m_history.waitCancelled(m_open[which].id);
        break;
    case Kind::Invoke:
        if (m_dice.chance(60))
            m_history.invokeSucceeded(m_open[which].id);
        else
            m_history.invokeEnded(m_open[which].id, m_dice.chance(50) ? "Failed" : "TimedOut", "ChainedInvoke.Timeout");
        break;
    }
    m_open[which].id.clear();
}

/// The invocation ends; something outside happens after a long while.
void Writer::suspend()
{
    m_history.invocationCompleted();
    m_history.after(std::chrono::milliseconds(1000 + m_dice.below(100'000)));
    for (std::size_t i = 0; i < m_open.size(); ++i) {
        if (m_open[i].id.empty() || !isExternal(m_open[i]) || m_dice.chance(50))
            continue;
        endSomething(i);
        break;
    }
    m_history.after(50ms);
}

void Writer::act()
{
    maybeWait(40);
    const std::uint32_t roll = m_dice.below(100);
    if (roll < 35) {
        startSomething(anyContext());
    } else if (roll < 42) {
        startBatch(anyContext());
    } else if (roll < 88) {
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < m_open.size(); ++i) {
            if (!m_open[i].id.empty())
                open.push_back(i);
        }
        if (open.empty())
            startSomething(kRoot);
        else
            endSomething(open[m_dice.below(open.size())]);
    } else {
        suspend();
    }
}

void Writer::closeExecution()
{
    switch (m_dice.below(6)) {
    case 0:
        return; // still running
    case 1:
        m_history.invocationCompleted("acme.NoSeat").executionFailed("acme.NoSeat", "no seat");
        return;
    case 2:
        m_history.invocationCompleted().after(1h).executionTimedOut();
        return;
    case 3:
        m_history.executionStopped().after(20ms).invocationCompleted();
        return;
    default:
        m_history.invocationCompleted().executionSucceeded();
        return;
    }
}

json Writer::write(int actions)
{
    m_history.executionStarted().after(50ms);
    while (m_history.events().size() < static_cast<std::size_t>(actions))
        act();
    maybeWait(20);
    closeExecution();
    return m_history.events();
}

void bendEvent(json& events, Dice& dice, std::size_t at)
{
    json& event = events[at];
    const auto someId = [&] { return events[dice.below(events.size())].value("Id", std::string("op-1")); };
    switch (dice.below(12)) {
    case 0:
        event["EventType"] = dice.chance(50) ? "StepFrobnicated" : "ChainedInvokeCancelled";
        return;
    case 1:
        event["ParentId"] = "nobody";
        return;
    case 2:
        event["ParentId"] = someId();
        return;
    case 3:
        if (event.contains("Id"))
            event["ParentId"] = event["Id"];
        return;
    case 4:
        event["EventTimestamp"] = event.value("EventTimestamp", 0.0) - static_cast<double>(dice.below(1000));
        return;
    case 5:
        event["EventTimestamp"] = -static_cast<double>(dice.below(100000));
        return;
    case 6:
        event.erase("EventTimestamp");
        return;
    case 7:
        event["Id"] = someId();
        return;
    case 8:
        event.erase("Id");
        return;
    case 9:
        event["Name"] = "other";
        return;
    case 10:
        event.erase(event.value("EventType", std::string()) + "Details");
        return;
    default:
        event["EventType"] = events[dice.below(events.size())].value("EventType", std::string());
        return;
    }
}

void bend(json& events, Dice& dice)
{
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (dice.chance(12))
            bendEvent(events, dice, i);
    }
    if (dice.chance(30))
        events.erase(0); // no head
    const std::size_t copies = dice.below(6);
    for (std::size_t i = 0; i < copies; ++i) {
        json copy = events[dice.below(events.size())];
        copy["EventId"] = events.size() + 100 + i;
        events.push_back(std::move(copy));
    }
    const std::size_t drops = dice.below(4);
    for (std::size_t i = 0; i < drops && events.size() > 2; ++i)
        events.erase(dice.below(events.size()));
}

} // namespace

json randomHistory(std::uint32_t seed, const RandomHistoryOptions& options)
{
    json events = Writer(seed).write(options.actions);
    Dice dice(seed + 1);
    if (options.hostile)
        bend(events, dice);
    for (std::size_t i = 0; i < events.size(); ++i)
        events[i][events[i].value("EventType", std::string()) + "Details"]["Origin"] = i;
    return events;
}

} // namespace durascope::test
