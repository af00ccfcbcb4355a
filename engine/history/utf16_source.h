// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/byte_source.h"

#include <array>
#include <string>

namespace durascope::history {

enum class ByteOrder : std::uint8_t { Little, Big };

/// UTF-16 without its byte order mark in, UTF-8 out. Lone surrogates and half a unit at the end become U+FFFD.
class Utf16Source final : public ByteSource
{
public:
    Utf16Source(ByteSource& below, ByteOrder order)
        : m_below(below)
        , m_order(order)
    {
    }

    [[nodiscard]] core::Result<std::size_t> read(std::span<char> into) override;
    /// How many sequences were replaced so far.
    [[nodiscard]] std::uint64_t replaced() const { return m_replaced; }

private:
    void convert(std::string_view bytes);
    void takeUnit(char32_t unit);
    void endOfInput();
    void replaceHighSurrogate();

    ByteSource& m_below;
    ByteOrder m_order;
    std::array<char, 64 * 1024> m_raw{};
    std::string m_text; ///< converted, from m_taken on not yet handed out
    std::size_t m_taken = 0;
    char32_t m_high = 0; ///< a high surrogate that waits for its other half
    int m_halfUnit = -1; ///< a byte that waits for its other half
    std::uint64_t m_replaced = 0;
    bool m_ended = false;
};

} // namespace durascope::history
