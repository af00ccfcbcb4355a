// SPDX-License-Identifier: Apache-2.0
#include "engine/history/event_reader.h"

#include "engine/history/name_table.h"

#include <algorithm>
#include <limits>

namespace durascope::history {
namespace {

using core::EventType;
using core::JsonCursor;

enum class Member : std::uint8_t { EventType, EventId, EventTimestamp, Id, Name, SubType, ParentId };
constexpr NameTable<Member, 7> kMembers{{{{"EventType", Member::EventType},
                                          {"EventId", Member::EventId},
                                          {"EventTimestamp", Member::EventTimestamp},
                                          {"Id", Member::Id},
                                          {"Name", Member::Name},
                                          {"SubType", Member::SubType},
                                          {"ParentId", Member::ParentId}}}};

constexpr std::string_view kDetailsSuffix = "Details";

bool endsLikeDetails(std::string_view key)
{
    if (key.ends_with(kDetailsSuffix)) {
        return key.size() > kDetailsSuffix.size();
    }
    const FoldedName folded(key);
    return folded.text().size() > kDetailsSuffix.size() && folded.text().ends_with("details");
}

} // namespace

SourceGuess SourceTraits::guess() const
{
    if (responseMetadata || blankSeparatedTimes) {
        return SourceGuess::BotoOrSam;
    }
    if (payloads > 0 && truncated == 0) {
        return SourceGuess::JsEmulator;
    }
    if (invocationsWithoutDetails > 0) {
        return SourceGuess::PythonEmulator;
    }
    if (truncated > 0 && namedExecution && stepSuccessesWithRetryDetails == stepSuccesses) {
        return SourceGuess::Aws;
    }
    return SourceGuess::Unknown;
}

SourceTraits EventReader::traits() const
{
    SourceTraits traits = m_traits;
    traits.blankSeparatedTimes = m_values.sawBlankSeparatedTime();
    return traits;
}

bool EventReader::tellsAnEvent(std::string_view key)
{
    // Not the details: other tools have members such as `executionDetails` beside a list of events.
    const auto found = kMembers.find(key);
    return found && (found->value == Member::EventType || found->value == Member::EventId ||
                     found->value == Member::EventTimestamp);
}

Extent EventReader::extentOf(std::string_view text) const
{
    if (text.empty()) {
        return {};
    }
    return {static_cast<std::uint32_t>(text.data() - m_base), static_cast<std::uint32_t>(text.size())};
}

bool EventReader::read(JsonCursor& cursor, const char* base, std::uint32_t depth)
{
    m_values.reset(depth + 1);
    m_event = RawEvent{};
    m_facts = DetailFacts{};
    m_detailsCount = 0;
    m_base = base;
    m_seen = 0;
    m_seenExact = 0;
    m_memberSeen = false;
    m_timeUnreadable = false;
    m_event.offset = static_cast<std::uint64_t>(cursor.at - base);
    if (!walkObject(cursor, m_values.strings(), [&](std::string_view key) { return readMember(cursor, key); })) {
        return false;
    }
    if (m_memberSeen) {
        finish(cursor.at);
    }
    return true;
}

/// An exact spelling wins over any other, whichever comes first; of equals the last wins, as in most parsers.
bool EventReader::isFirstOfItsKind(std::size_t slot, bool exact)
{
    const std::uint32_t bit = std::uint32_t{1} << slot;
    if (!exact && (m_seenExact & bit) != 0) {
        return false;
    }
    m_seen |= bit;
    m_seenExact |= exact ? bit : 0;
    return true;
}

bool EventReader::readMember(JsonCursor& cursor, std::string_view key)
{
    auto member = kMembers.findExact(key);
    if (!member && endsLikeDetails(key)) {
        return readDetailsMember(cursor, key);
    }
    if (!member) {
        member = kMembers.findFolded(key);
    }
    if (!member) {
        if (*cursor.at != 'n') {
            m_values.report(RepairKind::IgnoredMember, cursor.at, key);
        }
        return m_values.skip(cursor);
    }
    if (!member->exact) {
        m_values.report(RepairKind::MemberSpelling, cursor.at, key);
    }
    if (!isFirstOfItsKind(static_cast<std::size_t>(member->value), member->exact)) {
        return m_values.skip(cursor);
    }
    switch (member->value) {
    case Member::EventType:
        m_memberSeen = true;
        return readText(cursor, m_event.typeName, nullptr);
    case Member::EventId:
        m_memberSeen = true;
        m_event.eventId.reset();
        return m_values.integer(cursor, m_event.eventId);
    case Member::EventTimestamp:
        m_memberSeen = true;
        return readTime(cursor);
    case Member::Id:
        return readText(cursor, m_event.id, &m_event.idExtent);
    case Member::Name:
        return readText(cursor, m_event.name, nullptr);
    case Member::SubType:
        return readText(cursor, m_event.subType, nullptr);
    case Member::ParentId:
        return readText(cursor, m_event.parentId, nullptr);
    }
    return m_values.skip(cursor);
}

bool EventReader::readText(JsonCursor& cursor, std::string_view& result, Extent* extent)
{
    std::string_view literal;
    result = {};
    if (!m_values.text(cursor, result, literal)) {
        return false;
    }
    if (extent != nullptr) {
        // A text with escapes was decoded elsewhere and is no stretch of the source.
        const bool inSource = result.data() >= literal.data() && result.data() <= literal.data() + literal.size();
        *extent = inSource ? extentOf(result) : Extent{};
    }
    return true;
}

bool EventReader::readTime(JsonCursor& cursor)
{
    m_event.time.reset();
    const bool isNull = *cursor.at == 'n';
    if (!m_values.time(cursor, m_event.time)) {
        return false;
    }
    m_timeUnreadable = !isNull && !m_event.time; // which has been reported
    return true;
}

bool EventReader::readDetailsMember(JsonCursor& cursor, std::string_view key)
{
    const char* const begin = cursor.at;
    if (*begin != '{') {
        if (*begin != 'n') {
            m_values.report(RepairKind::IgnoredMember, begin, key);
        }
        return m_values.skip(cursor);
    }
    m_memberSeen = true;
    // Nearly always there is one: it is read at once and needs no second look.
    if (m_detailsCount == 0 ? !readDetails(cursor, m_values, m_facts) : !m_values.skip(cursor)) {
        return false;
    }
    if (m_detailsCount < kMaxDetails) {
        m_details[m_detailsCount++] = {key, textBetween(begin, cursor.at)};
    }
    return true;
}

bool EventReader::namesTheType(std::string_view detailsKey) const
{
    const std::string_view type = m_event.typeName;
    if (detailsKey.size() == type.size() + kDetailsSuffix.size() && detailsKey.starts_with(type) &&
        detailsKey.ends_with(kDetailsSuffix)) {
        return true;
    }
    const FoldedName folded(detailsKey);
    const std::string_view stem =
        folded.text().substr(0, folded.text().size() - std::min(folded.text().size(), kDetailsSuffix.size()));
    return !stem.empty() && stem == FoldedName(type).text();
}

void EventReader::chooseDetails(const char* end)
{
    if (m_detailsCount == 0) {
        m_values.report(RepairKind::DetailsMissing, end - 1, m_event.typeName);
        return;
    }
    std::size_t chosen = 0;
    while (chosen < m_detailsCount && !namesTheType(m_details[chosen].key)) {
        ++chosen;
    }
    if (chosen == m_detailsCount) {
        if (m_detailsCount > 1) {
            m_facts = {};
            m_values.report(RepairKind::DetailsMissing, m_details[0].text.data(), m_event.typeName);
            return;
        }
        chosen = 0;
        m_values.report(RepairKind::DetailsName, m_details[0].text.data(), m_details[0].key);
    } else if (!m_details[chosen].key.starts_with(m_event.typeName) ||
               !m_details[chosen].key.ends_with(kDetailsSuffix)) {
        m_values.report(RepairKind::MemberSpelling, m_details[chosen].text.data(), m_details[chosen].key);
    }
    const std::string_view text = m_details[chosen].text;
    if (chosen != 0) {
        m_facts = {};
        JsonCursor again{text.data(), text.data() + text.size(), nullptr, true};
        (void)readDetails(again, m_values, m_facts); // it was walked over completely once
    }
    m_event.details = extentOf(text);
}

void EventReader::finish(const char* end)
{
    if (const auto type = core::eventTypeFromText(m_event.typeName)) {
        m_event.type = *type;
    } else {
        m_values.report(RepairKind::UnknownEventType, end - 1,
                        m_event.typeName.empty() ? std::string_view("no EventType") : m_event.typeName);
    }
    if (!m_event.time && !m_timeUnreadable) {
        m_values.report(RepairKind::TimeMissing, end - 1, m_event.typeName);
    }
    m_event.hasName = !m_event.name.empty();
    chooseDetails(end);
    const PayloadWrapper& wrapper = m_facts.payloadOf(m_event.type);
    m_event.payload = extentOf(wrapper.payload);
    m_event.truncated = wrapper.truncated.value_or(false);
    m_event.number = m_facts.numberOf(m_event.type, m_event.time);
    m_event.currentAttempt = static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(m_facts.currentAttempt.value_or(0), 0, std::numeric_limits<std::uint32_t>::max()));
    if (m_event.type == EventType::InvocationCompleted) {
        m_event.intervalStart = m_facts.intervalStart;
        m_event.intervalEnd = m_facts.intervalEnd;
    }
    noteTraits();
}

void EventReader::noteTraits()
{
    for (const PayloadWrapper* wrapper : {&m_facts.input, &m_facts.result, &m_facts.error}) {
        m_traits.payloads += wrapper->present ? 1 : 0;
        m_traits.truncated += wrapper->truncated ? 1 : 0;
    }
    if (m_event.type == EventType::InvocationCompleted) {
        ++m_traits.invocations;
        m_traits.invocationsWithoutDetails += m_facts.intervalStart || m_facts.intervalEnd ? 0 : 1;
    } else if (m_event.type == EventType::StepSucceeded) {
        ++m_traits.stepSuccesses;
        m_traits.stepSuccessesWithRetryDetails += m_facts.retryDetails ? 1 : 0;
    } else if (m_event.type == EventType::ExecutionStarted) {
        m_traits.namedExecution = m_event.hasName;
    }
}

} // namespace durascope::history
