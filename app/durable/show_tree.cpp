// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/show_formats.h"
#include "app/durable/symbols.h"
#include "app/durable/table.h"
#include "engine/core/text.h"
#include "engine/core/time.h"
#include "engine/history/attempts.h"
#include "engine/history/event_details.h"

#include <algorithm>
#include <vector>

namespace durascope::app {

using core::OperationStatus;
using core::OperationType;
using history::EventLog;
using history::OperationIndex;
using history::OperationState;
using history::StateAt;

namespace {
constexpr std::size_t kMaxName = 48;
constexpr std::size_t kMaxKind = 24;
constexpr std::size_t kMaxError = 160;
constexpr std::size_t kMaxGuides = 16;
constexpr std::size_t kNameShare = 45; // per cent of the terminal's width

/// Operations in the order of a tree, each with the lines that lead to it. Walks with a stack of its own: hostile
/// histories nest deeper than ours.
class TreeWalk
{
public:
    explicit TreeWalk(const StateAt& state)
        : m_state(state)
        , m_visible(state.log().operationCount(), false)
    {
        const EventLog& log = state.log();
        for (std::uint32_t i = 1; i < log.operationCount(); ++i) {
            OperationIndex operation(i);
            // A parent that begins after its child is shown all the same, or the child would have no place.
            while (state.exists(OperationIndex(i)) && operation.valid() && !m_visible[operation.value()]) {
                m_visible[operation.value()] = true;
                operation = log.operation(operation).parent;
            }
        }
    }

    void visit(const std::function<bool(OperationIndex, const std::string& guides)>& visit)
    {
        m_stack.clear();
        m_lastAt.clear();
        pushChildren(history::kExecution, 0);
        while (!m_stack.empty()) {
            const Entry entry = m_stack.back();
            m_stack.pop_back();
            m_lastAt.resize(entry.depth);
            m_lastAt.push_back(entry.isLast);
            if (!visit(entry.operation, guides())) {
                return;
            }
            pushChildren(entry.operation, entry.depth + 1);
        }
    }

private:
    struct Entry
    {
        OperationIndex operation;
        std::size_t depth;
        bool isLast;
    };

    void pushChildren(OperationIndex parent, std::size_t depth)
    {
        const auto children = m_state.log().children(parent);
        bool isLast = true;
        for (auto child = children.rbegin(); child != children.rend(); ++child) {
            if (m_visible[child->value()]) {
                m_stack.push_back({*child, depth, isLast});
                isLast = false;
            }
        }
    }

    [[nodiscard]] std::string guides() const
    {
        if (m_lastAt.size() > kMaxGuides) {
            return "⋯ level " + std::to_string(m_lastAt.size()) + " ";
        }
        std::string text;
        for (std::size_t i = 0; i + 1 < m_lastAt.size(); ++i) {
            text += m_lastAt[i] ? "   " : "│  ";
        }
        return text + (m_lastAt.back() ? "└─ " : "├─ ");
    }

    const StateAt& m_state;
    std::vector<bool> m_visible;
    std::vector<Entry> m_stack;
    std::vector<bool> m_lastAt;
};

void append(std::string& text, const std::string& part)
{
    if (!part.empty()) {
        text += ", " + part;
    }
}

std::string attemptNote(const StateAt& state, OperationIndex operation, const OperationState& now)
{
    if (now.attempt <= 1) {
        return {};
    }
    const auto attempts = history::attemptsOf(state, operation);
    const auto polls = std::count_if(attempts.begin(), attempts.end(), [](const history::Attempt& attempt) {
        return attempt.outcome == history::AttemptOutcome::Polled;
    });
    return polls > 0 ? std::to_string(now.attempt) + " polls" : "attempt " + std::to_string(now.attempt);
}

std::string dueNote(const EventLog& log, const OperationState& now, const StateAt& state, OperationIndex operation)
{
    if (now.status == OperationStatus::Pending && now.nextAttempt) {
        return "next attempt at " + offsetText(log, *now.nextAttempt);
    }
    if (now.status == OperationStatus::Started && now.scheduledEnd && !state.isAbandoned(operation)) {
        return "until " + core::formatIso(*now.scheduledEnd);
    }
    return {};
}

std::string statusText(const StateAt& state, OperationIndex operation, const OperationState& now)
{
    const EventLog& log = state.log();
    std::string text = wordOf(state, operation).text;
    if (now.status == OperationStatus::NotStarted) {
        return text;
    }
    append(text, attemptNote(state, operation, now));
    append(text, dueNote(log, now, state, operation));
    if (now.lastEvent.valid()) {
        if (const auto error = history::errorOf(log, now.lastEvent)) {
            append(text, errorText(error->type.value_or(""), error->message.value_or(""), kMaxError));
        }
    }
    if (now.status == OperationStatus::Succeeded && !log.children(operation).empty()) {
        const std::uint32_t failures = state.failuresBelow(operation);
        append(text, failures == 0 ? "" : std::to_string(failures) + " failed inside");
    }
    return text;
}

std::string lengthText(const StateAt& state, OperationIndex operation, const OperationState& now)
{
    if (now.end) {
        return core::formatDuration(*now.end - now.start);
    }
    const bool open = now.status != OperationStatus::NotStarted && !state.isAbandoned(operation);
    return open ? core::formatDuration(state.now() - now.start) + "…" : std::string{};
}

Row rowOf(const StateAt& state, OperationIndex operation, const std::string& guides, TablePass pass)
{
    const EventLog& log = state.log();
    const OperationState now = state.state(operation);
    const Cell sign = signOf(state, operation);
    const bool begun = now.status != OperationStatus::NotStarted;
    return {
        sign,
        {guides + titleOf(log, operation, kMaxName), Tone::Plain},
        {kindOf(log, operation), Tone::Faint},
        {begun ? offsetText(log, now.start) : std::string{}, Tone::Plain},
        {lengthText(state, operation, now), Tone::Plain},
        {pass == TablePass::Print ? statusText(state, operation, now) : std::string{}, sign.tone},
    };
}
} // namespace

void printStateAsTree(const StateAt& state, Terminal& terminal)
{
    const std::size_t widestName = terminal.width > 0 ? terminal.width * kNameShare / 100 : 0;
    const std::vector<Column> columns = {
        {""},
        {"OPERATION", Align::Left, widestName},
        {"KIND", Align::Left, kMaxKind, true},
        {"STARTED", Align::Right},
        {"TOOK", Align::Right},
        {"STATUS"},
    };
    TreeWalk walk(state);
    bool any = false;
    walk.visit([&any](OperationIndex, const std::string&) {
        any = true;
        return false;
    });
    if (!any) {
        terminal.out << "no operation has begun\n";
        return;
    }
    printTable(terminal, columns, [&](TablePass pass, const std::function<bool(const Row&)>& put) {
        walk.visit([&](OperationIndex operation, const std::string& guides) {
            return put(rowOf(state, operation, guides, pass));
        });
    });
}

} // namespace durascope::app
