// SPDX-License-Identifier: Apache-2.0
#include "engine/history/line_counter.h"

#include <algorithm>
#include <cstring>

namespace durascope::history {

void LineCounter::advanceTo(std::string_view text, std::size_t offset)
{
    if (offset < m_offset) {
        m_offset = 0;
        m_line = 0;
        m_lineStart = 0;
    }
    while (m_offset < offset) {
        const void* const found = std::memchr(text.data() + m_offset, '\n', offset - m_offset);
        if (found == nullptr) {
            m_offset = offset;
            return;
        }
        m_offset = static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) + 1;
        m_lineStart = m_offset;
        ++m_line;
    }
}

TextPlace LineCounter::placeOf(std::string_view text, std::size_t offset)
{
    offset = std::min(offset, text.size());
    advanceTo(text, offset);
    const std::uint64_t before = m_line == 0 ? m_forgottenTail : 0;
    return {m_forgotten + offset, m_forgottenLines + m_line + 1, before + (offset - m_lineStart) + 1};
}

void LineCounter::forget(std::string_view text, std::size_t count)
{
    advanceTo(text, count);
    m_forgotten += count;
    m_forgottenLines += m_line;
    m_forgottenTail = (m_line == 0 ? m_forgottenTail : 0) + (count - m_lineStart);
    m_offset = 0;
    m_line = 0;
    m_lineStart = 0;
}

} // namespace durascope::history
