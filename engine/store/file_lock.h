// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <utility>

namespace durascope::store {

/// The right to be the one writer of a library: a lock (flock) on the file "LIBRARY-lock" beside it, not on the library
/// itself, because closing any descriptor of that would drop the locks SQLite has on it. The system gives the lock back
/// when the process ends in whatever way; a lock file that was left over means nothing.
class FileLock
{
public:
    /// Does not wait. Errors: Unsupported when somebody has it (the message names the process when it can), Unreadable
    /// when the folder cannot be written.
    [[nodiscard]] static core::Result<FileLock> take(const std::filesystem::path& library);
    ~FileLock();
    FileLock(FileLock&& other) noexcept
        : m_path(std::move(other.m_path))
        , m_descriptor(std::exchange(other.m_descriptor, -1))
    {
    }
    FileLock& operator=(FileLock&&) = delete;

private:
    FileLock(std::filesystem::path path, int descriptor)
        : m_path(std::move(path))
        , m_descriptor(descriptor)
    {
    }

    std::filesystem::path m_path;
    int m_descriptor;
};

} // namespace durascope::store
