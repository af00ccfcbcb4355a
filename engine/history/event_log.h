// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/enums.h"
#include "engine/core/index.h"
#include "engine/core/time.h"
#include "engine/history/repair.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace durascope::history {

using core::EventIndex;
using core::EventType;
using core::kExecution;
using core::OperationIndex;
using core::OperationStatus;
using core::OperationType;
using core::StringIndex;
using core::Timestamp;

/// The bytes a log's payloads point into. Valid UTF-8, never changed while a log refers to them.
class Bytes
{
public:
    virtual ~Bytes() = default;
    [[nodiscard]] virtual std::string_view view() const = 0;
};
[[nodiscard]] std::shared_ptr<const Bytes> ownedBytes(std::string text);

/// A stretch of the log's bytes; length 0 and offset 0 is "nothing there".
struct Extent
{
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
    [[nodiscard]] bool empty() const { return length == 0; }
};

enum class PayloadState : std::uint8_t {
    NoValue, ///< the value is absent: nothing was returned or sent
    Present,
    NotDownloaded ///< absent with Truncated true: IncludeExecutionData was off
};

/// Where the payload of an event is (Input, Result or Error; history-format section 5). `json` is the JSON text as it
/// arrived: for Input and Result a string literal with its quotes and escapes, for Error an object (or, where a writer
/// was careless, a string). No copy is made.
struct PayloadView
{
    PayloadState state = PayloadState::NoValue;
    bool truncated = false; ///< the Truncated member said so; a payload may be there all the same
    std::string_view json;
};

/// One row of the operation table. Row 0 is the execution.
struct Operation
{
    Extent id;             ///< see EventLog::id(); for the execution its Id
    StringIndex name;      ///< invalid when the operation was not named
    StringIndex subType;   ///< invalid when absent
    OperationIndex parent; ///< invalid only for the execution
    EventIndex firstEvent;
    std::uint32_t eventsBegin = 0; ///< into the effective-event lists: EventLog::events()
    std::uint32_t eventsCount = 0;
    std::uint32_t childrenBegin = 0;
    std::uint32_t childrenCount = 0;
    OperationType type = OperationType::Generic;
    std::uint8_t depth = 0;   ///< 0 for the execution; 255 means 255 or deeper
    bool idIsDecoded = false; ///< the id had escapes: it stands in the side text, not in the bytes
    /// Of a step whose starts and ends do not alternate (a restart, an end without a start): see EventLog::attempt().
    bool irregularAttempts = false;
};

/// Bits of EventLog::flags().
enum EventFlag : std::uint8_t {
    kRetryFollows = 1 << 0, ///< this StepSucceeded/StepFailed is not terminal (section 7)
    kTerminal = 1 << 1,     ///< ends its operation for good
    kIgnored = 1 << 2,      ///< contradicts earlier events (a second end, a wrong type) or names no operation; shown,
                            ///< but no effect
    kImpliedStart = 1 << 3, ///< an end whose operation has no start: it also begins its operation
    kRestart = 1 << 4,      ///< StepStarted while the attempt was still open: the same attempt again
    kTruncated = 1 << 5,
    kPayload = 1 << 6,     ///< a payload is present
    kTimeGuessed = 1 << 7, ///< the event had no readable time; the one before it was taken
};

/// GetDurableExecution, when it was given beside the events (section 13 rules 2 and 9).
struct ExecutionMetadata
{
    std::string arn;
    std::string name;
    std::string functionArn;
    std::string status;
    std::string version;
    std::optional<Timestamp> start;
    std::optional<Timestamp> end;
    [[nodiscard]] bool empty() const { return arn.empty() && name.empty() && functionArn.empty() && status.empty(); }
};

/// Whose writing the history looks like (section 13 rule 10).
enum class SourceGuess : std::uint8_t { Unknown, Aws, BotoOrSam, JsEmulator, PythonEmulator };
[[nodiscard]] const char* toText(SourceGuess guess);

/// Running totals over the events 0…i. Kept as samples every kTotalsStride events; see EventLog::totalsAt().
struct Totals
{
    std::uint32_t operations = 0;       ///< that have begun, without the execution
    std::uint32_t openOperations = 0;   ///< begun and not ended for good
    std::uint32_t failedOperations = 0; ///< ended for good as FAILED, TIMED_OUT or STOPPED
    std::uint32_t failedAttempts = 0;   ///< StepFailed with a retry to follow
    std::uint32_t openCallbacks = 0;
    std::uint32_t invocations = 0;  ///< completed
    std::uint64_t payloadBytes = 0; ///< of the payload texts as they stand in the history
    friend bool operator==(const Totals&, const Totals&) = default;
};

/// When the function ran, as InvocationCompleted tells it; either time may be missing.
struct InvocationInterval
{
    EventIndex event;
    std::optional<Timestamp> start;
    std::optional<Timestamp> end;
};

/// The columns of an EventLog. For LogBuilder and its parts, which fill them; everybody else asks the EventLog.
struct EventLogData
{
    std::shared_ptr<const Bytes> bytes;
    std::vector<EventType> types;
    std::vector<std::uint8_t> flags;
    std::vector<Timestamp> times;
    std::vector<Timestamp> axisTimes;   ///< empty while times never decrease
    std::vector<std::int64_t> eventIds; ///< empty while they are 1, 2, 3 …
    bool eventIdsAscend = true;         ///< strictly; the events were put in order of EventId
    std::vector<OperationIndex> operations;
    std::vector<Extent> details;
    std::vector<Extent> payloads;
    std::vector<std::int64_t> numbers;
    std::vector<std::pair<EventIndex, StringIndex>> unknownTypes; ///< ascending
    std::vector<InvocationInterval> intervals;                    ///< ascending, one an InvocationCompleted

    std::vector<Operation> table;
    std::vector<EventIndex> eventLists;
    std::vector<std::pair<OperationIndex, EventIndex>> withoutEffect; ///< ascending; not those of the execution
    std::vector<std::pair<EventIndex, std::uint32_t>> attempts;       ///< ascending; events of irregular steps only
    std::vector<OperationIndex> childLists;
    /// Position of the operation in a depth-first walk of the tree, and the first position behind its descendants:
    /// ancestry is two comparisons however deep the nesting.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> walk;
    std::vector<OperationIndex> walkOrder; ///< the operations in order of that walk
    std::vector<std::uint32_t> idTable;    ///< open addressing over operation ids, size a power of two
    std::uint64_t hashSeed = 0;
    std::string sideText;   ///< ids that had to be decoded
    std::string stringText; ///< interned names and subtypes
    std::vector<Extent> strings;

    std::vector<Totals> totals; ///< before event i * kTotalsStride
    RepairReport repairs;
    ExecutionMetadata metadata;
    std::string executionArn;
    SourceGuess source = SourceGuess::Unknown;
    Timestamp start;
    Timestamp end;
};

/// The append-only record of one execution in columns, and the operation table built from it in one pass.
/// Immutable once built, and then safe to share between threads. Made by LogBuilder only.
/// Index order is EventId order (or the order the importer chose, see the repair report).
class EventLog
{
public:
    // --- events
    [[nodiscard]] std::uint32_t eventCount() const { return static_cast<std::uint32_t>(m_data.types.size()); }
    [[nodiscard]] bool empty() const { return m_data.types.empty(); }
    [[nodiscard]] EventIndex lastEvent() const { return EventIndex(eventCount() - 1); } ///< REQUIRES: !empty()
    [[nodiscard]] EventType type(EventIndex event) const { return m_data.types[event.value()]; }
    [[nodiscard]] Timestamp time(EventIndex event) const { return m_data.times[event.value()]; }
    /// The EventId as it was written; events without one are numbered by position, from 1.
    [[nodiscard]] std::int64_t eventId(EventIndex event) const;
    /// The event with that EventId; where several carry it, the first.
    [[nodiscard]] std::optional<EventIndex> findEventId(std::int64_t eventId) const;
    /// The operation the event belongs to; the execution for Execution events and InvocationCompleted.
    [[nodiscard]] OperationIndex operation(EventIndex event) const { return m_data.operations[event.value()]; }
    [[nodiscard]] std::uint8_t flags(EventIndex event) const { return m_data.flags[event.value()]; }
    [[nodiscard]] bool has(EventIndex event, EventFlag flag) const { return (flags(event) & flag) != 0; }
    /// The type as it was written, also for Unknown.
    [[nodiscard]] std::string_view typeName(EventIndex event) const;
    /// The details object as it arrived ("{…}"), empty when there was none.
    [[nodiscard]] std::string_view detailsJson(EventIndex event) const { return slice(m_data.details[event.value()]); }
    [[nodiscard]] PayloadView payload(EventIndex event) const;
    /// The times in an InvocationCompleted; nothing for other events.
    [[nodiscard]] std::optional<InvocationInterval> interval(EventIndex event) const;
    [[nodiscard]] std::span<const InvocationInterval> intervals() const { return m_data.intervals; } ///< ascending
    /// One number of the details that folding and painting need without parsing: the delay to the next attempt of a
    /// step end, the scheduled end (epoch µs) of WaitStarted, the timeout of CallbackStarted and ExecutionStarted, all
    /// in µs; 0 when absent.
    [[nodiscard]] std::int64_t number(EventIndex event) const { return m_data.numbers[event.value()]; }
    /// Last event at or before that instant; the first event when the instant is earlier than all. REQUIRES: !empty().
    /// Where times run backwards, the greatest time so far counts.
    [[nodiscard]] EventIndex eventAtTime(Timestamp time) const;
    /// The time of the event, or the greatest time before it where times run backwards: never decreases.
    [[nodiscard]] Timestamp axisTime(EventIndex event) const
    {
        return m_data.axisTimes.empty() ? time(event) : m_data.axisTimes[event.value()];
    }

    // --- operations
    [[nodiscard]] std::uint32_t operationCount() const { return static_cast<std::uint32_t>(m_data.table.size()); }
    [[nodiscard]] const Operation& operation(OperationIndex operation) const { return m_data.table[operation.value()]; }
    [[nodiscard]] std::string_view id(OperationIndex operation) const;
    [[nodiscard]] std::string_view name(OperationIndex operation) const;    ///< empty when not named
    [[nodiscard]] std::string_view subType(OperationIndex operation) const; ///< empty when absent
    /// The events that decide the state of the operation, ascending; without those flagged kIgnored.
    [[nodiscard]] std::span<const EventIndex> events(OperationIndex operation) const;
    /// The attempt that the effective event at this position of events(step) belongs to, from 1, counted over the
    /// events (section 7). REQUIRES: a step.
    [[nodiscard]] std::uint32_t attempt(OperationIndex step, std::uint32_t position) const;
    /// All events of the operation, kIgnored ones too, ascending. Allocates; for panels, not for painting.
    [[nodiscard]] std::vector<EventIndex> allEvents(OperationIndex operation) const;
    /// In order of first event.
    [[nodiscard]] std::span<const OperationIndex> children(OperationIndex operation) const;
    [[nodiscard]] std::optional<OperationIndex> findOperation(std::string_view id) const;
    /// All operations below it, depth first, children in order of first event.
    [[nodiscard]] std::span<const OperationIndex> descendants(OperationIndex operation) const;
    /// Place of the operation in a depth-first walk of the tree, from 0; its descendants follow it.
    [[nodiscard]] std::uint32_t treePosition(OperationIndex operation) const
    {
        return m_data.walk[operation.value()].first;
    }
    /// Strictly below; constant time.
    [[nodiscard]] bool isDescendant(OperationIndex operation, OperationIndex ancestor) const;

    // --- totals
    static constexpr std::uint32_t kTotalsStride = 64;
    /// Over the events 0…event, in at most kTotalsStride steps.
    [[nodiscard]] Totals totalsAt(EventIndex event) const;

    // --- the whole
    [[nodiscard]] std::string_view bytes() const { return m_data.bytes ? m_data.bytes->view() : std::string_view{}; }
    [[nodiscard]] const RepairReport& repairs() const { return m_data.repairs; }
    [[nodiscard]] const ExecutionMetadata& metadata() const { return m_data.metadata; }
    [[nodiscard]] SourceGuess source() const { return m_data.source; }
    /// From the metadata, else from a callback id, else empty.
    [[nodiscard]] const std::string& executionArn() const { return m_data.executionArn; }
    /// Earliest and latest instant of the events, invocation intervals included.
    [[nodiscard]] Timestamp startTime() const { return m_data.start; }
    [[nodiscard]] Timestamp endTime() const { return m_data.end; }
    /// Bytes of memory held beside the history's own bytes.
    [[nodiscard]] std::size_t memoryUse() const;

private:
    friend class LogBuilder;
    [[nodiscard]] std::string_view slice(Extent extent) const { return bytes().substr(extent.offset, extent.length); }

    [[nodiscard]] std::string_view string(StringIndex index) const;
    void addToTotals(Totals& totals, EventIndex event) const;
    explicit EventLog(EventLogData&& data)
        : m_data(std::move(data))
    {
    }

    EventLogData m_data;
};

} // namespace durascope::history
