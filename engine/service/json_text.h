// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/time.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace durascope::service {

// Pieces of JSON appended to a text: an event is written for every change of an operation, so these make no strings of
// their own. Private to the service.

/// As core::quoteJson() writes it.
void appendQuoted(std::string& out, std::string_view text);
void appendInteger(std::string& out, std::int64_t value);
/// As core::formatEpochSeconds() writes it.
void appendEpochSeconds(std::string& out, core::Timestamp time);

} // namespace durascope::service
