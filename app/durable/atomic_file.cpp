// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/atomic_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace durascope::app {

namespace {
constexpr mode_t kNewFileMode = 0666;

std::mutex pendingMutex;
std::vector<std::string> pendingFiles;

void forget(const std::string& temporary)
{
    const std::lock_guard lock(pendingMutex);
    std::erase(pendingFiles, temporary);
}

/// What a plain open() would give a new file. There is no way to read the mask without setting it.
mode_t newFileMode()
{
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return kNewFileMode & ~mask;
}

std::string reasonOf(int code)
{
    return std::generic_category().message(code);
}
} // namespace

core::Result<std::unique_ptr<AtomicFile>> AtomicFile::create(const std::string& path)
{
    std::error_code ignored; // a path that cannot be resolved is taken as it stands, and the open below says why
    const std::filesystem::path resolved = std::filesystem::weakly_canonical(path, ignored);
    const std::string target = ignored ? path : resolved.string();
    struct stat status = {};
    const bool exists = ::stat(target.c_str(), &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) {
        return core::fail(core::ErrorCode::Usage, "is a folder", core::Place{path}, "name a file in it");
    }
    if (exists && !S_ISREG(status.st_mode)) {
        const int direct = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
        if (direct < 0) {
            return core::fail(core::ErrorCode::Usage, "cannot be written: " + reasonOf(errno), core::Place{path},
                              "choose another --output");
        }
        return std::unique_ptr<AtomicFile>(new AtomicFile(path, {}, direct));
    }
    std::string temporary = target + ".XXXXXX";
    const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (descriptor < 0) {
        return core::fail(core::ErrorCode::Usage, "cannot be written: " + reasonOf(errno), core::Place{path},
                          "choose another --output");
    }
    {
        const std::lock_guard lock(pendingMutex);
        pendingFiles.push_back(temporary);
    }
    std::unique_ptr<AtomicFile> file(new AtomicFile(target, std::move(temporary), descriptor));
    constexpr mode_t kPermissions = 07777;
    if (::fchmod(descriptor, exists ? status.st_mode & kPermissions : newFileMode()) != 0) {
        return std::unexpected(file->failure("its permissions cannot be set", errno));
    }
    return file;
}

AtomicFile::AtomicFile(std::string path, std::string temporary, int descriptor)
    : m_path(std::move(path))
    , m_temporary(std::move(temporary))
    , m_descriptor(descriptor)
{
}

AtomicFile::~AtomicFile()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
    if (!m_temporary.empty()) {
        ::unlink(m_temporary.c_str());
        forget(m_temporary);
    }
}

bool AtomicFile::write(std::string_view text)
{
    while (!text.empty()) {
        const ssize_t written = ::write(m_descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            m_errno = errno;
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

core::Result<void> AtomicFile::commit()
{
    // Without the sync a crash right after the rename could leave an empty file under the good name. Pipes and some
    // devices know no sync, and have nothing to lose.
    if (!m_temporary.empty() && ::fsync(m_descriptor) != 0) {
        return std::unexpected(failure("cannot be written", errno));
    }
    if (::close(std::exchange(m_descriptor, -1)) != 0) {
        return std::unexpected(failure("cannot be written", errno));
    }
    if (!m_temporary.empty()) {
        if (::rename(m_temporary.c_str(), m_path.c_str()) != 0) {
            return std::unexpected(failure("cannot be replaced", errno));
        }
        forget(m_temporary);
        m_temporary.clear();
    }
    return {};
}

core::Error AtomicFile::error() const
{
    return failure("cannot be written", m_errno);
}

core::Error AtomicFile::failure(const std::string& what, int code) const
{
    return core::Error{core::ErrorCode::Unreadable, what + ": " + reasonOf(code), core::Place{m_path},
                       "what stood there before is unchanged"};
}

void AtomicFile::removePending()
{
    const std::lock_guard lock(pendingMutex);
    for (const std::string& temporary : pendingFiles) {
        ::unlink(temporary.c_str());
    }
    pendingFiles.clear();
}

} // namespace durascope::app
