// SPDX-License-Identifier: Apache-2.0
#include "engine/store/file_lock.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace durascope::store {
namespace {

constexpr mode_t kMode = 0666;

core::Error failure(const std::filesystem::path& library, const char* what, int code)
{
    return core::Error{core::ErrorCode::Unreadable, std::string(what) + ": " + std::generic_category().message(code),
                       core::Place{library.string()}, "a library needs a folder that may be written"};
}

/// What the holder wrote into the lock file; 0 when it has not come to it yet.
long holderOf(int descriptor)
{
    std::array<char, 24> text{};
    const ssize_t length = ::pread(descriptor, text.data(), text.size(), 0);
    long pid = 0;
    if (length > 0)
        std::from_chars(text.data(), text.data() + length, pid);
    return pid;
}

core::Error inUse(const std::filesystem::path& library, long holder)
{
    std::string message = "is in use by another process";
    if (holder == ::getpid())
        message = "is already open in this process";
    else if (holder > 0)
        message += " (" + std::to_string(holder) + ')';
    return core::Error{core::ErrorCode::Unsupported, std::move(message), core::Place{library.string()},
                       "end the other one, or open the library for reading only"};
}

/// The holder before us may have removed the file between our opening and our locking it.
bool isStillThere(const std::filesystem::path& path, int descriptor)
{
    struct stat ours = {};
    struct stat there = {};
    return ::fstat(descriptor, &ours) == 0 && ::stat(path.c_str(), &there) == 0 && ours.st_ino == there.st_ino &&
           ours.st_dev == there.st_dev;
}

} // namespace

core::Result<FileLock> FileLock::take(const std::filesystem::path& library)
{
    std::filesystem::path path = library;
    path += "-lock";
    for (;;) {
        const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kMode);
        if (descriptor < 0)
            return std::unexpected(failure(library, "cannot be locked", errno));
        FileLock lock({}, descriptor); // closes it, and leaves the name alone until the lock is ours
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            const int code = errno;
            if (code == EINTR)
                continue;
            return std::unexpected(code == EWOULDBLOCK ? inUse(library, holderOf(descriptor))
                                                       : failure(library, "cannot be locked", code));
        }
        if (!isStillThere(path, descriptor))
            continue;
        lock.m_path = std::move(path);
        const std::string pid = std::to_string(::getpid()) + '\n';
        if (::ftruncate(descriptor, 0) != 0 ||
            ::pwrite(descriptor, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
            return std::unexpected(failure(library, "cannot be locked", errno));
        return lock;
    }
}

FileLock::~FileLock()
{
    if (m_descriptor < 0)
        return;
    // Removed while it is still locked, so that nobody else can have it; see isStillThere().
    if (!m_path.empty())
        ::unlink(m_path.c_str());
    ::close(m_descriptor);
}

} // namespace durascope::store
