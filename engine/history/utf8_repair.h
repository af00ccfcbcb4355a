// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/text_buffer.h"

#include <cstdint>

namespace durascope::history {

/// Makes what arrived in a TextBuffer valid UTF-8, piece by piece. Valid text, which is nearly all of it, is only
/// looked at; a piece with invalid bytes is written again with U+FFFD in their places.
class Utf8Repair
{
public:
    /// Everything behind view() of the last call is new. Afterwards valid() bytes from the start are final; a sequence
    /// cut by the end of the piece waits for the next one, unless `final` says that there is none.
    [[nodiscard]] core::Result<void> check(TextBuffer& buffer, bool final);

    /// The buffer was emptied.
    void forget() { m_valid = 0; }

    [[nodiscard]] std::size_t valid() const { return m_valid; }
    [[nodiscard]] std::uint64_t replaced() const { return m_replaced; }         ///< sequences
    [[nodiscard]] std::size_t firstReplaced() const { return m_firstReplaced; } ///< offset; only when replaced() > 0

private:
    [[nodiscard]] core::Result<void> rewrite(TextBuffer& buffer, std::size_t length);

    std::size_t m_valid = 0;
    std::uint64_t m_replaced = 0;
    std::size_t m_firstReplaced = 0;
};

} // namespace durascope::history
