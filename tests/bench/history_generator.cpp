// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/history_generator.h"

#include "tests/bench/json_events.h"

#include <algorithm>
#include <array>
#include <vector>

namespace durascope::bench {
namespace {

constexpr std::uint64_t kEnding = 2; ///< InvocationCompleted and ExecutionSucceeded
constexpr int kDeepest = 4;
constexpr std::uint64_t kBigMapFrom = 200'000;
constexpr std::uint64_t kBigMapItems = 10'000;
/// What the dearest stage without children can cost: a step with three failed attempts, each with an invocation.
constexpr std::uint64_t kDearest = 11;
/// What a stage leaves over at least, since fillUp() can use any number but one.
constexpr std::uint64_t kRest = 2;

/// One item of a map while others are in work, too.
struct Item
{
    EventOperation context;
    EventOperation step;
    int stage = 0; ///< 0: its step runs; 1: its step has ended
};

/// Plays one execution; every stage knows beforehand what it can cost, so that the number of events comes out exactly.
class Workflow
{
public:
    Workflow(const GeneratorOptions& options, const Sink& sink)
        : m_events(options, sink)
        , m_target(options.events)
    {
    }
    [[nodiscard]] bool play();

private:
    [[nodiscard]] std::uint64_t left() const { return m_target - m_events.count() - m_reserved; }
    [[nodiscard]] bool goesOn() const { return left() > kDearest + kRest && !m_events.stopped(); }

    void wake();
    void suspend(std::string_view error = {});
    EventOperation operation(std::string_view subType, std::string_view name, std::uint64_t parent);

    void stage(std::uint64_t parent, int depth);
    void step(std::uint64_t parent);
    void retriedStep(std::uint64_t parent);
    void wait(std::uint64_t parent);
    void callback(std::uint64_t parent);
    void invoke(std::uint64_t parent);
    void childContext(std::uint64_t parent, int depth);
    void map(std::uint64_t parent, int depth, std::uint64_t items);
    void startItem(std::vector<Item>& running, const EventOperation& map);
    void advanceItem(std::vector<Item>& running, std::size_t index, int depth);
    void fillUp();

    JsonEvents m_events;
    std::uint64_t m_target;
    std::uint64_t m_reserved = kEnding; ///< events that open contexts and the end still need
    std::int64_t m_invocationStart = 0;
};

void Workflow::wake()
{
    m_events.advance(50, 150);
    m_invocationStart = m_events.now();
    m_events.advance(35, 90);
}

void Workflow::suspend(std::string_view error)
{
    m_events.advance(6, 14);
    const std::int64_t end = m_events.now();
    m_events.advance(3, 5);
    std::string details = "\"StartTimestamp\":" + JsonEvents::seconds(m_invocationStart) +
                          ",\"EndTimestamp\":" + JsonEvents::seconds(end) + R"(,"RequestId":")" + m_events.uuid() + '"';
    if (!error.empty())
        details.append(",").append(error);
    m_events.write("InvocationCompleted", {}, details);
}

EventOperation Workflow::operation(std::string_view subType, std::string_view name, std::uint64_t parent)
{
    return {m_events.newId(), parent, subType, name};
}

void Workflow::step(std::uint64_t parent)
{
    static constexpr std::array<std::string_view, 5> kNames{"reserve-stock", "charge-payment", "send-notification",
                                                            "load-customer", "render-invoice"};
    const EventOperation op = operation("Step", kNames[m_events.random.next() % kNames.size()], parent);
    m_events.write("StepStarted", op, {});
    m_events.advance(5, 400);
    m_events.write("StepSucceeded", op, m_events.value("Result") + R"(,"RetryDetails":{"CurrentAttempt":1})");
    m_events.advance(8, 20);
}

void Workflow::retriedStep(std::uint64_t parent)
{
    const EventOperation op = operation("Step", "call-provider", parent);
    const std::uint64_t failures = m_events.random.between(1, 3);
    const bool exhausted = m_events.random.oneIn(4);
    const std::string error = m_events.error("PaymentProviderError", "503 Service Unavailable", true);
    for (std::uint64_t attempt = 1; attempt <= failures; ++attempt) {
        m_events.write("StepStarted", op, {});
        m_events.advance(100, 1500);
        const std::string details = error + R"(,"RetryDetails":{"CurrentAttempt":)" + std::to_string(attempt);
        if (attempt == failures && exhausted) {
            m_events.write("StepFailed", op, details + '}');
            return;
        }
        const std::int64_t delay = 1LL << attempt;
        m_events.write("StepFailed", op, details + ",\"NextAttemptDelaySeconds\":" + std::to_string(delay) + '}');
        const std::int64_t due = m_events.now() + delay * 1000;
        suspend();
        m_events.setNow(due);
        wake();
    }
    m_events.write("StepStarted", op, {});
    m_events.advance(100, 900);
    m_events.write("StepSucceeded", op,
                   m_events.value("Result") + R"(,"RetryDetails":{"CurrentAttempt":)" + std::to_string(failures + 1) +
                       '}');
}

void Workflow::wait(std::uint64_t parent)
{
    static constexpr std::array<std::int64_t, 4> kSeconds{30, 300, 3600, 86'400};
    const EventOperation op = operation("Wait", "cool-down", parent);
    const std::int64_t length = kSeconds[m_events.random.next() % kSeconds.size()];
    const std::int64_t due = m_events.now() + length * 1000;
    const std::string duration = "\"Duration\":" + std::to_string(length);
    m_events.write("WaitStarted", op, duration + ",\"ScheduledEndTimestamp\":" + JsonEvents::seconds(due));
    suspend();
    m_events.setNow(due);
    m_events.write("WaitSucceeded", op, duration);
    wake();
}

void Workflow::callback(std::uint64_t parent)
{
    const EventOperation context = operation("WaitForCallback", "approval", parent);
    m_events.write("ContextStarted", context, {});
    const EventOperation op = operation("Callback", {}, context.id);
    m_events.write("CallbackStarted", op, R"("CallbackId":"cb-)" + m_events.uuid() + R"(","Timeout":7200)");
    const std::int64_t due = m_events.now() + 7'200'000;
    const EventOperation submit = operation("Step", {}, context.id);
    m_events.write("StepStarted", submit, {});
    m_events.advance(50, 300);
    m_events.write("StepSucceeded", submit, R"("Result":{"Truncated":false},"RetryDetails":{"CurrentAttempt":1})");
    suspend();
    if (m_events.random.oneIn(5)) {
        m_events.setNow(due);
        m_events.write("CallbackTimedOut", op, m_events.error("Callback.Timeout", {}, false));
        wake();
        m_events.write("ContextFailed", context,
                       m_events.error("CallbackTimeoutError", "Callback timed out after 7200 seconds", true));
    } else {
        m_events.advance(60'000, 7'000'000);
        const std::string result = m_events.value("Result");
        m_events.write("CallbackSucceeded", op, result);
        wake();
        m_events.write("ContextSucceeded", context, result);
    }
    m_events.advance(8, 20);
}

void Workflow::invoke(std::uint64_t parent)
{
    const EventOperation op = operation("ChainedInvoke", "pay-out", parent);
    m_events.write("ChainedInvokeStarted", op,
                   R"("FunctionName":"expense-payout:live",)" + m_events.value("Input") +
                       R"(,"ExecutedVersion":"12","DurableExecutionArn":"arn:aws:lambda:eu-central-1:123456789012:)"
                       R"(function:expense-payout:12/durable-execution/payout/)" +
                       m_events.uuid() + '"');
    suspend();
    m_events.advance(500, 60'000);
    m_events.write("ChainedInvokeSucceeded", op, m_events.value("Result"));
    wake();
}

void Workflow::childContext(std::uint64_t parent, int depth)
{
    const EventOperation op = operation("RunInChildContext", "prepare", parent);
    m_events.write("ContextStarted", op, {});
    ++m_reserved;
    const std::uint64_t stages = m_events.random.between(2, 5);
    for (std::uint64_t i = 0; i < stages && goesOn(); ++i)
        stage(op.id, depth + 1);
    --m_reserved;
    m_events.write("ContextSucceeded", op, m_events.value("Result"));
    m_events.advance(8, 20);
}

void Workflow::startItem(std::vector<Item>& running, const EventOperation& map)
{
    Item item{operation("MapIteration", "item", map.id), {}, 0};
    item.step = operation("Step", "handle-item", item.context.id);
    m_events.write("ContextStarted", item.context, {});
    m_events.write("StepStarted", item.step, {});
    m_reserved += 2;
    running.push_back(item);
}

void Workflow::advanceItem(std::vector<Item>& running, std::size_t index, int depth)
{
    Item& item = running[index];
    m_events.advance(0, 12);
    if (item.stage == 0) {
        --m_reserved;
        m_events.write("StepSucceeded", item.step,
                       m_events.value("Result") + R"(,"RetryDetails":{"CurrentAttempt":1})");
        item.stage = 1;
        if (depth < kDeepest && m_events.random.oneIn(12) && goesOn())
            map(item.context.id, depth + 1, m_events.random.between(3, 8));
        return;
    }
    --m_reserved;
    if (m_events.random.oneIn(50))
        m_events.write("ContextFailed", item.context, m_events.error("ChildContextError", "Out of stock", true));
    else
        m_events.write("ContextSucceeded", item.context, m_events.value("Result"));
    running[index] = running.back();
    running.pop_back();
}

void Workflow::map(std::uint64_t parent, int depth, std::uint64_t items)
{
    constexpr std::size_t kConcurrency = 10;
    constexpr std::uint64_t kItem = 4;
    const EventOperation op = operation("Map", "handle-items", parent);
    m_events.write("ContextStarted", op, {});
    ++m_reserved;
    std::vector<Item> running;
    std::uint64_t started = 0;
    while (started < items || !running.empty()) {
        const bool startsOne = started < items && running.size() < kConcurrency;
        if (startsOne && left() >= kItem + kRest && !m_events.stopped()) {
            startItem(running, op);
            ++started;
        } else if (!running.empty()) {
            advanceItem(running, m_events.random.next() % running.size(), depth);
        } else {
            break;
        }
    }
    --m_reserved;
    m_events.write("ContextSucceeded", op,
                   R"("Result":{"Payload":"{\"type\":\"MapResult\",\"totalCount\":)" + std::to_string(started) +
                       R"(,\"completionReason\":\"ALL_COMPLETED\"}","Truncated":false})");
    m_events.advance(8, 20);
}

void Workflow::stage(std::uint64_t parent, int depth)
{
    const std::uint64_t pick = m_events.random.between(0, 99);
    if (depth < kDeepest && pick < 12)
        map(parent, depth, m_events.random.between(4, 60));
    else if (depth < kDeepest && pick < 26)
        childContext(parent, depth);
    else if (pick < 36)
        retriedStep(parent);
    else if (pick < 42)
        wait(parent);
    else if (pick < 47)
        callback(parent);
    else if (pick < 52)
        invoke(parent);
    else
        step(parent);
}

/// Steps are two events and a wait is three: together they reach every number but one.
void Workflow::fillUp()
{
    while (left() >= 2 && !m_events.stopped()) {
        if (left() % 2 == 1)
            wait(0);
        else
            step(0);
    }
}

bool Workflow::play()
{
    m_events.writeExecution("ExecutionStarted", m_events.value("Input") + ",\"ExecutionTimeout\":31536000");
    wake();
    m_events.advance(900, 1800);
    if (m_target >= kBigMapFrom)
        map(0, 1, kBigMapItems);
    while (goesOn())
        stage(0, 1);
    fillUp();
    suspend();
    m_events.writeExecution("ExecutionSucceeded", m_events.value("Result"));
    return m_events.finish();
}

} // namespace

bool generateHistory(const GeneratorOptions& options, const Sink& sink)
{
    constexpr std::uint64_t kFewest = 16;
    GeneratorOptions bounded = options;
    bounded.events = std::max(kFewest, options.events);
    return Workflow(bounded, sink).play();
}

std::string generateHistoryText(const GeneratorOptions& options)
{
    std::string text;
    const bool complete = generateHistory(options, [&](std::string_view piece) {
        text += piece;
        return true;
    });
    return complete ? text : std::string{};
}

} // namespace durascope::bench
