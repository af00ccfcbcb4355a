// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace durascope::host {

/// A UUID (version digit 3, as the service's execution ids have) that is a pure function of the seed and the parts.
[[nodiscard]] std::string uuidOf(std::uint64_t seed, std::initializer_list<std::string_view> parts);
/// A number made the same way.
[[nodiscard]] std::uint64_t numberOf(std::uint64_t seed, std::initializer_list<std::string_view> parts);

} // namespace durascope::host
