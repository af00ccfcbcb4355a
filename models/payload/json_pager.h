// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/json_view.h"

#include <cstddef>
#include <stop_token>
#include <string_view>
#include <vector>

namespace durascope::models {

/// One member or element, nothing decoded.
struct JsonChild
{
    core::JsonView key; ///< a string literal; Invalid for elements of an array
    core::JsonView value;
};

/// Hands out the children of a container some at a time and goes on where it stopped, so that an array of ten million
/// elements costs what is looked at. core::forEachMember() cannot do that: it starts at the front and decodes the keys.
/// The container must be part of checked JSON and outlive the pager.
class JsonPager
{
public:
    JsonPager() = default;
    explicit JsonPager(core::JsonView container);

    [[nodiscard]] bool atEnd() const { return m_atEnd; }
    /// At most `count` further children; fewer at the end or when asked to stop.
    [[nodiscard]] std::vector<JsonChild> next(std::size_t count, const std::stop_token& stop = {});

private:
    void skipBlanks();
    [[nodiscard]] core::JsonView takeValue();

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_isObject = false;
    bool m_atEnd = true;
};

/// The kind a value has by its first character.
[[nodiscard]] core::JsonKind jsonKindOf(char first);

} // namespace durascope::models
