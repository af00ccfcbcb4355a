// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/store/connection.h"

#include <cstdint>
#include <span>

namespace durascope::store {

/// "DuSc" in the header of the file: what tells a library from other SQLite files. NOTE: do not change.
inline constexpr std::int64_t kApplicationId = 0x44755363;

/// One step of the schema: what makes this version out of the one before. A new version is one more entry at the end of
/// migrations(); entries that were released never change.
struct Migration
{
    std::int64_t version;
    const char* sql;
};
/// From nothing to Library::kSchemaVersion, ascending by 1 from 1.
[[nodiscard]] std::span<const Migration> migrations();

/// Runs the steps that the file lacks, in one transaction: all or none.
[[nodiscard]] core::Result<void> migrate(Connection& connection, std::span<const Migration> steps);

/// The file is a library, of a version from `oldest` to `newest`. Changes nothing.
/// Errors: Malformed, Unsupported, Unreadable.
[[nodiscard]] core::Result<void> checkIdentity(Connection& connection, std::int64_t oldest, std::int64_t newest);

} // namespace durascope::store
