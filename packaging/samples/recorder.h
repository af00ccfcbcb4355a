// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/samples/samples.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace durascope::packaging {

/// One run of a sample as it is recorded.
struct Recording
{
    std::string_view sample;
    std::string_view file;
    std::string_view executionName;
    std::string_view start; ///< ISO-8601
    std::uint64_t seed = 0;
};

/// The history in AWS form of a run in virtual time; the same bytes every time. Errors: NotFound for no such sample,
/// Usage for a run that does not end.
[[nodiscard]] core::Result<std::string> record(const Recording& recording);

} // namespace durascope::packaging
