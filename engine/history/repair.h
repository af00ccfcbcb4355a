// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::history {

/// How much a person must know of it.
enum class RepairClass {
    Repaired, ///< the form was unusual, the meaning is certain
    Guessed,  ///< the meaning was chosen among several
    Missing   ///< something is not in the input and cannot be had from it
};

/// One kind a line of the repair report; occurrences are counted, not listed.
enum class RepairKind : std::uint8_t {
    // encoding and container
    ByteOrderMark,
    Utf16,
    InvalidUtf8,
    Compressed,
    Yaml,
    ConcatenatedPages, ///< several documents or JSON Lines in one input
    SingleEvent,
    UnusualContainer, ///< events found under another name than `Events`
    MorePages,        ///< NextMarker or NextToken: the rest was not downloaded
    IgnoredMember,    ///< a value that the format does not know, beside the events or inside one
    // members
    MemberSpelling, ///< `eventType`, `event_type`, …
    DetailsName,    ///< the details stand under another name than <EventType>Details
    DetailsMissing,
    NumberAsText,
    ErrorAsText,    ///< EventError.Payload was a string
    ErrorUnwrapped, ///< the error object stood directly under Error
    UnknownEventType,
    // times
    ZoneMissing,
    DigitsLost,
    TimeMissing,
    TimeUnreadable,
    TimesOutOfOrder,
    // order and numbers
    EventIdMissing,
    Reordered,
    DuplicateIdentical,
    DuplicateConflicting,
    GapInEventIds,
    // operations
    PartialHead, ///< no ExecutionStarted
    PartialTail, ///< no end of the execution: running, or cut off
    EndWithoutStart,
    SecondEnd,
    SecondStart,
    UnknownParent,
    ParentCycle,
    TypeMismatch, ///< one Id used by two types of operation
    IdMissing,
    RetryInferred, ///< an end without delay followed by another start of the same step
    AttemptRecounted,
    InvocationWithoutTimes,
    PayloadsNotDownloaded,
    // quirks
    SourceGuessed,
};

struct Repair
{
    RepairKind kind;
    RepairClass severity;
    std::uint64_t count = 0;
    std::int64_t firstEventId = 0; ///< 0 when it is not about an event
    std::uint64_t firstLine = 0;   ///< 1-based line of the decoded text; 0 when unknown
    std::string detail;            ///< of the first occurrence: the word, the id, the value
};

/// What was done to make a log of the input. Bounded: one entry a kind.
class RepairReport
{
public:
    void add(RepairKind kind, std::int64_t eventId = 0, std::string_view detail = {}, std::uint64_t line = 0);
    /// `count` occurrences at once; the rest as for add().
    void addMany(RepairKind kind, std::uint64_t count, std::int64_t eventId = 0, std::string_view detail = {},
                 std::uint64_t line = 0);
    [[nodiscard]] const std::vector<Repair>& repairs() const { return m_repairs; }
    [[nodiscard]] bool empty() const { return m_repairs.empty(); }
    [[nodiscard]] const Repair* find(RepairKind kind) const;
    /// Occurrences of one class.
    [[nodiscard]] std::uint64_t count(RepairClass severity) const;

private:
    std::vector<Repair> m_repairs;              ///< in order of first occurrence
    std::array<std::uint8_t, 64> m_positions{}; ///< of a kind in m_repairs, from 1; a repair an event must cost little
};

[[nodiscard]] RepairClass classOf(RepairKind kind);
/// One sentence for a person: "3 times carry no zone and were read as UTC (first at event 2)".
[[nodiscard]] std::string describe(const Repair& repair);
/// "repaired", "guessed", "missing".
[[nodiscard]] const char* toText(RepairClass severity);

} // namespace durascope::history
