// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace durascope::bench {

/// The limit: the bytes once through memory that both sides have touched before.
class MemoryCopy
{
public:
    explicit MemoryCopy(std::string_view bytes);
    void run();
    [[nodiscard]] const std::string& target() const { return m_target; }

private:
    std::string_view m_bytes;
    std::string m_target;
};

/// The peer: simdjson on-demand loads the file and visits every field of every event, strings unescaped, and keeps
/// nothing. Answers the events it saw, and 0 when it failed.
[[nodiscard]] std::uint64_t visitWithSimdjson(const std::string& path);

/// The usual way: a document tree by nlohmann_json, and a map from operation id to its events.
[[nodiscard]] std::uint64_t buildWithNlohmann(const std::string& path);

} // namespace durascope::bench
