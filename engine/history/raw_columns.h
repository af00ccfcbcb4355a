// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/event_log.h"
#include "engine/history/string_pool.h"

#include <limits>

namespace durascope::history {

/// An operation id met while reading, whether an event or only a child named it. Numbered in order of appearance;
/// the operation table proper is made of those that turn out to have events.
using DraftIndex = std::uint32_t;
inline constexpr DraftIndex kNoDraft = std::numeric_limits<DraftIndex>::max();
/// Stands for the execution: its own events go there, whatever Id they carry.
inline constexpr DraftIndex kExecutionDraft = 0;

/// What an event says of its operation beside what happened.
struct Attributes
{
    StringIndex name;
    StringIndex subType;
    DraftIndex parent = kNoDraft;
    friend bool operator==(const Attributes&, const Attributes&) = default;
};

struct Draft
{
    Extent id;
    bool idIsDecoded = false;
    bool isExecution = false; ///< an Execution event carries this Id
    bool hasAttributes = false;
    Attributes attributes; ///< of the event added first
};

/// Attributes of an event that differ from those of its draft; position as in the columns.
struct AttributeException
{
    std::uint32_t event;
    Attributes attributes;
};

/// What LogBuilder::add() gathers: columns in the order of the input until the events have been put in order.
struct RawColumns
{
    std::vector<EventType> types;
    std::vector<std::uint8_t> flags; ///< kPayload, kTruncated and kTimeGuessed only
    std::vector<Timestamp> times;
    std::vector<std::int64_t> eventIds;
    std::vector<DraftIndex> drafts;
    std::vector<Extent> details;
    std::vector<Extent> payloads;
    std::vector<std::int64_t> numbers;
    std::vector<std::uint32_t> writtenAttempts;                   ///< RetryDetails.CurrentAttempt
    std::vector<std::uint32_t> withoutEventId;                    ///< ascending positions
    std::vector<std::pair<EventIndex, StringIndex>> unknownTypes; ///< ascending
    std::vector<InvocationInterval> intervals;                    ///< ascending
    std::vector<AttributeException> exceptions;                   ///< ascending

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(types.size()); }
    [[nodiscard]] Attributes attributes(std::uint32_t event, const std::vector<Draft>& operations) const;
};

} // namespace durascope::history
