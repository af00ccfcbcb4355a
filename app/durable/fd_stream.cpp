// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/durable/fd_stream.h"

#include <cerrno>
#include <unistd.h>

namespace durascope::app {

namespace {
constexpr std::size_t kBufferSize = 64 * 1024;
}

FdStreambuf::FdStreambuf(int descriptor)
    : m_descriptor(descriptor)
    , m_buffer(kBufferSize)
{
    setp(m_buffer.data(), m_buffer.data() + m_buffer.size());
}

FdStreambuf::~FdStreambuf()
{
    flushBuffer();
}

FdStreambuf::int_type FdStreambuf::overflow(int_type character)
{
    if (!flushBuffer()) {
        return traits_type::eof();
    }
    if (!traits_type::eq_int_type(character, traits_type::eof())) {
        *pptr() = traits_type::to_char_type(character);
        pbump(1);
    }
    return traits_type::not_eof(character);
}

int FdStreambuf::sync()
{
    return flushBuffer() ? 0 : -1;
}

std::streamsize FdStreambuf::xsputn(const char* text, std::streamsize length)
{
    if (length < epptr() - pptr()) {
        return std::streambuf::xsputn(text, length);
    }
    return flushBuffer() && writeAll(text, static_cast<std::size_t>(length)) ? length : 0;
}

bool FdStreambuf::flushBuffer()
{
    const bool written = writeAll(pbase(), static_cast<std::size_t>(pptr() - pbase()));
    setp(m_buffer.data(), m_buffer.data() + m_buffer.size());
    return written;
}

bool FdStreambuf::writeAll(const char* text, std::size_t length)
{
    while (length > 0 && m_error == 0) {
        const ssize_t written = ::write(m_descriptor, text, length);
        if (written < 0 && errno != EINTR) {
            m_error = errno;
        } else if (written > 0) {
            text += written;
            length -= static_cast<std::size_t>(written);
        }
    }
    return m_error == 0;
}

} // namespace durascope::app
