// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/show_formats.h"
#include "app/durable/symbols.h"
#include "app/durable/table.h"
#include "engine/core/text.h"
#include "engine/core/time.h"

#include <algorithm>
#include <string>
#include <vector>

namespace durascope::app {

using core::Duration;
using core::Timestamp;
using history::Analysis;
using history::EventLog;
using history::Invocation;
using history::StateAt;

namespace {
constexpr std::size_t kMaxName = 80;
constexpr std::size_t kMaxInvocations = 24;
constexpr std::size_t kMaxError = 200;
constexpr std::string_view kMargin = "  ";

/// The part of the stretch that lies at or before `now`.
Duration until(Timestamp now, Timestamp start, Timestamp end)
{
    return std::max(Duration(0), std::min(now, end) - start);
}

struct Times
{
    Duration total{0};
    Duration billed{0};
    Duration idle{0};
    std::size_t invocations = 0; ///< begun
};

Times timesOf(const StateAt& state, const Analysis& analysis)
{
    const auto invocations = analysis.invocations();
    if (state.cursor() == state.log().lastEvent()) {
        return {analysis.totalTime(), analysis.billedTime(), analysis.idleTime(), invocations.size()};
    }
    const Timestamp now = state.now();
    Times times;
    times.total = std::max(Duration(0), now - state.log().startTime());
    Duration active{0};
    for (const Analysis::Interval& interval : analysis.activeIntervals()) {
        active += interval.start <= now ? until(now, interval.start, interval.end) : Duration(0);
    }
    times.idle = std::max(Duration(0), times.total - active);
    for (const Invocation& invocation : invocations) {
        if (invocation.start <= now) {
            times.billed += until(now, invocation.start, invocation.end);
            ++times.invocations;
        }
    }
    return times;
}

std::string counted(std::uint64_t count, const std::string& one, const std::string& many)
{
    return core::formatCount(count) + " " + (count == 1 ? one : many);
}

void printField(Terminal& terminal, const std::string& name, const std::string& value)
{
    constexpr std::size_t kNameWidth = 10;
    const std::string padded = name + std::string(kNameWidth - std::min(kNameWidth, name.size()), ' ');
    const std::size_t room =
        terminal.width > kNameWidth + kMargin.size() ? terminal.width - kNameWidth - kMargin.size() : 0;
    terminal.out << kMargin << painted(terminal, {padded, Tone::Faint}) << fitted(terminal, value, room) << '\n';
}

void printTitle(const StateAt& state, Terminal& terminal)
{
    const EventLog& log = state.log();
    std::string_view name = log.name(history::kExecution);
    if (name.empty()) {
        name = log.metadata().name;
    }
    if (name.empty()) {
        name = log.id(history::kExecution);
    }
    const std::string title = name.empty() ? "an execution without a name" : core::printable(name, kMaxName);
    terminal.out << painted(terminal, executionSign(state)) << ' ' << painted(terminal, {title, Tone::Strong}) << "  "
                 << painted(terminal, {std::string(state.executionStatus()), executionTone(state)}) << '\n';
}

void printFields(const StateAt& state, const Analysis& analysis, Terminal& terminal)
{
    const EventLog& log = state.log();
    const Times times = timesOf(state, analysis);
    const history::Totals totals = state.totals();
    if (!log.executionArn().empty()) {
        printField(terminal, "arn", core::printable(log.executionArn()));
    }
    if (state.cursor() != log.lastEvent()) {
        printField(terminal, "as of",
                   "event " + std::to_string(log.eventId(state.cursor())) + " (" +
                       std::string(log.typeName(state.cursor())) + "), " + core::formatIso(state.now()));
    }
    printField(terminal, "started", core::formatIso(log.startTime()));
    printField(terminal, "duration",
               core::formatDuration(times.total) + ", of it " + core::formatDuration(times.billed) + " billed and " +
                   core::formatDuration(times.idle) + " idle");
    std::string content = counted(std::uint64_t{state.cursor().value()} + 1, "event", "events") + ", " +
                          counted(totals.operations, "operation", "operations") + ", " +
                          counted(times.invocations, "invocation", "invocations");
    if (totals.failedOperations > 0) {
        content += ", " + counted(totals.failedOperations, "failure", "failures");
    }
    if (totals.failedAttempts > 0) {
        content += ", " + counted(totals.failedAttempts, "failed attempt", "failed attempts");
    }
    printField(terminal, "content", content);
}

Row invocationRow(const EventLog& log, const Invocation& invocation, Timestamp now)
{
    std::string length = core::formatDuration(until(now, invocation.start, invocation.end));
    if (invocation.running || invocation.end > now) {
        length += "…";
    }
    std::string reason = history::toText(invocation.wake);
    if (invocation.wakeOperation.valid() && invocation.wakeOperation != history::kExecution) {
        reason += ": " + titleOf(log, invocation.wakeOperation, kMaxName);
    }
    if (!invocation.timesKnown) {
        reason += " (times from its events)";
    }
    const bool failed = invocation.failed && invocation.end <= now;
    return {
        {std::string(kMargin) + std::to_string(invocation.number), Tone::Plain},
        {offsetText(log, invocation.start), Tone::Plain},
        {length, Tone::Plain},
        {reason + (failed ? ", ended with an error" : ""), failed ? Tone::Bad : Tone::Plain},
    };
}

void printInvocations(const StateAt& state, const Analysis& analysis, Terminal& terminal)
{
    const std::size_t begun = timesOf(state, analysis).invocations;
    if (begun == 0) {
        return;
    }
    terminal.out << '\n';
    const std::vector<Column> columns = {
        {std::string(kMargin) + "INVOCATION"}, {"STARTED", Align::Right}, {"RAN", Align::Right}, {"WOKEN BY"}};
    printTable(terminal, columns, [&](TablePass, const std::function<bool(const Row&)>& put) {
        std::size_t shownRows = 0;
        for (const Invocation& invocation : analysis.invocations()) {
            if (invocation.start > state.now()) {
                continue;
            }
            if (++shownRows > kMaxInvocations || !put(invocationRow(state.log(), invocation, state.now()))) {
                return;
            }
        }
    });
    if (begun > kMaxInvocations) {
        terminal.out << kMargin << shown(terminal, "… and " + core::formatCount(begun - kMaxInvocations) + " more")
                     << '\n';
    }
}

const char* relationText(history::ErrorRelation relation)
{
    switch (relation) {
    case history::ErrorRelation::Origin:
        return "began here";
    case history::ErrorRelation::Same:
        return "passed on";
    case history::ErrorRelation::Wrapped:
        return "wrapped";
    case history::ErrorRelation::Handled:
        return "handled";
    }
    return "";
}

void printLadder(const StateAt& state, const Analysis& analysis, Terminal& terminal)
{
    const EventLog& log = state.log();
    if (!core::isFailure(state.status(history::kExecution)) || !analysis.failureOrigin().valid()) {
        return;
    }
    const auto rungs = analysis.ladderFrom(analysis.failureOrigin());
    if (rungs.empty()) {
        return;
    }
    terminal.out << '\n';
    const std::vector<Column> columns = {{std::string(kMargin) + "FAILURE"}, {""}, {"EVENT", Align::Right}, {"ERROR"}};
    printTable(terminal, columns, [&](TablePass, const std::function<bool(const Row&)>& put) {
        for (const history::ErrorRung& rung : rungs) {
            const std::string event = rung.event.valid() ? std::to_string(log.eventId(rung.event)) : "";
            const Row row = {
                {std::string(kMargin) + titleOf(log, rung.operation, kMaxName), Tone::Strong},
                {relationText(rung.relation), Tone::Faint},
                {event, Tone::Plain},
                {errorText(rung.type, rung.message, kMaxError),
                 rung.relation == history::ErrorRelation::Handled ? Tone::Good : Tone::Bad},
            };
            if (!put(row)) {
                return;
            }
        }
    });
}
} // namespace

void printSummary(const StateAt& state, const Analysis& analysis, Terminal& terminal)
{
    printTitle(state, terminal);
    printFields(state, analysis, terminal);
    printInvocations(state, analysis, terminal);
    printLadder(state, analysis, terminal);
    terminal.out << '\n';
}

} // namespace durascope::app
