// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/naive_fold.h"

#include "tests/support/json_log.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace durascope::test {

using nlohmann::json;

namespace {

/// "StepFailed" is {"Step", "Failed"}.
std::pair<std::string, std::string> split(const std::string& type)
{
    for (const char* prefix : {"Execution", "Context", "Step", "Wait", "Callback", "ChainedInvoke"}) {
        for (const char* suffix : {"Started", "Succeeded", "Failed", "TimedOut", "Stopped", "Cancelled"}) {
            const bool isWord = core::eventTypeFromText(type).has_value() || type == "ChainedInvokeCancelled";
            if (isWord && type == std::string(prefix) + suffix)
                return {prefix, suffix};
        }
    }
    return {};
}

std::string word(const std::string& part)
{
    static const std::map<std::string, std::string> kWords{{"Context", "CONTEXT"},
                                                           {"Step", "STEP"},
                                                           {"Wait", "WAIT"},
                                                           {"Callback", "CALLBACK"},
                                                           {"ChainedInvoke", "CHAINED_INVOKE"},
                                                           {"Succeeded", "SUCCEEDED"},
                                                           {"Failed", "FAILED"},
                                                           {"TimedOut", "TIMED_OUT"},
                                                           {"Stopped", "STOPPED"},
                                                           {"Cancelled", "CANCELLED"}};
    return kWords.at(part);
}

std::string textOf(const json& event, const char* key)
{
    return event.contains(key) && event[key].is_string() ? event[key].get<std::string>() : std::string();
}

const json& detailsOf(const json& event)
{
    static const json kNone = json::object();
    const std::string key = textOf(event, "EventType") + "Details";
    return event.contains(key) ? event[key] : kNone;
}

std::int64_t microsOf(const json& object, const char* key)
{
    return std::llround(object.value(key, 0.0) * 1e6);
}

bool isEnded(const std::string& status)
{
    return status != "NOT_STARTED" && status != "STARTED" && status != "PENDING";
}

std::size_t payloadLength(const json& details)
{
    std::size_t length = 0;
    for (const char* wrapper : {"Input", "Result", "Error"}) {
        if (details.contains(wrapper) && details[wrapper].is_object() && details[wrapper].contains("Payload"))
            length = details[wrapper]["Payload"].dump().size();
    }
    return length;
}

} // namespace

NaiveFold::NaiveFold(const json& events)
    : m_events(events)
{
    const auto timed = std::find_if(m_events.begin(), m_events.end(),
                                    [](const json& event) { return timeOf(event, "EventTimestamp").has_value(); });
    if (timed != m_events.end())
        m_time = timeOf(*timed, "EventTimestamp")->micros;
    lookAhead();
    breakCycles();
}

bool NaiveFold::isExecution(const json& event) const
{
    const std::string id = textOf(event, "Id");
    return std::find(m_executionIds.begin(), m_executionIds.end(), id) != m_executionIds.end();
}

void NaiveFold::lookAhead()
{
    for (const json& event : m_events) {
        if (split(textOf(event, "EventType")).first == "Execution" && !textOf(event, "Id").empty())
            m_executionIds.push_back(textOf(event, "Id"));
    }
    std::set<std::string> typed;
    for (std::size_t i = 0; i < m_events.size(); ++i) {
        const json& event = m_events[i];
        const std::string id = textOf(event, "Id");
        const bool known = core::eventTypeFromText(textOf(event, "EventType")).has_value();
        const std::string kind = split(textOf(event, "EventType")).first;
        if (id.empty() || isExecution(event) || textOf(event, "EventType") == "InvocationCompleted")
            continue;
        NaiveOperation& operation = m_operations[id];
        if (known && typed.insert(id).second)
            operation.type = word(kind);
        if (textOf(event, "EventType") == "StepStarted")
            m_lastStepStart[id] = i;
    }
    for (auto& [id, operation] : m_operations)
        operation.type = operation.type.empty() ? "GENERIC" : operation.type;
}

/// Parents are known only when names of all events are; run a scratch fold to learn which events count.
void NaiveFold::breakCycles()
{
    NaiveFold scratch = *this;
    std::map<std::string, bool> named;
    std::map<std::string, bool> sub;
    std::map<std::string, std::string> parents;
    std::vector<std::string> order;
    while (scratch.m_done < m_events.size()) {
        const json event = m_events[scratch.m_done];
        const std::string id = textOf(event, "Id");
        const bool ofOperation = m_operations.contains(id) && textOf(event, "EventType") != "InvocationCompleted";
        const NaiveOperation was = ofOperation ? scratch.m_operations.at(id) : NaiveOperation();
        scratch.step();
        if (!ofOperation)
            continue;
        const NaiveOperation& is = scratch.m_operations.at(id);
        const bool began = was.status == "NOT_STARTED" && is.status != "NOT_STARTED";
        const bool isUnknown = !core::eventTypeFromText(textOf(event, "EventType")).has_value();
        const bool counts = was.status != is.status || was.attempt != is.attempt ||
                            was.endedAttempts != is.endedAttempts || (isUnknown && is.type == "GENERIC") ||
                            (textOf(event, "EventType") == "StepStarted" && is.type == "STEP");
        if (began) {
            order.push_back(id);
            m_operations[id].firstEvent = scratch.m_done - 1;
        }
        if (!counts)
            continue;
        NaiveOperation& mine = m_operations[id];
        if (event.contains("Name") && !named[id]) {
            mine.name = textOf(event, "Name");
            named[id] = true;
        }
        if (!textOf(event, "SubType").empty() && mine.subType.empty())
            mine.subType = textOf(event, "SubType");
        if (!textOf(event, "ParentId").empty() && !parents.contains(id))
            parents[id] = textOf(event, "ParentId");
    }
    for (auto& [id, parent] : parents) {
        const bool isRoot = std::find(m_executionIds.begin(), m_executionIds.end(), parent) != m_executionIds.end();
        if (!isRoot && m_operations.contains(parent))
            m_operations[id].parent = parent;
    }
    for (const std::string& start : order) {
        std::vector<std::string> path{start};
        for (std::string at = m_operations[start].parent; !at.empty(); at = m_operations[at].parent) {
            const auto met = std::find(path.begin(), path.end(), at);
            if (met == path.end()) {
                path.push_back(at);
                continue;
            }
            const auto earliest = std::min_element(met, path.end(), [this](const auto& a, const auto& b) {
                return m_operations[a].firstEvent < m_operations[b].firstEvent;
            });
            m_operations[*earliest].parent.clear();
            break;
        }
    }
}

void NaiveFold::begin(NaiveOperation& operation, std::int64_t time)
{
    operation.status = "STARTED";
    operation.start = time;
    ++m_totals.operations;
    ++m_totals.openOperations;
    m_totals.openCallbacks += operation.type == "CALLBACK" ? 1 : 0;
}

void NaiveFold::finish(NaiveOperation& operation, const std::string& status, std::int64_t time)
{
    if (operation.status == "NOT_STARTED")
        begin(operation, time);
    operation.status = status;
    operation.end = time;
    operation.nextAttempt.reset();
    --m_totals.openOperations;
    m_totals.openCallbacks -= operation.type == "CALLBACK" ? 1 : 0;
    m_totals.failedOperations += status == "FAILED" || status == "TIMED_OUT" || status == "STOPPED" ? 1 : 0;
}

void NaiveFold::step()
{
    const json event = m_events[m_done++];
    m_time = timeOf(event, "EventTimestamp").value_or(history::Timestamp{m_time}).micros;
    m_totals.payloadBytes += payloadLength(detailsOf(event));
    const std::string type = textOf(event, "EventType");
    if (type == "InvocationCompleted") {
        ++m_totals.invocations;
        return;
    }
    const auto [kind, what] = split(type);
    if (kind == "Execution") {
        if (what != "Started" && m_execution == "RUNNING")
            m_execution = word(what);
        return;
    }
    const std::string id = textOf(event, "Id");
    if (m_operations.contains(id))
        foldOperation(event, m_operations[id], m_time);
}

void NaiveFold::foldOperation(const json& event, NaiveOperation& operation, std::int64_t time)
{
    const auto [kind, what] = split(textOf(event, "EventType"));
    if (operation.type == "GENERIC") {
        if (operation.status == "NOT_STARTED")
            begin(operation, time);
        return;
    }
    if (kind.empty() || word(kind) != operation.type || isEnded(operation.status))
        return;
    if (operation.type == "STEP") {
        foldStep(event, operation, time);
        return;
    }
    if (what != "Started") {
        finish(operation, word(what), time);
        return;
    }
    if (operation.status != "NOT_STARTED")
        return;
    begin(operation, time);
    const json& details = detailsOf(event);
    if (operation.type == "WAIT" && timeOf(details, "ScheduledEndTimestamp"))
        operation.scheduledEnd = timeOf(details, "ScheduledEndTimestamp")->micros;
    else if (operation.type == "WAIT" && details.contains("Duration"))
        operation.scheduledEnd = time + microsOf(details, "Duration");
    if (operation.type == "CALLBACK" && microsOf(details, "Timeout") > 0)
        operation.scheduledEnd = time + microsOf(details, "Timeout");
}

void NaiveFold::foldStep(const json& event, NaiveOperation& operation, std::int64_t time)
{
    const std::string type = textOf(event, "EventType");
    if (operation.status == "NOT_STARTED")
        begin(operation, time);
    if (type == "StepStarted") {
        operation.status = "STARTED";
        operation.attempt = operation.endedAttempts + 1;
        operation.nextAttempt.reset();
        return;
    }
    operation.attempt = ++operation.endedAttempts;
    const json retry = detailsOf(event).value("RetryDetails", json::object());
    const std::int64_t delay = microsOf(retry, "NextAttemptDelaySeconds");
    const auto lastStart = m_lastStepStart.find(textOf(event, "Id"));
    const bool runsAgain = lastStart != m_lastStepStart.end() && lastStart->second >= m_done;
    if (delay <= 0 && !runsAgain) {
        finish(operation, type == "StepFailed" ? "FAILED" : "SUCCEEDED", time);
        return;
    }
    operation.status = "PENDING";
    operation.nextAttempt = delay > 0 ? std::optional(time + delay) : std::nullopt;
    m_totals.failedAttempts += type == "StepFailed" ? 1 : 0;
}

std::string NaiveFold::statusOf(const NaiveOperation& operation, std::int64_t now) const
{
    return operation.status == "PENDING" && operation.nextAttempt && *operation.nextAttempt <= now ? "READY"
                                                                                                   : operation.status;
}

} // namespace durascope::test
