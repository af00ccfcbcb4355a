// SPDX-License-Identifier: Apache-2.0
#include "engine/history/log_builder.h"

#include "engine/core/ids.h"
#include "engine/history/event_details.h"
#include "engine/history/event_order.h"
#include "engine/history/id_hash.h"
#include "engine/history/operation_table_builder.h"

#include <algorithm>

namespace durascope::history {

Attributes RawColumns::attributes(std::uint32_t event, const std::vector<Draft>& operations) const
{
    const auto found =
        std::lower_bound(exceptions.begin(), exceptions.end(), event,
                         [](const AttributeException& entry, std::uint32_t wanted) { return entry.event < wanted; });
    if (found != exceptions.end() && found->event == event)
        return found->attributes;
    return operations[drafts[event]].attributes;
}

struct LogBuilder::Private
{
    EventLogData log;
    RawColumns columns;
    std::uint64_t hashSeed = randomHashSeed();
    StringPool strings{hashSeed};

    std::vector<Draft> drafts{1};
    std::string draftText; ///< ids that had to be decoded, or that only a child has named so far
    /// Open addressing over the drafts' ids: the upper half of the hash beside the index plus one; 0 is free.
    std::vector<std::pair<std::uint32_t, DraftIndex>> table;
    std::string_view bytes;

    Private() { drafts[kExecutionDraft].isExecution = true; }

    [[nodiscard]] std::string_view idOf(const Draft& draft) const
    {
        return (draft.idIsDecoded ? std::string_view(draftText) : bytes).substr(draft.id.offset, draft.id.length);
    }
    [[nodiscard]] DraftIndex draftOf(std::string_view id, Extent place);
    void growTable();
    [[nodiscard]] DraftIndex draftFor(const RawEvent& event);
    void addAttributes(const RawEvent& event, DraftIndex draft);
    [[nodiscard]] bool agrees(const RawEvent& event, const Attributes& attributes) const;

    void numberEvents(bool ascending);
    void makeAxis();
    void findSpan();
    void moveColumns();
    void sampleTotals(EventLog& log) const;
    void reportWhole();
    static std::string arnOf(const EventLog& log);
};

DraftIndex LogBuilder::Private::draftOf(std::string_view id, Extent place)
{
    if ((drafts.size() + 1) * 2 > table.size())
        growTable();
    const std::uint64_t hash = hashText(id, hashSeed);
    const auto mark = static_cast<std::uint32_t>(hash >> 32);
    const std::size_t mask = table.size() - 1;
    std::size_t slot = hash & mask;
    for (; table[slot].second != 0; slot = (slot + 1) & mask) {
        const DraftIndex found = table[slot].second - 1;
        Draft& draft = drafts[found];
        if (table[slot].first != mark || idOf(draft) != id)
            continue;
        if (draft.idIsDecoded && !place.empty()) {
            draft.id = place;
            draft.idIsDecoded = false;
        }
        return found;
    }
    Draft draft;
    draft.id = place;
    if (place.empty()) {
        draft.id = {static_cast<std::uint32_t>(draftText.size()), static_cast<std::uint32_t>(id.size())};
        draft.idIsDecoded = true;
        draftText += id;
    }
    const auto index = static_cast<DraftIndex>(drafts.size());
    drafts.push_back(draft);
    table[slot] = {mark, index + 1};
    return index;
}

void LogBuilder::Private::growTable()
{
    table.assign(hashTableSize(drafts.size() * 2 + 32), {0, 0});
    const std::size_t mask = table.size() - 1;
    for (DraftIndex i = kExecutionDraft + 1; i < drafts.size(); ++i) {
        const std::uint64_t hash = hashText(idOf(drafts[i]), hashSeed);
        std::size_t slot = hash & mask;
        while (table[slot].second != 0)
            slot = (slot + 1) & mask;
        table[slot] = {static_cast<std::uint32_t>(hash >> 32), i + 1};
    }
}

DraftIndex LogBuilder::Private::draftFor(const RawEvent& event)
{
    const bool ofExecution =
        event.type != EventType::Unknown && core::operationTypeOf(event.type) == OperationType::Execution;
    if (event.type == EventType::InvocationCompleted || (ofExecution && event.id.empty()))
        return kExecutionDraft;
    if (event.id.empty())
        return kNoDraft;
    const DraftIndex draft = draftOf(event.id, event.idExtent);
    drafts[draft].isExecution = drafts[draft].isExecution || ofExecution;
    return draft;
}

void LogBuilder::Private::addAttributes(const RawEvent& event, DraftIndex draft)
{
    // Nearly every event repeats what the first one of its operation said; that costs three comparisons.
    if (drafts[draft].hasAttributes && agrees(event, drafts[draft].attributes))
        return;
    Attributes attributes;
    if (event.hasName)
        attributes.name = strings.intern(event.name);
    if (!event.subType.empty())
        attributes.subType = strings.intern(event.subType);
    if (!event.parentId.empty())
        attributes.parent = draftOf(event.parentId, {});
    Draft& own = drafts[draft]; // only now: a new parent may have moved it
    if (!own.hasAttributes) {
        own.hasAttributes = true;
        own.attributes = attributes;
    } else {
        columns.exceptions.push_back({columns.size(), attributes});
    }
}

bool LogBuilder::Private::agrees(const RawEvent& event, const Attributes& attributes) const
{
    const auto same = [this](bool has, std::string_view text, StringIndex known) {
        return has == known.valid() && (!has || strings.text(known) == text);
    };
    const bool hasParent = !event.parentId.empty();
    return same(event.hasName, event.name, attributes.name) &&
           same(!event.subType.empty(), event.subType, attributes.subType) &&
           hasParent == (attributes.parent != kNoDraft) &&
           (!hasParent || idOf(drafts[attributes.parent]) == event.parentId);
}

/// Drops the column where it says 1, 2, 3 …
void LogBuilder::Private::numberEvents(bool ascending)
{
    for (const std::uint32_t event : columns.withoutEventId)
        columns.eventIds[event] = static_cast<std::int64_t>(event) + 1;
    log.eventIdsAscend = ascending;
}

void LogBuilder::Private::makeAxis()
{
    for (std::uint32_t i = 1; i < columns.size(); ++i) {
        const Timestamp before = log.axisTimes.empty() ? columns.times[i - 1] : log.axisTimes.back();
        if (columns.times[i] < before) {
            log.repairs.add(RepairKind::TimesOutOfOrder, columns.eventIds[i]);
            if (log.axisTimes.empty()) {
                log.axisTimes.reserve(columns.size());
                log.axisTimes.assign(columns.times.begin(), columns.times.begin() + i);
            }
        }
        if (!log.axisTimes.empty())
            log.axisTimes.push_back(std::max(before, columns.times[i]));
    }
}

void LogBuilder::Private::findSpan()
{
    if (columns.size() == 0)
        return;
    const auto [least, greatest] = std::minmax_element(columns.times.begin(), columns.times.end());
    log.start = *least;
    log.end = *greatest;
    for (const InvocationInterval& interval : columns.intervals) {
        for (const std::optional<Timestamp>& time : {interval.start, interval.end}) {
            log.start = time ? std::min(log.start, *time) : log.start;
            log.end = time ? std::max(log.end, *time) : log.end;
        }
        if (!interval.start || !interval.end)
            log.repairs.add(RepairKind::InvocationWithoutTimes, columns.eventIds[interval.event.value()]);
    }
}

void LogBuilder::Private::reportWhole()
{
    bool hasStart = false;
    bool hasEnd = false;
    for (std::uint32_t i = 0; i < columns.size(); ++i) {
        const EventType type = columns.types[i];
        hasStart = hasStart || type == EventType::ExecutionStarted;
        hasEnd = hasEnd || type == EventType::ExecutionSucceeded || type == EventType::ExecutionFailed ||
                 type == EventType::ExecutionTimedOut || type == EventType::ExecutionStopped;
        if ((columns.flags[i] & kTruncated) != 0 && (columns.flags[i] & kPayload) == 0)
            log.repairs.add(RepairKind::PayloadsNotDownloaded, columns.eventIds[i]);
    }
    if (columns.size() != 0 && !hasStart)
        log.repairs.add(RepairKind::PartialHead);
    if (columns.size() != 0 && !hasEnd)
        log.repairs.add(RepairKind::PartialTail);
}

void LogBuilder::Private::moveColumns()
{
    const auto move = [](auto& from, auto& to) {
        from.shrink_to_fit();
        to = std::move(from);
    };
    move(columns.types, log.types);
    move(columns.flags, log.flags);
    move(columns.times, log.times);
    move(columns.details, log.details);
    move(columns.payloads, log.payloads);
    move(columns.numbers, log.numbers);
    move(columns.unknownTypes, log.unknownTypes);
    move(columns.intervals, log.intervals);
    bool plain = true;
    for (std::uint32_t i = 0; plain && i < log.types.size(); ++i)
        plain = columns.eventIds[i] == static_cast<std::int64_t>(i) + 1;
    if (!plain)
        move(columns.eventIds, log.eventIds);
    log.stringText = strings.takeText();
    log.stringText.shrink_to_fit();
    log.strings = strings.takeStrings();
    log.strings.shrink_to_fit();
}

void LogBuilder::Private::sampleTotals(EventLog& made) const
{
    Totals totals;
    made.m_data.totals.reserve(made.eventCount() / EventLog::kTotalsStride + 1);
    for (std::uint32_t i = 0; i < made.eventCount(); ++i) {
        if (i % EventLog::kTotalsStride == 0)
            made.m_data.totals.push_back(totals);
        made.addToTotals(totals, EventIndex(i));
    }
}

/// From the metadata, else out of a callback id. Only the first few are tried: where those are not of AWS's making, the
/// others are not either.
std::string LogBuilder::Private::arnOf(const EventLog& made)
{
    if (!made.metadata().arn.empty())
        return made.metadata().arn;
    int tries = 8;
    for (std::uint32_t i = 0; i < made.eventCount() && tries > 0; ++i) {
        if (made.type(EventIndex(i)) != EventType::CallbackStarted)
            continue;
        --tries;
        const std::optional<std::string> callbackId = detailsOf(made, EventIndex(i)).callbackId;
        if (std::optional<std::string> arn = core::executionArnOfCallbackId(callbackId.value_or("")))
            return *std::move(arn);
    }
    return {};
}

LogBuilder::LogBuilder()
    : d(std::make_unique<Private>())
{
}
LogBuilder::~LogBuilder() = default;

void LogBuilder::reserve(std::size_t events)
{
    d->columns.types.reserve(events);
    d->columns.flags.reserve(events);
    d->columns.times.reserve(events);
    d->columns.eventIds.reserve(events);
    d->columns.drafts.reserve(events);
    d->columns.details.reserve(events);
    d->columns.payloads.reserve(events);
    d->columns.numbers.reserve(events);
    d->columns.writtenAttempts.reserve(events);
}

void LogBuilder::setBytes(std::string_view current)
{
    d->bytes = current;
}

void LogBuilder::add(const RawEvent& event)
{
    RawColumns& columns = d->columns;
    const std::uint32_t position = columns.size();
    const DraftIndex draft = d->draftFor(event);
    if (draft != kNoDraft && event.type != EventType::InvocationCompleted)
        d->addAttributes(event, draft);
    if (!event.eventId)
        columns.withoutEventId.push_back(position);
    if (event.type == EventType::Unknown)
        columns.unknownTypes.emplace_back(EventIndex(position), d->strings.intern(event.typeName));
    if (event.type == EventType::InvocationCompleted)
        columns.intervals.push_back({EventIndex(position), event.intervalStart, event.intervalEnd});
    columns.flags.push_back(static_cast<std::uint8_t>(
        (event.truncated ? kTruncated : 0) | (event.payload.empty() ? 0 : kPayload) | (event.time ? 0 : kTimeGuessed)));
    columns.times.push_back(event.time.value_or(Timestamp{}));
    columns.eventIds.push_back(event.eventId.value_or(0));
    columns.drafts.push_back(draft);
    columns.details.push_back(event.details);
    columns.payloads.push_back(event.payload);
    columns.numbers.push_back(event.number);
    columns.writtenAttempts.push_back(event.currentAttempt);
    columns.types.push_back(event.type); // last: it is what size() counts
}

std::size_t LogBuilder::eventCount() const
{
    return d->columns.size();
}

RepairReport& LogBuilder::repairs()
{
    return d->log.repairs;
}

void LogBuilder::setMetadata(ExecutionMetadata metadata)
{
    d->log.metadata = std::move(metadata);
}

void LogBuilder::setSource(SourceGuess source)
{
    d->log.source = source;
}

std::shared_ptr<const EventLog> LogBuilder::finish(std::shared_ptr<const Bytes> bytes)
{
    d->log.bytes = std::move(bytes);
    d->log.hashSeed = d->hashSeed;
    d->bytes = d->log.bytes->view();
    d->table = {};

    const bool ascending = putInOrder(d->columns, d->bytes, d->log.repairs);
    d->numberEvents(ascending);
    EventEffects effects(d->columns, d->drafts, d->strings, d->log.repairs);
    effects.run();
    d->log.attempts = effects.takeAttempts();
    OperationTableBuilder(d->log, d->columns, d->drafts, d->draftText, effects).run();
    d->makeAxis();
    d->findSpan();
    d->reportWhole();
    d->moveColumns();

    const std::shared_ptr<EventLog> log(new EventLog(std::move(d->log)));
    d->sampleTotals(*log);
    log->m_data.executionArn = Private::arnOf(*log);
    return log;
}

} // namespace durascope::history
