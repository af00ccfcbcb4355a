// SPDX-License-Identifier: Apache-2.0
#include "engine/history/history_scanner.h"

#include "engine/core/text.h"
#include "engine/history/name_table.h"

#include <algorithm>
#include <utility>

namespace durascope::history {
namespace {

using core::ErrorCode;
using core::JsonCursor;

// An unfinished event larger than this is tried again only when the text behind its start has doubled, so that events
// of any size cost linear time.
constexpr std::size_t kPatience = std::size_t{1024} * 1024;

constexpr std::string_view kFormsHint = "expected {\"Events\": [...]}, a list of events or one event";

/// Skips what may stand between documents: blanks, the byte order marks of files that were put together, and the
/// record separators of JSON text sequences (RFC 7464).
void skipBetweenDocuments(JsonCursor& cursor)
{
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    constexpr char kRecordSeparator = '\x1E';
    while (core::skipBlanks(cursor)) {
        if (textBetween(cursor.at, cursor.end).starts_with(kByteOrderMark)) {
            cursor.at += kByteOrderMark.size();
        } else if (*cursor.at == kRecordSeparator) {
            ++cursor.at;
        } else {
            return;
        }
    }
}

} // namespace

SourceTraits HistoryScanner::traits() const
{
    SourceTraits traits = m_reader.traits();
    traits.responseMetadata = m_responseMetadata;
    return traits;
}

core::Result<void> HistoryScanner::scan(std::string_view text, bool final)
{
    if (!final && text.size() < m_retryAt) {
        return {};
    }
    m_text = text;
    m_sink.setText(text);
    JsonCursor cursor{text.data() + m_offset, text.data() + text.size(), nullptr, final};
    while (step(cursor)) {
        m_offset = offsetOf(cursor.at);
    }
    if (cursor.problem != nullptr) {
        return std::unexpected(errorAt(cursor.at, cursor.problem, m_remedy));
    }
    if (!final) {
        const std::size_t pending = text.size() - m_offset;
        m_retryAt = pending > kPatience ? m_offset + 2 * pending : 0;
        return {};
    }
    if (!m_frames.empty() || m_offset != text.size()) {
        return std::unexpected(
            errorAt(cursor.end, "the text ends too early", "it is cut off; copy or download it again"));
    }
    return finish();
}

bool HistoryScanner::dropBlanks()
{
    if (m_documents > 0 || m_offset != m_text.size()) {
        return false;
    }
    m_blanksDropped = m_blanksDropped || m_offset > 0;
    m_lines.forget(m_text, m_offset);
    m_offset = 0;
    m_retryAt = 0;
    m_text = {};
    return true;
}

/// One element of a container, one member of a page or one end of either. Nothing is changed unless it succeeds, so a
/// step that the end of the text cut short is simply taken again.
bool HistoryScanner::step(JsonCursor& cursor)
{
    if (m_frames.empty()) {
        return stepDocument(cursor);
    }
    switch (m_frames.back().kind) {
    case FrameKind::Events:
        return stepEvents(cursor);
    case FrameKind::Array:
        return stepArray(cursor);
    case FrameKind::Page:
        break;
    }
    return stepPage(cursor);
}

bool HistoryScanner::stepDocument(JsonCursor& cursor)
{
    skipBetweenDocuments(cursor);
    m_offset = offsetOf(cursor.at);
    if (cursor.atEnd()) {
        return false;
    }
    if (*cursor.at != '{' && *cursor.at != '[') {
        return cursor.fail(cursor.at, m_documents == 0 ? "this is not JSON: a history begins with '{' or '['"
                                                       : "expected the end of the text or another document");
    }
    const std::uint64_t eventsBefore = m_events;
    if (!(*cursor.at == '[' ? openArray(cursor) : openObject(cursor))) {
        return false;
    }
    ++m_documents;
    m_eventsBeforeDocument = eventsBefore;
    if (m_frames.empty()) {
        m_bareEvent = m_bareEvent || m_events > eventsBefore;
        closeDocument();
    }
    return true;
}

/// Moves to the next element or member, or sets `closed` and moves behind the end of the innermost container.
bool HistoryScanner::nextElement(JsonCursor& cursor, char close, bool& closed)
{
    if (!core::skipBlanks(cursor)) {
        return false;
    }
    if (*cursor.at == close) {
        ++cursor.at;
        closed = true;
        return true;
    }
    if (!m_frames.back().entered) {
        return true;
    }
    if (*cursor.at != ',') {
        return cursor.fail(cursor.at, close == '}' ? core::json_problem::kCommaOrBraceExpected
                                                   : core::json_problem::kCommaOrBracketExpected);
    }
    ++cursor.at;
    if (!core::skipBlanks(cursor)) {
        return false;
    }
    return *cursor.at != close ||
           cursor.fail(cursor.at, close == '}' ? core::json_problem::kKeyExpected : core::json_problem::kValueExpected);
}

bool HistoryScanner::stepArray(JsonCursor& cursor)
{
    bool closed = false;
    if (!nextElement(cursor, ']', closed)) {
        return false;
    }
    if (closed) {
        closeFrame();
        return true;
    }
    const std::size_t self = m_frames.size() - 1;
    if (!(*cursor.at == '{' ? openObject(cursor) : *cursor.at == '[' ? openArray(cursor) : ignoreValue(cursor))) {
        return false;
    }
    m_frames[self].entered = true;
    return true;
}

bool HistoryScanner::stepEvents(JsonCursor& cursor)
{
    bool closed = false;
    if (!nextElement(cursor, ']', closed)) {
        return false;
    }
    if (!closed) {
        if (!(*cursor.at == '{' ? readEvent(cursor) : ignoreValue(cursor))) {
            return false;
        }
        m_frames.back().entered = true;
        return true;
    }
    closeFrame();
    if (m_page.resumeAt != 0) {
        cursor.at = m_text.data() + m_page.resumeAt;
        leavePage();
    }
    return true;
}

bool HistoryScanner::stepPage(JsonCursor& cursor)
{
    bool closed = false;
    if (!nextElement(cursor, '}', closed)) {
        return false;
    }
    if (closed) {
        return closePage(cursor);
    }
    m_values.reset(depth());
    const std::size_t self = m_frames.size() - 1;
    std::string_view key;
    if (!takeKey(cursor, m_values.strings(), key) || !pageMember(cursor, key)) {
        return false;
    }
    m_frames[self].entered = true;
    return true;
}

bool HistoryScanner::openArray(JsonCursor& cursor)
{
    if (depth() >= m_maxDepth) {
        return cursor.fail(cursor.at, core::json_problem::kTooDeep);
    }
    ++cursor.at;
    m_frames.push_back({FrameKind::Array});
    return true;
}

/// An object where an event or a page of events may stand.
bool HistoryScanner::openObject(JsonCursor& cursor)
{
    JsonCursor ahead = cursor;
    Kind kind = Kind::Unclear;
    if (!classify(ahead, kind)) {
        cursor.at = ahead.at;
        cursor.problem = ahead.problem;
        return false;
    }
    if (kind == Kind::Event) {
        return readEvent(cursor);
    }
    ++cursor.at;
    m_page = {};
    m_frames.push_back({FrameKind::Page});
    return true;
}

/// Looks at members until one tells what the object is. One that tells nothing to its end is a page without events.
bool HistoryScanner::classify(JsonCursor& cursor, Kind& kind)
{
    m_values.reset(depth());
    const bool walked = walkObject(cursor, m_values.strings(), [&](std::string_view key) {
        if (EventReader::tellsAnEvent(key)) {
            kind = Kind::Event;
        } else if (*cursor.at == '[') {
            kind = pageMemberOf(key) == PageMember::Events ? Kind::Page : Kind::Unclear;
        }
        return kind == Kind::Unclear && skip(cursor);
    });
    return walked || kind != Kind::Unclear;
}

bool HistoryScanner::readEvent(JsonCursor& cursor)
{
    const char* const begin = cursor.at;
    if (!m_reader.read(cursor, m_text.data(), depth())) {
        return false;
    }
    if (!m_reader.isEvent()) {
        report(RepairKind::IgnoredMember, begin, "an object that is no event");
        return true;
    }
    ++m_events;
    const RawEvent& event = m_reader.event();
    m_sink.add(event);
    for (const Finding& finding : m_reader.findings()) {
        report(finding.kind, finding.at, finding.detail, event.eventId.value_or(0));
    }
    return true;
}

bool HistoryScanner::ignoreValue(JsonCursor& cursor)
{
    const char* const begin = cursor.at;
    if (!skip(cursor)) {
        return false;
    }
    report(RepairKind::IgnoredMember, begin, textBetween(begin, cursor.at));
    return true;
}

bool HistoryScanner::pageMember(JsonCursor& cursor, std::string_view key)
{
    const PageMember member = pageMemberOf(key);
    if (member == PageMember::Unknown) {
        return unknownMember(cursor, key);
    }
    return member == PageMember::Events ? eventsMember(cursor, key) : m_page.read(member, cursor, m_values);
}

bool HistoryScanner::eventsMember(JsonCursor& cursor, std::string_view key)
{
    if (*cursor.at != '[') {
        return *cursor.at == 'n' ? skip(cursor) : unknownMember(cursor, key);
    }
    if (key != "Events") {
        report(RepairKind::MemberSpelling, cursor.at, key);
    }
    m_page.hasEvents = true;
    ++cursor.at;
    m_frames.push_back({FrameKind::Events});
    return true;
}

bool HistoryScanner::unknownMember(JsonCursor& cursor, std::string_view key)
{
    const char* const begin = cursor.at;
    if (!skip(cursor)) {
        return false;
    }
    PageFacts::Named here{std::string(key), offsetOf(begin)};
    JsonCursor inside{begin, cursor.at, nullptr, true};
    Kind kind = Kind::Unclear;
    if (*inside.at++ == '[' && core::skipBlanks(inside) && *inside.at == '{' && classify(inside, kind) &&
        kind == Kind::Event) {
        m_page.otherLists.push_back(std::move(here));
    } else {
        m_page.addUnknown(std::move(here));
    }
    return true;
}

/// Behind the '}' of a page. A list of events under another name was only noted so far, because `Events` may follow.
bool HistoryScanner::closePage(JsonCursor& cursor)
{
    if (m_page.hasEvents || m_page.otherLists.empty()) {
        leavePage();
        return true;
    }
    const PageFacts::Named& first = m_page.otherLists.front();
    if (m_page.otherLists.size() > 1) {
        m_problem = "several lists could be the events: '" + core::printable(first.name, 40) + "' and '" +
                    core::printable(m_page.otherLists[1].name, 40) + "'";
        m_remedy = "keep one of them, or name it Events";
        return cursor.fail(m_text.data() + m_page.otherLists[1].offset, m_problem.c_str());
    }
    report(RepairKind::UnusualContainer, m_text.data() + first.offset, first.name);
    m_page.hasEvents = true;
    m_page.resumeAt = offsetOf(cursor.at);
    cursor.at = m_text.data() + first.offset + 1;
    m_frames.push_back({FrameKind::Events});
    return true;
}

void HistoryScanner::leavePage()
{
    const bool metadata = m_page.describesExecution();
    m_metadataSeen = m_metadataSeen || metadata;
    m_responseMetadata = m_responseMetadata || m_page.responseMetadata;
    if (m_page.resumeAt == 0) {
        // `Events` was there or nothing was, so these are not the events.
        for (PageFacts::Named& list : m_page.otherLists) {
            m_page.addUnknown(std::move(list));
        }
    }
    if (m_page.hasEvents) {
        ++m_pages;
        m_pagesWithMarker += m_page.hasMarker ? 1 : 0;
    }
    if (m_page.hasEvents || metadata) {
        mergeMetadata(m_metadata, std::move(m_page.metadata));
    }
    if (m_page.hasEvents && m_page.unknownCount > 0) {
        const char* const at = m_text.data() + m_page.firstUnknown.offset;
        report(RepairKind::IgnoredMember, at, m_page.firstUnknown.name);
        m_sink.repairs().addMany(RepairKind::IgnoredMember, m_page.unknownCount - 1);
    } else if (!m_page.hasEvents && !metadata) {
        report(RepairKind::IgnoredMember, m_text.data() + m_offset, "an object without events");
    }
    closeFrame();
}

void HistoryScanner::closeFrame()
{
    m_frames.pop_back();
    if (m_frames.empty()) {
        closeDocument();
    }
}

void HistoryScanner::closeDocument()
{
    m_documentsWithEvents += m_events > m_eventsBeforeDocument ? 1 : 0;
}

core::Result<void> HistoryScanner::finish()
{
    RepairReport& repairs = m_sink.repairs();
    if (m_events == 0) {
        if (m_documents == 0) {
            const bool empty = m_text.empty() && !m_blanksDropped;
            return core::fail(ErrorCode::Malformed, empty ? "it is empty" : "it holds nothing but blanks", {},
                              std::string(kFormsHint));
        }
        if (m_metadataSeen) {
            return core::fail(ErrorCode::Unsupported, "it describes an execution but holds none of its events", {},
                              "download them with `aws lambda get-durable-execution-history`");
        }
        return core::fail(ErrorCode::Malformed,
                          m_pages > 0 ? "the list of events is empty" : "there are no events in it", {},
                          m_pages > 0 ? std::string() : std::string(kFormsHint));
    }
    const std::uint64_t parts = std::max(m_documentsWithEvents, m_pages);
    if (parts > 1) {
        repairs.addMany(RepairKind::ConcatenatedPages, parts - 1);
    } else if (m_bareEvent) {
        repairs.add(RepairKind::SingleEvent);
    }
    if (m_pages > 0 && m_pagesWithMarker == m_pages) {
        repairs.add(RepairKind::MorePages);
    }
    return {};
}

void HistoryScanner::report(RepairKind kind, const char* at, std::string_view detail, std::int64_t eventId)
{
    constexpr std::size_t kKeptDetail = 200;
    RepairReport& repairs = m_sink.repairs();
    const bool first = repairs.find(kind) == nullptr;
    repairs.add(kind, eventId, first ? detail.substr(0, kKeptDetail) : std::string_view(),
                first ? m_lines.placeOf(m_text, offsetOf(at)).line : 0);
}

core::Error HistoryScanner::errorAt(const char* at, std::string message, std::string remedy)
{
    const TextPlace place = m_lines.placeOf(m_text, offsetOf(at));
    return {ErrorCode::Malformed, std::move(message), {{}, place.offset, place.line, place.column}, std::move(remedy)};
}

} // namespace durascope::history
