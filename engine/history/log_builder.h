// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/history/event_log.h"

#include <memory>
#include <optional>
#include <string_view>

namespace durascope::history {

/// One event as a reader found it. Views need to live only during LogBuilder::add(), except that `id`, `parentId`,
/// details and payload are given as extents of the final bytes where they need no decoding.
struct RawEvent
{
    EventType type = EventType::Unknown;
    std::string_view typeName; ///< as written; used when type is Unknown
    std::optional<std::int64_t> eventId;
    std::optional<Timestamp> time;
    std::string_view id; ///< decoded text; empty when absent
    Extent idExtent;     ///< of the same text inside the bytes, without quotes; empty when it had escapes
    std::string_view parentId;
    std::string_view name; ///< decoded text
    bool hasName = false;
    std::string_view subType;
    Extent details; ///< "{…}" in the bytes
    Extent payload; ///< the value of Payload, quotes or braces included
    bool truncated = false;
    /// EventLog::number(): µs of NextAttemptDelaySeconds (step ends), Timeout (CallbackStarted), ExecutionTimeout
    /// (ExecutionStarted), or the epoch µs of ScheduledEndTimestamp (WaitStarted; when it is absent, time + Duration).
    std::int64_t number = 0;
    std::uint32_t currentAttempt = 0; ///< RetryDetails.CurrentAttempt, 0 when absent; only checked against the count
    std::optional<Timestamp> intervalStart; ///< InvocationCompleted.StartTimestamp
    std::optional<Timestamp> intervalEnd;
    std::uint64_t offset = 0; ///< of the event in the bytes, for places in messages
};

/// Makes an EventLog: appends columns while reading, then sorts, builds the operation table, decides the effect of
/// every event (section 14) and checks (section 13 rules 6 to 9). What it had to do is in the log's repair report.
/// Not thread safe; used once. Appending allocates only when a column grows.
///
/// Who reports what: readers report the groups "encoding and container", "members" and "times" of RepairKind and
/// SourceGuessed, through repairs(); the builder reports TimesOutOfOrder and the groups "order and numbers" and
/// "operations", PayloadsNotDownloaded included.
class LogBuilder
{
public:
    LogBuilder();
    ~LogBuilder();
    LogBuilder(const LogBuilder&) = delete;
    LogBuilder& operator=(const LogBuilder&) = delete;

    void reserve(std::size_t events);
    /// The bytes that extents point into, as far as they have been read. Must be called before the first add() and
    /// again whenever the buffer grew or moved; add() reads the ids of earlier events in them. The offsets must stay
    /// the same.
    void setBytes(std::string_view current);
    /// REQUIRES: the extents of the event lie within the bytes last given to setBytes().
    void add(const RawEvent& event);
    [[nodiscard]] std::size_t eventCount() const;
    [[nodiscard]] RepairReport& repairs();
    void setMetadata(ExecutionMetadata metadata);
    void setSource(SourceGuess source);
    /// The bytes all extents refer to.
    [[nodiscard]] std::shared_ptr<const EventLog> finish(std::shared_ptr<const Bytes> bytes);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace durascope::history
