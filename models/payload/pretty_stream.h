// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/json_view.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace durascope::models {

/// Indents JSON some at a time: what core::prettyJson() makes at once, without holding a second copy of a hundred
/// megabytes. The value must be checked JSON and outlive the stream.
class PrettyStream
{
public:
    explicit PrettyStream(core::JsonView value, int indent = 2);

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    /// Bytes of the value that have been written.
    [[nodiscard]] std::size_t consumed() const { return m_at; }
    /// The next lines, about `bytes` of them; never ends inside a character or an escape.
    [[nodiscard]] std::string next(std::size_t bytes);

private:
    void newLine(std::string& out) const;
    void copyString(std::string& out, std::size_t bytes);
    void structural(std::string& out);

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_depth = 0;
    std::size_t m_indent;
    bool m_inString = false;
};

} // namespace durascope::models
