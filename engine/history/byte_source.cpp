// SPDX-License-Identifier: Apache-2.0
#include "engine/history/byte_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace durascope::history {
namespace {

using core::ErrorCode;
using core::fail;

std::string systemMessage(int error)
{
    return std::generic_category().message(error);
}

core::Error openError(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return {ErrorCode::NotFound, "there is no such file", {}, "check the path"};
    case EACCES:
    case EPERM:
        return {ErrorCode::Unreadable, "no permission to read it", {}, ""};
    case EISDIR:
        return {ErrorCode::Unreadable, "it is a folder", {}, "name a history file in it"};
    default:
        return {ErrorCode::Unreadable, "it cannot be opened: " + systemMessage(error), {}, ""};
    }
}

class FileSource final : public StoredSource
{
public:
    enum class Owner { Us, Process };
    FileSource(int descriptor, Owner owner, std::stop_token stop)
        : m_descriptor(descriptor)
        , m_owner(owner)
        , m_stop(std::move(stop))
    {
    }
    ~FileSource() override
    {
        if (m_owner == Owner::Us) {
            ::close(m_descriptor);
        }
    }
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;

    core::Result<void> examine()
    {
        struct stat status = {};
        if (::fstat(m_descriptor, &status) != 0) {
            return fail(ErrorCode::Unreadable, "it cannot be examined: " + systemMessage(errno));
        }
        if (S_ISDIR(status.st_mode)) {
            return std::unexpected(openError(EISDIR));
        }
        m_regular = S_ISREG(status.st_mode);
        // Files of /proc and the like are regular and claim to be empty.
        m_bytesTotal = m_regular && status.st_size > 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
        return {};
    }

    core::Result<std::size_t> read(std::span<char> into) override
    {
        for (;;) {
            if (!m_regular) {
                if (auto waited = waitForInput(); !waited) {
                    return std::unexpected(std::move(waited.error()));
                }
            }
            const ssize_t count = ::read(m_descriptor, into.data(), into.size());
            if (count >= 0) {
                return finishRead(static_cast<std::size_t>(count));
            }
            if (errno != EINTR && errno != EAGAIN) {
                return fail(ErrorCode::Unreadable, "reading it failed: " + systemMessage(errno));
            }
        }
    }

private:
    core::Result<std::size_t> finishRead(std::size_t count)
    {
        m_bytesRead += count;
        if (count == 0 && m_bytesRead < m_bytesTotal) {
            return fail(ErrorCode::Unreadable,
                        "the file became shorter while it was read: " + std::to_string(m_bytesRead) + " of " +
                            std::to_string(m_bytesTotal) + " bytes were there",
                        {}, "open it again when nothing writes to it");
        }
        return count;
    }

    /// A pipe may stay silent for ever; a person must still be able to stop the reading.
    core::Result<void> waitForInput()
    {
        constexpr int kLookAgainMs = 100;
        for (;;) {
            if (m_stop.stop_requested()) {
                return fail(ErrorCode::Cancelled, "reading was cancelled");
            }
            pollfd wanted{m_descriptor, POLLIN, 0};
            const int ready = ::poll(&wanted, 1, kLookAgainMs);
            if (ready > 0 || (ready < 0 && errno != EINTR)) {
                return {}; // an error shows itself in the read that follows
            }
        }
    }

    int m_descriptor;
    Owner m_owner;
    std::stop_token m_stop;
    bool m_regular = false;
};

class MemorySource final : public StoredSource
{
public:
    explicit MemorySource(std::string_view bytes)
        : m_rest(bytes)
    {
        m_bytesTotal = bytes.size();
    }

    core::Result<std::size_t> read(std::span<char> into) override
    {
        const std::size_t count = std::min(into.size(), m_rest.size());
        std::memcpy(into.data(), m_rest.data(), count);
        m_rest.remove_prefix(count);
        m_bytesRead += count;
        return count;
    }

private:
    std::string_view m_rest;
};

} // namespace

core::Result<std::unique_ptr<StoredSource>> openFile(const std::string& path, std::stop_token stop)
{
    const bool standardInput = path == "-";
    int descriptor = STDIN_FILENO;
    if (!standardInput) {
        if (path.find('\0') != std::string::npos) {
            return std::unexpected(openError(ENOENT));
        }
        // O_NONBLOCK: opening a named pipe that nobody writes to would wait for ever.
        descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (descriptor < 0) {
            return std::unexpected(openError(errno));
        }
    }
    auto source = std::make_unique<FileSource>(
        descriptor, standardInput ? FileSource::Owner::Process : FileSource::Owner::Us, std::move(stop));
    if (auto examined = source->examine(); !examined) {
        return std::unexpected(std::move(examined.error()));
    }
    return source;
}

std::unique_ptr<StoredSource> openMemory(std::string_view bytes)
{
    return std::make_unique<MemorySource>(bytes);
}

core::Result<std::size_t> readFully(ByteSource& source, std::span<char> into)
{
    std::size_t filled = 0;
    while (filled < into.size()) {
        auto count = source.read(into.subspan(filled));
        if (!count) {
            return count;
        }
        if (*count == 0) {
            break;
        }
        filled += *count;
    }
    return filled;
}

core::Result<std::string_view> PeekSource::peek()
{
    auto count = readFully(m_below, std::span(m_head));
    if (!count) {
        return std::unexpected(std::move(count.error()));
    }
    m_end = *count;
    return std::string_view(m_head, m_end);
}

core::Result<std::size_t> PeekSource::read(std::span<char> into)
{
    if (m_begin == m_end) {
        return m_below.read(into);
    }
    const std::size_t count = std::min(into.size(), m_end - m_begin);
    std::memcpy(into.data(), m_head + m_begin, count);
    m_begin += count;
    return count;
}

} // namespace durascope::history
