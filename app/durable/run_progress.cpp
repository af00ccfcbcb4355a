// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/run_progress.h"

#include "app/durable/symbols.h"
#include "engine/core/text.h"
#include "engine/core/time.h"

#include <algorithm>

namespace durascope::app {

using core::EventRole;
using core::EventType;
using core::OperationStatus;
using core::OperationType;
using core::Timestamp;

namespace {
constexpr std::size_t kUsualWidth = 79;
constexpr std::size_t kMostOpenLines = 12;
constexpr std::size_t kMaxName = 48;
constexpr std::size_t kMaxError = 120;
constexpr std::size_t kIdCharacters = 8;
constexpr auto kPause = std::chrono::milliseconds(50); // nobody reads faster

std::string kindOf(const core::OperationIdentity& who)
{
    return who.subType ? core::printable(*who.subType) : std::string(core::toText(who.type));
}

std::string nameOf(const core::OperationIdentity& who)
{
    return who.name ? core::printable(*who.name, kMaxName)
                    : "#" + core::printable(std::string_view(who.id).substr(0, kIdCharacters));
}

bool isItem(const core::OperationIdentity& who)
{
    return who.subType == "MapIteration" || who.subType == "ParallelBranch";
}
} // namespace

RunProgress::RunProgress(Terminal& terminal)
    : m_terminal(terminal)
    , m_width(terminal.width > 1 ? terminal.width - 1 : kUsualWidth)
{
}

RunProgress::~RunProgress()
{
    erase();
    m_terminal.err.flush();
}

void RunProgress::note(const std::string& arn, const service::Event& event)
{
    m_now = std::max(m_now, event.time);
    if (m_start == Timestamp{}) {
        m_start = event.time;
    }
    if (!event.who || event.who->type == OperationType::Execution) {
        return;
    }
    const Key key{arn, event.who->id};
    if (core::roleOf(event.type) == EventRole::Start) {
        begin(key, event);
    } else {
        end(key, event);
    }
}

void RunProgress::begin(const Key& key, const service::Event& event)
{
    if (const auto known = m_lines.find(key); known != m_lines.end()) {
        known->second.sign = signOf(event.who->type, OperationStatus::Started);
        known->second.note.clear();
        redraw(false);
        return;
    }
    Line line;
    line.who = event.who;
    line.start = event.time;
    line.sign = signOf(event.who->type, OperationStatus::Started);
    const auto parent = event.who->parentId ? m_lines.find({key.first, *event.who->parentId}) : m_lines.end();
    line.inBatch = isItem(*event.who);
    if (parent != m_lines.end()) {
        line.depth = parent->second.depth + 1;
        line.inBatch = line.inBatch || parent->second.inBatch;
    }
    if (event.scheduledEnd) {
        line.note = "until " + core::formatIso(*event.scheduledEnd);
    }
    m_lines.emplace(key, std::move(line));
    m_order.push_back(key);
    redraw(false);
}

void RunProgress::end(const Key& key, const service::Event& event)
{
    const auto found = m_lines.find(key);
    if (found == m_lines.end()) {
        return;
    }
    Line& line = found->second;
    line.attempt = std::max(line.attempt, event.currentAttempt);
    std::string error;
    if (event.error) {
        error = errorText(event.error->type.value_or(""), event.error->message.value_or(""), kMaxError);
    }
    if (event.nextAttemptDelay) {
        line.sign = signOf(event.who->type, OperationStatus::Pending);
        line.note = "attempt " + std::to_string(line.attempt + 1) + " in " +
                    core::formatDuration(std::chrono::seconds(*event.nextAttemptDelay)) +
                    (error.empty() ? "" : ", " + error);
        redraw(false);
        return;
    }
    const OperationStatus status = core::statusAfter(event.type);
    line.sign = signOf(event.who->type, status);
    line.note = line.attempt > 1 ? "attempt " + std::to_string(line.attempt) : "";
    if (line.items > 0) {
        line.note = std::to_string(line.items) + " ended, " + std::to_string(line.failed) + " failed";
    }
    if (!error.empty()) {
        line.note += (line.note.empty() ? "" : ", ") + error;
    }
    const bool failed = core::isFailure(status);
    if (isItem(*event.who) && event.who->parentId) {
        countItem({key.first, *event.who->parentId}, failed);
    }
    if (!line.inBatch || failed) {
        print(line, event.time);
    }
    m_lines.erase(found);
    std::erase(m_order, key);
    redraw(false);
}

void RunProgress::countItem(const Key& batch, bool failed)
{
    if (const auto found = m_lines.find(batch); found != m_lines.end()) {
        ++found->second.items;
        found->second.failed += failed ? 1 : 0;
        found->second.note =
            std::to_string(found->second.items) + " ended, " + std::to_string(found->second.failed) + " failed";
    }
}

std::string RunProgress::text(const Line& line, Timestamp until) const
{
    const std::string offset = "+" + core::formatDuration(line.start - m_start);
    std::string text = std::string(line.depth * 2, ' ') + nameOf(*line.who) + "  " + kindOf(*line.who) + "  " + offset +
                       "  " + core::formatDuration(until - line.start);
    return line.note.empty() ? text : text + "  " + line.note;
}

void RunProgress::print(const Line& line, Timestamp now)
{
    erase();
    m_terminal.err << painted(m_terminal, line.sign) << ' ' << fitted(m_terminal, text(line, now), m_width - 2) << '\n';
}

void RunProgress::update()
{
    redraw(true);
}

void RunProgress::settle()
{
    redraw(true);
    m_drawn = 0;
}

void RunProgress::say(const Cell& line)
{
    erase();
    m_terminal.err << painted(m_terminal, {fitted(m_terminal, line.text, m_width), line.tone}) << '\n';
    redraw(true);
}

void RunProgress::erase()
{
    if (m_drawn > 0) {
        m_terminal.err << "\r\x1b[" << m_drawn << "A\x1b[J";
        m_drawn = 0;
    }
}

void RunProgress::redraw(bool always)
{
    const auto now = std::chrono::steady_clock::now();
    if (!always && m_drawn > 0 && now - m_last < kPause) {
        return;
    }
    m_last = now;
    erase();
    const std::size_t shownLines = std::min(m_order.size(), kMostOpenLines);
    for (std::size_t i = 0; i < shownLines; ++i) {
        const Line& line = m_lines.at(m_order[i]);
        m_terminal.err << painted(m_terminal, line.sign) << ' ' << fitted(m_terminal, text(line, m_now), m_width - 2)
                       << '\n';
    }
    m_drawn = shownLines;
    if (m_order.size() > shownLines) {
        m_terminal.err << shown(m_terminal, "  … and " + std::to_string(m_order.size() - shownLines) + " more") << '\n';
        ++m_drawn;
    }
    m_terminal.err.flush();
}

} // namespace durascope::app
