// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/history/event_log.h"

#include <string>
#include <string_view>
#include <vector>

namespace durascope::history {

/// Interns names, sub types and the words of unknown event types: equal texts get one StringIndex. Used while a log is
/// built; takeText() and takeStrings() then go into the log.
class StringPool
{
public:
    explicit StringPool(std::uint64_t hashSeed)
        : m_seed(hashSeed)
    {
    }

    [[nodiscard]] StringIndex intern(std::string_view text);
    [[nodiscard]] std::string_view text(StringIndex index) const;

    [[nodiscard]] std::string takeText() { return std::move(m_text); }
    [[nodiscard]] std::vector<Extent> takeStrings() { return std::move(m_strings); }

private:
    void grow();

    std::uint64_t m_seed;
    std::string m_text;
    std::vector<Extent> m_strings;
    std::vector<std::uint32_t> m_table; ///< index into m_strings plus one; 0 is free
};

} // namespace durascope::history
