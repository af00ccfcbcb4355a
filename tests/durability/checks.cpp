// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/durability/checks.h"

#include <map>
#include <set>
#include <tuple>

namespace durascope::durability {

using core::EventType;
using service::Event;

namespace {

/// Of every step that has succeeded: its result.
std::map<std::string, std::string> succeededSteps(const std::vector<Event>& history)
{
    std::map<std::string, std::string> results;
    for (const Event& event : history) {
        if (event.type == EventType::StepSucceeded)
            results[event.who->name.value_or("")] = event.payload ? *event.payload : "";
    }
    return results;
}

} // namespace

std::string checkHistory(const std::vector<Event>& before, const std::vector<Event>& after)
{
    if (after.size() < before.size())
        return "the history has shrunk from " + std::to_string(before.size()) + " to " + std::to_string(after.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (after[i].eventId != static_cast<std::int64_t>(i) + 1)
            return "event " + std::to_string(i + 1) + " has the id " + std::to_string(after[i].eventId);
        if (i < before.size() && service::toJson(before[i]) != service::toJson(after[i]))
            return "event " + std::to_string(i + 1) + " was " + toJson(before[i]) + " and is " + toJson(after[i]);
    }
    return {};
}

std::string checkNothingLost(const std::vector<LogLine>& log, const std::vector<Event>& history)
{
    const auto stored = succeededSteps(history);
    for (const LogLine& line : log) {
        if (line.kind == LogLine::Kind::Acknowledged) {
            const auto found = stored.find(line.step);
            if (found == stored.end())
                return line.step + " was acknowledged and is not stored";
            if (found->second != line.value)
                return line.step + " was acknowledged with " + line.value + " and is stored with " + found->second;
        } else if (line.kind == LogLine::Kind::End) {
            if (history.empty() || history.back().type != EventType::ExecutionSucceeded)
                return "the end was shown and is not stored";
            if (!history.back().payload || *history.back().payload != line.value)
                return "another result was shown than is stored";
        }
    }
    return {};
}

std::string checkBodies(const std::vector<LogLine>& log)
{
    std::set<std::string> acknowledged;
    std::set<std::tuple<std::string, std::uint32_t>> atMostOnce;
    std::set<std::tuple<std::string, std::uint32_t>> inThisProcess;
    for (const LogLine& line : log) {
        if (line.kind == LogLine::Kind::Process) {
            inThisProcess.clear();
        } else if (line.kind == LogLine::Kind::Acknowledged) {
            acknowledged.insert(line.step);
        } else if (line.kind == LogLine::Kind::Body) {
            const std::string what = "the body of " + line.step + ", attempt " + std::to_string(line.attempt);
            if (acknowledged.contains(line.step))
                return what + ", ran after its result was acknowledged";
            if (line.atMostOnce && !atMostOnce.emplace(line.step, line.attempt).second)
                return what + ", may run at most once and ran again";
            if (!inThisProcess.emplace(line.step, line.attempt).second)
                return what + ", ran twice in one process";
        }
    }
    return {};
}

std::string checkStoredBodies(const std::vector<LogLine>& log, const std::vector<Moment>& moments)
{
    for (std::size_t i = 0; i < moments.size(); ++i) {
        const auto stored = succeededSteps(moments[i].history);
        const std::size_t end = i + 1 < moments.size() ? moments[i + 1].logLines : log.size();
        for (std::size_t at = moments[i].logLines; at < end; ++at) {
            if (log[at].kind == LogLine::Kind::Body && stored.contains(log[at].step))
                return "the body of " + log[at].step + " ran although its result was stored";
        }
    }
    return {};
}

} // namespace durascope::durability
