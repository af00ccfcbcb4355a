// SPDX-License-Identifier: Apache-2.0
#include "engine/history/utf16_source.h"

#include "engine/core/utf8.h"

#include <algorithm>
#include <cstring>

namespace durascope::history {

core::Result<std::size_t> Utf16Source::read(std::span<char> into)
{
    while (m_taken == m_text.size()) {
        if (m_ended) {
            return std::size_t{0};
        }
        auto count = m_below.read(m_raw);
        if (!count) {
            return count;
        }
        m_text.clear();
        m_taken = 0;
        if (*count == 0) {
            endOfInput();
        } else {
            convert(std::string_view(m_raw.data(), *count));
        }
    }
    const std::size_t count = std::min(into.size(), m_text.size() - m_taken);
    std::memcpy(into.data(), m_text.data() + m_taken, count);
    m_taken += count;
    return count;
}

void Utf16Source::convert(std::string_view bytes)
{
    for (const char c : bytes) {
        const int byte = static_cast<unsigned char>(c);
        if (m_halfUnit < 0) {
            m_halfUnit = byte;
            continue;
        }
        const int unit = m_order == ByteOrder::Little ? m_halfUnit | byte << 8 : m_halfUnit << 8 | byte;
        m_halfUnit = -1;
        takeUnit(static_cast<char32_t>(unit));
    }
}

void Utf16Source::takeUnit(char32_t unit)
{
    const bool high = unit >= 0xD800 && unit < 0xDC00;
    const bool low = unit >= 0xDC00 && unit < 0xE000;
    if (low && m_high != 0) {
        core::appendUtf8(m_text, 0x10000 + ((m_high - 0xD800) << 10) + (unit - 0xDC00));
        m_high = 0;
        return;
    }
    replaceHighSurrogate();
    if (high) {
        m_high = unit;
        return;
    }
    m_replaced += low ? 1 : 0;
    core::appendUtf8(m_text, unit);
}

void Utf16Source::replaceHighSurrogate()
{
    if (m_high != 0) {
        m_text += core::kReplacementText;
        ++m_replaced;
        m_high = 0;
    }
}

void Utf16Source::endOfInput()
{
    m_ended = true;
    replaceHighSurrogate();
    if (m_halfUnit >= 0) {
        m_text += core::kReplacementText;
        ++m_replaced;
    }
}

} // namespace durascope::history
