// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/standard_input.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <system_error>
#include <unistd.h>

namespace durascope::models {

using core::ErrorCode;

namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;

/// A pipe that turns "please stop" into something poll() can wait for.
class WakePipe
{
public:
    WakePipe()
    {
        if (::pipe2(m_ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
            m_ends = {-1, -1};
        }
    }
    ~WakePipe()
    {
        for (const int end : m_ends) {
            if (end >= 0) {
                ::close(end);
            }
        }
    }
    WakePipe(const WakePipe&) = delete;
    WakePipe& operator=(const WakePipe&) = delete;

    [[nodiscard]] bool isOpen() const { return m_ends[0] >= 0; }
    [[nodiscard]] int readEnd() const { return m_ends[0]; }
    void wake() const
    {
        const char byte = 0;
        // A full pipe has woken already.
        [[maybe_unused]] const auto written = ::write(m_ends[1], &byte, 1);
    }

private:
    std::array<int, 2> m_ends{-1, -1};
};

std::unexpected<core::Error> systemFailure(int number, const std::string& sourceName)
{
    return core::fail(ErrorCode::Unreadable, "cannot be read: " + std::generic_category().message(number),
                      {sourceName, 0, 0, 0});
}

} // namespace

core::Result<std::string> readDescriptor(int descriptor, const std::string& sourceName, std::uint64_t maxBytes,
                                         const std::stop_token& stop,
                                         const std::function<void(std::uint64_t)>& progress)
{
    const WakePipe pipe;
    if (!pipe.isOpen()) {
        return systemFailure(errno, sourceName);
    }
    if (descriptor < 0) {
        return systemFailure(EBADF, sourceName); // poll() would ignore it and wait for ever
    }
    const std::stop_callback wake(stop, [&pipe] { pipe.wake(); });
    std::string text;
    std::string chunk(kChunk, '\0');
    while (!stop.stop_requested()) {
        std::array<pollfd, 2> waiting{pollfd{descriptor, POLLIN, 0}, pollfd{pipe.readEnd(), POLLIN, 0}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) {
            return systemFailure(errno, sourceName);
        }
        if ((waiting[0].revents & POLLNVAL) != 0) {
            return systemFailure(EBADF, sourceName); // a closed descriptor
        }
        if (waiting[0].revents == 0) {
            continue;
        }
        const auto count = ::read(descriptor, chunk.data(), chunk.size());
        if (count == 0) {
            return text;
        }
        if (count < 0) {
            if (errno == EINTR || errno == EAGAIN) {
                continue;
            }
            return systemFailure(errno, sourceName);
        }
        if (text.size() + static_cast<std::uint64_t>(count) > maxBytes) {
            return core::fail(ErrorCode::TooLarge, "more than " + std::to_string(maxBytes) + " bytes",
                              {sourceName, 0, 0, 0}, "put it into a file and cut it down");
        }
        text.append(chunk, 0, static_cast<std::size_t>(count));
        progress(text.size());
    }
    return core::fail(ErrorCode::Cancelled, "loading was cancelled", {sourceName, 0, 0, 0});
}

} // namespace durascope::models
