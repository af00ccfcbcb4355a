// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/details_reader.h"
#include "engine/history/log_builder.h"
#include "engine/history/value_reader.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace durascope::history {

/// What decides who wrote a history (history-format section 13 rule 10).
struct SourceTraits
{
    bool responseMetadata = false;
    bool blankSeparatedTimes = false;
    std::uint64_t payloads = 0;  ///< payload wrappers
    std::uint64_t truncated = 0; ///< of them with a member Truncated
    std::uint64_t invocations = 0;
    std::uint64_t invocationsWithoutDetails = 0;
    std::uint64_t stepSuccesses = 0;
    std::uint64_t stepSuccessesWithRetryDetails = 0;
    bool namedExecution = false; ///< ExecutionStarted carries a Name

    [[nodiscard]] SourceGuess guess() const;
};

/// Reads one event object. Views in event() and findings() hold until the next read().
class EventReader
{
public:
    explicit EventReader(std::uint32_t maxDepth)
        : m_values(maxDepth)
    {
    }

    /// Stands on the '{' of an event and takes it. `base` is the start of the text that extents count from, `depth`
    /// the number of containers around the event.
    bool read(core::JsonCursor& cursor, const char* base, std::uint32_t depth);

    [[nodiscard]] const RawEvent& event() const { return m_event; }
    [[nodiscard]] const std::vector<Finding>& findings() const { return m_values.findings(); }
    /// False when nothing in the object belongs to an event.
    [[nodiscard]] bool isEvent() const { return m_memberSeen; }
    /// Of all events read so far.
    [[nodiscard]] SourceTraits traits() const;

    /// The key of a member that only events have.
    [[nodiscard]] static bool tellsAnEvent(std::string_view key);

private:
    struct Details
    {
        std::string_view key;
        std::string_view text;
    };

    bool readMember(core::JsonCursor& cursor, std::string_view key);
    bool readText(core::JsonCursor& cursor, std::string_view& result, Extent* extent);
    bool readTime(core::JsonCursor& cursor);
    bool readDetailsMember(core::JsonCursor& cursor, std::string_view key);
    bool isFirstOfItsKind(std::size_t slot, bool exact);
    void finish(const char* end);
    void chooseDetails(const char* end);
    [[nodiscard]] bool namesTheType(std::string_view detailsKey) const;
    void noteTraits();
    [[nodiscard]] Extent extentOf(std::string_view text) const;

    static constexpr std::size_t kMaxDetails = 32; ///< serializers that write absent members write 24 of them, as null

    ValueReader m_values;
    RawEvent m_event;
    DetailFacts m_facts;
    std::array<Details, kMaxDetails> m_details;
    std::size_t m_detailsCount = 0;
    const char* m_base = nullptr;
    std::uint32_t m_seen = 0;      ///< a bit for every member that was there
    std::uint32_t m_seenExact = 0; ///< … in its exact spelling, which no other spelling may replace
    bool m_memberSeen = false;
    bool m_timeUnreadable = false;
    SourceTraits m_traits;
};

} // namespace durascope::history
