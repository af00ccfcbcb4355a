// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/operation.h"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace durable::detail {

using durascope::core::OperationRef;

/// The operations an invocation knows, by wire id. Not thread safe, also where it is const.
///
/// Workflows ask for operations in the order in which they were recorded, so the one behind the last answer is looked
/// at first; a table by hash, a line of cache a look-up, answers for the others and is made when it is first needed.
class OperationTable
{
public:
    void reserve(std::size_t count) { m_operations.reserve(count); }
    /// Null when there is none.
    [[nodiscard]] OperationRef find(std::string_view id) const;
    /// REQUIRES: there is none with that id.
    void add(OperationRef operation) { m_operations.push_back(std::move(operation)); }
    /// Replaces what was known of it; the state before, null when it is new.
    OperationRef put(OperationRef operation);
    [[nodiscard]] const std::vector<OperationRef>& all() const { return m_operations; } ///< in order of their coming
    [[nodiscard]] std::size_t size() const { return m_operations.size(); }

private:
    static constexpr std::uint32_t kNone = 0xffff'ffff;
    struct Slot
    {
        std::uint32_t hash = 0;
        std::uint32_t position = kNone;
    };
    [[nodiscard]] std::uint32_t position(std::string_view id) const;
    void index() const;
    void place(Slot slot) const;

    std::vector<OperationRef> m_operations;
    mutable std::vector<Slot> m_slots; ///< a power of two, at most half full
    mutable std::size_t m_indexed = 0; ///< operations that have a slot
    mutable std::uint32_t m_next = 0;  ///< where the next look-up begins
};

} // namespace durable::detail
