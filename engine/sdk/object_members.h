// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace durable::detail {

/// The members of a JSON object put together from the texts of several, in the order they came; each name once. For the
/// handful of members of a log record.
class ObjectMembers
{
public:
    /// `value` must be JSON text. Replaces a member of that name, at its place.
    void set(std::string_view name, std::string_view value);
    /// All members of an object text. False, and nothing changed, when it is not an object.
    bool merge(std::string_view object);

    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const { return m_members; }
    [[nodiscard]] std::string text() const; ///< `{…}`

private:
    std::vector<std::pair<std::string, std::string>> m_members; ///< name (decoded) and value (JSON text)
};

} // namespace durable::detail
