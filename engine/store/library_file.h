// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/store/connection.h"
#include "engine/store/file_lock.h"
#include "engine/store/library.h"

#include <filesystem>
#include <memory>

namespace durascope::store {

/// A library's file, made ready for writing by this process.
struct WritableFile
{
    FileLock lock; ///< given back last
    std::unique_ptr<Connection> connection;
};

/// Takes the lock, makes the file when there is none, and brings its schema up to date. A file that is refused is left
/// byte for byte, its write-ahead log too. Errors: as Library::open().
[[nodiscard]] core::Result<WritableFile> openForWriting(const std::filesystem::path& file, Durability durability);

/// A connection that only reads, beside a writer or without one; see closeReader(). Errors: as Library::open().
[[nodiscard]] core::Result<std::unique_ptr<Connection>> openForReading(const std::filesystem::path& file);
/// Closes what openForReading() gave, leaving no more files than there were.
void closeReader(std::unique_ptr<Connection> connection, const std::filesystem::path& file);

} // namespace durascope::store
