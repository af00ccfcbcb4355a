// SPDX-License-Identifier: Apache-2.0
#include "engine/history/event_log.h"

#include "engine/history/id_hash.h"

#include <algorithm>

namespace durascope::history {
namespace {

class TextBytes final : public Bytes
{
public:
    explicit TextBytes(std::string text)
        : m_text(std::move(text))
    {
    }
    [[nodiscard]] std::string_view view() const override { return m_text; }

private:
    std::string m_text;
};

template <typename T>
std::size_t heapBytes(const std::vector<T>& column)
{
    return column.capacity() * sizeof(T);
}

} // namespace

std::shared_ptr<const Bytes> ownedBytes(std::string text)
{
    return std::make_shared<TextBytes>(std::move(text));
}

const char* toText(SourceGuess guess)
{
    switch (guess) {
    case SourceGuess::Unknown:
        return "unknown";
    case SourceGuess::Aws:
        return "AWS";
    case SourceGuess::BotoOrSam:
        return "boto3 or SAM";
    case SourceGuess::JsEmulator:
        return "JavaScript test runner";
    case SourceGuess::PythonEmulator:
        return "Python test runner";
    }
    return "unknown";
}

std::int64_t EventLog::eventId(EventIndex event) const
{
    return m_data.eventIds.empty() ? static_cast<std::int64_t>(event.value()) + 1 : m_data.eventIds[event.value()];
}

std::optional<EventIndex> EventLog::findEventId(std::int64_t eventId) const
{
    if (m_data.eventIds.empty()) {
        if (eventId < 1 || eventId > static_cast<std::int64_t>(eventCount()))
            return std::nullopt;
        return EventIndex(static_cast<std::uint32_t>(eventId - 1));
    }
    const auto begin = m_data.eventIds.begin();
    const auto end = m_data.eventIds.end();
    const auto found = m_data.eventIdsAscend ? std::lower_bound(begin, end, eventId) : std::find(begin, end, eventId);
    if (found == end || *found != eventId)
        return std::nullopt;
    return EventIndex(static_cast<std::uint32_t>(found - begin));
}

std::string_view EventLog::typeName(EventIndex event) const
{
    if (type(event) != EventType::Unknown)
        return core::toText(type(event));
    const auto found = std::lower_bound(m_data.unknownTypes.begin(), m_data.unknownTypes.end(), event,
                                        [](const auto& entry, EventIndex wanted) { return entry.first < wanted; });
    if (found == m_data.unknownTypes.end() || found->first != event)
        return {};
    return string(found->second);
}

PayloadView EventLog::payload(EventIndex event) const
{
    PayloadView view;
    view.truncated = has(event, kTruncated);
    if (has(event, kPayload)) {
        view.state = PayloadState::Present;
        view.json = slice(m_data.payloads[event.value()]);
    } else if (view.truncated) {
        view.state = PayloadState::NotDownloaded;
    }
    return view;
}

std::optional<InvocationInterval> EventLog::interval(EventIndex event) const
{
    const auto found =
        std::lower_bound(m_data.intervals.begin(), m_data.intervals.end(), event,
                         [](const InvocationInterval& entry, EventIndex wanted) { return entry.event < wanted; });
    if (found == m_data.intervals.end() || found->event != event)
        return std::nullopt;
    return *found;
}

EventIndex EventLog::eventAtTime(Timestamp time) const
{
    const std::vector<Timestamp>& times = m_data.axisTimes.empty() ? m_data.times : m_data.axisTimes;
    const auto behind = std::upper_bound(times.begin(), times.end(), time);
    if (behind == times.begin())
        return EventIndex(0);
    return EventIndex(static_cast<std::uint32_t>(behind - times.begin() - 1));
}

std::string_view EventLog::string(StringIndex index) const
{
    if (!index.valid())
        return {};
    const Extent extent = m_data.strings[index.value()];
    return std::string_view(m_data.stringText).substr(extent.offset, extent.length);
}

std::string_view EventLog::id(OperationIndex operation) const
{
    const Operation& row = m_data.table[operation.value()];
    return row.idIsDecoded ? std::string_view(m_data.sideText).substr(row.id.offset, row.id.length) : slice(row.id);
}

std::string_view EventLog::name(OperationIndex operation) const
{
    return string(m_data.table[operation.value()].name);
}

std::string_view EventLog::subType(OperationIndex operation) const
{
    return string(m_data.table[operation.value()].subType);
}

std::span<const EventIndex> EventLog::events(OperationIndex operation) const
{
    const Operation& row = m_data.table[operation.value()];
    return std::span(m_data.eventLists).subspan(row.eventsBegin, row.eventsCount);
}

std::uint32_t EventLog::attempt(OperationIndex step, std::uint32_t position) const
{
    // Start, end, start, end: the rule of a healthy step. Only what departs from it has been written down.
    const std::uint32_t regular = position / 2 + 1;
    if (!m_data.table[step.value()].irregularAttempts)
        return regular;
    const EventIndex event = events(step)[position];
    const auto found = std::lower_bound(m_data.attempts.begin(), m_data.attempts.end(), event,
                                        [](const auto& entry, EventIndex wanted) { return entry.first < wanted; });
    return found != m_data.attempts.end() && found->first == event ? found->second : regular;
}

std::vector<EventIndex> EventLog::allEvents(OperationIndex operation) const
{
    std::vector<EventIndex> result;
    if (operation == kExecution) {
        for (std::uint32_t i = 0; i < eventCount(); ++i) {
            if (m_data.operations[i] == kExecution)
                result.emplace_back(i);
        }
        return result;
    }
    const auto [begin, end] =
        std::equal_range(m_data.withoutEffect.begin(), m_data.withoutEffect.end(), std::pair(operation, EventIndex()),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
    const std::span<const EventIndex> effective = events(operation);
    auto other = begin;
    result.reserve(effective.size() + static_cast<std::size_t>(end - begin));
    for (const EventIndex event : effective) {
        for (; other != end && other->second < event; ++other)
            result.push_back(other->second);
        result.push_back(event);
    }
    for (; other != end; ++other)
        result.push_back(other->second);
    return result;
}

std::span<const OperationIndex> EventLog::children(OperationIndex operation) const
{
    const Operation& row = m_data.table[operation.value()];
    return std::span(m_data.childLists).subspan(row.childrenBegin, row.childrenCount);
}

std::optional<OperationIndex> EventLog::findOperation(std::string_view id) const
{
    if (id.empty() || m_data.idTable.empty())
        return std::nullopt;
    const std::size_t mask = m_data.idTable.size() - 1;
    for (std::size_t slot = hashText(id, m_data.hashSeed) & mask; m_data.idTable[slot] != 0; slot = (slot + 1) & mask) {
        const OperationIndex found(m_data.idTable[slot] - 1);
        if (this->id(found) == id)
            return found;
    }
    return std::nullopt;
}

std::span<const OperationIndex> EventLog::descendants(OperationIndex operation) const
{
    const auto [begin, end] = m_data.walk[operation.value()];
    return std::span(m_data.walkOrder).subspan(begin + 1, end - begin - 1);
}

bool EventLog::isDescendant(OperationIndex operation, OperationIndex ancestor) const
{
    const std::uint32_t position = m_data.walk[operation.value()].first;
    const auto [begin, end] = m_data.walk[ancestor.value()];
    return begin < position && position < end;
}

Totals EventLog::totalsAt(EventIndex event) const
{
    Totals totals = m_data.totals[event.value() / kTotalsStride];
    for (std::uint32_t i = event.value() / kTotalsStride * kTotalsStride; i <= event.value(); ++i)
        addToTotals(totals, EventIndex(i));
    return totals;
}

void EventLog::addToTotals(Totals& totals, EventIndex event) const
{
    totals.payloadBytes += m_data.payloads[event.value()].length;
    const EventType what = type(event);
    if (what == EventType::InvocationCompleted)
        ++totals.invocations;
    const OperationIndex index = operation(event);
    if (index == kExecution || has(event, kIgnored))
        return;
    const Operation& row = m_data.table[index.value()];
    const bool isCallback = row.type == OperationType::Callback;
    if (event == row.firstEvent) {
        ++totals.operations;
        ++totals.openOperations;
        totals.openCallbacks += isCallback ? 1 : 0;
    }
    if (has(event, kTerminal)) {
        --totals.openOperations;
        totals.openCallbacks -= isCallback ? 1 : 0;
        totals.failedOperations += core::isFailure(core::statusAfter(what)) ? 1 : 0;
    }
    if (what == EventType::StepFailed && has(event, kRetryFollows))
        ++totals.failedAttempts;
}

std::size_t EventLog::memoryUse() const
{
    const EventLogData& d = m_data;
    return sizeof(EventLog) + heapBytes(d.types) + heapBytes(d.flags) + heapBytes(d.times) + heapBytes(d.axisTimes) +
           heapBytes(d.eventIds) + heapBytes(d.operations) + heapBytes(d.details) + heapBytes(d.payloads) +
           heapBytes(d.numbers) + heapBytes(d.unknownTypes) + heapBytes(d.intervals) + heapBytes(d.table) +
           heapBytes(d.eventLists) + heapBytes(d.withoutEffect) + heapBytes(d.attempts) + heapBytes(d.childLists) +
           heapBytes(d.walk) + heapBytes(d.walkOrder) + heapBytes(d.idTable) + heapBytes(d.strings) +
           heapBytes(d.totals) + d.sideText.capacity() + d.stringText.capacity();
}

} // namespace durascope::history
