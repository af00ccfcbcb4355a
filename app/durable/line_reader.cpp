// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/line_reader.h"

#include <array>
#include <cerrno>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace durascope::app {

namespace {
constexpr int kPatienceMs = 100;
constexpr std::size_t kChunk = 16 * 1024;
} // namespace

LineReader::LineReader(int descriptor, std::stop_token stop)
    : m_descriptor(descriptor)
    , m_stop(std::move(stop))
{
}

LineReader::Filled LineReader::fill()
{
    if (m_descriptor < 0) {
        return Filled::End;
    }
    while (!m_stop.stop_requested()) {
        pollfd wanted{m_descriptor, POLLIN, 0};
        const int ready = ::poll(&wanted, 1, kPatienceMs);
        if (ready == 0 || (ready < 0 && errno == EINTR)) {
            continue;
        }
        std::array<char, kChunk> chunk;
        const ssize_t count = ready < 0 ? -1 : ::read(m_descriptor, chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return count == 0 ? Filled::End : Filled::Failed;
        }
        m_buffer.append(chunk.data(), static_cast<std::size_t>(count));
        return Filled::More;
    }
    return Filled::Failed;
}

std::optional<std::string> LineReader::next()
{
    for (;;) {
        const std::size_t end = m_buffer.find('\n');
        if (end != std::string::npos) {
            std::string line = m_buffer.substr(0, end);
            m_buffer.erase(0, end + 1);
            return line;
        }
        const Filled filled = fill();
        if (filled == Filled::Failed || (filled == Filled::End && m_buffer.empty())) {
            return std::nullopt;
        }
        if (filled == Filled::End) {
            return std::exchange(m_buffer, {});
        }
    }
}

std::optional<std::string> LineReader::rest()
{
    for (;;) {
        switch (fill()) {
        case Filled::More:
            break;
        case Filled::End:
            return std::exchange(m_buffer, {});
        case Filled::Failed:
            return std::nullopt;
        }
    }
}

} // namespace durascope::app
