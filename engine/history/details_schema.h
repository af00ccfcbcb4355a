// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/enums.h"
#include "engine/core/json_view.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace durascope::history {

/// What a member of details holds, as far as a writer must know.
enum class MemberKind : std::uint8_t {
    Value,         ///< EventInput or EventResult; always written
    OptionalValue, ///< written when the history has it
    Error,         ///< EventError; always written
    OptionalError, ///< written only when there is an error
    StoppedError,  ///< always written, and with an empty error when there is none (section 16)
    Retry,         ///< RetryDetails; always written
    Seconds,       ///< an integer
    Instant,       ///< a time
    Text,          ///< kept as it is
    OptionalText,  ///< an empty string counts as absent (section 17, row 15)
    CallbackId,
    Tenant,
};

struct MemberSpec
{
    std::string_view name;
    MemberKind kind;
};

/// The members of the details of a type in the order of the service model (history-format section 4); empty for
/// ContextStarted, StepStarted and Unknown.
[[nodiscard]] std::span<const MemberSpec> detailMembers(core::EventType type);

/// "currentAttempt", "current_attempt" and "CurrentAttempt" are one member (history-format section 13 rule 3).
[[nodiscard]] bool isSameMember(std::string_view written, std::string_view name);
/// The member with exactly that name, else the first that isSameMember(); Invalid when there is none.
[[nodiscard]] core::JsonView memberOfAnySpelling(core::JsonView object, std::string_view name);

} // namespace durascope::history
