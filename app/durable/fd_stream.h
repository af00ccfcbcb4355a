// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <streambuf>
#include <vector>

namespace durascope::app {

/// A buffered stream onto a file descriptor that remembers why the system refused text: std::cout does not tell a
/// reader that went away from a full disk.
class FdStreambuf : public std::streambuf
{
public:
    explicit FdStreambuf(int descriptor);
    ~FdStreambuf() override;
    FdStreambuf(const FdStreambuf&) = delete;
    FdStreambuf& operator=(const FdStreambuf&) = delete;

    /// errno of the first write that failed; 0 while all went well.
    [[nodiscard]] int error() const { return m_error; }

protected:
    int_type overflow(int_type character) override;
    int sync() override;
    std::streamsize xsputn(const char* text, std::streamsize length) override;

private:
    bool writeAll(const char* text, std::size_t length);
    bool flushBuffer();

    int m_descriptor;
    int m_error = 0;
    std::vector<char> m_buffer;
};

} // namespace durascope::app
