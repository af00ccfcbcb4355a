// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>

namespace durascope::app {

/// Reads a descriptor that may never say anything, without keeping the program from ending.
class LineReader
{
public:
    /// A negative descriptor is at its end.
    LineReader(int descriptor, std::stop_token stop);

    /// The next line without its line feed; nothing at the end, when reading failed, or once a stop was asked for.
    [[nodiscard]] std::optional<std::string> next();
    /// Everything up to the end; nothing when it could not be read or a stop was asked for.
    [[nodiscard]] std::optional<std::string> rest();

private:
    enum class Filled { More, End, Failed };
    [[nodiscard]] Filled fill();

    int m_descriptor;
    std::stop_token m_stop;
    std::string m_buffer;
};

} // namespace durascope::app
