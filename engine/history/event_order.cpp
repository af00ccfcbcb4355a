// SPDX-License-Identifier: Apache-2.0
#include "engine/history/event_order.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace durascope::history {
namespace {

using Positions = std::vector<std::uint32_t>;
constexpr std::uint32_t kDropped = std::numeric_limits<std::uint32_t>::max();

class Sorter
{
public:
    Sorter(RawColumns& columns, std::string_view bytes, RepairReport& repairs)
        : m_columns(columns)
        , m_bytes(bytes)
        , m_repairs(repairs)
    {
    }

    bool run();

private:
    [[nodiscard]] std::int64_t id(std::uint32_t event) const { return m_columns.eventIds[event]; }
    [[nodiscard]] bool hasId(std::uint32_t event) const
    {
        return !std::binary_search(m_columns.withoutEventId.begin(), m_columns.withoutEventId.end(), event);
    }
    [[nodiscard]] std::string_view details(std::uint32_t event) const
    {
        return m_bytes.substr(m_columns.details[event].offset, m_columns.details[event].length);
    }
    [[nodiscard]] auto contents(std::uint32_t event) const
    {
        return std::tuple(m_columns.types[event], m_columns.drafts[event], m_columns.times[event].micros,
                          m_columns.flags[event], details(event));
    }

    void reportMissingIds();
    void reportDisorder();
    void orderById();
    [[nodiscard]] bool collapseDuplicates();
    void orderByTime();
    [[nodiscard]] bool runsBackwards() const;
    void guessTimes(const Positions& order);
    void apply();
    void reportGaps();

    RawColumns& m_columns;
    std::string_view m_bytes;
    RepairReport& m_repairs;
    Positions m_order; ///< positions of the input in the order of the log; empty while that is the input's own
};

bool Sorter::run()
{
    reportMissingIds();
    bool byId = m_columns.withoutEventId.empty();
    const bool ascending = byId && std::adjacent_find(m_columns.eventIds.begin(), m_columns.eventIds.end(),
                                                      std::greater_equal<>()) == m_columns.eventIds.end();
    if (!ascending) {
        reportDisorder();
        orderById();
        const bool unique = collapseDuplicates();
        byId = byId && unique;
        if (!byId)
            orderByTime();
    }
    guessTimes(m_order);
    apply();
    if (byId)
        reportGaps();
    return byId;
}

void Sorter::reportMissingIds()
{
    for ([[maybe_unused]] const std::uint32_t event : m_columns.withoutEventId)
        m_repairs.add(RepairKind::EventIdMissing);
}

void Sorter::reportDisorder()
{
    for (std::uint32_t i = 1; i < m_columns.size(); ++i) {
        if (id(i) < id(i - 1) && hasId(i) && hasId(i - 1))
            m_repairs.add(RepairKind::Reordered, id(i));
    }
}

/// Events without an EventId last; equal EventIds beside each other, identical ones among them too.
void Sorter::orderById()
{
    m_order.resize(m_columns.size());
    std::iota(m_order.begin(), m_order.end(), 0U);
    const auto behind =
        std::remove_if(m_order.begin(), m_order.end(), [this](std::uint32_t event) { return !hasId(event); });
    std::copy(m_columns.withoutEventId.begin(), m_columns.withoutEventId.end(), behind);
    std::sort(m_order.begin(), behind,
              [this](std::uint32_t a, std::uint32_t b) { return std::tuple(id(a), a) < std::tuple(id(b), b); });
    for (auto first = m_order.begin(); first != behind;) {
        const auto last =
            std::find_if(first, behind, [this, first](std::uint32_t event) { return id(event) != id(*first); });
        if (last - first > 1) {
            // By contents, so that a million copies of one event cost no more than sorting them.
            std::sort(first, last, [this](std::uint32_t a, std::uint32_t b) {
                const auto left = contents(a);
                const auto right = contents(b);
                return left != right ? left < right : a < b;
            });
        }
        first = last;
    }
}

/// Answers whether every EventId is left once.
bool Sorter::collapseDuplicates()
{
    const auto isCopy = [this](std::uint32_t a, std::uint32_t b) {
        return id(a) == id(b) && hasId(a) && hasId(b) && contents(a) == contents(b);
    };
    Positions kept;
    kept.reserve(m_order.size());
    bool unique = true;
    for (const std::uint32_t event : m_order) {
        if (kept.empty() || !hasId(event) || id(kept.back()) != id(event)) {
            kept.push_back(event);
        } else if (isCopy(kept.back(), event)) {
            m_repairs.add(RepairKind::DuplicateIdentical, id(event));
        } else {
            m_repairs.add(RepairKind::DuplicateConflicting, id(event));
            unique = false;
            kept.push_back(event);
        }
    }
    m_order = std::move(kept);
    return unique;
}

void Sorter::orderByTime()
{
    std::sort(m_order.begin(), m_order.end());
    if (runsBackwards())
        std::reverse(m_order.begin(), m_order.end());
    guessTimes(m_order);
    Positions place(m_columns.size());
    for (std::uint32_t i = 0; i < m_order.size(); ++i)
        place[m_order[i]] = i;
    std::sort(m_order.begin(), m_order.end(), [this, &place](std::uint32_t a, std::uint32_t b) {
        return std::tuple(m_columns.times[a], place[a]) < std::tuple(m_columns.times[b], place[b]);
    });
}

bool Sorter::runsBackwards() const
{
    bool descended = false;
    std::optional<Timestamp> before;
    for (const std::uint32_t event : m_order) {
        if ((m_columns.flags[event] & kTimeGuessed) != 0)
            continue;
        const Timestamp time = m_columns.times[event];
        if (before && time > *before)
            return false;
        descended = descended || (before && time < *before);
        before = time;
    }
    return descended;
}

void Sorter::guessTimes(const Positions& order)
{
    const auto at = [&order](std::uint32_t i) { return order.empty() ? i : order[i]; };
    const std::uint32_t count = order.empty() ? m_columns.size() : static_cast<std::uint32_t>(order.size());
    std::optional<Timestamp> before;
    for (std::uint32_t i = 0; i < count && !before; ++i) {
        if ((m_columns.flags[at(i)] & kTimeGuessed) == 0)
            before = m_columns.times[at(i)];
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        Timestamp& time = m_columns.times[at(i)];
        if ((m_columns.flags[at(i)] & kTimeGuessed) != 0)
            time = before.value_or(Timestamp{});
        else
            before = time;
    }
}

template <typename T>
void permute(std::vector<T>& column, const Positions& order)
{
    std::vector<T> result;
    result.reserve(order.size());
    for (const std::uint32_t event : order)
        result.push_back(column[event]);
    column = std::move(result);
}

/// Renames the events of a list that is sparse over the columns; those that were dropped go.
template <typename Entry, typename Event>
void renumber(std::vector<Entry>& entries, const Positions& rank, Event event)
{
    std::erase_if(entries, [&](Entry& entry) { return rank[event(entry)] == kDropped; });
    for (Entry& entry : entries)
        event(entry, rank[event(entry)]);
    std::sort(entries.begin(), entries.end(), [&](Entry& a, Entry& b) { return event(a) < event(b); });
}

void Sorter::apply()
{
    if (m_order.empty())
        return;
    Positions rank(m_columns.size(), kDropped);
    for (std::uint32_t i = 0; i < m_order.size(); ++i)
        rank[m_order[i]] = i;

    permute(m_columns.types, m_order);
    permute(m_columns.flags, m_order);
    permute(m_columns.times, m_order);
    permute(m_columns.eventIds, m_order);
    permute(m_columns.drafts, m_order);
    permute(m_columns.details, m_order);
    permute(m_columns.payloads, m_order);
    permute(m_columns.numbers, m_order);
    permute(m_columns.writtenAttempts, m_order);

    struct
    {
        std::uint32_t operator()(std::uint32_t& event) const { return event; }
        void operator()(std::uint32_t& event, std::uint32_t to) const { event = to; }
        std::uint32_t operator()(std::pair<EventIndex, StringIndex>& entry) const { return entry.first.value(); }
        void operator()(std::pair<EventIndex, StringIndex>& entry, std::uint32_t to) const
        {
            entry.first = EventIndex(to);
        }
        std::uint32_t operator()(InvocationInterval& entry) const { return entry.event.value(); }
        void operator()(InvocationInterval& entry, std::uint32_t to) const { entry.event = EventIndex(to); }
        std::uint32_t operator()(AttributeException& entry) const { return entry.event; }
        void operator()(AttributeException& entry, std::uint32_t to) const { entry.event = to; }
    } event;
    renumber(m_columns.withoutEventId, rank, event);
    renumber(m_columns.unknownTypes, rank, event);
    renumber(m_columns.intervals, rank, event);
    renumber(m_columns.exceptions, rank, event);
}

void Sorter::reportGaps()
{
    if (m_columns.size() == 0)
        return;
    // Without ExecutionStarted the head is missing altogether; that is reported as such.
    const bool hasHead =
        std::find(m_columns.types.begin(), m_columns.types.end(), EventType::ExecutionStarted) != m_columns.types.end();
    std::int64_t before = hasHead && m_columns.eventIds[0] > 0 ? 0 : m_columns.eventIds[0];
    for (const std::int64_t eventId : m_columns.eventIds) {
        // Unsigned, because hostile EventIds stand at both ends of the range.
        const std::uint64_t step = static_cast<std::uint64_t>(eventId) - static_cast<std::uint64_t>(before);
        if (step > 1) {
            const std::string first = std::to_string(before + 1);
            m_repairs.add(RepairKind::GapInEventIds, eventId,
                          step == 2 ? first : first + " to " + std::to_string(eventId - 1));
        }
        before = eventId;
    }
}

} // namespace

bool putInOrder(RawColumns& columns, std::string_view bytes, RepairReport& repairs)
{
    return Sorter(columns, bytes, repairs).run();
}

} // namespace durascope::history
