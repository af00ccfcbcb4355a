// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/operation.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace durascope::service {

/// Bytes of all members of an error together, which is what the limits count (wire-protocol section 3).
[[nodiscard]] std::uint64_t errorSize(const core::ErrorRef& error);
/// What is said of one that is larger than that.
[[nodiscard]] std::string errorTooLarge(std::uint64_t limit);
[[nodiscard]] inline std::uint64_t payloadSize(const core::Payload& payload)
{
    return payload ? payload->size() : 0;
}
/// Bytes of the text as a JSON string.
[[nodiscard]] std::uint64_t quotedSize(std::string_view text);
/// Bytes the operation takes in an invocation event: its texts exactly, the rest at a round figure.
[[nodiscard]] std::uint32_t wireSize(const core::Operation& operation);

/// The value itself when it is valid UTF-8; else a copy in which U+FFFD stands for what is not, as in everything that
/// is written. What is in memory must be what a store gives back.
[[nodiscard]] core::Payload validText(core::Payload payload);
[[nodiscard]] core::ErrorRef validText(core::ErrorRef error);

} // namespace durascope::service
