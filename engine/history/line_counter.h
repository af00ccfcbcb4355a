// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace durascope::history {

/// Where something is in the decoded text.
struct TextPlace
{
    std::uint64_t offset = 0;
    std::uint64_t line = 1;
    std::uint64_t column = 1; ///< in bytes
};

/// Counts lines, and only when somebody asks for a place. Places asked for in ascending order cost one pass together.
class LineCounter
{
public:
    [[nodiscard]] TextPlace placeOf(std::string_view text, std::size_t offset);
    /// The first `count` bytes of the text are gone; places still count from where it began.
    void forget(std::string_view text, std::size_t count);

private:
    void advanceTo(std::string_view text, std::size_t offset);

    std::uint64_t m_forgotten = 0;      ///< bytes
    std::uint64_t m_forgottenLines = 0; ///< ends of lines in them
    std::uint64_t m_forgottenTail = 0;  ///< bytes of them behind the last end of a line
    std::size_t m_offset = 0;
    std::uint64_t m_line = 0;    ///< ends of lines in front of m_offset
    std::size_t m_lineStart = 0; ///< behind the last of them
};

} // namespace durascope::history
