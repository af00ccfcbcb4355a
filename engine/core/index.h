// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <limits>

namespace durascope::core {

/// A 32-bit position in one particular table. The tag keeps an event's index from being used as an operation's.
/// Default-constructed it points nowhere: valid() is false.
template <typename Tag>
class Index
{
public:
    constexpr Index() = default;
    constexpr explicit Index(std::uint32_t value)
        : m_value(value)
    {
    }

    [[nodiscard]] constexpr std::uint32_t value() const { return m_value; }
    [[nodiscard]] constexpr bool valid() const { return m_value != kNone; }
    [[nodiscard]] constexpr Index next() const { return Index(m_value + 1); }
    /// REQUIRES: valid() and value() > 0.
    [[nodiscard]] constexpr Index previous() const { return Index(m_value - 1); }

    friend constexpr auto operator<=>(Index, Index) = default;

private:
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t m_value = kNone;
};

using EventIndex = Index<struct EventTag>;
using OperationIndex = Index<struct OperationTag>;
using InvocationIndex = Index<struct InvocationTag>;
using StringIndex = Index<struct StringTag>;

/// The execution itself is always the first row of the operation table.
inline constexpr OperationIndex kExecution{0};

} // namespace durascope::core

template <typename Tag>
struct std::hash<durascope::core::Index<Tag>>
{
    std::size_t operator()(durascope::core::Index<Tag> index) const noexcept { return index.value(); }
};
