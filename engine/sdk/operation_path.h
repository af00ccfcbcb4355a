// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace durable::detail {

/// The raw path of the n-th operation (from 1) of a context: "3" in the root, "2-3" in the context "2"
/// (execution-model section 2).
[[nodiscard]] std::string childPath(std::string_view contextPath, std::uint64_t n);

/// The wire id of a path: its SHA-256 as 64 lowercase hexadecimal digits. Thread safe. Throws ConfigurationError when
/// the cryptographic library has no SHA-256.
[[nodiscard]] std::string wireId(std::string_view path);

} // namespace durable::detail
