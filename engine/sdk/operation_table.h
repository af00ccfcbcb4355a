// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/operation.h"

#include <cstdint>
#include <cstring>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace durable::detail {

using durascope::core::OperationRef;

/// The operations an invocation knows, by wire id. Not thread safe.
class OperationTable
{
public:
    void reserve(std::size_t count) { m_byId.reserve(count); }
    /// Null when there is none.
    [[nodiscard]] OperationRef find(std::string_view id) const
    {
        const auto found = m_byId.find(id);
        return found == m_byId.end() ? nullptr : found->second;
    }
    /// Replaces what was known of it; the state before, null when it is new.
    OperationRef put(OperationRef operation)
    {
        // The key must live as long as the entry: an update carries an identity object of its own.
        const std::string_view id = operation->identity->id;
        if (const auto found = m_byId.find(id); found != m_byId.end()) {
            auto node = m_byId.extract(found);
            OperationRef before = std::move(node.mapped());
            node.key() = id;
            node.mapped() = std::move(operation);
            m_byId.insert(std::move(node));
            return before;
        }
        m_byId.emplace(id, std::move(operation));
        return nullptr;
    }
    [[nodiscard]] std::vector<OperationRef> all() const
    {
        std::vector<OperationRef> operations;
        operations.reserve(m_byId.size());
        for (const auto& [id, operation] : m_byId)
            operations.push_back(operation);
        return operations;
    }
    [[nodiscard]] std::size_t size() const { return m_byId.size(); }

private:
    /// Wire ids are digests: any eight characters of them are as good as a hash; short ids are hashed.
    struct Hash
    {
        std::size_t operator()(std::string_view id) const noexcept
        {
            if (id.size() < 16)
                return std::hash<std::string_view>()(id);
            std::uint64_t a = 0;
            std::uint64_t b = 0;
            std::memcpy(&a, id.data(), sizeof a);
            std::memcpy(&b, id.data() + id.size() - sizeof b, sizeof b);
            return (a ^ (b << 1)) * 0x9E3779B97F4A7C15ull;
        }
    };
    std::unordered_map<std::string_view, OperationRef, Hash> m_byId;
};

} // namespace durable::detail
