// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/invocation.h"
#include "engine/core/time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace durascope::service {

/// Makes checkpoint tokens (wire-protocol section 16.1): letters and digits only, so that no client needs to encode
/// them. Same execution, same invocation, same checkpoint: same token. Private to the service.
class TokenMaker
{
public:
    TokenMaker() = default;
    /// `life` tells apart an execution and what was restored of it, whose first life may have had more invocations than
    /// the events tell.
    TokenMaker(std::string_view arn, core::Timestamp life);

    /// The token of a new invocation becomes the only valid one.
    void beginInvocation();
    /// The one after an accepted checkpoint.
    void advance();
    /// No token is valid until the next invocation.
    void revoke() { m_current.clear(); }

    [[nodiscard]] const std::string& current() const { return m_current; }
    [[nodiscard]] bool isValid(std::string_view token) const { return !m_current.empty() && token == m_current; }

private:
    void make();

    std::string m_prefix;
    std::string m_current; ///< empty: none is valid
    std::uint32_t m_invocation = 0;
    std::uint32_t m_checkpoint = 0;
};

/// The last answers of an invocation, for clients that ask again because the answer was lost on its way (section 6).
/// Private to the service.
class AnswerMemory
{
public:
    static constexpr std::size_t kCapacity = 8;

    /// Null when it is not known. The answer stays valid until the next call of another function.
    [[nodiscard]] const core::CheckpointAnswer* find(std::string_view token, std::string_view clientToken) const;
    /// Requests without a client token are not remembered.
    void remember(std::string token, std::string clientToken, const core::CheckpointAnswer& answer);
    void clear();

private:
    struct Entry
    {
        std::string token;
        std::string clientToken;
        core::CheckpointAnswer answer;
    };
    std::array<Entry, kCapacity> m_entries;
    std::size_t m_next = 0;
    bool m_isEmpty = true;
};

} // namespace durascope::service
