// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/enums.h"
#include "engine/core/time.h"
#include "engine/history/value_reader.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace durascope::history {

/// One of the wrappers of history-format section 5.
struct PayloadWrapper
{
    std::string_view payload; ///< the value of Payload as it stands; empty when absent or null
    std::optional<bool> truncated;
    bool present = false; ///< the wrapper itself
};

/// What the details of an event tell, whatever its type: the names mean the same in all of them, and the type may
/// stand behind the details.
struct DetailFacts
{
    PayloadWrapper input;
    PayloadWrapper result;
    PayloadWrapper error;
    std::optional<std::int64_t> executionTimeout; ///< all lengths of time in µs
    std::optional<std::int64_t> waitDuration;
    std::optional<std::int64_t> callbackTimeout;
    std::optional<std::int64_t> retryDelay;
    std::optional<std::int64_t> currentAttempt;
    std::optional<core::Timestamp> scheduledEnd;
    std::optional<core::Timestamp> intervalStart;
    std::optional<core::Timestamp> intervalEnd;
    bool retryDetails = false;

    /// The wrapper that belongs to the type; where a writer used another one, that.
    [[nodiscard]] const PayloadWrapper& payloadOf(core::EventType type) const;
    /// EventLog::number().
    [[nodiscard]] std::int64_t numberOf(core::EventType type, std::optional<core::Timestamp> eventTime) const;
};

/// Stands on the '{' of a details object and takes it.
bool readDetails(core::JsonCursor& cursor, ValueReader& values, DetailFacts& facts);

} // namespace durascope::history
