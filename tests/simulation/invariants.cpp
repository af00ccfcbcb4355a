// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/invariants.h"

#include "engine/history/reader.h"
#include "engine/history/state_at.h"

#include <algorithm>

namespace durascope::simulation {
namespace {

using core::Operation;
using core::OperationStatus;
using core::OperationType;

std::string at(std::size_t event)
{
    return "at event " + std::to_string(event) + ": ";
}

bool isExpected(history::RepairKind kind)
{
    // A run that goes on has no end.
    return kind == history::RepairKind::SourceGuessed || kind == history::RepairKind::PartialTail;
}

std::uint32_t attemptShown(const Operation& operation)
{
    if (operation.type() != OperationType::Step)
        return 0;
    return operation.attempt + (operation.status == OperationStatus::Started ? 1 : 0);
}

std::string difference(const Operation& operation, const history::OperationState& folded)
{
    if (operation.status != folded.status) {
        return "is " + std::string(toText(operation.status)) + ", folded " + std::string(toText(folded.status));
    }
    if (attemptShown(operation) != folded.attempt)
        return "attempt " + std::to_string(operation.attempt) + ", folded " + std::to_string(folded.attempt);
    if (operation.start != folded.start)
        return "another start";
    if (operation.end != folded.end)
        return "another end";
    if (operation.status == OperationStatus::Pending && operation.nextAttempt != folded.nextAttempt)
        return "another next attempt";
    if (operation.type() == OperationType::Wait && operation.scheduledEnd != folded.scheduledEnd)
        return "another scheduled end";
    return {};
}

bool sameError(const core::ErrorRef& a, const core::ErrorRef& b)
{
    return a == b || (a && b && *a == *b);
}

bool same(const Operation& a, const Operation& b)
{
    return *a.identity == *b.identity && a.status == b.status && a.start == b.start && a.end == b.end &&
           core::samePayload(a.input, b.input) && core::samePayload(a.result, b.result) &&
           sameError(a.error, b.error) && a.attempt == b.attempt && a.replayChildren == b.replayChildren &&
           a.nextAttempt == b.nextAttempt && a.scheduledEnd == b.scheduledEnd && a.callbackId == b.callbackId;
}

using TimerKey = std::tuple<core::Timestamp, service::Execution::Timer::Kind, std::string>;

/// Without those of invocations: the one that runs is forgotten.
std::vector<TimerKey> timersOf(const service::Execution& execution)
{
    std::vector<TimerKey> keys;
    for (const service::Execution::Timer& timer : execution.timers()) {
        if (timer.kind != service::Execution::Timer::Kind::InvocationRetry)
            keys.emplace_back(timer.due, timer.kind, timer.operationId);
    }
    std::ranges::sort(keys);
    return keys;
}

/// A service where everything has happened: it takes nothing.
class Closed final : public durable::DurableClient
{
public:
    std::expected<core::CheckpointAnswer, core::ServiceError>
    checkpoint(const core::CheckpointRequest& request) override
    {
        for (const core::OperationUpdate& update : request.updates)
            m_asked +=
                ' ' + std::string(toText(update.action)) + ' ' + update.identity->name.value_or(update.identity->id);
        return std::unexpected(core::ServiceError{"InvalidParameterValueException", "Invalid checkpoint token", 400});
    }
    std::expected<core::StatePage, core::ServiceError> state(std::string_view, std::string_view,
                                                             std::string_view) override
    {
        return core::StatePage{};
    }
    [[nodiscard]] const std::string& asked() const { return m_asked; }

private:
    std::string m_asked;
};

} // namespace

std::string checkOrder(const std::vector<service::Event>& events)
{
    core::Timestamp last = core::kEarliest;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (events[i].eventId != static_cast<std::int64_t>(i) + 1)
            return at(i + 1) + "its id is " + std::to_string(events[i].eventId);
        if (events[i].time < last)
            return at(i + 1) + "it is earlier than the one before";
        last = events[i].time;
    }
    return {};
}

std::string checkGrowth(const std::vector<service::Event>& earlier, const std::vector<service::Event>& later)
{
    if (later.size() < earlier.size())
        return std::to_string(earlier.size() - later.size()) + " events were lost";
    for (std::size_t i = 0; i < earlier.size(); ++i) {
        if (toJson(earlier[i]) != toJson(later[i]))
            return at(i + 1) + "it has changed: " + toJson(earlier[i]) + " is now " + toJson(later[i]);
    }
    return {};
}

std::string checkFold(const std::vector<service::Event>& events, const std::vector<Moment>& moments)
{
    const auto log = history::readHistoryText(historyJson(events), "simulation");
    if (!log)
        return log.error().text();
    for (const history::Repair& repair : (*log)->repairs().repairs()) {
        if (!isExpected(repair.kind))
            return history::describe(repair);
    }
    for (const Moment& moment : moments) {
        const core::EventIndex cursor(static_cast<std::uint32_t>(moment.events - 1));
        const history::StateAt state(**log, cursor, moment.now);
        for (const core::OperationRef& operation : moment.operations) {
            const auto row = (*log)->findOperation(operation->id());
            if (!row)
                return at(moment.events) + std::string(operation->name()) + " is not in the history";
            const std::string what = difference(*operation, state.state(*row));
            if (!what.empty())
                return at(moment.events) + std::string(operation->name()) + ' ' + what;
        }
        const history::Totals totals = state.totals();
        if (totals.operations + 1 != moment.operations.size())
            return at(moment.events) + "another number of operations";
    }
    return {};
}

std::vector<service::Event> storedAndRead(const std::vector<service::Event>& events, std::string& wrong)
{
    std::vector<service::Event> read;
    read.reserve(events.size());
    for (const service::Event& event : events) {
        auto parsed = service::eventFromJson(toJson(event));
        if (!parsed) {
            wrong = parsed.error().text();
            return {};
        }
        read.push_back(std::move(*parsed));
    }
    return read;
}

std::string checkRestore(const service::Execution& execution, const std::vector<service::Event>& events,
                         const std::vector<service::Fact>& facts, const service::Limits& limits, core::Timestamp now)
{
    std::string wrong;
    std::vector<service::Event> read = storedAndRead(events, wrong);
    if (!wrong.empty())
        return wrong;
    const auto restored = service::Execution::restore(execution.arn(), std::move(read), facts, limits, now);
    if (!restored)
        return "restoring: " + restored.error().text();
    const auto& before = execution.operations();
    const auto& after = (*restored)->operations();
    if (before.size() != after.size())
        return "restoring: another number of operations";
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (!same(*before[i], *after[i])) {
            return "restoring: " + std::string(before[i]->name()) + " was " + std::string(toText(before[i]->status)) +
                   ", came back " + std::string(toText(after[i]->status));
        }
    }
    if (timersOf(execution) != timersOf(**restored))
        return "restoring: other timers";
    if (execution.open() && (execution.invocationRunning() || execution.wantsInvocation()) &&
        !(*restored)->wantsInvocation())
        return "restoring: no invocation is wanted";
    return {};
}

std::string checkReplay(const service::Execution& execution, const durable::Function& function, bool lenient)
{
    core::InvocationEvent event;
    event.executionArn = execution.arn();
    event.checkpointToken = "closed";
    event.operations = execution.operations();
    event.requestId = "replay";
    Closed service;
    durable::RunOptions options;
    options.scheduling = durable::Scheduling::Sequential;
    options.logSink = [](const durable::LogRecord&) {};
    const core::InvocationOutcome outcome = durable::runInvocation(function, event, service, options);
    if (!service.asked().empty())
        return lenient ? std::string() : "replaying: it wants to record" + service.asked();
    const auto* const answer = std::get_if<core::InvocationAnswer>(&outcome);
    if (answer == nullptr)
        return "replaying: the invocation failed";
    const bool succeeded = execution.status() == OperationStatus::Succeeded;
    if (succeeded != (answer->status == core::InvocationAnswer::Status::Succeeded))
        return "replaying: it answers " + std::string(toText(answer->status));
    if (succeeded && !core::samePayload(answer->result, execution.result()))
        return "replaying: another result";
    if (!succeeded && !sameError(answer->error, execution.error()))
        return "replaying: another error";
    return {};
}

std::string Observations::add(const std::string& key, const std::string& value)
{
    const auto [entry, isNew] = m_values.emplace(key, value);
    if (isNew || entry->second == value)
        return {};
    return key + " was " + entry->second + " and is now " + value;
}

} // namespace durascope::simulation
